"""Questions about cover: the four rates by level, and where nobody is yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.cover.rules import Asked, Pair
from shuangbai.cover.selectors import standing
from shuangbai.figures.selectors import UNPLACED, scope_of
from shuangbai.kernel import counting, figures
from shuangbai.kernel.areakey import LEVELS, Level, level_of
from shuangbai.kernel.figures import AREA_LEVELS, Ask
from shuangbai.kernel.problems import problem


@dataclass(frozen=True)
class PairOf:
    """One of the pairs that the page shows: figure keys of the part and of its whole.

    `missing`: the figure of those whom it lacks, '' when none counts them; its number opens them.
    `graded`: whether a rate says something of a single town, so that a heat table can show it.
    `deepest`: the smallest units that it can be taken apart by.
    """

    part: str
    whole: str
    missing: str = ""
    graded: bool = True
    deepest: Level = Level.VILLAGE

    @property
    def unit(self) -> str:
        return figures.get(self.part).unit

    @property
    def name(self) -> str:
        return figures.get(self.part).name


PAIRS: dict[str, PairOf] = {
    "stations": PairOf("towns_covered", "towns", graded=False, deepest=Level.TOWN),
    "villages": PairOf("villages_covered", "villages", "villages_unserved"),
    "files": PairOf("people_filed", "people"),
    "service": PairOf("people_covered", "people", "people_missing"),
    "schedule": PairOf("people_on_schedule", "people", "people_overdue"),
}
"""By the name that answers of programs use. One line more adds a pair to the page, its heat table,
the workbook, the comparison and the answers; its figures may be another app's."""
MAIN = "service"

type Pairs = Mapping[str, Pair]


class _Paired:
    """The pairs of a place, those that pages speak of by name among them."""

    pairs: Pairs

    @property
    def stations(self) -> Pair:
        return self.pairs["stations"]

    @property
    def villages(self) -> Pair:
        return self.pairs["villages"]

    @property
    def files(self) -> Pair:
        return self.pairs["files"]

    @property
    def service(self) -> Pair:
        return self.pairs["service"]


@dataclass(frozen=True)
class Line(_Paired):
    """One unit of a level with its pairs."""

    key: str
    name: str
    pairs: Pairs
    cells: "tuple[Line, ...]" = ()
    """Units one level further down; they know one pair only."""


@dataclass(frozen=True)
class Cover(_Paired):
    asked: Asked
    scope: tuple[str, ...]
    pairs: Pairs
    by_point: int
    by_station: int
    level: Level | None = None
    lines: tuple[Line, ...] = ()


def ask_of(actor: Actor, asked: Asked, verb: str = "cover.see") -> Ask:
    return Ask(scope_of(actor, verb, asked.area), asked.period, asked.known, asked.window)


def cover(actor: Actor, asked: Asked, level: Level | None = None, cells: str = "") -> Cover:
    """The pairs of the area, and of its units at `level`; `cells`: one of the pairs, told of the
    units below those too. People are read once for all of them; each other figure is one query."""
    ask = ask_of(actor, asked)
    deeper = _below(level) if cells and level else None
    found = _told(ask, level, deeper, cells)
    how = counting.count("villages_covered", ask, "how")
    return Cover(
        asked,
        ask.scope,
        {name: found[name].total for name in PAIRS},
        by_point=how.part("point"),
        by_station=how.part("direct"),
        level=level,
        lines=_lines(ask, level, deeper, cells, found) if level else (),
    )


@dataclass(frozen=True)
class _Pairs:
    """One pair: of the whole, of the units, and of the units below those."""

    total: Pair
    units: Mapping[str, Pair]
    cells: Mapping[str, Pair]


@dataclass(frozen=True)
class _Numbers:
    """One figure: of the whole, and of the units."""

    total: int
    units: Mapping[str, int]


def _told(ask: Ask, level: Level | None, deeper: Level | None, cells: str) -> dict[str, _Pairs]:
    people = _of_people(ask, level, deeper) if standing.readable(ask) else {}
    rest = {name: of for name, of in PAIRS.items() if name not in people}
    counted = _counted(ask, level, rest, people)
    if deeper and cells in rest:
        below = _counted(ask, deeper, {cells: rest[cells]}, {})[cells]
        counted[cells] = replace(counted[cells], cells=below.units)
    return people | counted


def _counted(
    ask: Ask, level: Level | None, pairs: Mapping[str, PairOf], people: Mapping[str, _Pairs]
) -> dict[str, _Pairs]:
    """Each figure is asked once; how many people there are is known from `people`."""
    found = {PAIRS[name].whole: _wholes(one) for name, one in people.items()}
    keys = {key for of in pairs.values() for key in (of.part, of.whole)} - set(found)
    found |= {key: _count(key, ask, level) for key in sorted(keys)}
    return {name: _paired(found[of.part], found[of.whole]) for name, of in pairs.items()}


