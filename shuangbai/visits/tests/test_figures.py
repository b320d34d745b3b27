"""What the figures of visits count, and how their rows are shown."""

from datetime import timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions.people import move
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, make_person
from shuangbai.kernel import clock, counting, ids
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.actions import NewFinding, NewVisit, record
from shuangbai.visits.rules.party import Party
from shuangbai.visits.tests.homes import family, new

pytestmark = pytest.mark.django_db


def counted(actor: Actor, key: str, by: str | None = None) -> dict[str, int]:
    today = clock.today()
    ask = Ask((OWN_TOWN,), Period(today - timedelta(days=40), today))
    with scope.acting(actor):
        told = counting.count(key, ask, by)
    return {part.part: part.value for part in told.parts} | {"all": told.total}


@pytest.fixture
def head(people: Cast) -> Actor:
    """Two households and a lone person: three visits to the first, one each to the others."""
    actor = actor_of(people.owner)
    one, two = family(actor), family(actor, "陈秀英", OTHER_VILLAGE)
    lone = make_person(actor, name="何大")
    party = (Party("committee", 2, "城村村委会"), Party("volunteers"))
    record(actor, new(one, one.head, one.child, services=("ZC01", "ZC02", "XL01"), party=party))
    record(actor, new(one, services=("ZC01",), kind="phone", again=True))
    record(actor, new(one, kind="station", again=True, findings=(NewFinding("aid"),)))
    need = NewFinding("home", urgency="urgent")
    record(actor, new(two, services=("RH05",), party=(Party("volunteers", 4),), findings=(need,)))
    record(actor, NewVisit(ids.uuid7(), None, (lone.pk,), clock.today()))
    return actor


def test_services_of_a_visit_and_the_five_above_them(head: Actor) -> None:
    assert counted(head, "visits", "service") == {
        "ZC01": 2,
        "ZC02": 1,
        "XL01": 1,
        "RH05": 1,
        "all": 5,
    }
    assert counted(head, "visits", "service5") == {"ZC": 2, "XL": 1, "RH": 1, "all": 5}
    assert counted(head, "served", "service5") == {"ZC": 3, "XL": 2, "RH": 1, "all": 6}


def test_households_are_counted_once_and_a_lone_person_is_one(head: Actor) -> None:
    assert counted(head, "households_visited")["all"] == 3
    assert counted(head, "households_visited", "kind") == {
        "home": 3,
        "phone": 1,
        "station": 1,
        "all": 3,
    }
    assert counted(head, "households_visited", "village")["445302103202"] == 1


def test_everybody_who_came_along_is_one_person_time(head: Actor) -> None:
    assert counted(head, "companions", "kind") == {"committee": 2, "volunteers": 5, "all": 7}


def test_needs_by_kind_and_urgency(head: Actor) -> None:
    assert counted(head, "findings", "kind") == {"aid": 1, "home": 1, "all": 2}
    assert counted(head, "findings_open", "urgency") == {"urgent": 1, "normal": 1, "all": 2}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("visits", "李秀英、李小宝"),
        ("served", "李小宝"),
        ("households_visited", "何大"),
        ("companions", "志愿者"),
        ("findings", "陈秀英一户"),
        ("findings_open", "李秀英一户"),
    ],
)
def test_every_number_opens_its_rows(people: Cast, head: Actor, key: str, shown: str) -> None:
    today = clock.today()
    asked = f"area={OWN_TOWN}&start={today - timedelta(days=9)}&end={today}"
    page = client_of(people.owner).get(f"/figures/{key}/?{asked}").content.decode()
    assert shown in page
    words = "城村村委会"
    assert words not in page, "words of a visit stand on its own page"


def test_who_moved_away_still_stands_in_the_rows(people: Cast, head: Actor) -> None:
    person = make_person(head, name="欧大妹")
    record(head, NewVisit(ids.uuid7(), None, (person.pk,), clock.today()))
    before = counted(head, "served")["all"]
    move(actor_of(people.reader), person.pk, NEXT_VILLAGE, clock.today())
    assert counted(head, "served")["all"] == before
    page = client_of(people.owner).get(f"/figures/visits/?area={OWN_TOWN}").content.decode()
    assert "欧大妹" in page
