"""The page of a household, as a worker, a supervisor and a city officer notice it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.actions import household_details
from shuangbai.clients.actions.endings import record_death
from shuangbai.clients.actions.particulars import Told as Particulars
from shuangbai.clients.actions.particulars import tell
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.clients.tests.household_office import (
    APR,
    FEB,
    JAN,
    MAR,
    family,
    give,
    home_of,
    merge,
    rows,
    split,
    told,
)
from shuangbai.clients.tests.roster_office import merged
from shuangbai.clients.tests.rosters import number

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(worker: Actor) -> list[Person]:
    return family(worker)


@pytest.fixture
def url(worker: Actor, four: list[Person]) -> str:
    return f"/people/households/{home_of(worker, four[0])}/"


def page(client: Client, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def plain(text: str) -> str:
    """As read aloud: without tags, spaces as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace(" ,", ",")


def test_it_shows_who_belongs_to_it_and_why_somebody_is_away(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    give(worker, four)
    household_details.set_apart(worker, told(FEB), home_of(worker, four[0]), four[3].pk, "住校读书")
    text = page(client_of(people.worker), url)
    shown = [plain(row) for row in re.findall(r"<tr role=\"row\">.*?</tr>", text, re.S)[1:]]
    assert [re.findall(r"陈\w+", row)[0] for row in shown] == ["陈志", "陈英", "陈小明", "陈小红"]
    assert "户主" in shown[0] and "配偶" in shown[1] and "低保" in shown[2]
    assert "不在家" in shown[3] and "住校读书" in shown[3] and "2025年2月1日起" in shown[3]
    assert "4 人 ，其中 1 人 不住在家里" in plain(text).replace("\N{NO-BREAK SPACE}", " ")
    assert "没有建档" in shown[0]


def test_who_is_registered_elsewhere_is_marked(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    tell(worker, four[1].pk, Particulars({"registered_area": NEXT_VILLAGE}, JAN))
    tell(worker, four[2].pk, Particulars({"registered_area": four[2].area}, JAN))
    text = page(client_of(people.worker), url)
    shown = [plain(row) for row in re.findall(r"<tr role=\"row\">.*?</tr>", text, re.S)[1:]]
    assert "腰古镇" in shown[1] and "户籍不在这里" in shown[1]
    assert "户籍不在这里" not in shown[2] and "没有填" in shown[0]


def test_former_members_and_the_story(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    made = split(worker, four[2:])
    asking = client_of(people.worker)
    text = plain(page(asking, url))
    assert "陈小明、陈小红分出去，另立一户" in text and "儿子成家，分开过了" in text
    assert "2025年1月1日 至 2025年3月1日 ，现在 陈小明一户" in text
    assert "登记到这一户：陈志" in text
    other = plain(page(asking, f"/people/households/{made.pk}/"))
    assert "陈小明、陈小红从陈志一户分出来，立了这一户" in other
    assert people.worker.name in other


def test_a_death_is_said_and_a_new_head_asked_for(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    record_death(worker, four[0].pk, APR)
    text = plain(page(client_of(people.worker), url))
    assert "户主已经不在这一户" in text and "去世：陈志" in text
    assert "2025年4月1日" in text


def test_an_emptied_household_says_where_they_went(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    aunts = family(worker, (("何桂兰", "户主"), ("何小妹", "子女")))
    merge(worker, home_of(worker, four[0]), home_of(worker, aunts[0]))
    asking = client_of(people.worker)
    text = page(asking, url)
    into = f"/people/households/{home_of(worker, aunts[0])}/"
    assert "这一户已经并走了" in text and into in text
    assert "记一次走访" not in text and "分户" not in text.split("户的变动")[0]
    assert "陈志一户并进来" in page(asking, into)


def test_a_list_that_names_nobody_any_more_is_said(people: Cast, worker: Actor) -> None:
    head = actor_of(people.owner)
    merged(head, (("陈志", number(1), "城村"),), JAN, "DB")
    first = make_named(head, "陈志")
    home = home_of(head, first)
    wife = make_person(head, name="陈英", since=JAN, household=home, categories=())
    give(head, [first, wife], FEB)
    asking = client_of(people.worker)
    assert "名册上已经没有" not in page(asking, f"/people/households/{home}/")
    merged(head, (("别人", number(7), "城村"),), MAR, "DB")
    assert "低保名册上已经没有这一户的人" in page(asking, f"/people/households/{home}/")


def make_named(actor: Actor, name: str) -> Person:
    found: Person = rows(actor, Person, name=name)[0]
    return found


def test_a_supervisor_reads_and_changes_nothing(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    text = page(client_of(people.supervisor), url)
    assert "陈志" in text
    for word in ("加一个人", "离开这一户", "按户给类别", "记一次走访", "改户主"):
        assert word not in text


def test_the_city_officer_says_why_first(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    asking = client_of(people.city)
    asked = asking.get(url).headers["Location"]
    assert asked.endswith("/look/")
    asking.post(asked, {"reason": "答复来信"})
    assert "陈志" in page(asking, url)
    assert asking.get(url + "split/").status_code == 403


def test_the_neighbour_finds_nothing(people: Cast, four: list[Person], url: str) -> None:
    for path in ("", "split/", "member/?q=陈", "merger/?q=陈", "details/", "category/"):
        answer = client_of(people.neighbour).get(url + path)
        assert answer.status_code == 404 and "陈志" not in answer.content.decode()


def test_every_look_is_on_the_record(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    asking = client_of(people.worker)
    page(asking, url)
    entry = AuditEntry.objects.get(verb="person.see", subject_kind="clients.household")
    assert entry.subject_id in url
    page(asking, url + "member/", q="陈")
    assert AuditEntry.objects.filter(verb="person.list", detail__q="陈").exists()


def test_links_lead_there(people: Cast, worker: Actor, four: list[Person], url: str) -> None:
    asking = client_of(people.worker)
    assert url in page(asking, "/people/") and url in page(asking, f"/p/{four[2].pk}/")
    assert f"/visits/new/?household={url.split('/')[-2]}" in page(asking, url)


def test_a_page_of_many_asks_as_much_as_one_of_few(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    asking = client_of(people.worker)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            page(asking, url)
        return len(found)

    split(worker, [four[3]], FEB)
    tell(worker, four[1].pk, Particulars({"registered_area": NEXT_VILLAGE}, JAN))
    few = asked()
    home = home_of(worker, four[0])
    for order in range(5):
        area = f"4453021022{order:02d}"
        more = make_person(worker, name=f"陈{order}", since=JAN, household=home, categories=("DB",))
        tell(worker, more.pk, Particulars({"registered_area": area}, JAN))
        household_details.set_apart(worker, told(FEB), home, more.pk, "外出务工")
        split(worker, [make_person(worker, name="走", since=JAN, household=home)], MAR)
    assert asked() <= few


def test_the_person_knows_what_waits_for_a_review(
    people: Cast, worker: Actor, four: list[Person], url: str
) -> None:
    give(worker, four)
    asking = client_of(people.worker)
    assert "按户办" in page(asking, f"/p/{four[2].pk}/")
    split(worker, four[2:])
    text: Any = page(asking, f"/p/{four[2].pk}/")
    assert "原来随户，等名册或复核" in text and "终止" in text


def test_the_history_of_a_person_says_where_they_belonged(
    people: Cast, worker: Actor, four: list[Person]
) -> None:
    split(worker, four[2:])
    text = plain(page(client_of(people.worker), f"/people/{four[2].pk}/history/"))
    assert "陈志一户，子女 变为 陈小明一户，户主" in text and "从 2025年3月1日 起" in text
