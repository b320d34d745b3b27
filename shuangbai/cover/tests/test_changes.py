"""Two days compared: what changed, why, what became known later, and the rows of each number."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import endings, people
from shuangbai.clients.models import CategorySpell, Person
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.cover import selectors
from shuangbai.cover.rules import Asked, Compared, Kind
from shuangbai.cover.selectors import Comparison
from shuangbai.kernel import clock, counting, spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import withdraw
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=30)
WINDOW = 60
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def days(clock_at: SetClock) -> Callable[[int], date]:
    """Go to a day so many days after the first one; it is nine in the morning."""

    def go(number: int) -> date:
        day = FIRST + timedelta(days=number)
        clock_at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.ZONE))
        return day

    return go


def filed(actor: Actor, day: date, **told: Any) -> Person:
    person = make_person(actor, since=day, **told)
    people.open_file(actor, [person.pk], day)
    return person


def compare(actor: Actor, area: str, level: Level | None = None, **told: Any) -> Comparison:
    given = {"first": FIRST, **told}
    with scope.acting(actor):
        return selectors.compare(actor, Compared(Asked(LAST, area, window=WINDOW), **given), level)


def rows(actor: Actor, kind: str, area: str, **asked: Any) -> set[str]:
    """The people whom the figure's page shows."""
    ask = Ask((area,), Period(FIRST, LAST), None, WINDOW, told=asked.pop("told", None))
    with scope.acting(actor):
        return {row.subject for row in counting.rows(kind, ask, **asked)}


def ids(*found: Person) -> set[str]:
    return {str(person.pk) for person in found}


def leave(actor: Actor, person: Person, day: date) -> None:
    """No list names them from that day on."""
    stamp = {
        "recorded_at": clock.now(),
        "recorded_by": actor.user_id,
        "recorded_by_name": actor.name,
    }
    with scope.acting(actor):
        for spell in CategorySpell.objects.under(person.area).filter(person=person):
            spells.end(spell, day, stamp)


def test_who_entered_and_who_left(head: Actor, days: Callable[[int], date]) -> None:
    early = days(-20)
    stays, leaves, dies = (filed(head, early, name=name) for name in ("李秀英", "陈木生", "欧少芬"))
    enters = make_person(head, name="吴丽珍", since=days(5))
    leave(head, leaves, days(8))
    endings.record_death(head, dies.pk, days(9))
    days(30)
    found = compare(head, OWN_TOWN)
    assert (found.whole.then["service"].whole, found.whole.now["service"].whole) == (3, 2)
    assert (found.whole.kinds[Kind.ENTERED], found.whole.kinds[Kind.LEFT]) == (1, 2)
    assert found.why[Kind.LEFT] == {"died": 1, "none": 1}
    assert rows(head, Kind.ENTERED, OWN_TOWN) == ids(enters)
    assert rows(head, Kind.LEFT, OWN_TOWN) == ids(leaves, dies)
    assert rows(head, Kind.LEFT, OWN_TOWN, by="why", part="died") == ids(dies)
    assert str(stays.pk) not in rows(head, Kind.SETTLED, OWN_TOWN)
    assert found.balance.adds_up


def test_files_and_services(head: Actor, days: Callable[[int], date]) -> None:
    early = days(-40)
    lapses = filed(head, early, name="李秀英")
    make_visit(head, lapses, early)
    opened, closed, served = (
        make_person(head, since=early, name="陈木生"),
        filed(head, early, name="欧少芬"),
        filed(head, early, name="吴丽珍"),
    )
    make_visit(head, opened, days(-1))
    make_visit(head, closed, days(-1))
    people.open_file(head, [opened.pk], days(10))
    endings.close_file(head, closed.pk, days(12), "外出打工")
    make_visit(head, served, days(14))
    days(30)
    found = compare(head, OWN_TOWN)
    wanted = {
        Kind.OPENED: ids(opened),
        Kind.CLOSED: ids(closed),
        Kind.SERVED: ids(served),
        Kind.LAPSED: ids(lapses),
        Kind.WANTING: ids(lapses, closed),
        Kind.SETTLED: ids(opened, served),
    }
    for kind, whose in wanted.items():
        assert rows(head, kind, OWN_TOWN) == whose, kind
        assert found.whole.kinds[kind] == len(whose), kind
    assert found.why[Kind.WANTING] == {"lapsed": 1, "closed": 1}
    assert found.why[Kind.SETTLED] == {"opened": 1, "served": 1}
    assert rows(head, Kind.WANTING, OWN_TOWN, by="why", part="closed") == ids(closed)
    assert found.balance.adds_up and found.balance.now == 2


