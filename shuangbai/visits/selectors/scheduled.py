"""How many of how many are visited as often as the plan says: the figures, by county and town."""

from dataclasses import dataclass

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.figures.rate_rules import Pair
from shuangbai.figures.selectors import UNPLACED
from shuangbai.kernel import areakey, counting
from shuangbai.kernel.areakey import LEVELS, Level, level_of
from shuangbai.kernel.figures import Ask
from shuangbai.visits.selectors.plan import ask_today

TOWN = LEVELS[Level.TOWN]
DEEPER = {Level.PREFECTURE: Level.COUNTY, Level.COUNTY: Level.TOWN}
"""Levels of the heat table: a row, and the cells in it."""


@dataclass(frozen=True)
class Unit:
    key: str
    name: str
    count: Pair
    cells: "tuple[Unit, ...]" = ()


@dataclass(frozen=True)
class Scheduled:
    """`units`: one row for each; a town has none, it has workers."""

    area: str
    place: str
    ask: Ask
    count: Pair
    level: Level | None = None
    units: tuple[Unit, ...] = ()

    @property
    def town(self) -> str:
        return self.area or areakey.common(self.ask.scope)

    @property
    def in_town(self) -> bool:
        return len(self.town) >= TOWN


def _level(actor: Actor, area: str) -> Level | None:
    """The rows of the heat table; None for a town and what lies in it."""
    home = area or areakey.common(actor.areas)
    if len(home) >= TOWN:
        return None
    below = areas.level_below(home)
    return below if below in (Level.PREFECTURE, Level.COUNTY) else Level.COUNTY


def scheduled(actor: Actor, area: str) -> Scheduled:
    """Two figures, each asked once for each level shown."""
    ask, level = ask_today(actor, area), _level(actor, area)
    place = areas.names_together([area] if area else actor.areas)
    if level is None:
        whole, kept = (counting.count(key, ask) for key in ("people", "people_on_schedule"))
        return Scheduled(area, place, ask, Pair(kept.total, whole.total))
    total, rows = _units(ask, level)
    _, cells = _units(ask, DEEPER[level])
    units = tuple(
        Unit(one.key, one.name, one.count, tuple(c for c in cells if c.key.startswith(one.key)))
        for one in rows
    )
    return Scheduled(area, place, ask, total, level, units)


def _units(ask: Ask, level: Level) -> tuple[Pair, list[Unit]]:
    whole, kept = (counting.count(k, ask, level.value) for k in ("people", "people_on_schedule"))
    units = Area.objects.below(*ask.scope).level(level).counted().on(ask.period.end)
    keys = {*units.values_list("key", flat=True), *(part.part for part in whole.parts)}
    names, short = areas.names(keys), LEVELS[level]
    found = [
        Unit(
            key,
            names.get(key, key) + (UNPLACED.get(level, "") if len(key) < short else ""),
            Pair(kept.part(key), whole.part(key)),
        )
        for key in sorted(keys)
        if level_of(key)
    ]
    return Pair(kept.total, whole.total), found
