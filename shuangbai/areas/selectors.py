"""Questions about the tree. Areas are readable by all, so no actor is asked for."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from shuangbai.areas.models import Area, Kind
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "areas.unknown": (
            "没有代码是“{key}”的区划。",
            "检查代码，可用 shuangbai areas show 查看。",
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


def names_together(keys: Iterable[str]) -> str:
    """「云城区、云安区」; an account without areas has none to show."""
    wanted = list(keys)
    if not wanted:
        return ""
    found = Area.objects.filter(key__in=wanted).in_bulk()
    # A unit that was moved is said once, under its key of today.
    said = [key for key in wanted if key not in found or not found[key].moved_to] or wanted
    return "、".join(found[key].name if key in found else key for key in said)


def moved_units() -> dict[str, str]:
    """Old key → key of today, for every unit that got another parent; most trees have none."""
    moves = dict(Area.objects.exclude(moved_to="").values_list("key", "moved_to"))
    return {old: _followed(old, moves) for old in moves}


def _followed(key: str, moves: dict[str, str]) -> str:
    while key in moves:
        key = moves[key]
    return key


def predecessors(keys: Iterable[str]) -> list[str]:
    """Closed keys of towns and counties that now lie below `keys` and did not before."""
    wanted = tuple(keys)
    return sorted(
        old
        for old, new in moved_units().items()
        if len(old) <= areakey.LEVELS[Level.TOWN]
        and wanted
        and new.startswith(wanted)
        and not old.startswith(wanted)
    )


def path(key: str) -> list[Area]:
    """From the prefecture down to the unit; technical levels are left out, as nobody says them."""
    keys = [above for above in (*areakey.ancestors(key), key) if len(above) >= 4]
    return list(Area.objects.filter(key__in=keys).exclude(kind=Kind.TECHNICAL).order_by("key"))


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
    below = children(area.key)
    for unit, level in units:
        tally[area.key, level] += 1
        owner = next((child.key for child in below if unit.startswith(child.key)), None)
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
        "children": [{**line(child), "kind": child.kind} for child in below],
    }
