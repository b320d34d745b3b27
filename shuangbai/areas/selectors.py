"""Questions about the tree. Areas are readable by all, so no actor is asked for."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from shuangbai.areas.models import Area, Kind
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import below

COUNTY, TOWN = LEVELS[Level.COUNTY], LEVELS[Level.TOWN]

catalogue(
    {
        "areas.unknown": (
            "没有代码是“{key}”的区划。",
            "请核对代码，或从上一级往下找。",
        ),
    }
)


def get(key: str) -> Area:
    """The unit of that key or official code, or a Problem."""
    area = Area.objects.filter(key=key).first() or (
        Area.objects.filter(code=key, closed_on=None).order_by("key").first()
    )
    if area is None:
        raise problem("areas.unknown", key=key)
    return area


def names(keys: Iterable[str]) -> dict[str, str]:
    """Key → name as it is now, for the keys that exist."""
    return dict(Area.objects.filter(key__in=set(keys)).values_list("key", "name"))


def places(keys: Iterable[str], scope: Iterable[str]) -> dict[str, str]:
    """Key → how a list that covers `scope` says it: 云城区 思劳镇 城村. A town goes before its
    village where there are several towns, a county before both where there are several."""
    shared = len(areakey.common(scope))
    between = [length for length in (COUNTY, TOWN) if length > shared]
    chains = {
        key: [*(key[:length] for length in between if length < len(key)), key] for key in set(keys)
    }
    found = Area.objects.in_bulk({step for chain in chains.values() for step in chain})

    def said(chain: list[str]) -> str:
        there = [found[step] for step in chain if step in found]
        named = [area.name for area in there if area.kind != Kind.TECHNICAL]
        return " ".join(named) or chain[-1]

    return {key: said(chain) for key, chain in chains.items()}


def names_together(keys: Iterable[str]) -> str:
    """「云城区、云安区」; an account without areas has none to show."""
    wanted = list(keys)
    if not wanted:
        return ""
    found = Area.objects.filter(key__in=wanted).in_bulk()
    # A unit that was moved is said once, under its key of today.
    said = [key for key in wanted if key not in found or not found[key].moved_to] or wanted
    return "、".join(found[key].name if key in found else key for key in said)


def predecessors(keys: Iterable[str]) -> list[str]:
    """Closed keys of towns and counties that now lie below `keys` and did not before."""
    wanted = tuple(keys)
    if not wanted:
        return []
    before = Area.objects.filter(below(wanted, "moved_to")).exclude(below(wanted, "key"))
    units = before.filter(level__in=[Level.TOWN.value, Level.COUNTY.value])
    return list(units.order_by("key").values_list("key", flat=True))


def path(key: str) -> list[Area]:
    """From the prefecture down to the unit; technical levels are left out, as nobody says them."""
    keys = [above for above in (*areakey.ancestors(key), key) if len(above) >= 4]
    return list(Area.objects.filter(key__in=keys).exclude(kind=Kind.TECHNICAL).order_by("key"))


def paths(keys: Iterable[str]) -> dict[str, list[Area]]:
    """The path of each, in one query."""
    chains = {
        key: [above for above in (*areakey.ancestors(key), key) if len(above) >= 4] for key in keys
    }
    wanted = {step for chain in chains.values() for step in chain}
    found = Area.objects.exclude(kind=Kind.TECHNICAL).in_bulk(wanted) if wanted else {}
    return {key: [found[step] for step in chain if step in found] for key, chain in chains.items()}


def full_name(key: str) -> str:
    return "".join(area.name for area in path(key)) or key


def children(key: str) -> list[Area]:
    """Units one step below that are open now; a technical level is stepped through."""
    found = list(Area.objects.filter(parent_key=key, closed_on=None).order_by("key"))
    if len(found) == 1 and found[0].kind == Kind.TECHNICAL:
        return children(found[0].key)
    return found


def towns(*keys: str) -> list[Area]:
    return list(
        Area.objects.below(*keys).level(Level.TOWN).counted().filter(closed_on=None).order_by("key")
    )


def villages(town: str) -> list[Area]:
    return list(
        Area.objects.below(town)
        .level(Level.VILLAGE)
        .counted()
        .filter(closed_on=None)
        .order_by("key")
    )


def homes_among(keys: Iterable[str]) -> set[str]:
    """Those of these keys that are towns or villages and stand now: where somebody may live."""
    levels = [Level.TOWN.value, Level.VILLAGE.value]
    standing = Area.objects.filter(key__in=set(keys), level__in=levels, closed_on=None)
    return set(standing.values_list("key", flat=True))


def level_below(key: str) -> Level | None:
    """The level by which a page about `key` is broken down; None for a village."""
    order = [Level.PREFECTURE, Level.COUNTY, Level.TOWN, Level.VILLAGE]
    level = areakey.level_of(key)
    if level is Level.PROVINCE:
        return Level.PREFECTURE
    if level is Level.VILLAGE:
        return None
    following = order[order.index(level) + 1]
    if following is Level.COUNTY and not real_counties(key):
        return Level.TOWN
    return following


def real_counties(key: str) -> bool:
    return Area.objects.below(key).level(Level.COUNTY).counted().exists()


def with_counts(key: str) -> dict[str, Any]:
    """The unit, its children, and how many towns and villages each holds (administrative only)."""
    area = get(key)
    day = clock.today()
    units = (
        Area.objects.below(area.key)
        .counted()
        .on(day)
        .filter(level__in=[Level.TOWN.value, Level.VILLAGE.value])
        .values_list("key", "level")
    )
    tally: Counter[tuple[str, str]] = Counter()
    parts = children(area.key)
    for unit, level in units:
        tally[area.key, level] += 1
        owner = next((child.key for child in parts if unit.startswith(child.key)), None)
        if owner:
            tally[owner, level] += 1

    def line(unit: Area) -> dict[str, Any]:
        return {
            "key": unit.key,
            "name": unit.name,
            "towns": tally[unit.key, Level.TOWN.value],
            "villages": tally[unit.key, Level.VILLAGE.value],
        }

    return {
        "key": area.key,
        "code": area.code,
        "name": area.name,
        "level": area.level,
        "kind": area.kind,
        **{k: v for k, v in line(area).items() if k not in ("key", "name")},
        "children": [{**line(child), "kind": child.kind} for child in parts],
    }
