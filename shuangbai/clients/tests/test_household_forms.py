"""Changing a household at the screen: what is asked, what is shown before, what is refused."""

import re
from typing import Any

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.models import Household, HouseholdChange, Person
from shuangbai.clients.testing import NEXT_VILLAGE, make_number, make_person
from shuangbai.clients.tests.household_office import (
    APR,
    FEB,
    JAN,
    MAR,
    family,
    give,
    held,
    home_of,
    last_change,
    lives,
    rows,
    split,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(worker: Actor) -> list[Person]:
    return family(worker)


@pytest.fixture
def asking(people: Cast) -> Client:
    return client_of(people.worker)


def url_of(actor: Actor, person: Person, noun: str = "") -> str:
    return f"/people/households/{home_of(actor, person)}/{noun}"


def filled(client: Client, url: str, **told: Any) -> dict[str, Any]:
    """The form as it comes, with what is typed on top."""
    text = client.get(url).content.decode()
    body = text.split('<form method="post" class="form')[1].split("</form>")[0]
    given: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name, value = (re.search(rf'{what}="([^"]*)"', tag) for what in ("name", "value"))
        kind = re.search(r'type="(\w+)"', tag)
        if not name or (kind and kind[1] in ("radio", "checkbox") and "checked" not in tag):
            continue
        given[name[1]] = value[1] if value else ""
    for name, inner in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', body, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        given[name] = chosen[1] if chosen else ""
    return given | told


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_split_in_two_steps(asking: Client, worker: Actor, four: list[Person]) -> None:
    give(worker, four)
    url = url_of(worker, four[0], "split/")
    assert "谁分出去" in said(asking.get(url))
    step = f"{url}?go={four[2].pk}&go={four[3].pk}"
    text = said(asking.get(step))
    assert "分出去 陈小明、陈小红" in text and "留下 陈志、陈英" in text
    assert "这 2 人（陈小明、陈小红）随户的低保" in text
    assert "不会自动停，也不会自动带走" in text and "等下次名册或复核再定" in text
    form = filled(asking, step, day="2025-03-01", reason="成家了", fate_DB="keep")
    answer = asking.post(step, form, follow=True)
    assert "陈小明一户从那天起另立" in said(answer)
    assert lives(worker, home_of(worker, four[2]), MAR) == {"陈小明": "户主", "陈小红": "兄弟姐妹"}
    assert held(worker, four[2])[-1][0] is None
    again = asking.post(step, form)
    assert again.status_code in (302, 422)
    assert len(rows(worker, HouseholdChange, kind="split")) == 1


def test_nobody_or_everybody_is_no_split(asking: Client, worker: Actor, four: list[Person]) -> None:
    url = url_of(worker, four[0], "split/")
    everybody = "&".join(f"go={one.pk}" for one in four)
    answer = asking.get(f"{url}?{everybody}")
    assert answer.status_code == 422 and "全户的人都勾上了" in answer.content.decode()
    assert asking.get(f"{url}?go=").status_code == 422


def test_when_the_head_goes_those_who_stay_are_asked_for_one(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    step = f"{url_of(worker, four[0], 'split/')}?go={four[0].pk}"
    assert "留下的人谁作户主" in said(asking.get(step))
    form = filled(asking, step, day="2025-03-01", reason="分居")
    assert form["rest_head"] == str(four[1].pk), "the wife of the old head is proposed"
    assert form[f"rest_rel_{four[2].pk.hex}"] == "子女"
    home = home_of(worker, four[0])
    asking.post(step, form)
    assert lives(worker, home, MAR) == {"陈英": "户主", "陈小明": "子女", "陈小红": "子女"}


def test_another_head_than_was_shown_lists_the_relations_anew(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    url = url_of(worker, four[0], "details/")
    form = filled(asking, url, head_head=str(four[2].pk), day="2025-03-01", reason="父亲外出")
    answer = asking.post(url, form)
    assert answer.status_code == 422 and "已经按陈小明作户主重新列出" in said(answer)
    assert rows(worker, Household)[0].head_name == "陈志", "nothing is kept yet"
    form |= {"head_shown": str(four[2].pk)}
    form |= {f"head_rel_{four[0].pk.hex}": "父母", f"head_rel_{four[1].pk.hex}": "父母"}
    form |= {f"head_rel_{four[3].pk.hex}": "兄弟姐妹"}
    asking.post(url, form)
    assert lives(worker, home_of(worker, four[0]), MAR) == {
        **dict(陈志="父母", 陈英="父母", 陈小明="户主", 陈小红="兄弟姐妹")
    }


def test_a_head_who_is_not_on_file_has_a_name(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    url = url_of(worker, four[0], "details/")
    form = filled(asking, url, head_head="name", head_shown="name", reason="户口簿上是他")
    assert "请写户主的姓名" in said(asking.post(url, form))
    form |= {"head_name": "陈老大", "day": "2025-03-01"}
    asking.post(url, form)
    assert rows(worker, Household)[0].head_name == "陈老大"
    text = said(asking.get(url_of(worker, four[0])))
    assert "陈老大（没有登记）" in text


def test_nothing_changed_says_so(asking: Client, worker: Actor, four: list[Person]) -> None:
    url = url_of(worker, four[0], "details/")
    answer = asking.post(url, filled(asking, url), follow=True)
    assert "没有改动" in said(answer) and rows(worker, HouseholdChange) == []


def test_the_page_was_changed_meanwhile(asking: Client, worker: Actor, four: list[Person]) -> None:
    url = url_of(worker, four[0], "details/")
    form = filled(asking, url, number="8")
    split(worker, four[2:])
    answer = asking.post(url, form)
    assert answer.status_code == 422 and "刚才已经有人改过这一户" in said(answer)


def test_somebody_of_the_town_joins(asking: Client, worker: Actor, four: list[Person]) -> None:
    [aunt] = family(worker, (("何桂兰", "户主"),))
    give(worker, four)
    url = url_of(worker, four[0], "member/")
    assert "何桂兰" in said(asking.get(url, {"q": "桂兰"}))
    assert "陈志" not in said(asking.get(url, {"q": "陈志"})).split("找到的人")[1]
    step = f"{url}?person={aunt.pk}"
    text = said(asking.get(step))
    assert "这一户有随户的低保" in text and "新来的人不自动随户" in text
    assert "一个人一户" in text
    form = filled(asking, step, day="2025-03-01", relation="其他", reason="搬来同住")
    assert "从那天起是陈志一户的人" in said(asking.post(step, form, follow=True))
    assert lives(worker, home_of(worker, four[0]), MAR)["何桂兰"] == "其他"


def test_a_number_leads_to_the_form_and_stands_in_no_address(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    number = make_number()
    aunt = make_person(worker, name="何桂兰", number=number)
    home = home_of(worker, four[0])
    told = {"q": number, "then": "join", "household": str(home)}
    answer = asking.post("/people/find/", told)
    assert answer.headers["Location"] == f"/people/households/{home}/member/?person={aunt.pk}"
    unknown = asking.post("/people/find/", told | {"q": make_number()}, follow=True)
    assert "没有登记过这个身份证号码" in said(unknown)
    assert unknown.redirect_chain[0][0] == f"/people/households/{home}/member/"


def test_somebody_of_another_town_is_handed_over_first(
    people: Cast, worker: Actor, four: list[Person]
) -> None:
    far = make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="林木生")
    url = url_of(worker, four[0], "member/")
    assert client_of(people.worker).get(f"{url}?person={far.pk}").status_code == 404
    text = client_of(people.reader).get(f"{url}?person={far.pk}").content.decode()
    assert "林木生的档案在别的镇（街）" in text and f"/people/{far.pk}/handover/" in text


def test_leaving_offers_what_there_is(asking: Client, worker: Actor, four: list[Person]) -> None:
    aunts = family(worker, (("何桂兰", "户主"), ("何小妹", "子女")))
    url = f"{url_of(worker, four[0], 'leaving/')}?person={four[2].pk}"
    text = asking.get(url, {"q": "小妹", "person": str(four[2].pk)}).content.decode()
    assert "自己另立一户" in text and "办转接" in text
    assert url_of(worker, aunts[0], "member/") + f"?person={four[2].pk}" in text


def test_a_merger_names_both_and_turns_around(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    aunts = family(worker, (("何桂兰", "户主"), ("何小妹", "子女")))
    into = home_of(worker, four[0])
    url = url_of(worker, aunts[0], "merger/")
    assert f"?into={into}" in asking.get(url, {"q": "陈志"}).content.decode()
    step = f"{url}?into={into}"
    text = asking.get(step).content.decode()
    assert "何桂兰一户没有人了" in text and f"?into={home_of(worker, aunts[0])}" in text
    form = filled(asking, step, day="2025-03-01", reason="两户合一户")
    assert form["head_head"] == str(four[0].pk)
    asking.post(step, form)
    assert set(lives(worker, into, MAR)) == {"陈志", "陈英", "陈小明", "陈小红", "何桂兰", "何小妹"}


def test_who_comes_back_is_shown_as_what_they_were(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    home = home_of(worker, four[0])
    made = split(worker, four[2:], FEB)
    step = f"/people/households/{made.pk}/merger/?into={home}"
    form = filled(asking, step)
    assert form[f"head_rel_{four[3].pk.hex}"] == "子女"


def test_apart_back_and_what_the_law_says(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    url = f"{url_of(worker, four[0], 'absence/')}?person={four[2].pk}"
    form = filled(asking, url, why="other", other=" ", day="2025-02-01")
    assert "请写是什么原因" in said(asking.post(url, form))
    answer = asking.post(url, form | {"why": "服刑或强制戒毒"}, follow=True)
    assert "不算共同生活的人" in said(answer) and "服刑或强制戒毒" in said(answer)
    back = filled(asking, url, why="home", day="2025-04-01")
    assert "回家住了" in said(asking.post(url, back, follow=True))


def test_a_category_for_the_household_and_its_end(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    url = url_of(worker, four[0], "category/")
    text = said(asking.get(url))
    assert "不经过审核，住在一起也不算" in text and "特困" not in text
    form = filled(asking, url, code="DB", day="2025-02-01", reason="审核确认")
    form["people"] = [str(four[0].pk), str(four[1].pk)]
    assert "2 个人从那天起随户" in said(asking.post(url, form, follow=True))
    ending = f"{url}?of=DB"
    assert "听本人的意见" in said(asking.get(ending))
    form = filled(asking, ending, day="2025-04-01", reason="复核后退出")
    form["people"] = [str(four[0].pk), str(four[1].pk)]
    assert "2 个人的低保从那天起终止" in said(asking.post(ending, form, follow=True))
    home = home_of(worker, four[0])
    assert held(worker, four[1]) == [(home, FEB, APR)]


def test_a_mistake_is_taken_back_with_a_reason(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    home = home_of(worker, four[0])
    split(worker, four[2:])
    change = last_change(worker)
    url = f"/people/households/{home}/correction/?change={change.pk}"
    assert url in asking.get(f"/people/households/{home}/").content.decode()
    assert "陈小明、陈小红分出去" in said(asking.get(url))
    assert asking.post(url, filled(asking, url)).status_code == 422
    answer = asking.post(url, filled(asking, url, reason="点错了人"), follow=True)
    text = said(answer)
    assert "恢复成原来的样子" in text and "已撤回" in text and "点错了人" in text
    assert set(lives(worker, home, MAR)) == {"陈志", "陈英", "陈小明", "陈小红"}
    other = family(worker, (("何桂兰", "户主"),))
    away = f"{url_of(worker, other[0], 'correction/')}?change={change.pk}"
    assert asking.get(away).status_code == 404


def test_a_new_person_comes_by_the_register(
    asking: Client, worker: Actor, four: list[Person]
) -> None:
    url = url_of(worker, four[0], "member/")
    link = f"/people/new/?household={home_of(worker, four[0])}"
    assert link in asking.get(url).content.decode()
    assert "与陈志、陈英、陈小明、陈小红同住" in asking.get(link).content.decode()


def test_days_that_cannot_be(asking: Client, worker: Actor, four: list[Person]) -> None:
    step = f"{url_of(worker, four[0], 'split/')}?go={four[2].pk}"
    early = asking.post(step, filled(asking, step, day="2024-12-31", reason="成家"))
    assert early.status_code == 422 and "陈小明的户，最近一次变动或登记是 2025年1月1日" in said(
        early
    )
    wild = asking.post(step, filled(asking, step, day="0203-01-01", reason="成家"))
    assert wild.status_code == 422 and "日期不对" in said(wild)
    assert lives(worker, home_of(worker, four[0]), JAN)["陈小明"] == "子女"
