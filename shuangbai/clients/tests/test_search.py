"""One box: what it finds, by what, and that no number ends up in an address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, Cast, client_of, make_actor
from shuangbai.clients.actions.search_keys import fill_phones
from shuangbai.clients.actions.store import NewHousehold
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import people as selectors
from shuangbai.clients.selectors import search
from shuangbai.clients.testing import NEXT_VILLAGE, make_number, make_person

pytestmark = pytest.mark.django_db
HOME = NewHousehold("1", "陈志", number="D-0117")


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302")


def names(actor: Actor, q: str) -> list[str]:
    with scope.acting(actor):
        return [one.person.name for one in selectors.listed(actor, selectors.Wanted(q=q)).lines]


def exactly(actor: Actor, typed: str) -> tuple[str, list[str]]:
    with scope.acting(actor):
        found = search.exactly(actor, typed)
        return found.by, [person.name for person in found.people]


@pytest.mark.parametrize("q", ["秀英", "英", "英秀秀", "lxy", "lixiu", "李", "思劳"])
def test_a_town_and_a_county_find_the_same_by_text(head: Actor, county: Actor, q: str) -> None:
    make_person(head, name="李秀英")
    make_person(head, name="李英秀")
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, "王秀英")
    here = names(head, q)
    there = names(county, q)
    assert [name for name in there if name != "王秀英"] == here
    assert ("李秀英" in here) is (q in ("秀英", "英", "lxy", "lixiu", "李"))


def test_the_county_asks_the_index_on_letters_first(head: Actor, county: Actor) -> None:
    for actor, through in ((head, False), (county, True)):
        with CaptureQueriesContext(connection) as asked:
            names(actor, "秀英")
        assert any("clients_lettered" in one["sql"] for one in asked) is through


def test_the_door_of_letters_answers_inside_the_scope_only(head: Actor) -> None:
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, "王秀英")
    with scope.acting(head), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_lettered(ARRAY['秀'], '秀')")
        assert cursor.fetchone() == (0,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clients_lettered(ARRAY['秀'], '秀')")
        assert cursor.fetchone() == (0,)


def test_numbers_find_exactly(head: Actor) -> None:
    number = make_number()
    make_person(head, name="陈志", number=number, phone="138-0013-8000", household=HOME)
    make_person(head, name="陈英", phone="13800138000")
    assert exactly(head, number) == ("number", ["陈志"])
    assert exactly(head, "138 0013 8000") == ("phone", ["陈英", "陈志"])
    assert exactly(head, "D-0117") == ("household", ["陈志"])
    assert exactly(head, "8000")[1] == exactly(head, "0013800")[1] == []
    stranger = make_actor(Role.HEAD, NEXT_TOWN)
    assert exactly(stranger, "13800138000") == ("phone", [])


def test_a_number_stands_in_no_address(people: Cast) -> None:
    head = make_actor(Role.HEAD, OWN_TOWN)
    for name in ("陈志", "陈英"):
        make_person(head, name=name, phone="13800138000")
    client = client_of(people.owner)
    page = client.post("/people/find/", {"q": "13800138000"})
    text = page.content.decode()
    assert page.status_code == 200 and "电话相同" in text and "陈志" in text
    assert "13800138000" not in text
    entry = AuditEntry.objects.get(verb="person.list")
    assert entry.detail == {"by": "phone", "found": True}
    for q in ("13900139000", "0013800", "445302"):
        answer = client.post("/people/find/", {"q": q})
        assert answer.status_code == 302 and q not in answer.headers["Location"]


def test_places_and_categories_are_offered(people: Cast) -> None:
    make_person(make_actor(Role.HEAD, OWN_TOWN), name="李秀英")
    client = client_of(people.owner)
    text = client.get("/people/", {"q": "低保"}).content.decode()
    assert "?category=DB" in text and "低保的人" in text
    text = client.get("/people/", {"q": "思劳"}).content.decode()
    assert f"?area={OWN_TOWN}" in text


def test_many_are_not_counted(head: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "COUNTED", 2)
    for at in range(4):
        make_person(head, name=f"甲{at}")
    with scope.acting(head):
        listed = selectors.listed(head, selectors.Wanted(), limit=1)
    assert listed.said == "2\N{NO-BREAK SPACE}多人"


def test_telephones_of_before_get_their_key(head: Actor) -> None:
    person = make_person(head, name="陈志", phone="13800138000")
    with scope.acting(head):
        Person.objects.filter(pk=person.pk).update(phone_hash=None)
    assert exactly(head, "13800138000") == ("phone", [])
    assert [fill_phones(operator("命令行", OWN_TOWN), OWN_TOWN) for _ in range(2)] == [1, 0]
    assert exactly(head, "13800138000") == ("phone", ["陈志"])
