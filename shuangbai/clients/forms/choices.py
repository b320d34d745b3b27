"""Places to choose from, short enough for a thumb: villages of one town, else towns first."""

from typing import Any

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import LEVELS, Level

ALL = "全部地方"
TOWN = LEVELS[Level.TOWN]

type Choices = list[tuple[str, Any]]


def place_choices(actor: Actor, chosen: str = "") -> Choices:
    """For a filter: villages of the actor's one town; else its towns, and the villages of the
    town that is chosen now."""
    towns = areas.towns(*actor.areas)
    if len(towns) == 1:
        return [("", ALL), *_named(areas.children(towns[0].key))]
    opened = next((one for one in towns if one.key == chosen[:TOWN]), None)
    inner: Choices = []
    if opened is not None:
        inner = [(f"{opened.name}的村（居）", _named(areas.children(opened.key)))]
    return [("", ALL), *inner, *_by_parent(towns, Level.COUNTY)]


def village_choices(actor: Actor) -> Choices:
    """For a form: every village where the actor may register, by town when there are several."""
    towns = areas.towns(*actor.areas)
    if len(towns) == 1:
        town = towns[0]
        unknown = (town.key, f"{town.name}，哪个村（居）不清楚")
        return [("", "请选"), *_named(areas.children(town.key)), unknown]
    found = [village for area in actor.areas for village in areas.villages(area)]
    return [("", "请选"), *_by_parent(found, Level.TOWN)]


def _named(units: list[Area]) -> list[tuple[str, str]]:
    return [(unit.key, unit.name) for unit in units]


def _by_parent(units: list[Area], level: Level) -> Choices:
    keys = [areakey.cut(unit.key, level) for unit in units]
    names = areas.names(keys)
    grouped: dict[str, list[tuple[str, str]]] = {}
    for key, unit in zip(keys, units, strict=True):
        grouped.setdefault(names.get(key, ""), []).append((unit.key, unit.name))
    return list(grouped.items())
