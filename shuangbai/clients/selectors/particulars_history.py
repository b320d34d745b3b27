"""What each field of a file said, since when, who told it and from where.

Facts are never overwritten, so a history is read off the versions: what a version says that the
one before it did not. Numbers are masked here as everywhere.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

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
from shuangbai.clients.selectors import aliases, merges
from shuangbai.clients.selectors.particulars import (
    HEALTH,
    LABELS,
    PROFILE_FIELDS,
    SECRETS,
    place_name,
    plain,
)
from shuangbai.clients.selectors.particulars_entries import (
    SOURCES,
    Entry,
    named,
    said,
    text,
    told_by,
)

OWN = {
    "name": "姓名",
    "sex": "性别",
    "birth_date": "出生日期",
    "identity": "身份证号码",
    "phone": "电话",
}
MERGE = "merge"
LISTS: dict[str, tuple[str, Any]] = {
    "category": ("类别", CategorySpell),
    "grade": ("关注等级", GradeSpell),
    "charge": ("责任社工", ChargeSpell),
    "certificate": ("残疾人证", Certificate),
    "tie": ("监护、照料和联系人", Tie),
}


@dataclass(frozen=True)
class Field:
    anchor: str
    label: str
    entries: tuple[Entry, ...]
    """The latest first."""


def history(actor: Actor, person: Person) -> list[Field]:
    """Fields of which something was ever told, in the order of the file; merged files included."""
    people = Person.objects.visible_to(actor).filter(aliases.of(person, "pk"))
    files = list(people.order_by(aliases.own_first(person, "pk"), "id"))
    told = {**_own(actor, files), **_profile(actor, files)}
    lists = {name: label for name, (label, _) in LISTS.items()}
    labels = {**OWN, **lists, **LABELS, MERGE: "并档"}
    for name, (_, model) in LISTS.items():
        if name != "certificate" or not actor.needs_reason:
            told[name] = _listed(actor, files, name, model)
    told[MERGE] = list(_merges(actor, person))
    return [
        Field(name, label, _latest_first(told[name]))
        for name, label in labels.items()
        if told.get(name)
    ]


def _latest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: one.at, reverse=True))


def _merges(actor: Actor, person: Person) -> Iterator[Entry]:
    for line in merges.ever(actor, person):
        row, said = line.row, f"“{line.other_name}”的档案并进“{line.kept_name}”的档案"
        yield Entry(row.at, row.by_name, said, reason=row.reason)
        if row.undone_at is not None:
            told = f"撤销：{said}"
            yield Entry(row.undone_at, row.undone_by_name, told, reason=row.undone_reason)


def _of_file(entry: Entry, file: Person, files: list[Person]) -> Entry:
    """Said by a merged file: with its name."""
    return entry if file.pk == files[0].pk else replace(entry, file=file.name)


def _own(actor: Actor, files: list[Person]) -> dict[str, list[Entry]]:
    """What the own row of each file said: as put on file, and as mended since."""
    changes, homes = _rows(actor, FieldChange, files, "at"), _rows(actor, Membership, files)
    told: dict[str, list[Entry]] = {}
    for file in files:
        for name, entries in _own_of(file, changes[file.pk], homes[file.pk]).items():
            told.setdefault(name, []).extend(_of_file(one, file, files) for one in entries)
    return told


def _own_of(file: Person, changes: list[Any], held: list[Any]) -> dict[str, list[Entry]]:
    told: dict[str, list[Entry]] = {}
    first: dict[str, str] = {}
    for row in changes:
        if row.field not in OWN:
            continue
        values = json.loads(row.values.reveal())
        old, new = (own_text(row.field, values[key]) for key in ("old", "new"))
        first.setdefault(row.field, old)
        entry = Entry(row.at, row.by_name, new, old, mistaken=bool(old))
        source = SOURCES.get(row.source, "")
        told.setdefault(row.field, []).append(replace(entry, source=source, reason=row.reason))
    by = next((one.recorded_by_name for one in held if one.recorded_at == file.created_at), "")
    for name in OWN:
        text = first.get(name, own_text(name, _own_value(file, name)))
        if text:
            told.setdefault(name, []).append(Entry(file.created_at, by, text))
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


def _rows(
    actor: Actor, model: Any, files: list[Person], first: str = "recorded_at"
) -> dict[UUID, list[Any]]:
    """File → every version in it that the actor may see, in the order in which they became known.
    One query."""
    order = (first, "id") if first == "at" else (first, "valid_from", "id")
    found = model.objects.visible_to(actor).filter(aliases.of(files[0])).order_by(*order)
    rows: dict[UUID, list[Any]] = {file.pk: [] for file in files}
    for row in found:
        rows.setdefault(row.person_id, []).append(row)
    return rows


def _profile(actor: Actor, files: list[Person]) -> dict[str, list[Entry]]:
    rows = _rows(actor, Profile, files)
    hidden = HEALTH if actor.needs_reason else frozenset()
    told: dict[str, list[Entry]] = {}
    for file in files:
        for name in (one for one in PROFILE_FIELDS if one not in hidden):
            for entry in _profile_field(file, name, rows[file.pk]):
                told.setdefault(name, []).append(_of_file(entry, file, files))
    return told


def _profile_field(file: Person, name: str, rows: list[Any]) -> Iterator[Entry]:
    known = {row.pk: row for row in rows}
    done: set[datetime] = set()
    for row in rows:
        before = known.get(row.supersedes)
        old = plain(getattr(before, name)) if before else ""
        new = plain(getattr(row, name))
        # One change may have reached several spans; it was told once.
        if old == new or row.recorded_at in done:
            continue
        done.add(row.recorded_at)
        yield _entry(file, name, before, row)


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


def _listed(actor: Actor, files: list[Person], name: str, model: Any) -> list[Entry]:
    """Rows of which somebody has several: begun, changed, ended, withdrawn."""
    held = _rows(actor, model, files)
    named(model, [row for rows in held.values() for row in rows])
    told: list[Entry] = []
    for file in files:
        rows = held[file.pk]
        known = {row.pk: row for row in rows}
        replaced = {row.supersedes for row in rows}
        texts = {row.pk: text(name, row) for row in rows}
        told += [_of_file(one, file, files) for one in told_by(rows, known, replaced, texts)]
    return told
