"""Whatever happened in whatever order: who is on schedule and who is late make the whole, in every
part and for every viewer; each number is its rows; and what was known before comes out again.

The same people are also judged one by one by the rules in Python, which must agree with the SQL.
"""

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
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions import people
from shuangbai.clients.actions.particulars import Told, tell
from shuangbai.clients.actions.particulars_care import Given
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions.plan import Said, set_frequency
from shuangbai.visits.plan_rules import frequency
from shuangbai.visits.plan_rules.due import due_on
from shuangbai.visits.plan_rules.frequency import ALONE, Kind, Subject
from shuangbai.visits.selectors import reasons
from shuangbai.visits.selectors.standing import frequencies, standings
from shuangbai.visits.testing import make_visit
from tests import database

START = date(2026, 3, 2)
PLACES = (OWN_VILLAGE, OTHER_VILLAGE, OWN_TOWN, NEXT_VILLAGE, "445303100201")
AXES = {
    COUNTY: ("county", "town", "group"),
    OWN_TOWN: ("town", "village", "category"),
    OWN_VILLAGE: ("town", "group"),
}
"""By which the figures are taken apart; the total stands beside each."""
BIRTHS = (date(1940, 1, 1), date(1980, 1, 1), date(2015, 1, 1))
CATEGORIES = (("DB",), ("DB", "CJ"), ("TK",), ("LSET",), ("TSLR",))
SUBJECTS = (
    Subject(Kind.ORDINARY),
    Subject(Kind.GRADE, "B"),
    Subject(Kind.CATEGORY, "DB"),
    Subject(Kind.SITUATION, ALONE),
)
VERBS = ("register", "register", "visit", "visit", "late", "move", "grade", "give", "end", "alone")
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*VERBS, "say")),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 25),
    ),
    min_size=3,
    max_size=14,
)
type SetClock = Callable[[datetime | None], None]
type Known = dict[tuple[str, date, str, str], Count]


def at(day: date, hour: int) -> datetime:
    return datetime(*day.timetuple()[:3], hour, tzinfo=clock.ZONE)


@dataclass
class History:
    """Steps are taken by somebody who reaches the whole city, some days apart."""

    set_clock: SetClock
    actor: Actor = field(default_factory=lambda: make_actor(Role.HEAD, CITY))
    today: date = START
    people: list[Person] = field(default_factory=list)

    def take(self, verb: str, which: int, where: int, days: int) -> None:
        self.today += timedelta(days=days)
        self.set_clock(at(self.today, 9))
        if verb == "say":
            self._say(which, where)
        elif verb == "register":
            self._register(which, where)
        elif self.people:
            try:
                self._act(verb, self.people[which % len(self.people)], where)
            except Problem as problem:
                # Already so, or not here on that day: the history goes on without it.
                assert problem.code.split(".")[0] in ("person", "category", "particulars"), problem

    def _say(self, which: int, where: int) -> None:
        area = (CITY, COUNTY, COUNTY)[where % 3]
        officer = make_actor(Role.CITY, CITY)
        ahead = self.today + timedelta(days=where)
        said = Said(area, SUBJECTS[which % len(SUBJECTS)], 3 + 9 * where, ahead)
        set_frequency(officer, said)

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

    def _act(self, verb: str, person: Person, where: int) -> None:
        if verb == "move":
            self._move(person, PLACES[where % len(PLACES)])
        elif verb == "grade":
            code = ("A", "B", "C", "")[where % 4]
            care.set_grade(self.actor, person.pk, code, self.today, "走访时看到的")
        elif verb == "alone":
            living = ("alone", "family")[where % 2]
            tell(self.actor, person.pk, Told({"living": living}, self.today))
        elif verb == "give":
            care.give_category(self.actor, person.pk, Given("CJ", self.today, "看了证"))
        elif verb == "end":
            self._end(person, where)
        else:
            late = timedelta(days=where if verb == "late" else 0)
            make_visit(self.actor, person, self.today - late, household_id=None)

    def _move(self, person: Person, place: str) -> None:
        moved = people.move(make_actor(Role.COUNTY, CITY), person.pk, place, self.today)
        person.area = moved.area

    def _end(self, person: Person, where: int) -> None:
        with scope.acting(self.actor):
            held = list(person.category_spells.as_known(None).filter(valid_to=None))
        if held:
            ended = self.today if where % 3 else None
            care.end_category(self.actor, held[where % len(held)].pk, ended, "不再符合")


