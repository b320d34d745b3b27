"""Whatever happened in whatever order: parts make the whole, a figure is its rows, and everybody
whose areas hold the place sees the same number."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import CITY, COUNTY, OWN_TOWN, PROVINCE, make_actor
from shuangbai.clients.actions import people
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.kernel import clock, counting, figures
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.testing import make_visit
from tests import database

START = date(2026, 3, 2)
PLACES = (OWN_VILLAGE, OTHER_VILLAGE, OWN_TOWN, NEXT_VILLAGE, "445303100201")
SCOPES = (COUNTY, OWN_TOWN)
KEYS = ("people", "people_covered", "people_missing", "persons_visited")
AXES = {"town", "village", "group", "category", "month"}
BIRTHS = (date(1940, 1, 1), date(1980, 1, 1), date(2015, 1, 1))
CATEGORIES = (("DB",), ("DB", "CJ"), ("TK",), ("LSET",), ())

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("register", "register", "open", "visit", "visit", "late", "move")),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 2),
    ),
    min_size=3,
    max_size=14,
)
type SetClock = Callable[[datetime | None], None]


@dataclass
class History:
    """Steps are taken by somebody who reaches the whole city, a few days apart."""

    set_clock: SetClock
    actor: Actor = field(default_factory=lambda: make_actor(Role.HEAD, CITY))
    today: date = START
    people: list[Person] = field(default_factory=list)

    def take(self, verb: str, which: int, where: int, days: int) -> None:
        self.today += timedelta(days=days)
        self.set_clock(datetime(*self.today.timetuple()[:3], 9, tzinfo=clock.ZONE))
        if verb == "register":
            self._register(which, where)
        elif self.people:
            self._act(verb, self.people[which % len(self.people)], PLACES[where % len(PLACES)])

    def _register(self, which: int, where: int) -> None:
        found = make_person(
            self.actor,
            PLACES[where % len(PLACES)],
            categories=CATEGORIES[which % len(CATEGORIES)],
            since=self.today,
            number=None,
            birth_date=BIRTHS[which % len(BIRTHS)],
        )
        self.people.append(found)

    def _act(self, verb: str, person: Person, place: str) -> None:
        if verb == "open":
            people.open_file(self.actor, [person.pk], self.today)
        elif verb == "move":
            mover = make_actor(Role.COUNTY, CITY)
            try:
                moved = people.move(mover, person.pk, place, self.today)
            except Problem as problem:
                assert problem.code == "person.same_place"
            else:
                person.area = moved.area
        else:
            late = timedelta(days=2 if verb == "late" else 0)
            make_visit(self.actor, person, self.today - late, household_id=None)


def asks(today: date) -> list[tuple[date, datetime | None]]:
    half = START + (today - START) / 2
    return [(today, None), (half, datetime(*half.timetuple()[:3], 12, tzinfo=clock.ZONE))]


def check(area: str, day: date, known: datetime | None, seen_by: list[Actor]) -> None:
    ask = Ask((area,), Period(START - timedelta(days=9), day), known)
    for key in KEYS:
        for by in AXES & set(figures.get(key).choices()):
            told = [asked(actor, key, ask, by) for actor in seen_by]
            assert all(one == told[0] for one in told), f"{key} by {by} in {area} by viewer"
            sums_up(seen_by[0], told[0])


def asked(actor: Actor, key: str, ask: Ask, by: str) -> Count:
    with scope.acting(actor):
        return counting.count(key, ask, by)


def sums_up(actor: Actor, counted: Count) -> None:
    key, ask, by = counted.figure.key, counted.ask, counted.by
    with scope.acting(actor):
        assert counted.total == counting.count(key, ask).total
        assert counted.total == len(counting.rows(key, ask)), f"{key} is not its rows"
        for part in counted.parts:
            rows = counting.rows(key, ask, by=by, part=part.part)
            assert part.value == len(rows), f"{key} by {by}: {part.part} is not its rows"
    if counted.additive:
        together = sum(part.value for part in counted.parts)
        assert together == counted.total, f"{key} by {by}"


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_parts_rows_and_viewers_agree(
    clock_at: SetClock, steps: list[tuple[str, int, int, int]]
) -> None:
    database.clear()
    history = History(clock_at)
    for step in steps:
        history.take(*step)
    viewers = {
        COUNTY: [make_actor(Role.COUNTY, COUNTY), make_actor(Role.PROVINCE, PROVINCE)],
        OWN_TOWN: [make_actor(Role.HEAD, OWN_TOWN), make_actor(Role.SUPERVISOR, COUNTY, "445303")],
    }
    for day, known in asks(history.today):
        for area in SCOPES:
            check(area, day, known, viewers[area])
