"""What a station has: entered as counted on a day, several things at once."""

from collections.abc import Mapping, Sequence

from shuangbai.access.action import Act, action
from shuangbai.kernel import spells
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.staff.actions.commands import Count, Stocktaking
from shuangbai.staff.actions.ground import (
    check_day,
    check_open,
    held,
    in_row,
    openings,
    stations_of,
)
from shuangbai.staff.equipment_rules import MOST
from shuangbai.staff.models import Equipment, Station

catalogue(
    {
        "equipment.counted_twice": ("“{name}”写了两次。", "一样东西只写一行，数量加在一起。"),
        "equipment.quantity": ("“{name}”的数量不对。", "请填 0 到 9999 的整数。"),
        "equipment.unnamed": ("有一样没有写名称。", "请写上叫什么；不要的，数量留空。"),
    }
)

type Known = Mapping[tuple[str, str], Sequence[Equipment]]
"""(name, condition) → what holds on the day or later, the earliest first."""


@action("staff.manage", counted=True)
def take_stock(act: Act, told: Stocktaking) -> int:
    """How many quantities changed."""
    return _take(act, [told])


@action("staff.manage", counted=True)
def take_stocks(act: Act, tolds: Sequence[Stocktaking]) -> int:
    """Of several stations, all or none; a Problem names the row, counted from 1."""
    return _take(act, tolds)


def _take(act: Act, tolds: Sequence[Stocktaking]) -> int:
    stations = stations_of(act, [told.station_id for told in tolds])
    opened = openings(stations.values())
    changed = 0
    for row, told in enumerate(tolds, 1):
        station = stations[told.station_id]
        try:
            check_day(act, told.day, "从哪天起")
            check_open(station, opened[station.pk], told.day, "从哪天起")
            _check_counts(told.counts)
        except Problem as found:
            raise in_row(found, row, len(tolds) > 1) from None
        changed += _keep(act, station, told)
    if len(stations) == 1:
        act.subject = ("staff.station", str(tolds[0].station_id))
    return changed


def _check_counts(counts: Sequence[Count]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in counts:
        if not one.name.strip():
            raise problem("equipment.unnamed")
        if not 0 <= one.quantity <= MOST:
            raise problem("equipment.quantity", name=one.name)
        if (one.name, one.condition) in seen:
            raise problem("equipment.counted_twice", name=one.name)
        seen.add((one.name, one.condition))


def _keep(act: Act, station: Station, told: Stocktaking) -> int:
    """From that day on it is as counted, whatever was said of later days before; what was not
    counted stays as it is."""
    known = _from_on(station, told)
    jobs: list[tuple[Equipment, Sequence[spells.Changes]]] = []
    fresh: list[Equipment] = []
    changed = 0
    for one in told.counts:
        rows = known.get((one.name, one.condition), ())
        before = next((row for row in rows if row.valid_from <= told.day), None)
        if (not rows and not one.quantity) or _so_already(one, before):
            continue
        changed += 1
        jobs += [(row, ()) for row in rows if row is not before]
        said = {"quantity": one.quantity, "unit": one.unit, "note": one.note, "valid_to": None}
        if before is None:
            fresh += [_new(act, station, told, one)] if one.quantity else []
        else:
            parts = spells.halves(before, told.day, **said)
            jobs.append((before, parts if one.quantity else parts[:-1]))
        _touch(act, station, told, one, before)
    spells.replace_all(jobs, act.stamp)
    Equipment.objects.bulk_create(fresh)
    return changed


def _from_on(station: Station, told: Stocktaking) -> Known:
    found: dict[tuple[str, str], list[Equipment]] = {}
    rows = held(Equipment, station.area, station=station).from_on(told.day)
    for row in rows.order_by("valid_from", "id"):
        found.setdefault((row.name, row.condition), []).append(row)
    return found


def _so_already(one: Count, before: Equipment | None) -> bool:
    if before is None:
        return False
    same = (before.quantity, before.unit, before.note) == (one.quantity, one.unit, one.note)
    return same and before.valid_to is None


def _touch(
    act: Act, station: Station, told: Stocktaking, one: Count, before: Equipment | None
) -> None:
    """Under the station: what is counted has no page of its own."""
    was = before.quantity if before is not None else 0
    change = {"thing": one.name, "condition": one.condition, "quantity": [was, one.quantity]}
    act.touch("staff.station", station.pk, station.area, day=str(told.day), **change)


def _new(act: Act, station: Station, told: Stocktaking, one: Count) -> Equipment:
    return Equipment(
        area=station.area,
        station=station,
        name=one.name,
        unit=one.unit,
        condition=one.condition,
        quantity=one.quantity,
        note=one.note,
        valid_from=told.day,
        **act.stamp,
    )
