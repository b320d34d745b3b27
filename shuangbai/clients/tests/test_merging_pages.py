"""Putting files together as people meet it: looking for the other file, what was put together."""

from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, Cast, actor_of, client_of, make_actor, make_user
from shuangbai.clients.actions.merging import undo
from shuangbai.clients.models import Person
from shuangbai.clients.testing import (
    BORN,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    make_number,
    make_person,
    make_provisional,
)
from shuangbai.clients.tests.merge_office import WHY, merge, merged_into

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


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
    kept = make_person(actor, name="李秀英", phone=PHONE)
    other = make_person(actor, OTHER_VILLAGE, "阿英", number=None, birth_date=BORN, phone=PHONE)
    return kept, other


@pytest.mark.parametrize("typed", ["阿英", "ay", PHONE, "number"])
def test_the_other_file_is_found_and_nothing_typed_stands_in_an_address(
    office: Client, head: Actor, typed: str
) -> None:
    number = make_number()
    person = make_person(head, name="李秀英", number=None, birth_date=BORN)
    other = make_person(head, OTHER_VILLAGE, "阿英", number=number, phone=PHONE)
    answer = office.post(
        f"/people/{person.pk}/merge/", {"q": number if typed == "number" else typed}
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and f'href="/p/{person.pk}/merge/{other.pk}/"' in page
    assert "没有找到" not in page and number not in page.replace(f'value="{number}"', "")
    for entry in AuditEntry.objects.all():
        assert number not in str(entry.detail)


def test_nobody_is_compared_with_themselves(office: Client, head: Actor) -> None:
    person = make_person(head, name="李秀英")
    page = office.post(f"/people/{person.pk}/merge/", {"q": "李秀英"}).content.decode()
    assert "没有找到别的档案" in page


def test_a_number_with_a_slip_is_said(office: Client, head: Actor) -> None:
    person = make_person(head)
    answer = office.post(f"/people/{person.pk}/merge/", {"q": "445302195003050001"})
    assert answer.status_code == 422 and "校验码" in answer.content.decode()


def test_files_that_look_alike_are_offered(office: Client, head: Actor) -> None:
    person, by_phone = two(head)
    by_name = make_person(head, name="李秀英", number=None, birth_date=BORN.replace(day=9))
    by_birth = make_person(head, name="林小燕", number=None, birth_date=person.birth_date)
    initials = make_person(head, name="陆晓英", number=None, birth_date=person.birth_date)
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, "李秀英")
    page = text(office, f"/people/{person.pk}/merge/")
    offered = [one.pk for one in (by_phone, by_name, by_birth, initials) if str(one.pk) in page]
    assert offered == [by_phone.pk, by_name.pk, by_birth.pk, initials.pk]
    assert page.count("对照<span") == 4


def test_a_merged_file_is_offered_no_more(office: Client, head: Actor) -> None:
    person, other = two(head)
    merge(head, person, other)
    page = text(office, f"/people/{person.pk}/merge/")
    assert str(other.pk) not in page


def test_the_list_of_merges_in_force_and_undone(office: Client, head: Actor) -> None:
    assert "没有并过档案" in text(office, "/people/merges/")
    done = merge(head, *two(head))
    page = text(office, "/people/merges/")
    for said in ("李秀英", "阿英", WHY, done.by_name, f"/people/merges/{done.pk}/undo/"):
        assert said in page
    assert page.count('scope="row"') == 1
    undo(head, done.pk, "核对后是两个人")
    assert "没有并过档案" in text(office, "/people/merges/")
    gone = text(office, "/people/merges/?show=undone")
    assert "核对后是两个人" in gone and WHY in gone
    assert '"/people/merges/"' in text(office, "/people/")


def test_taking_it_back_needs_a_reason(office: Client, head: Actor) -> None:
    kept, other = two(head)
    done = merge(head, kept, other)
    path = f"/people/merges/{done.pk}/undo/"
    assert WHY in text(office, path)
    bare = office.post(path, {"reason": " "})
    assert bare.status_code == 422 and "写一句为什么撤销" in bare.content.decode()
    assert merged_into() == {other.pk: kept.pk}
    answer = office.post(path, {"reason": "核对后是两个人"}, follow=True)
    assert "两份档案又分开了" in answer.content.decode()
    assert merged_into() == {} and "已经撤销了" in text(office, path)


