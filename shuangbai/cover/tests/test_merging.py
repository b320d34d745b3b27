"""Files put together and taken apart: every figure comes back as it was, counts one person while
they are one, and says again what it said before when asked for as known then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import CITY, COUNTY, NEXT_TOWN, OWN_TOWN, PROVINCE, make_actor
from shuangbai.clients.actions import merging, people
from shuangbai.clients.actions.merging import Merging
from shuangbai.clients.actions.settling import settle_as_new
from shuangbai.clients.models import FileMerge, Person
from shuangbai.clients.testing import (
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    OWN_VILLAGE,
    make_person,
    make_provisional,
)
from shuangbai.cover import selectors
from shuangbai.cover.rules import Asked
from shuangbai.cover.selectors.missing import Wanted, missing_all, missing_page
from shuangbai.kernel import clock, counting, figures
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.testing import make_visit
from tests import database

DAY = date(2026, 3, 2)
KEYS = ("people", "files", "persons_visited", "people_filed", "people_covered", "people_missing")
AXES = ("town", "group", "category")
FEW = ("town",)
VIEWERS = {
    COUNTY: (make_actor(Role.COUNTY, COUNTY), make_actor(Role.PROVINCE, PROVINCE)),
    OWN_TOWN: (make_actor(Role.HEAD, OWN_TOWN), make_actor(Role.SUPERVISOR, COUNTY, "445303")),
    NEXT_TOWN: (make_actor(Role.HEAD, NEXT_TOWN), make_actor(Role.CITY, CITY)),
}
type SetClock = Callable[[datetime | None], None]


def now() -> datetime:
    with scope.acting(make_actor(Role.COUNTY, COUNTY)):
        return scope.instant()


def count(actor: Actor, key: str, area: str, by: str = "", known: datetime | None = None) -> Count:
    days = Period(DAY - timedelta(days=30), DAY + timedelta(days=30))
    with scope.acting(actor):
        return counting.count(key, Ask((area,), days, known), by or None)


def everything(
    known: datetime | None = None, axes: tuple[str, ...] = AXES
) -> dict[tuple[str, ...], Any]:
    """Every figure, in every area, by every axis, as every viewer of the area sees it: they see the
    same, the parts of a split make the whole, and no sum is claimed that is not one."""
    return dict(_everything(known, axes))


def _everything(
    known: datetime | None, axes: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for area, viewers in VIEWERS.items():
        for key in KEYS:
            for by in (axis for axis in axes if axis in figures.get(key).choices()):
                one, other = (count(viewer, key, area, by, known) for viewer in viewers)
                parts = {part.part: part.value for part in one.parts}
                assert (one.total, one.parts) == (other.total, other.parts), f"{key} in {area}"
                if one.additive:
                    assert sum(parts.values()) == one.total, f"{key} by {by}"
                yield (area, key, by), (one.total, parts)
            yield (area, key, "rows"), _rows(viewers[0], key, area, known)


def _rows(actor: Actor, key: str, area: str, known: datetime | None) -> int:
    days = Period(DAY - timedelta(days=30), DAY + timedelta(days=30))
    with scope.acting(actor):
        found = counting.rows(key, Ask((area,), days, known))
        assert len(found) == counting.count(key, Ask((area,), days, known)).total, key
        return len(found)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=clock.ZONE)


def totals(area: str = OWN_TOWN) -> list[int]:
    return [count(VIEWERS[area][0], key, area).total for key in KEYS]


@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_a_file_here_and_a_visit_there_are_one_covered_person(
    clock_at: SetClock, head: Actor
) -> None:
    clock_at(at(DAY))
    listed = make_person(head, since=DAY)
    filed = make_person(head, OTHER_VILLAGE, "阿英", ("LSFN",), number=None, birth_date=DAY)
    make_visit(head, filed, DAY, open_files=(filed.pk,))
    before, known = everything(), now()
    assert totals() == [1, 1, 1, 0, 0, 1]
    done = merging.merge(head, Merging(listed.pk, filed.pk, "是小名"))
    assert totals() == [1, 1, 1, 1, 1, 0]
    merged, later = everything(), now()
    assert everything(known) == before
    merging.undo(head, done.pk, "是两个人")
    assert everything() == everything(known) == before
    assert everything(later) == merged


@pytest.mark.usefixtures("database")
def test_two_on_the_list_are_one(clock_at: SetClock, head: Actor) -> None:
    clock_at(at(DAY))
    one = make_person(head, since=DAY)
    other = make_person(head, name="阿英", number=None, birth_date=DAY, since=DAY)
    for person in (one, other):
        make_visit(head, person, DAY, open_files=(person.pk,))
    assert totals() == [2, 2, 2, 2, 2, 0]
    merging.merge(head, Merging(one.pk, other.pk, "是小名"))
    assert totals() == [1, 1, 1, 1, 1, 0]


@pytest.mark.usefixtures("database")
def test_files_of_two_towns_count_once_for_the_county(clock_at: SetClock, county: Actor) -> None:
    clock_at(at(DAY))
    registrar = make_actor(Role.HEAD, CITY)
    here = make_person(registrar, since=DAY)
    there = make_person(registrar, NEXT_VILLAGE, number=None, birth_date=DAY, since=DAY)
    before = everything()
    done = merging.merge(county, Merging(here.pk, there.pk, "同一个人"))
    by_town = count(county, "people", COUNTY, "town")
    assert (by_town.total, len(by_town.parts), by_town.additive) == (1, 2, False)
    everything()
    merging.undo(county, done.pk, "是两个人")
    assert everything() == before


@pytest.mark.usefixtures("database")
def test_a_provisional_file_counts_when_it_is_settled(clock_at: SetClock, head: Actor) -> None:
    clock_at(at(DAY))
    person = make_provisional(head, since=DAY)
    make_visit(head, person, DAY, open_files=(person.pk,))
    assert totals() == [0, 0, 0, 0, 0, 0]
    before, known = everything(), now()
    settle_as_new(head, person.pk)
    assert totals() == [1, 1, 1, 1, 1, 0]
    assert everything(known) == before


@pytest.mark.usefixtures("database")
def test_the_list_of_the_missing_shows_one_line(clock_at: SetClock, head: Actor) -> None:
    clock_at(at(DAY))
    one = make_person(head, since=DAY, name="李秀英")
    other = make_person(
        head, OTHER_VILLAGE, "阿英", ("TK",), number=None, birth_date=DAY, since=DAY
    )
    merging.merge(head, Merging(one.pk, other.pk, "是小名"))
    with scope.acting(head):
        asked = Asked(DAY, OWN_TOWN)
        page = missing_page(head, asked, Wanted())
        [line] = missing_all(head, asked, Wanted())
        assert page.lines == [line] and page.total == 1
        assert line.person is not None and line.person.pk == one.pk
        assert set(line.categories) == {"低保", "特困"}
        assert selectors.cover(head, asked).service.whole == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("register", "register", "provisional", "visit", "open", "move")),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=4,
    max_size=9,
)
MERGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4)
PLACES = (OWN_VILLAGE, OTHER_VILLAGE, NEXT_VILLAGE)
CATEGORIES = (("DB",), ("DB", "CJ"), ("TK",), ("LSET",), ())
BIRTHS = (date(1940, 1, 1), date(1980, 1, 1), date(2015, 1, 1))


@dataclass
class Office:
    """Somebody who reaches the whole city; what cannot be done is left."""

    actor: Actor = field(default_factory=lambda: make_actor(Role.HEAD, CITY))
    people: list[Person] = field(default_factory=list)
    merges: list[FileMerge] = field(default_factory=list)

    def take(self, verb: str, which: int, where: int) -> None:
        place = PLACES[where % len(PLACES)]
        if verb in ("register", "provisional"):
            make: Any = make_person if verb == "register" else make_provisional
            born = BIRTHS[which % len(BIRTHS)]
            kinds = CATEGORIES[(which + where) % len(CATEGORIES)]
            more = {"number": None, "birth_date": born, "since": DAY, "categories": kinds}
            self.people.append(make(self.actor, place, **more))
        elif self.people:
            self._with(verb, self.people[which % len(self.people)], place)

    def _with(self, verb: str, person: Person, place: str) -> None:
        if verb == "open":
            people.open_file(self.actor, [person.pk], DAY)
        elif verb == "visit":
            make_visit(self.actor, person, DAY, household_id=None)
        else:
            mover = make_actor(Role.COUNTY, CITY)
            try:
                person.area = people.move(mover, person.pk, place, DAY).area
            except Problem as found:
                assert found.code == "person.same_place"

    def merge(self, kept: int, other: int) -> bool:
        pair = [self.people[index % len(self.people)].pk for index in (kept, other)]
        try:
            wanted = Merging(pair[0], pair[1], "是小名")
            self.merges.append(merging.merge(self.actor, wanted))
        except Problem:
            return False
        return True


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS, MERGES, st.randoms(use_true_random=False))
def test_merged_in_any_order_and_undone_in_any_other(
    clock_at: SetClock, steps: list[tuple[str, int, int]], pairs: list[tuple[int, int]], order: Any
) -> None:
    database.clear()
    clock_at(at(DAY))
    office = Office()
    for step in (("register", 0, 0), *steps):
        office.take(*step)
    told = [(now(), everything(axes=FEW))]
    for pair in pairs:
        if office.merge(*pair):
            told.append((now(), everything(axes=FEW)))
    order.shuffle(office.merges)
    for done in office.merges:
        merging.undo(office.actor, done.pk, "是两个人")
        told.append((now(), everything(axes=FEW)))
    assert told[-1][1] == told[0][1], "what was taken apart is as if it had not been put together"
    for known, found in told:
        assert everything(known, FEW) == found
