"""What stations must have: a city or a county says its list as a whole, from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from shuangbai.access.action import Act, action
from shuangbai.kernel import areakey, days
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.actions.commands import RequiredList
from shuangbai.staff.equipment_rules import OWNERS, Wanted
from shuangbai.staff.models import Requirement

catalogue(
    {
        "equipment.owner": (
            "配备清单由市或县（市、区）定，镇街不另定。",
            "请选本市或本县（市、区）。",
        ),
        "equipment.day": ("日期 {day} 不对。", "请填 {first} 到 {last} 之间的一天。"),
        "equipment.no_list": ("这里现在没有自己的清单。", "要定一份，请把清单写上。"),
    }
)


@dataclass(frozen=True)
class Difference:
    """What a new list changes against the one before."""

    added: int = 0
    changed: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        parts = {"加了": self.added, "改了": self.changed, "去掉": self.dropped}
        said = [f"{word} {count} 样" for word, count in parts.items() if count]
        return f"清单定好了：{'，'.join(said)}。" if said else "和现在的一样，没有改。"


@action("equipment.require", counted=True)
def set_requirements(act: Act, told: RequiredList) -> Difference:
    """From that day on this is the list of the area, and nothing else; what it had said of later
    days is dropped. Lines that stay as they are keep the day from which they hold."""
    if areakey.level_of(told.area) not in OWNERS:
        raise problem("equipment.owner", column="哪里的清单")
    act.within(told.area)
    _check_day(act, told.day)
    _one_at_a_time()
    own = Requirement.objects.as_known(None).filter(area=told.area).from_on(told.day)
    rows = list(own.order_by("valid_from", "id"))
    if not told.lines and not rows:
        raise problem("equipment.no_list", column="清单")
    before = {row.name: row for row in rows if row.valid_from <= told.day}
    same = {
        row.name: row
        for line in told.lines
        if (row := before.get(line.name)) and _same(row, told, line)
    }
    _end(act, [row for row in rows if same.get(row.name) is not row], told.day)
    changed = [line.name for line in told.lines if line.name in before and line.name not in same]
    for place, line in enumerate(told.lines):
        if line.name not in same:
            _add(act, told, line, place)
    names = {line.name for line in told.lines}
    return Difference(len(names - set(before)), len(changed), len(set(before) - names))


def _check_day(act: Act, day: date) -> None:
    """A list may have held for years before it is entered, and may be said ahead."""
    last = days.latest(act.today)
    if not days.EARLIEST <= day <= last:
        raise problem("equipment.day", column="从哪天起", day=day, first=days.EARLIEST, last=last)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('equipment.require'))")


def _said(told: RequiredList, line: Wanted) -> dict[str, Any]:
    kept = {"kind": line.kind.value, "least": line.least, "unit": line.unit, "note": line.note}
    return {**kept, "document": told.document}


def _same(row: Requirement, told: RequiredList, line: Wanted) -> bool:
    said = _said(told, line)
    return row.valid_to is None and all(getattr(row, key) == value for key, value in said.items())


def _end(act: Act, rows: Sequence[Requirement], day: date) -> None:
    """What holds on the day ends; what would begin later never holds."""
    Requirement.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_at=act.at)
    shortened = [row for row in rows if row.valid_from < day]
    kept = ("area", "name", "kind", "least", "unit", "note", "document", "order", "valid_from")
    Requirement.objects.bulk_create(
        Requirement(
            **{key: getattr(row, key) for key in kept},
            valid_to=day,
            supersedes=row.pk,
            **act.stamp,
        )
        for row in shortened
    )
    for row in rows:
        act.touch("staff.requirement", row.pk, row.area, name=row.name, ended=str(day))


def _add(act: Act, told: RequiredList, line: Wanted, place: int) -> None:
    made = Requirement.objects.create(
        area=told.area,
        name=line.name,
        order=place,
        valid_from=told.day,
        **_said(told, line),
        **act.stamp,
    )
    change = {"name": line.name, "least": line.least, "since": str(told.day)}
    act.touch("staff.requirement", made.pk, told.area, **change)