def count(actor: Actor, key: str, ask: Ask, by: str) -> Count:
    with scope.acting(actor):
        return counting.count(key, ask, by)


def check(ask: Ask, by: str, viewers: list[Actor]) -> tuple[Count, Count]:
    """On schedule and late, the same for every viewer; together they are everybody."""
    whole, in_time, late = (
        _agreed(viewers, key, ask, by) for key in ("people", "people_on_schedule", "people_overdue")
    )
    assert in_time.total + late.total == whole.total
    for part in {one.part for counted in (whole, in_time, late) for one in counted.parts}:
        assert in_time.part(part) + late.part(part) == whole.part(part), f"{by}: {part}"
    if by == "group":
        assert sum(part.value for part in late.parts) == late.total
    return in_time, late


def _agreed(viewers: list[Actor], key: str, ask: Ask, by: str) -> Count:
    told = [count(viewer, key, ask, by) for viewer in viewers[: 2 if by == "town" else 1]]
    assert all(one == told[0] for one in told), f"{key} by {by} by viewer"
    return told[0]


def is_its_rows(actor: Actor, counted: Count) -> None:
    key, ask, by = counted.figure.key, counted.ask, counted.by
    with scope.acting(actor):
        assert len(counting.rows(key, ask)) == counted.total
        for part in counted.parts:
            assert len(counting.rows(key, ask, by=by, part=part.part)) == part.value


def by_the_rules(actor: Actor, ask: Ask) -> None:
    """Each person's answer in Python, from what they hold, is the answer of the SQL."""
    with scope.acting(actor):
        found = standings(ask)
        said, held = (
            frequencies(ask),
            reasons.holds(actor, ask, {one.person_id: one.area for one in found}),
        )
        late = {row.subject for row in counting.rows("people_overdue", ask)}
    for one in found:
        every = frequency.every(said, held[one.person_id])
        assert every is not None and every.days == one.days
        due = due_on(every.days, one.last, one.since)
        assert (due < ask.period.end) == (str(one.person_id) in late)
        assert one.due(ask.period.end).late_by == max((ask.period.end - due).days, 0)


VIEWERS = {
    COUNTY: lambda: [make_actor(Role.COUNTY, COUNTY), make_actor(Role.PROVINCE, PROVINCE)],
    OWN_TOWN: lambda: [
        make_actor(Role.HEAD, OWN_TOWN),
        make_actor(Role.SUPERVISOR, COUNTY, "445303"),
    ],
    OWN_VILLAGE: lambda: [make_actor(Role.WORKER, OWN_TOWN), make_actor(Role.CITY, CITY)],
}


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_on_schedule_and_late_are_everybody(
    clock_at: SetClock, steps: list[tuple[str, int, int, int]]
) -> None:
    database.clear()
    history = History(clock_at)
    half: Known = {}
    for number, step in enumerate(steps):
        history.take(*step)
        if number == len(steps) // 2:
            noted = at(history.today, 12)
            half = known_then(history.today)
            history.today += timedelta(days=1)
    last = history.today + timedelta(days=40)
    history.set_clock(at(last, 9))
    for area, axes in AXES.items():
        viewers = VIEWERS[area]()
        for day in (START + (last - START) / 2, last):
            ask = Ask((area,), Period(day, day))
            for by in axes:
                for counted in check(ask, by, viewers):
                    is_its_rows(viewers[0], counted)
            by_the_rules(viewers[0], ask)
    for (area, day, key, by), counted in half.items():
        again = Ask((area,), Period(day, day), noted)
        told = count(VIEWERS[area]()[0], key, again, by)
        assert (told.total, told.parts) == (counted.total, counted.parts), (area, day, key, by)


def known_then(today: date) -> Known:
    """What was counted at that moment, to be asked for again."""
    found: Known = {}
    for area in (COUNTY, OWN_TOWN):
        for key in ("people_on_schedule", "people_overdue"):
            ask = Ask((area,), Period(today, today))
            found[area, today, key, "town"] = count(VIEWERS[area]()[0], key, ask, "town")
    return found
