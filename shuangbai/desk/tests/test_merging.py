"""Two files side by side, and the page of one person of whom there were two."""

import re
from html import unescape

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.actions import particulars_care, people
from shuangbai.clients.actions.endings import record_death
from shuangbai.clients.models import Alias, Person
from shuangbai.clients.testing import BORN, OTHER_VILLAGE, make_person, make_provisional
from shuangbai.kernel import clock, ids
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(people: Cast) -> Actor:
    return actor_of(people.owner)


@pytest.fixture
def office(people: Cast) -> Client:
    return client_of(people.owner)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def two(actor: Actor) -> tuple[Person, Person]:
    """One without number who is visited, and one with a number."""
    visited = make_person(
        actor, OTHER_VILLAGE, "阿英", ("TK",), number=None, birth_date=BORN, phone="13800138000"
    )
    make_visit(actor, visited, open_files=(visited.pk,))
    return visited, make_person(actor, name="李秀英", sex="F")


def compared(page: str) -> dict[str, tuple[str, str, str]]:
    """Field → what the first says, what the second says, how they compare."""
    found = {}
    for row in re.findall(r'<tr role="row".*?</tr>', page, re.S)[1:]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        label, *said = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
        found[label] = (said[0], said[1], said[2])
    return found


def test_fields_are_compared_one_by_one(office: Client, head: Actor) -> None:
    one, other = two(head)
    found = compared(text(office, f"/p/{one.pk}/merge/{other.pk}/"))
    assert found["姓名"] == ("阿英", "李秀英", "不一样")
    assert found["出生日期"] == ("1950年3月5日", "1950年3月5日", "一样")
    assert found["身份证号码"][0] == "没有写" and found["身份证号码"][2] == "只有一份写了"
    assert found["类别"] == ("特困", "低保", "不一样")
    assert found["走访"] == ("1\xa0次", "0\xa0次", "") or found["走访"][:2] == ("1 次", "0 次")
    today = clock.today()
    day = f"{today.year}年{today.month}月{today.day}日"
    assert found["最近一次走访"] == (day, "没有", "")
    assert found["档案"] == (f"{day}建档", "没有建档", "")
    assert "户籍地" not in found, "what neither says is left out"


def test_numbers_that_look_alike_are_compared_in_full(office: Client, head: Actor) -> None:
    one = make_person(head, name="甲", number=None, birth_date=BORN, phone="13811118000")
    other = make_person(head, name="乙", number=None, birth_date=BORN, phone="13822228000")
    found = compared(text(office, f"/p/{one.pk}/merge/{other.pk}/"))
    assert found["电话"] == ("138****8000", "138****8000", "不一样")


def test_the_one_with_a_number_is_suggested(office: Client, head: Actor) -> None:
    one, other = two(head)
    page = text(office, f"/p/{one.pk}/merge/{other.pk}/")
    assert "第二份：李秀英（建议留下：有身份证号码）" in page
    checked = re.search(r'value="([^"]+)"[^>]*checked', page)
    assert checked is not None and checked[1] == str(other.pk)


