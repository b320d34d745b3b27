"""Questions about cover: the four rates by level, and where nobody is yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.cover.rules import Asked, Pair
from shuangbai.figures.selectors import UNPLACED, scope_of
from shuangbai.kernel import counting
from shuangbai.kernel.areakey import LEVELS, Level, level_of
from shuangbai.kernel.figures import AREA_LEVELS, Ask, Count
from shuangbai.kernel.problems import problem

PAIRS = {
    "stations": ("towns_covered", "towns"),
    "villages": ("villages_covered", "villages"),
    "files": ("people_filed", "people"),
    "service": ("people_covered", "people"),
}


@dataclass(frozen=True)
class Line:
    """One unit of a level with its four rates."""

    key: str
    name: str
    stations: Pair
    villages: Pair
    files: Pair
    service: Pair
    cells: "tuple[Line, ...]" = ()
    """Units one level further down; they know their service only."""


@dataclass(frozen=True)
class Cover:
    asked: Asked
    scope: tuple[str, ...]
    stations: Pair
    villages: Pair
    files: Pair
    service: Pair
    by_point: int
    by_station: int
    level: Level | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A town, whether it lacks a station, and its villages that nobody serves."""

    key: str
    name: str
    no_station: bool
    villages: tuple[str, ...] = field(default_factory=tuple)


def ask_of(actor: Actor, asked: Asked, verb: str = "cover.see") -> Ask:
    return Ask(scope_of(actor, verb, asked.area), asked.period, asked.known, asked.window)


def cover(actor: Actor, asked: Asked, level: Level | None = None, cells: bool = False) -> Cover:
    """The four rates of the area, and of its units at `level`. One query for each figure.

    `cells`: the units below those too, for their service, which costs two queries more.
    """
    ask = ask_of(actor, asked)
    keys = {key for pair in PAIRS.values() for key in pair}
    found = {key: _count(key, ask, level) for key in sorted(keys)}
    how = counting.count("villages_covered", ask, "how")
    totals = {
        name: Pair(found[part].total, found[whole].total) for name, (part, whole) in PAIRS.items()
    }
    deeper = _below(level) if cells and level else None
    lines = _lines(ask, level, found, _cells(ask, deeper)) if level else ()
    return Cover(
        asked,
        ask.scope,
        by_point=how.part("point"),
        by_station=how.part("direct"),
        level=level,
        lines=lines,
        **totals,
    )


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


def _count(key: str, ask: Ask, level: Level | None) -> Count:
    """Towns are not taken apart by village."""
    unfit = level is Level.VILLAGE and key in PAIRS["stations"]
    return counting.count(key, ask, None if unfit or level is None else level.value)


def _units(ask: Ask, level: Level) -> set[str]:
    """Keys of the units that belong in a denominator on that day."""
    units = Area.objects.below(*ask.scope).level(level).counted()
    return set(units.on(ask.period.end, ask.known).values_list("key", flat=True))


def _parts(counted: Count) -> dict[str, int]:
    return {part.part: part.value for part in counted.parts}


def _lines(
    ask: Ask, level: Level, found: dict[str, Count], cells: tuple[Line, ...]
) -> tuple[Line, ...]:
    values = {key: _parts(counted) for key, counted in found.items()}
    keys = sorted(_units(ask, level).union(values["people"], values["villages_covered"]))
    names = _named(areas.places(keys, ask.scope), keys, level)

    def pair(name: str, key: str) -> Pair:
        part, whole = PAIRS[name]
        return Pair(values[part].get(key, 0), values[whole].get(key, 0))

    return tuple(
        Line(
            key,
            names[key],
            **{name: pair(name, key) for name in PAIRS},
            cells=tuple(cell for cell in cells if cell.key.startswith(key)),
        )
        for key in keys
    )


def _cells(ask: Ask, level: Level | None) -> tuple[Line, ...]:
    if level is None:
        return ()
    whole = _parts(counting.count("people", ask, level.value))
    covered = _parts(counting.count("people_covered", ask, level.value))
    keys = sorted(_units(ask, level).union(whole))
    names = _named(areas.names(keys), keys, level)
    return tuple(
        Line(key, names[key], Pair(), Pair(), Pair(), Pair(covered.get(key, 0), whole.get(key, 0)))
        for key in keys
    )


def _named(names: dict[str, str], keys: Iterable[str], level: Level) -> dict[str, str]:
    """Names; what is known for the unit above only says so."""
    short = LEVELS[level]
    return {
        key: names.get(key, key) + (UNPLACED.get(level, "") if len(key) < short else "")
        for key in keys
    }


def gaps(actor: Actor, asked: Asked) -> list[Gap]:
    """Towns without a station and villages that nobody serves: what the two figures leave over."""
    ask = ask_of(actor, asked)
    bare_towns = _left_over(ask, *PAIRS["stations"])
    bare_villages = _left_over(ask, *PAIRS["villages"])
    towns = sorted({key[: LEVELS[Level.TOWN]] for key in bare_towns | bare_villages})
    names = areas.names(bare_villages) | areas.places(towns, ask.scope)
    return [
        Gap(
            town,
            names[town],
            town in bare_towns,
            tuple(names.get(key, key) for key in sorted(bare_villages) if key.startswith(town)),
        )
        for town in towns
    ]


def _left_over(ask: Ask, covered: str, whole: str) -> set[str]:
    there = {row.area for row in counting.rows(whole, ask)}
    return there - {row.area for row in counting.rows(covered, ask)}


def path(actor: Actor, area: str) -> list[tuple[str, str, bool]]:
    """(key, name, whether the actor may open it) from the prefecture down to the area."""
    if not area:
        return []
    return [(unit.key, unit.name, actor.covers(unit.key)) for unit in areas.path(area)]


def place_name(actor: Actor, area: str) -> str:
    return areas.names_together([area] if area else actor.areas)
