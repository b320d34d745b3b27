"""Places where somebody may be registered, near ones first."""

from typing import Any

from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Person
from shuangbai.clients.particulars_rules.registered import PROVINCES
from shuangbai.clients.selectors.particulars import place_name
from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import Level

type Choices = list[tuple[str, Any]]


def registered_choices(person: Person, chosen: str) -> Choices:
    """Villages of one's own town, then towns, counties, cities and provinces. `chosen` is among
    them even when it lies deeper than these."""
    town = areakey.cut(person.area, Level.TOWN)
    county, city, province = town[:6], town[:4], town[:2]
    names = areas.names([town, county, city])
    groups: Choices = [
        (f"{names.get(town, '')}", [(town, "哪个村（居）不清楚"), *_units(town)]),
        (f"{names.get(county, '')}别的镇（街）", _units(county, town)),
        (f"{names.get(city, '')}别的县（市、区）", _units(city, county)),
        ("省内别的市", _units(province, city)),
        ("外省", [one for one in PROVINCES.items() if one[0] != province]),
    ]
    offered = {key for _, units in groups for key, _ in units}
    if chosen and chosen not in offered:
        groups.insert(0, ("现在写的", [(chosen, place_name(chosen, person.area) or chosen)]))
    return [("", "不清楚"), *((label, units) for label, units in groups if units)]


def _units(key: str, without: str = "") -> list[tuple[str, str]]:
    found = areas.children(key)
    return [(unit.key, unit.name) for unit in found if unit.key != without]