def test_merging_leads_to_the_file_with_the_records_of_both(office: Client, head: Actor) -> None:
    one, other = two(head)
    particulars_care.set_grade(head, one.pk, "A", clock.today(), "腿脚不便")
    path = f"/p/{one.pk}/merge/{other.pk}/"
    bare = office.post(path, {"id": ids.uuid7(), "goes_on": other.pk})
    assert bare.status_code == 422 and "凭什么知道" in bare.content.decode()
    sent = {"id": ids.uuid7(), "goes_on": other.pk, "reason": "对过户口簿"}
    answer = office.post(path, sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"/p/{other.pk}/"
    again = office.post(path, sent, follow=True)
    assert again.redirect_chain[-1][0] == f"/p/{other.pk}/" and Alias.objects.count() == 1
    page = unescape(answer.content.decode())
    for said in ("特困", "低保", "138****8000", "腿脚不便", "并进来的档案", "对过户口簿"):
        assert said in page, said
    assert "没有建档" not in page and "近 365 天没有走访" not in page
    assert "上门走访" in text(office, f"/visits/of/{other.pk}/")
    merged = text(office, f"/p/{one.pk}/")
    assert "打开李秀英的档案" in merged and "记一次走访" not in merged
    assert "写在并进来的“阿英”的档案上" in text(office, f"/people/{other.pk}/history/")


def test_what_hinders_stands_there_before_anybody_writes_a_reason(
    office: Client, head: Actor
) -> None:
    one, other = make_person(head, name="李秀英"), make_person(head, name="李秀英")
    page = text(office, f"/p/{one.pk}/merge/{other.pk}/")
    assert "号码不同就是两个人" in page and "先在那份档案上改正号码" in page
    assert "并成一份</button>" not in page
    dead = make_person(head, name="阿英", number=None, birth_date=BORN)
    record_death(head, dead.pk, clock.today())
    page = text(office, f"/p/{one.pk}/merge/{dead.pk}/")
    assert "登记了去世" in page and "并成一份</button>" not in page
    assert "同一份档案" in unescape(
        office.post(
            f"/p/{one.pk}/merge/{one.pk}/", {"id": ids.uuid7(), "goes_on": one.pk, "reason": "是"}
        ).content.decode()
    )


def test_a_provisional_file_can_only_be_put_into_the_other(office: Client, head: Actor) -> None:
    known, person = make_person(head, name="李秀英"), make_provisional(head)
    page = text(office, f"/p/{person.pk}/merge/{known.pk}/")
    offered = re.findall(r'name="goes_on" value="([^"]+)"', page)
    assert offered == [str(known.pk)]


def test_another_sex_or_birth_date_raises_a_doubt(office: Client, head: Actor) -> None:
    one = make_person(head, name="李秀英", sex="F")
    other = make_person(head, name="李秀英", number=None, birth_date=BORN, sex="M")
    assert "性别不一样，多半是两个人" in text(office, f"/p/{one.pk}/merge/{other.pk}/")


def test_files_of_two_towns_are_said_to_count_in_both(people: Cast, head: Actor) -> None:
    county = actor_of(people.reader)
    one = make_person(head, name="李秀英")
    other = make_person(county, "445302102201", "李秀英", number=None, birth_date=BORN)
    page = text(client_of(people.reader), f"/p/{one.pk}/merge/{other.pk}/")
    assert "两个镇（街）还是各算一个人" in page
    assert client_of(people.owner).get(f"/p/{one.pk}/merge/{other.pk}/").status_code == 404


def test_who_may_not_merge_is_offered_nothing(people: Cast, head: Actor) -> None:
    one, other = two(head)
    page = text(client_of(people.worker), f"/p/{one.pk}/")
    assert "并档" not in page
    path = f"/p/{one.pk}/merge/{other.pk}/"
    for user in (people.worker, people.supervisor, people.city):
        assert client_of(user).get(path).status_code == 403


def test_a_city_officer_sees_a_merged_file_with_a_reason(people: Cast, head: Actor) -> None:
    from_list = client_of(people.city)
    one, other = two(head)
    office = client_of(people.owner)
    sent = {"id": ids.uuid7(), "goes_on": other.pk, "reason": "对过户口簿"}
    office.post(f"/p/{one.pk}/merge/{other.pk}/", sent)
    assert from_list.get(f"/p/{one.pk}/")["Location"] == f"/people/{one.pk}/look/"
    people_look(from_list, one)
    page = text(from_list, f"/p/{one.pk}/")
    assert "李秀英" in page and "撤销并档" not in page
    assert from_list.get(f"/p/{other.pk}/").status_code == 200, "one look opens both"


def people_look(client: Client, person: Person) -> None:
    answer = client.post(f"/people/{person.pk}/look/", {"reason": "核对材料"})
    assert answer.status_code == 302


def test_a_file_opened_before_is_not_opened_again(office: Client, head: Actor) -> None:
    one, other = two(head)
    sent = {"id": ids.uuid7(), "goes_on": other.pk, "reason": "对过户口簿"}
    office.post(f"/p/{one.pk}/merge/{other.pk}/", sent)
    assert people.open_file(head, [other.pk], clock.today()) == []
