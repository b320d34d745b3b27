"""Whatever happened in whatever order: the comparison, the figures of change and the cover of each
day say the same, in every place and at every instant of knowledge."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, OWN_TOWN, make_actor
from shuangbai.clients.models import Alias
from shuangbai.cover import selectors
from shuangbai.cover.rules import Asked, Compared, Kind, Pair
from shuangbai.cover.selectors import PAIRS, Comparison, Cover, Unit
from shuangbai.cover.tests.test_histories import START, STEPS, History, SetClock
from shuangbai.kernel import clock, counting
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask
from tests import database

WINDOW = 9
"""Short, so that services run out while a history is told."""
KINDS = (*(kind.value for kind in Kind), "known_later")
type Step = tuple[str, int, int, int]
SETTINGS = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LEVELS = {COUNTY: Level.TOWN, OWN_TOWN: Level.VILLAGE}


class MergingHistory(History):
    """Two files also turn out to be one person, of the town or of two towns."""

    def take(self, verb: str, which: int, where: int, days: int) -> None:
        if verb != "merge":
            super().take(verb, which, where, days)
            return
        self.today += timedelta(days=days)
        self.set_clock(datetime(*self.today.timetuple()[:3], 9, tzinfo=clock.ZONE))
        used = set(Alias.objects.values_list("alias", flat=True))
        used |= set(Alias.objects.values_list("canonical", flat=True))
        free = [person.pk for person in self.people if person.pk not in used]
        if len(free) > 1:
            who = {"merged_by": self.actor.user_id, "merged_by_name": self.actor.name}
            alias = free[which % len(free)]
            # Whatever is done from now on is done in the file that goes on.
            self.people = [person for person in self.people if person.pk != alias]
            Alias.objects.create(
                alias=alias,
                canonical=free[(which + 1) % len(free)],
                merge=uuid4(),
                merged_at=clock.now(),
                **who,
            )


MERGING = st.lists(
    st.tuples(
        st.sampled_from(("register", "register", "open", "visit", "late", "move", "merge")),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 2),
    ),
    min_size=5,
    max_size=14,
)


def questions(today: date, area: str) -> list[Compared]:
    half = START + (today - START) / 2
    noon = datetime(half.year, half.month, half.day, 12, tzinfo=clock.ZONE)
    before = START - timedelta(days=3)
    now = Asked(today, area, window=WINDOW)
    return [
        Compared(now, before),
        Compared(now, half) if half < today else Compared(now, before),
        Compared(now.to(known=noon), before, noon - timedelta(days=1)),
    ]


def check(actor: Actor, compared: Compared) -> None:
    asked = compared.asked
    level = LEVELS[asked.area]
    with scope.acting(actor):
        found = selectors.compare(actor, compared, level)
        agrees_with_the_figures(found, compared, level)
        agrees_with_the_cover(actor, found, compared, level)
    assert found.balance.adds_up
    for unit in (found.whole, *found.units):
        lists_add_up(unit)


def agrees_with_the_figures(found: Comparison, compared: Compared, level: Level) -> None:
    asked = compared.asked
    ask = Ask((asked.area,), compared.period, asked.known, asked.window, told=compared.told)
    for kind in KINDS:
        counted = counting.count(kind, ask, level.value)
        assert counted.total == found.whole.kinds.get(kind, 0), kind
        assert counted.total == len(counting.rows(kind, ask)), kind
        parts = {part.part: part.value for part in counted.parts}
        assert parts == {u.key: u.kinds[kind] for u in found.units if kind in u.kinds}, kind
    for kind, why in found.why.items():
        counted = counting.count(kind, ask, "why")
        assert {part.part: part.value for part in counted.parts} == why, kind


def agrees_with_the_cover(
    actor: Actor, found: Comparison, compared: Compared, level: Level
) -> None:
    sides = {
        compared.before: (found.whole.then, {unit.key: unit.then for unit in found.units}),
        compared.asked: (found.whole.now, {unit.key: unit.now for unit in found.units}),
        compared.as_told(clock.ZONE): (found.told, None),
    }
    for asked, (whole, units) in sides.items():
        cover = selectors.cover(actor, asked, level)
        assert cover.pairs == whole
        is_its_figures(cover, level)
        if units is not None:
            lines = {line.key: line.service for line in cover.lines if line.service.whole}
            there = {key: pairs["service"] for key, pairs in units.items()}
            assert lines == {key: pair for key, pair in there.items() if pair.whole}


def is_its_figures(cover: Cover, level: Level) -> None:
    """What is read of people at once is what each figure counts."""
    asked = cover.asked
    ask = Ask((asked.area,), asked.period, asked.known, asked.window)
    for name in selectors.OF_PEOPLE:
        part, whole = PAIRS[name].part, PAIRS[name].whole
        covered, there = (counting.count(key, ask, level.value) for key in (part, whole))
        assert cover.pairs[name] == Pair(covered.total, there.total), name
        for line in cover.lines:
            pair = Pair(covered.part(line.key), there.part(line.key))
            assert line.pairs[name] == pair, f"{name} in {line.key}"


def lists_add_up(unit: Unit) -> None:
    count = {kind: unit.kinds.get(kind, 0) for kind in Kind}
    came = count[Kind.ENTERED] + count[Kind.MOVED_IN]
    went = count[Kind.LEFT] + count[Kind.MOVED_OUT]
    assert unit.then["service"].whole + came - went == unit.now["service"].whole
    missing = unit.then["service"].missing + count[Kind.WANTING] - count[Kind.SETTLED]
    assert missing == unit.now["service"].missing


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@SETTINGS
@given(STEPS)
def test_two_days_agree_with_every_number(clock_at: SetClock, steps: list[Step]) -> None:
    database.clear()
    play(History(clock_at), clock_at, steps)


@pytest.mark.slow
@pytest.mark.usefixtures("database")
@SETTINGS
@given(MERGING)
def test_so_do_files_that_were_merged(clock_at: SetClock, steps: list[Step]) -> None:
    database.clear()
    play(MergingHistory(clock_at), clock_at, steps)


def play(history: History, clock_at: SetClock, steps: list[Step]) -> None:
    for step in steps:
        history.take(*step)
    county, head = make_actor(Role.COUNTY, COUNTY), make_actor(Role.HEAD, OWN_TOWN)
    today = max(history.today, START + timedelta(days=1))
    clock_at(datetime(today.year, today.month, today.day, 18, tzinfo=clock.ZONE))
    for compared in questions(today, COUNTY):
        check(county, compared)
    for compared in questions(today, OWN_TOWN):
        check(head, compared)