def test_a_county_sees_both_a_town_its_own(people: Cast, head: Actor) -> None:
    county, there = actor_of(people.reader), make_actor(Role.HEAD, NEXT_TOWN)
    kept = make_person(head, name="李秀英")
    other = make_person(there, NEXT_VILLAGE, "阿英", number=None, birth_date=BORN)
    done = merge(county, kept, other)
    neighbour = client_of(make_user("linzhanzhang", Role.HEAD, NEXT_TOWN))
    assert text(client_of(people.reader), "/people/merges/").count('scope="row"') == 1
    for client, shown, hidden in (
        (client_of(people.owner), "李秀英", "阿英"),
        (neighbour, "阿英", "李秀英"),
    ):
        page = text(client, "/people/merges/")
        assert shown in page and hidden not in page and "别的镇（街）的一份档案" in page
        assert "撤销并档<span" not in page
    page = text(neighbour, f"/p/{other.pk}/")
    assert "别的镇（街）的一份档案" in page and str(kept.pk) not in page
    assert client_of(people.owner).get(f"/people/merges/{done.pk}/undo/").status_code == 200
    assert "请县里的经办人办" in text(client_of(people.owner), f"/people/merges/{done.pk}/undo/")
    listed = client_of(people.stranger).get("/people/merges/").content.decode()
    assert "李秀英" not in listed and "阿英" not in listed


def test_a_form_sent_from_an_old_page_says_where_to_go_on(office: Client, head: Actor) -> None:
    kept, other = two(head)
    merge(head, kept, other)
    answer = office.post(
        f"/people/{other.pk}/grade/", {"grade": "A", "day": "2026-01-05", "reason": "走访"}
    )
    page = unescape(answer.content.decode())
    assert answer.status_code == 422 and "已经并到李秀英" in page and "不再改动" in page
    opened = office.post(f"/people/{other.pk}/file/")
    assert opened.status_code == 422 and "李秀英" in opened.content.decode()


def test_the_search_box_leads_to_the_file_that_goes_on(people: Cast, head: Actor) -> None:
    number = make_number()
    kept = make_person(head, name="李秀英", number=None, birth_date=BORN)
    merge(head, kept, make_person(head, name="阿英", number=number))
    client = client_of(people.worker)
    answer = client.post("/people/find/", {"q": number, "then": "file"})
    assert urlsplit(answer["Location"]).path == f"/p/{kept.pk}/"
    listed = text(client, "/people/?q=阿英")
    assert "并进来的档案上叫阿英" in listed and listed.count('scope="row"') == 1
    form = client.post("/people/new/", {"name": "阿英", "number": number}).content.decode()
    assert f"/p/{kept.pk}/" in form


def test_a_provisional_file_is_settled_from_its_page(people: Cast, head: Actor) -> None:
    number = make_number()
    known = make_person(head, name="李秀英", number=number)
    person = make_provisional(head, number=number)
    client, path = client_of(people.owner), f"/people/{person.pk}/settlement/"
    assert path in text(client, f"/p/{person.pk}/")
    told = text(client_of(people.worker), f"/p/{person.pk}/")
    assert "待核实" in told and path not in told
    assert "待核实" in text(client, "/people/")
    page = text(client, path)
    assert f"/p/{person.pk}/merge/{known.pk}/" in page
    refused = client.post(path)
    assert refused.status_code == 422 and "不是新的人" in refused.content.decode()
    new = make_provisional(head, name="新来的")
    answer = client.post(f"/people/{new.pk}/settlement/", follow=True)
    assert "从现在起计入人数" in answer.content.decode()
    assert "待核实" not in text(client, f"/p/{new.pk}/")
    assert "已经核实过了" in text(client, f"/people/{new.pk}/settlement/")
