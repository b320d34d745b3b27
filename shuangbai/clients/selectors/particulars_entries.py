"""How versions of one kind of record read as the times at which something was told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangbai.kernel.tables import Spell

SOURCES = {"roster": "名册", "field": "走访了解", "inherited": "随户"}


@dataclass(frozen=True)
class Entry:
    """One time that a field was told. `since`: from which day it is so; None where the time before
    is meant too. `mistaken`: what stood there was never right."""

    at: datetime
    by: str
    new: str
    old: str = ""
    since: date | None = None
    until: date | None = None
    mistaken: bool = False
    source: str = ""
    reason: str = ""
    file: str = ""
    """The name in the merged file that says so; '' for the file itself."""


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def named(model: Any, rows: list[Any]) -> list[Any]:
    """With category and grade read in one query."""
    for name in ("category", "grade"):
        if rows and hasattr(model, name):
            target = model._meta.get_field(name).related_model
            found = target.objects.in_bulk({getattr(row, f"{name}_id") for row in rows})
            for row in rows:
                setattr(row, name, found[getattr(row, f"{name}_id")])
    return rows


def told_by(
    rows: Iterable[Spell], known: dict[Any, Any], replaced: set[Any], texts: dict[Any, str]
) -> Iterator[Entry]:
    for row in rows:
        before, text = known.get(row.supersedes), texts[row.pk]
        about = {
            "source": SOURCES.get(getattr(row, "source", ""), ""),
            "reason": getattr(row, "reason", ""),
        }
        old = texts[before.pk] if before else ""
        days = before and (before.valid_from, before.valid_to) != (row.valid_from, row.valid_to)
        if before is None or old != text or days:
            yield Entry(
                row.recorded_at,
                row.recorded_by_name,
                text,
                old if old != text else "",
                since=row.valid_from,
                until=row.valid_to,
                mistaken=bool(before and before.valid_from == row.valid_from and old != text),
                **about,
            )
        if row.superseded_at is not None and row.pk not in replaced:
            yield Entry(row.superseded_at, "", "", text, mistaken=True)


def text(name: str, row: Any) -> str:
    if name == "category":
        more = [row.level, f"证号 {row.reference}" if row.reference else ""]
        return "，".join(filter(None, [row.category.name, *more]))
    if name == "grade":
        return str(row.grade.name)
    if name == "charge":
        return str(row.worker_name)
    if name == "certificate":
        until = f"有效期到{said(row.expires_on)}" if row.expires_on else ""
        number = f"证号 {row.number}" if row.number else ""
        kind = f"{row.get_kind_display()}{row.get_level_display()}"
        return "，".join(filter(None, [kind, number, until]))
    phone = f"电话 {row.phone}" if row.phone else ""
    relation = f"（{row.relation}）" if row.relation else ""
    who = f"{row.get_role_display()}：{row.name}{relation}"
    return "，".join(filter(None, [who, phone, row.workplace]))
