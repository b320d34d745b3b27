"""The rounds of a year and a half: when each home is visited, how, and who of it is met.

A plan only; it becomes records in `records`. What keeps a station from going (floods, workers who
left, villages that nobody serves, festivals, the winter of infections) keeps it here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from shuangbai.demo.yunfu import days
from shuangbai.demo.yunfu.days import TODAY
from shuangbai.demo.yunfu.homes import GROWN, Home, Resident
from shuangbai.demo.yunfu.kinds import ALONE
from shuangbai.demo.yunfu.network import Post, Town
from shuangbai.demo.yunfu.towns import Turn, What

EVERY = {"A": 29, "B": 84, ALONE: 88, "": 190}
"""Days from one visit of a home to the next, by grade; of old people alone, of the others."""
AGREED = 0.3
"""Share of visits of those with a grade after which a day for the next one is agreed."""
SPREAD = 0.26
FIRST = {True: (4, 210, 45), False: (3, 75, 25)}
"""Days from a list to the first visit: of the list with which a station began, of later ones."""
SELDOM = 0.25
"""Share of homes reached where nobody serves the village."""
PRESENT = {"home": 0.96, "video": 0.8, "station": 0.5}
CHILD_AT_SCHOOL = 0.75
AWAY = 0.03
PUT_OFF = 0.35
"""AWAY: share of wives, husbands and children who work elsewhere and are never met. PUT_OFF: of
the usual rounds in the publicity week."""


@dataclass(frozen=True)
class Planned:
    """A visit of a home. `entered`: the day on which it is recorded."""

    home: Home
    happened: date
    entered: date
    kind: str
    served: tuple[Resident, ...]
    worker: Post
    next_on: date | None = None


@dataclass(frozen=True)
class Rounds:
    town: Town
    random: Random

    def of_home(self, home: Home) -> Iterator[Planned]:
        """In the order of days; none when the station does not get there."""
        if home.first is None:
            return
        away = {one.new.id for one in home.residents if self._works_elsewhere(one)}
        day = home.first
        while day <= TODAY:
            if (visit := self._visit(home, day, away)) is not None:
                yield visit
            gap = EVERY[home.attention] / self._pace(home, day)
            day += timedelta(days=max(6, int(self.random.gauss(gap, gap * SPREAD))))

    def first_day(self, home: Home, founding: bool) -> date:
        low, high, usual = FIRST[founding]
        pace = self._pace(home, home.listed)
        after = self.random.triangular(low, high, usual) / min(1.3, max(pace, 0.5))
        return days.outside_holidays(home.listed + timedelta(days=int(after)), self.random)

    def reached(self, home: Home) -> bool:
        share = self.town.character.reach
        return self.random.random() < (SELDOM if home.village in self.town.unserved else share)

    def by_the_river(self, home: Home) -> bool:
        """The villages first in the list of a town lie by the water."""
        river = {village.key for village in self.town.villages[:5]}
        return home.village in river

    def _pace(self, home: Home, day: date) -> float:
        pace = self.town.character.pace
        if home.village in self.town.unserved:
            return pace * 0.6
        turn = self.town.turn(What.POINT)
        shut = turn is not None and day >= turn.first
        if shut and any(home.village in point.villages for point in self.town.closing):
            return pace * 0.2
        return pace

    def _visit(self, home: Home, day: date, away: set[UUID]) -> Planned | None:
        happened = self._happens(home, day)
        there = [one for one in home.living(happened) if one.new.id not in away]
        if not there or happened > TODAY:
            return None
        kind = self._kind(home, happened)
        entered = days.entered(happened, self.town.character.comes_in, self.random)
        if entered > TODAY or (entered == TODAY and happened == TODAY):
            return None
        return self.planned(home, happened, kind, there, entered)

    def planned(
        self, home: Home, day: date, kind: str, there: list[Resident], entered: date
    ) -> Planned:
        worker = home.worker
        if worker is None or not worker.there(day):
            worker = self.town.answering(home.village, day)
        met = self._met(there, kind, day)
        following = None
        if home.grade and self.random.random() < AGREED:
            following = days.working(day + timedelta(days=EVERY[home.grade]))
        return Planned(home, day, entered, kind, met, worker, following)

    def _happens(self, home: Home, day: date) -> date:
        """Put off what cannot be done on that day."""
        random = self.random
        if flood := self.town.turn(What.FLOOD):
            assert flood.last is not None
            if days.within(day, (flood.first, flood.last)):
                day = flood.last + timedelta(days=random.randint(1, 16))
        if (turn := self.town.turn(What.VACANCY)) and self._nobody_goes(home, turn, day):
            return (turn.last or TODAY) + timedelta(days=random.randint(1, 25))
        if days.within(day, days.PUBLICITY) and random.random() < PUT_OFF:
            day += timedelta(days=7)
        day = days.outside_holidays(day, random)
        return days.working(day) if random.random() < 0.85 else day

    def _nobody_goes(self, home: Home, turn: Turn, day: date) -> bool:
        """Colleagues take over the most urgent only."""
        vacant = turn.first <= day < (turn.last or date.max) and home.grade != "A"
        return vacant and home.worker is not None and home.worker.until == turn.first

    def _kind(self, home: Home, day: date) -> str:
        luck = self.random.random()
        if days.within(day, days.BY_TELEPHONE):
            return "phone" if luck < 0.72 else "home"
        if home.village in self.town.unserved:
            return "phone" if luck < 0.7 else "home"
        if self.town.character.key[6] == "0":
            # Streets: people are out in the daytime.
            return "home" if luck < 0.6 else "phone" if luck < 0.86 else "station"
        return "home" if luck < 0.82 else "phone" if luck < 0.95 else _rare(luck)

    def _met(self, there: list[Resident], kind: str, day: date) -> tuple[Resident, ...]:
        grown = [one for one in there if one.age(day) >= GROWN] or there
        if kind == "phone":
            return tuple(grown[: 1 if self.random.random() < 0.6 else 2])
        met = [one for one in there if self.random.random() < self._present(one, kind, day)]
        return tuple(met or grown[:1])

    def _present(self, one: Resident, kind: str, day: date) -> float:
        at_school = day.weekday() < 5 and 6 <= one.age(day) < GROWN
        return CHILD_AT_SCHOOL if at_school else PRESENT[kind]

    def _works_elsewhere(self, one: Resident) -> bool:
        return one.member.relation in ("配偶", "子女") and self.random.random() < AWAY


def _rare(luck: float) -> str:
    return "station" if luck < 0.985 else "video"


def after_the_flood(rounds: Rounds, homes: Iterable[Home]) -> Iterator[Planned]:
    """Every home by the river in the two weeks after the water went down."""
    flood = rounds.town.turn(What.FLOOD)
    if flood is None or flood.last is None:
        return
    for home in homes:
        if rounds.by_the_river(home) and home.first and home.first < flood.first:
            day = days.working(flood.last + timedelta(days=rounds.random.randint(1, 13)))
            there = home.living(day)
            if there:
                yield rounds.planned(home, day, "home", there, day)


def publicity(
    going: Mapping[str, Rounds], planned: list[Planned], wanted: int, random: Random
) -> Iterator[Planned]:
    """What is lacking in the publicity week to as many homes as the bulletin tells."""
    first, last = days.PUBLICITY
    visited = {id(one.home) for one in planned if days.within(one.happened, days.PUBLICITY)}
    known: Mapping[int, Home] = {id(one.home): one.home for one in planned}
    others = [
        home
        for key, home in known.items()
        if key not in visited and home.first and home.first < first and home.living(last)
    ]
    for home in random.sample(others, min(len(others), max(0, wanted - len(visited)))):
        day = first + timedelta(days=random.randint(0, 4))
        there = home.living(day)
        yield going[home.town].planned(home, day, "home", there, day)
