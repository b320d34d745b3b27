"""What each field of a file said, since when, who told it and from where.

Facts are never overwritten, so a history is read off the versions: what a version says that the
one before it did not. Numbers are masked here as everywhere.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from shuangbai.access.actor import Actor
from shuangbai.clients import masks
from shuangbai.clients.models import (
    CategorySpell,
    Certificate,
    ChargeSpell,
    FieldChange,
    GradeSpell,
    Membership,
    Person,
    Profile,
    Tie,
)
from shuangbai.clients.selectors.particulars import (
    HEALTH,
    LABELS,
    PROFILE_FIELDS,
    SECRETS,
    place_name,
    plain,
)
from shuangbai.kernel.tables import Spell

SOURCES = {"roster": "名册", "field": "走访了解", "inherited": "随户"}
OWN = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "identity": "身份证号码",
    "phone": "电话",
}
LISTS: dict[str, tuple[str, Any]] = {
    "category": ("类别", CategorySpell),
    "grade": ("关注等级", GradeSpell),
    "charge": ("责任社工", ChargeSpell),
    "certificate": ("残疾人证", Certificate),
    "tie": ("监护、照料和联系人", Tie),
    "household": ("户", Membership),
}


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


@dataclass(frozen=True)
class Field:
    anchor: str
    label: str
    entries: tuple[Entry, ...]
    """The latest first."""


def history(actor: Actor, person: Person) -> list[Field]:
    """Fields of which something was ever told, in the order of the file."""
    told = {**_own(actor, person), **_profile(actor, person)}
    labels = {**OWN, **{name: label for name, (label, _) in LISTS.items()}, **LABELS}
    for name, (_, model) in LISTS.items():
        if name != "certificate" or not actor.needs_reason:
            told[name] = _listed(actor, person, name, model)
    order = [*OWN, *LISTS, *LABELS]
    return [
        Field(name, labels[name], tuple(sorted(told[name], key=lambda one: one.at, reverse=True)))
        for name in order
        if told.get(name)
    ]


def _own(actor: Actor, person: Person) -> dict[str, list[Entry]]:
    """What the person's own row said: as put on file, and as mended since."""
    told: dict[str, list[Entry]] = {}
    first: dict[str, str] = {}
    rows = FieldChange.objects.visible_to(actor).filter(person=person, pref=person.pref)
    for row in rows.order_by("at", "id"):
        if row.field not in OWN:
            continue
        values = json.loads(row.values.reveal())
        old, new = (own_text(row.field, values[key]) for key in ("old", "new"))
        first.setdefault(row.field, old)
        entry = Entry(row.at, row.by_name, new, old, mistaken=bool(old))
        source = SOURCES.get(row.source, "")
        told.setdefault(row.field, []).append(replace(entry, source=source, reason=row.reason))
    held = _rows(actor, Membership, person)
    by = next((one.recorded_by_name for one in held if one.recorded_at == person.created_at), "")
    for name in OWN:
        text = first.get(name, own_text(name, _own_value(person, name)))
        if text:
            told.setdefault(name, []).append(Entry(person.created_at, by, text))
    return told


def _own_value(person: Person, name: str) -> str:
    value = getattr(person, name)
    return value.isoformat() if isinstance(value, date) else plain(value)


def own_text(name: str, text: str) -> str:
    """A field of a person's own row in words; numbers masked."""
    if not text:
        return ""
    shown: dict[str, Callable[[str], str]] = {
        "identity": masks.identity,
        "phone": masks.phone,
        "sex": lambda code: str(Person.Sex(code).label),
        "birth_date": lambda day: said(date.fromisoformat(day)),
    }
    return shown[name](text) if name in shown else text


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _rows(actor: Actor, model: Any, person: Person) -> list[Any]:
    """Every version that the actor may see, in the order in which they became known."""
    found = model.objects.visible_to(actor).filter(person=person, pref=person.pref)
    return list(found.order_by("recorded_at", "valid_from", "id"))


def _profile(actor: Actor, person: Person) -> dict[str, list[Entry]]:
    rows = _rows(actor, Profile, person)
    known = {row.pk: row for row in rows}
    told: dict[str, list[Entry]] = {}
    for name in PROFILE_FIELDS:
        if name in HEALTH and actor.needs_reason:
            continue
        done: set[datetime] = set()
        for row in rows:
            before = known.get(row.supersedes)
            old = plain(getattr(before, name)) if before else ""
            new = plain(getattr(row, name))
            # One change may have reached several spans; it was told once.
            if old == new or row.recorded_at in done:
                continue
            done.add(row.recorded_at)
            told.setdefault(name, []).append(_entry(person, name, before, row))
    return told


def _entry(person: Person, name: str, before: Profile | None, row: Profile) -> Entry:
    old = profile_text(person, before, name) if before else ""
    mistaken = before is not None and before.valid_from == row.valid_from
    return Entry(
        row.recorded_at,
        row.recorded_by_name,
        profile_text(person, row, name),
        old,
        since=None if mistaken else row.valid_from,
        mistaken=mistaken and bool(old),
        source=SOURCES.get(row.source, ""),
    )


def profile_text(person: Person, profile: Profile, name: str) -> str:
    """A field of the profile in words; numbers masked, illnesses as told."""
    value = getattr(profile, name)
    if not value:
        return ""
    if name == "registered_area":
        return place_name(value, person.area) or value
    if name in SECRETS and name != "illnesses":
        return str(value)
    column: Any = Profile._meta.get_field(name)
    return str(dict(column.flatchoices).get(value, plain(value)))


def _listed(actor: Actor, person: Person, name: str, model: Any) -> list[Entry]:
    """Rows of which somebody has several: begun, changed, ended, withdrawn."""
    rows = _rows(actor, model, person)
    known = {row.pk: row for row in rows}
    replaced = {row.supersedes for row in rows}
    texts = {row.pk: _text(name, row) for row in _named(model, rows)}
    return list(_told(rows, known, replaced, texts))


def _named(model: Any, rows: list[Any]) -> list[Any]:
    """With category, grade and household read in one query."""
    for name in ("category", "grade", "household"):
        # A category has the bare id of a household, through which it is held.
        if rows and isinstance(getattr(model, name, None), ForwardManyToOneDescriptor):
            target = model._meta.get_field(name).related_model
            found = target.objects.in_bulk({getattr(row, f"{name}_id") for row in rows})
            for row in rows:
                setattr(row, name, found[getattr(row, f"{name}_id")])
    return rows


def _told(
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


def _text(name: str, row: Any) -> str:
    if name == "category":
        more = [row.level, f"证号 {row.reference}" if row.reference else ""]
        return "，".join(filter(None, [row.category.name, *more]))
    if name == "grade":
        return str(row.grade.name)
    if name == "charge":
        return str(row.worker_name)
    if name == "household":
        apart = f"不在家：{row.apart}" if row.apart else ""
        return "，".join(filter(None, [f"{row.household.head_name}一户", row.relation, apart]))
    if name == "certificate":
        until = f"有效期到{said(row.expires_on)}" if row.expires_on else ""
        number = f"证号 {row.number}" if row.number else ""
        kind = f"{row.get_kind_display()}{row.get_level_display()}"
        return "，".join(filter(None, [kind, number, until]))
    phone = f"电话 {row.phone}" if row.phone else ""
    relation = f"（{row.relation}）" if row.relation else ""
    who = f"{row.get_role_display()}：{row.name}{relation}"
    return "，".join(filter(None, [who, phone, row.workplace]))