def test_a_move_is_seen_by_the_towns_and_not_by_the_county(
    head: Actor, county: Actor, days: Callable[[int], date]
) -> None:
    person = filed(head, days(-20))
    make_visit(head, person, days(-10))
    people.move(county, person.pk, NEXT_VILLAGE, days(15))
    days(30)
    found = compare(county, COUNTY, Level.TOWN)
    assert not any(found.whole.kinds.values())
    towns = {unit.key: unit for unit in found.units}
    assert dict(towns[OWN_TOWN].kinds) == {Kind.MOVED_OUT: 1}
    # The new town has not met them yet.
    assert dict(towns[NEXT_TOWN].kinds) == {Kind.MOVED_IN: 1, Kind.WANTING: 1}
    assert compare(head, OWN_TOWN).whole.kinds == {Kind.MOVED_OUT: 1}
    assert rows(head, Kind.MOVED_OUT, OWN_TOWN) == ids(person)
    other = make_actor(Role.HEAD, NEXT_TOWN)
    assert rows(other, Kind.MOVED_IN, NEXT_TOWN) == ids(person)
    assert compare(other, NEXT_TOWN).why[Kind.WANTING] == {"moved_in": 1}


def test_what_became_known_later_is_told_apart(head: Actor, days: Callable[[int], date]) -> None:
    early = days(-20)
    late, void = filed(head, early, name="李秀英"), filed(head, early, name="陈木生")
    taken_back = make_visit(head, void, days(-5))
    days(3)
    make_visit(head, late, FIRST - timedelta(days=1))
    withdraw(head, taken_back.pk, "记到别人名下了")
    added = make_person(head, name="吴丽珍", since=FIRST - timedelta(days=2))
    days(30)
    found = compare(head, OWN_TOWN)
    told, then = found.told["service"], found.whole.then["service"]
    assert (told.covered, told.whole) == (1, 2)
    assert (then.covered, then.whole) == (1, 3)
    assert found.why["known_later"] == {"served": 1, "unserved": 1, "added": 1}
    assert rows(head, "known_later", OWN_TOWN) == ids(late, void, added)
    assert rows(head, "known_later", OWN_TOWN, by="why", part="added") == ids(added)
    assert not found.whole.kinds.keys() - {"known_later"}
    assert (found.balance.told, found.balance.then, found.balance.corrected) == (1, 2, 1)
    # Told only when all of that was known: nothing is left to be learnt.
    after = datetime(2026, 3, 20, tzinfo=clock.ZONE)
    assert "known_later" not in compare(head, OWN_TOWN, told=after).whole.kinds
    assert rows(head, "known_later", OWN_TOWN, told=after) == set()


def test_as_known_at_an_instant(head: Actor, days: Callable[[int], date]) -> None:
    """What was recorded after the instant of knowledge is not there, on neither day."""
    person = filed(head, days(-20))
    days(35)
    make_visit(head, person, LAST)
    instant = datetime(2026, 4, 3, tzinfo=clock.ZONE)
    with scope.acting(head):
        asked = Compared(Asked(LAST, OWN_TOWN, instant, WINDOW), FIRST)
        then = selectors.compare(head, asked)
    assert not any(then.whole.kinds.values())
    assert compare(head, OWN_TOWN).whole.kinds == {Kind.SERVED: 1, Kind.SETTLED: 1}


def test_villages_stand_beside_each_other(head: Actor, days: Callable[[int], date]) -> None:
    filed(head, days(-3))
    days(30)
    found = compare(head, OWN_TOWN, Level.VILLAGE)
    assert len(found.units) == 15
    [changed] = [unit for unit in found.units if unit.now["service"].whole]
    assert (changed.key, changed.name) == (OWN_VILLAGE, "城村村民委员会")


def test_a_province_is_compared_city_by_city(days: Callable[[int], date]) -> None:
    days(30)
    with pytest.raises(Problem) as refused:
        compare(make_actor(Role.PROVINCE, "44"), "44")
    assert refused.value.code == "cover.province"
