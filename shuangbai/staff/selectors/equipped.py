"""Which stations have all that the list asks for, on any day and as known at any instant.

A station is judged against the lines that hold for it on that day: those of its county and those
of the areas above. The same is said in Python by `equipment_rules`; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet

from shuangbai.kernel import areakey
from shuangbai.kernel.figures import Ask, Row
from shuangbai.kernel.tables import Viewer
from shuangbai.staff import equipment_rules as rules
from shuangbai.staff.equipment_rules import Wanted
from shuangbai.staff.models import Equipment, Requirement, StationSpell


def asked_for(ask: Ask) -> Exists:
    """Something is asked of the station of the row."""
    return Exists(_lines(ask))


def lacking(ask: Ask) -> Exists:
    """Something that is asked of the station of the row is not in use there in that quantity."""
    there = _in_use(ask).filter(
        pref=OuterRef(OuterRef("pref")),
        station_id=OuterRef(OuterRef("station_id")),
        name=OuterRef("name"),
        quantity__gte=OuterRef("least"),
    )
    return Exists(_lines(ask).exclude(Exists(there)))


def stations(ask: Ask, *, lack: bool) -> "QuerySet[StationSpell]":
    """Open stations of which something is asked, and which lack something of it or nothing."""
    opened: QuerySet[StationSpell] = StationSpell.objects.as_known(ask.known).on(ask.period.end)
    listed = opened.filter(asked_for(ask))
    return listed.filter(lacking(ask)) if lack else listed.exclude(lacking(ask))


def missing(viewer: Viewer, ask: Ask, rows: Sequence[Row]) -> Mapping[str, str]:
    """Row id → 缺：电脑 1 台、打印机 1 台"""
    lines = list(_required(ask).visible_to(viewer).order_by("order", "id"))
    in_use: dict[UUID, dict[str, int]] = {}
    held = _in_use(ask).visible_to(viewer).filter(station__in=[row.subject for row in rows])
    for one in held:
        in_use.setdefault(one.station_id, {})[one.name] = one.quantity
    return {
        row.id: rules.said(rules.lacks(wanted(lines, row.area), in_use.get(UUID(row.subject), {})))
        for row in rows
    }


def wanted(lines: Sequence[Requirement], area: str) -> list[Wanted]:
    """What these lines ask of the station of that town, together."""
    own = [line for line in lines if areakey.contains(line.area, area)]
    return [
        Wanted(one.name, rules.Kind(one.kind), one.least, one.unit, one.note)
        for one in rules.put_together(own)
    ]


def _required(ask: Ask) -> Any:
    return Requirement.objects.as_known(ask.known).on(ask.period.end)


def _lines(ask: Ask) -> Any:
    """What is asked of the station of the row: by its own area, or by one above."""
    above = Func(OuterRef("area"), F("area"), function="starts_with", output_field=BooleanField())
    return _required(ask).filter(above)


def _in_use(ask: Ask) -> Any:
    known = Equipment.objects.as_known(ask.known).on(ask.period.end)
    return known.filter(condition=Equipment.Condition.USED)
