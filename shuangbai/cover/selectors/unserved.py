"""Towns without a station, and villages that nobody serves."""

from dataclasses import dataclass, field

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.cover.rules import Asked
from shuangbai.cover.selectors.rates import PAIRS, PairOf, ask_of
from shuangbai.kernel import counting
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask


@dataclass(frozen=True)
class Gap:
    """A town, whether it lacks a station, and its villages that nobody serves."""

    key: str
    name: str
    no_station: bool
    villages: tuple[str, ...] = field(default_factory=tuple)


def gaps(actor: Actor, asked: Asked) -> list[Gap]:
    """Towns without a station and villages that nobody serves: what the two figures leave over."""
    ask = ask_of(actor, asked)
    bare_towns = _left_over(ask, PAIRS["stations"])
    bare_villages = _left_over(ask, PAIRS["villages"])
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


def _left_over(ask: Ask, pair: PairOf) -> set[str]:
    there = {row.area for row in counting.rows(pair.whole, ask)}
    return there - {row.area for row in counting.rows(pair.part, ask)}
