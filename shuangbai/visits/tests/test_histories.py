"""Whatever is recorded, corrected, withdrawn and dealt with, in whatever order: parts make the
whole, a figure is its rows, and what was known before comes out again."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, OWN_TOWN, make_actor
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE
from shuangbai.kernel import clock, counting, figures
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits import actions
from shuangbai.visits.actions import Corrected, NewFinding, NewVisit, findings
from shuangbai.visits.models import Finding, Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.tests.homes import Family, family, new
from tests import database
from tests.fixtures import SetClock

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]

START = date(2026, 3, 2)
KEYS = (
    *("visits", "served", "persons_visited", "households_visited"),
    *("companions", "findings", "findings_open"),
)
PLACES = (OWN_VILLAGE, OTHER_VILLAGE, NEXT_VILLAGE)
KINDS = ("home", "phone", "video", "station")
SERVICES = ((), ("ZC01",), ("ZC01", "XL02"), ("ZY01",))
PARTIES = ((), (Party("committee", 2),), (Party("volunteers", 3, "协会"), Party("police")))
NEEDS = (("aid", "urgent"), ("care", "soon"), ("wish", "normal"))
REFUSED = {
    *("visit.correct_nothing", "visit.correct_over", "visit.again", "visit.next"),
    *("states.refused", "states.finished"),
}
"""What may stand in the way of a step; it then leaves nothing."""

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *("record", "record", "round", "correct", "correct", "withdraw"),
                *("take", "close", "take back"),
            )
        ),
        st.integers(0, 11),
        st.integers(0, 11),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=16,
)
type Totals = dict[tuple[str, str], int]


@dataclass
class History:
    set_clock: SetClock
    actor: Actor = field(default_factory=lambda: make_actor(Role.HEAD, COUNTY))
    today: date = START
    homes: list[Family] = field(default_factory=list)
    visits: list[Any] = field(default_factory=list)
    needs: list[Any] = field(default_factory=list)
    known: list[tuple[datetime, date, Totals]] = field(default_factory=list)

    def begin(self) -> None:
        self._clock()
        self.homes = [
            family(self.actor, f"{name}秀英", place)
            for name, place in zip("李陈黄", PLACES, strict=True)
        ]

    def take(self, verb: str, which: int, how: int, days: int) -> None:
        self.today += timedelta(days=days)
        self._clock()
        try:
            self._act(verb, which, how)
        except Problem as problem:
            assert problem.code in REFUSED, problem
        with scope.acting(self.actor):
            self.known.append((scope.instant(), self.today, totals(self.today)))

    def _clock(self) -> None:
        """Each step some minutes after the one before: what is known grows with time."""
        moment = datetime(*self.today.timetuple()[:3], 9, tzinfo=clock.ZONE)
        self.set_clock(moment + timedelta(minutes=5 * len(self.known)))

    def _act(self, verb: str, which: int, how: int) -> None:
        if verb in ("record", "round"):
            round_ = [self._told(which + n, how + n) for n in range(1 if verb == "record" else 3)]
            self.visits += actions.record_round(self.actor, round_)
            self.needs += [one.id for told in round_ for one in told.findings]
        elif verb in ("correct", "withdraw") and self.visits:
            visit = self.visits[which % len(self.visits)]
            if verb == "withdraw":
                actions.withdraw(self.actor, visit, "记错了")
            else:
                self._correct(visit, how)
        elif self.needs:
            need = self.needs[which % len(self.needs)]
            does = {"take": findings.take, "close": findings.close}.get(verb, findings.withdraw)
            does(self.actor, need, "办了")

    def _told(self, which: int, how: int) -> NewVisit:
        home = self.homes[which % 3]
        served = (home.head, home.child) if how % 2 else (home.head,)
        kind, urgency = NEEDS[how % 3]
        return new(
            home,
            *served,
            happened_on=self.today - timedelta(days=how % 4),
            kind=KINDS[how % 4],
            services=SERVICES[which % 4],
            party=PARTIES[how % 3],
            findings=(NewFinding(kind, urgency=urgency),) if how % 3 else (),
            again=True,
        )

    def _correct(self, root: Any, how: int) -> None:
        with scope.acting(self.actor):
            visit = Visit.objects.as_known(None).filter(root=root).first()
        if visit is None:
            return
        [home] = [one for one in self.homes if one.home == visit.household_id]
        people = (home.head.pk, home.child.pk)
        told = Corrected(
            visit.pk,
            "记错了",
            people[: 1 + how % 2],
            max(START, visit.happened_on - timedelta(days=how % 3)),
            KINDS[how // 2 % 4],
            services=SERVICES[how % 4],
            party=PARTIES[how // 3 % 3],
            again=True,
        )
        actions.correct(self.actor, told)


def totals(today: date, known: datetime | None = None) -> Totals:
    period = Period(START - timedelta(days=9), today)
    return {
        (key, area): counting.count(key, Ask((area,), period, known)).total
        for key in KEYS
        for area in (COUNTY, OWN_TOWN)
    }


def sums_up(key: str, by: str, ask: Ask) -> None:
    counted = counting.count(key, ask, by)
    assert counted.total == counting.count(key, ask).total, f"{key} by {by}"
    assert counted.total == len(counting.rows(key, ask)), f"{key} is not its rows"
    for part in counted.parts:
        rows = counting.rows(key, ask, by=by, part=part.part)
        assert part.value == len(rows), f"{key} by {by}: {part.part} is not its rows"
    if counted.additive:
        assert sum(part.value for part in counted.parts) == counted.total, f"{key} by {by}"
    if by in figures.get(key).splits:
        assert counted.additive
        assert {part.part for part in counted.parts} <= set(figures.get(key).splits[by].parts)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_parts_rows_and_what_was_known(
    clock_at: SetClock, steps: list[tuple[str, int, int, int]]
) -> None:
    database.clear()
    history = History(clock_at)
    history.begin()
    for step in steps:
        history.take(*step)
    with scope.acting(history.actor):
        for known, day, then in history.known:
            assert totals(day, known) == then
        period = Period(START - timedelta(days=9), history.today)
        for key in KEYS:
            for by in figures.get(key).choices():
                sums_up(key, by, Ask((COUNTY,), period))
        one_version_each()


def one_version_each() -> None:
    """Of each visit and need at most one version holds, and it is of a visit that was recorded."""
    for model in (Visit, Finding):
        living = list(model.objects.as_known(None).values_list("root", flat=True))
        assert len(living) == len(set(living))
        assert set(living) <= set(
            model.objects.filter(supersedes=None).values_list("pk", flat=True)
        )