def _wholes(pairs: _Pairs) -> _Numbers:
    return _Numbers(pairs.total.whole, {key: pair.whole for key, pair in pairs.units.items()})


def _paired(part: _Numbers, whole: _Numbers) -> _Pairs:
    units = {
        key: Pair(part.units.get(key, 0), whole.units.get(key, 0))
        for key in {*part.units, *whole.units}
    }
    return _Pairs(Pair(part.total, whole.total), units, {})


def _of_people(ask: Ask, level: Level | None, deeper: Level | None) -> dict[str, _Pairs]:
    levels = [one for one in (level, deeper) if one]
    found = [
        {key: standing.pairs(how) for key, how in tally.items()}
        for tally in standing.tallies(ask, [None, *levels])
    ]
    whole, below = found[0].get("", standing.pairs({})), [*found[1:], {}, {}]

    def of(name: str, at: int) -> dict[str, Pair]:
        return {key: pairs[name] for key, pairs in below[at].items()}

    return {name: _Pairs(whole[name], of(name, 0), of(name, 1)) for name in standing.OF_PEOPLE}


def pairs_of(ask: Ask, names: Iterable[str]) -> dict[str, Pair]:
    """Totals of some of the pairs."""
    wanted = {name: PAIRS[name] for name in names}
    keys = {key for pair in wanted.values() for key in (pair.part, pair.whole)}
    found = {key: counting.count(key, ask).total for key in sorted(keys)}
    return {name: Pair(found[pair.part], found[pair.whole]) for name, pair in wanted.items()}


def level_named(text: str) -> Level | None:
    """The level of that name, None for none; a Problem for another."""
    if not text:
        return None
    if text not in AREA_LEVELS:
        raise problem("cover.level", level=text)
    return Level(text)


def level_shown(actor: Actor, asked: Asked) -> Level | None:
    """The level by which a page about the area is broken down; None for a village."""
    if asked.area:
        return areas.level_below(asked.area)
    levels = {level_of(key) for key in actor.areas}
    return max(levels, key=lambda level: LEVELS[level], default=None)


def _below(level: Level) -> Level | None:
    steps = list(AREA_LEVELS)
    following = steps.index(level) + 1
    return steps[following] if following < len(steps) else None


def _count(key: str, ask: Ask, level: Level | None) -> _Numbers:
    """Towns are not taken apart by village."""
    deepest = [pair.deepest for pair in PAIRS.values() if key in (pair.part, pair.whole)]
    unfit = level is not None and all(LEVELS[level] > LEVELS[one] for one in deepest)
    found = counting.count(key, ask, None if unfit or level is None else level.value)
    return _Numbers(found.total, {one.part: one.value for one in found.parts})


def units(ask: Ask, level: Level) -> set[str]:
    """Keys of the units that belong in a denominator on that day."""
    found = Area.objects.below(*ask.scope).level(level).counted()
    return set(found.on(ask.period.end, ask.known).values_list("key", flat=True))


def _lines(
    ask: Ask, level: Level, deeper: Level | None, cells: str, found: Mapping[str, _Pairs]
) -> tuple[Line, ...]:
    there = {
        key
        for name in ("villages", MAIN)
        for key, pair in found[name].units.items()
        if pair != Pair()
    }
    keys = sorted(units(ask, level) | there)
    names = named(ask, keys, level)
    below = _cells(ask, deeper, cells, found) if deeper else ()
    return tuple(
        Line(
            key,
            names[key],
            {name: found[name].units.get(key, Pair()) for name in PAIRS},
            tuple(cell for cell in below if cell.key.startswith(key)),
        )
        for key in keys
    )


def _cells(ask: Ask, level: Level, name: str, found: Mapping[str, _Pairs]) -> tuple[Line, ...]:
    told = found[name].cells
    keys = sorted(units(ask, level) | {key for key, pair in told.items() if pair.whole})
    names = _said(areas.names(keys), keys, level)
    return tuple(Line(key, names[key], {name: told.get(key, Pair())}) for key in keys)


def named(ask: Ask, keys: list[str], level: Level) -> dict[str, str]:
    """How a list that covers the asked areas says these units."""
    return _said(areas.places(keys, ask.scope), keys, level)


def _said(names: dict[str, str], keys: Iterable[str], level: Level) -> dict[str, str]:
    """Names; what is known for the unit above only says so."""
    short = LEVELS[level]
    return {
        key: names.get(key, key) + (UNPLACED.get(level, "") if len(key) < short else "")
        for key in keys
    }


def path(actor: Actor, area: str) -> list[tuple[str, str, bool]]:
    """(key, name, whether the actor may open it) from the prefecture down to the area."""
    if not area:
        return []
    return [(unit.key, unit.name, actor.covers(unit.key)) for unit in areas.path(area)]


def place_name(actor: Actor, area: str) -> str:
    return areas.names_together([area] if area else actor.areas)
