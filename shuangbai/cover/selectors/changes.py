"""Two days side by side: the cover of both, and what lies between.

Everybody on the lists is read once for each day, and what changed is told by the rules. The same
patterns are figures (`cover.figures.changes`), so each number opens its rows; a test holds the two
against each other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Value

from shuangbai.access.actor import Actor
from shuangbai.clients.figures import any_merged
from shuangbai.cover.figures import corrections
from shuangbai.cover.figures.changes import why_left
from shuangbai.cover.figures.days import (
    NOWHERE,
    Between,
    Day,
    Place,
    Stood,
    as_told,
    first_day,
    last_day,
    of_people,
    standings,
)
from shuangbai.cover.rules import Balance, Compared, Kind, Pair, Standing
from shuangbai.cover.rules import changes as rules
from shuangbai.cover.rules.changes import correction
from shuangbai.cover.selectors.rates import PAIRS, ask_of, named, pairs_of, units
from shuangbai.cover.selectors.standing import OF_PEOPLE, pairs, readable, tallies
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask
from shuangbai.kernel.problems import problem

type Why = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Unit:
    """One place on both days. `kinds`: figure of change → how many people."""

    key: str
    name: str
    then: Mapping[str, Pair]
    now: Mapping[str, Pair]
    kinds: Mapping[str, int]


@dataclass(frozen=True)
class Comparison:
    """`told`: the first day as it was told. `why`: figure of change → reason → how many."""

    compared: Compared
    scope: tuple[str, ...]
    whole: Unit
    told: Mapping[str, Pair]
    why: Why
    level: Level | None
    units: tuple[Unit, ...]

    @property
    def balance(self) -> Balance:
        """Of those who are missing in the service cover."""
        return Balance(
            told=self.told["service"].missing,
            then=self.whole.then["service"].missing,
            wanting=self.whole.kinds.get(Kind.WANTING, 0),
            settled=self.whole.kinds.get(Kind.SETTLED, 0),
            now=self.whole.now["service"].missing,
        )


def compare(
    actor: Actor,
    compared: Compared,
    level: Level | None = None,
    *,
    told: bool = True,
    names: Collection[str] = PAIRS,
) -> Comparison:
    """The two days of the area and, with `level`, of its units. Without `told` the first day is
    not asked as it was told, and nothing of what became known later; `names`: of which pairs. A
    page that does not show all of it is quicker."""
    ask = between_of(actor, compared)
    reaches, mixed = (None, level) if level else (None,), any_merged(ask)
    first, last = (_read(day, reaches, mixed) for day in (first_day(ask), last_day(ask)))
    later = corrections.corrected(ask, reaches) if told else [{} for _ in reaches]
    sides = [
        _Side(replace(ask, reach=reach), mixed, first[at], last[at], later[at])
        for at, reach in enumerate(reaches)
    ]
    whole = sides[0].units[""]
    then = {**whole.then, **_counted(first_day(ask), names)}
    now = {**whole.now, **_counted(last_day(ask), names)}
    return Comparison(
        compared,
        ask.scope,
        replace(whole, then=then, now=now),
        _as_told(ask, names) if told else then,
        sides[0].why(),
        level,
        _named(ask, level, sides[1].units) if level else (),
    )


def _as_told(ask: Ask, names: Collection[str]) -> dict[str, Pair]:
    day = as_told(ask)
    everybody = tallies(day, [None])[0].get("")
    return {**pairs(everybody or {}), **_counted(day, names)}


def between_of(actor: Actor, compared: Compared) -> Ask:
    """The question of the two days."""
    ask = ask_of(actor, compared.asked)
    if not readable(ask):
        raise problem("cover.province")
    return replace(ask, period=compared.period, told=compared.told)


def _read(ask: Ask, reaches: Iterable[Level | None], mixed: bool) -> list[Stood]:
    """Everybody on the lists of a day, once for each reach."""
    every = tuple(reaches)
    found = standings(Day(ask, mixed=mixed), every)
    if mixed:
        together = standings(Day(ask, several=True), every)
        found = [{**one, **more} for one, more in zip(found, together, strict=True)]
    return found


def _counted(ask: Ask, names: Collection[str]) -> dict[str, Pair]:
    return pairs_of(ask, [name for name in names if name not in OF_PEOPLE])


@dataclass
class _Side:
    """The two days, with *here* judged in one way."""

    ask: Ask
    mixed: bool
    first: Stood
    last: Stood
    later: Mapping[Place, tuple[Standing, Standing]]

    @cached_property
    def changed(self) -> dict[Place, tuple[Standing, Standing]]:
        found = {
            place: (before, self.last.get(place, NOWHERE))
            for place, before in self.first.items()
            if self.last.get(place) is not before
        }
        found |= {p: (NOWHERE, after) for p, after in self.last.items() if p not in self.first}
        return found

    @cached_property
    def moved(self) -> set[Place]:
        """Who came from elsewhere, or went there."""
        came = [place for place, (before, _) in self.changed.items() if not before.listed]
        went = [place for place, (_, after) in self.changed.items() if not after.listed]
        return self._moved(came, later=True) | self._moved(went, later=False)

    def _moved(self, places: list[Place], *, later: bool) -> set[Place]:
        found = self._of(places, later=later, told=lambda between, rows: rows.filter(between.moved))
        return {place for place, _ in found}

    def _of(
        self, places: list[Place], *, later: bool, told: Callable[[Between, Any], Any]
    ) -> Iterable[tuple[Place, str]]:
        """What is `told` of rows of these places: (place, reason)."""
        people, wanted = {person for person, _ in places}, set(places)
        length = LEVELS[self.ask.reach] if self.ask.reach else 0
        for several in ((False, True) if self.mixed else (False,)) if people else ():
            between = Between(self.ask, several, later, self.mixed)
            rows = told(between, of_people(between.own, people).annotate(said=Value("")))
            for person, area, reason in rows.values_list("whose", "area", "said"):
                if (person, area[:length]) in wanted:
                    yield (person, area[:length]), reason

    @cached_property
    def units(self) -> dict[str, Unit]:
        """By key, as far as *here* reaches: '' for the whole."""
        tally: dict[str, Counter[str]] = defaultdict(Counter)
        for place, both in self.changed.items():
            kinds = rules.kinds(*both, place in self.moved)
            tally[place[1]] += Counter(kind.value for kind in kinds)
        for _, key in self.later:
            tally[key][corrections.KEY] += 1
        then, now = _by_place(self.first), _by_place(self.last)
        keys = {*then, *now, *tally, *(() if self.ask.reach else ("",))}
        return {
            key: Unit(key, "", pairs(then[key]), pairs(now[key]), dict(tally[key]))
            for key in sorted(keys)
        }

    def why(self) -> Why:
        """Reasons: of those who are missing now, of those who no longer are, of those who left,
        of what became known later."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        left: list[Place] = []
        for place, both in self.changed.items():
            moved = place in self.moved
            kinds = rules.kinds(*both, moved)
            if Kind.WANTING in kinds:
                found[Kind.WANTING][rules.wanting(*both, moved)] += 1
            if Kind.SETTLED in kinds:
                found[Kind.SETTLED][rules.settled(*both, moved)] += 1
            if Kind.LEFT in kinds:
                left.append(place)
        found[Kind.LEFT] = self._why_left(left)
        found[corrections.KEY] = Counter(str(correction(*both)) for both in self.later.values())
        return {str(kind): {str(one): n for one, n in why.items()} for kind, why in found.items()}

    def _why_left(self, left: list[Place]) -> Counter[str]:
        def told(between: Between, rows: Any) -> Any:
            return rows.annotate(said=why_left(between))

        return Counter(dict(self._of(left, later=False, told=told)).values())


def _by_place(stood: Stood) -> dict[str, Counter[Standing]]:
    found: dict[str, Counter[Standing]] = defaultdict(Counter)
    for (_, key), standing in stood.items():
        found[key][standing] += 1
    return found


def _named(ask: Ask, level: Level, found: dict[str, Unit]) -> tuple[Unit, ...]:
    """Every unit that belongs in a denominator on the last day, and those that have people."""
    nobody = Unit("", "", pairs({}), pairs({}), {})
    keys = sorted({*units(last_day(ask), level), *found})
    names = named(ask, keys, level)
    return tuple(replace(found.get(key, nobody), key=key, name=names[key]) for key in keys)
