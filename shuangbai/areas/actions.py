"""Writes to the tree. They carry no permission of their own, as accounts live above this app:
`access.actions` wraps what an administrator does with permission and audit."""

import csv
import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from shuangbai.areas import rules
from shuangbai.areas.models import Area, Label
from shuangbai.kernel import areakey, clock, spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import problem
from shuangbai.kernel.tables import Personal, Spell

FILES = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv")


@dataclass(frozen=True)
class Loaded:
    created: int
    updated: int
    unchanged: int


def shipped() -> Iterator[tuple[str, str]]:
    """Guangdong as shipped with the product: (code, name)."""
    packed = resources.files("shuangbai.areas") / "data" / "guangdong.csv.xz"
    text = lzma.decompress(packed.read_bytes()).decode()
    reader = csv.reader(text.splitlines())
    next(reader)
    return ((code, name) for code, name in reader)


def shipped_source() -> dict[str, Any]:
    """Source, licence and date of the shipped data."""
    note = resources.files("shuangbai.areas") / "data" / "guangdong.json"
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return found


def from_folder(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Rows of the china-division CSV files whose code lies on the path of, or below, `prefix`."""
    found = 0
    for name in FILES:
        file = folder / name
        if not file.is_file():
            raise problem("areas.file_missing", name=name)
        for code, division in _rows_of(file):
            if code.startswith(prefix) or prefix.startswith(code):
                found += len(code) >= len(prefix)
                yield code, division
    if not found:
        raise problem("areas.nothing", prefix=prefix)


def _rows_of(file: Path) -> Iterator[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                yield row["code"], row["name"]
    except (KeyError, UnicodeDecodeError, csv.Error) as unreadable:
        raise problem("areas.unreadable", name=file.name) from unreadable


def load(rows: Iterable[tuple[str, str]], day: date, at: datetime) -> Loaded:
    """Create units, and rename from `day` those whose official name changed. Nothing is closed:
    a unit that a newer file lacks may have been moved, which is a dated decision of a person.

    What the first load of a prefecture brings was there all along; what a later one adds opens on
    `day` and is known from `at`, so that no number of the past changes.
    """
    found = list(rules.units(rows))
    there = {area.code: area for area in Area.objects.filter(closed_on=None)}
    settled = set(Area.objects.values_list("key", flat=True))
    fresh = rules.placed(found, {code: area.key for code, area in there.items()}, settled)
    _refuse_twins(fresh, there.values())
    known_before = {key[:4] for key in settled if len(key) >= 4}
    Area.objects.bulk_create([_opened(unit, known_before, day, at) for unit in fresh], 5000)
    Label.objects.bulk_create([_labelled(unit, known_before, day) for unit in fresh], 5000)
    renamed = [unit for unit in found if unit.code in there and there[unit.code].name != unit.name]
    for unit in renamed:
        rename(there[unit.code], unit.name, unit.code, day, "官方区划数据")
    return Loaded(len(fresh), len(renamed), len(found) - len(fresh) - len(renamed))


def _opened(unit: rules.Unit, known_before: set[str], day: date, at: datetime) -> Area:
    late = unit.key[:4] in known_before
    return Area(
        key=unit.key,
        parent_key=unit.parent_key,
        level=unit.level.value,
        kind=unit.kind,
        code=unit.code,
        name=unit.name,
        opened_on=day if late else rules.DATA_BEGINS,
        recorded_at=at if late else None,
    )


def _labelled(unit: rules.Unit, known_before: set[str], day: date) -> Label:
    since = day if unit.key[:4] in known_before else rules.DATA_BEGINS
    return Label(area_id=unit.key, code=unit.code, name=unit.name, since=since)


def _refuse_twins(fresh: Iterable[rules.Unit], there: Iterable[Area]) -> None:
    """A unit that was moved here under its old code must not come again under its new one."""
    moved = {(area.parent_key, area.name): area for area in there if area.recorded_at is not None}
    for unit in fresh:
        twin = moved.get((unit.parent_key, unit.name))
        if twin is not None:
            raise problem("areas.twin", name=unit.name, division=unit.code, known=twin.code)


def rename(area: Area, name: str, code: str, day: date, document: str) -> None:
    """A new official name or code from `day`; the key stays."""
    area.labels.filter(until=None).update(until=day)
    Label.objects.create(area=area, code=code, name=name, since=day, document=document)
    Area.objects.filter(pk=area.pk).update(name=name, code=code)


@dataclass(frozen=True)
class Move:
    """A unit gets another parent from `day`. `code`: its new official code, '' when not yet known;
    the codes of what lies below change with it. `stamp`: who enters it, and when."""

    area: Area
    parent: Area
    day: date
    stamp: spells.Stamp
    document: str = ""
    code: str = ""
    key: str = ""

    def rekeyed(self, key: str) -> str:
        return self.key + key[len(self.area.key) :]

    def recoded(self, code: str) -> str:
        return self.code + code[len(self.area.code) :] if self.code else code


def reparent(wanted: Move) -> Area:
    """Close the unit and all below it, open them under the parent, and move living rows along.

    Returns the new unit. Events keep the old key. Needs a scope that covers both parents.
    """
    area, parent = wanted.area, wanted.parent
    _check_move(area, parent, wanted.day)
    taken = frozenset(Area.objects.filter(parent_key=parent.key).values_list("key", flat=True))
    key = rules.free_key(parent.key, wanted.code or area.key, taken)
    if key is None:
        raise problem("areas.full", parent=parent.name)
    move = replace(wanted, key=key)
    for old in list(Area.objects.below(area.key).filter(closed_on=None).order_by("key")):
        _reopen(move, old)
    for model in apps.get_models():
        if issubclass(model, Personal) and model.moves:
            _move_rows(move, model)
    return Area.objects.get(key=key)


def _check_move(area: Area, parent: Area, day: date) -> None:
    if day > clock.today():
        raise problem("areas.early", day=day)
    for unit in (area, parent):
        if unit.closed_on is not None:
            raise problem("areas.closed", name=unit.name, day=unit.closed_on)
    step = Level(parent.level) is areakey.level_of(areakey.parent(area.key) or "")
    same_prefecture = parent.key[:4] == area.key[:4] and len(parent.key) >= 4
    if not (step and same_prefecture) or parent.key == area.parent_key:
        raise problem("areas.move_level", name=area.name, parent=parent.name)


def _reopen(move: Move, old: Area) -> None:
    key, at = move.rekeyed(old.key), move.stamp["recorded_at"]
    top = old.key == move.area.key
    opened = Area.objects.create(
        key=key,
        parent_key=move.parent.key if top else move.rekeyed(old.parent_key),
        level=old.level,
        kind=old.kind,
        code=move.recoded(old.code),
        name=old.name,
        opened_on=move.day,
        recorded_at=at,
    )
    Label.objects.create(
        area=opened, code=opened.code, name=old.name, since=move.day, document=move.document
    )
    old.labels.filter(until=None).update(until=move.day)
    Area.objects.filter(pk=old.pk).update(closed_on=move.day, closing_recorded_at=at, moved_to=key)
    # One that was moved here before points to where it is now, so that one step always leads there.
    Area.objects.filter(moved_to=old.key).update(moved_to=key)


def _move_rows(move: Move, model: type[Personal]) -> None:
    """Living rows change their key; a spell that goes on is closed and opened again."""
    old = move.area.key
    if not issubclass(model, Spell):
        moved = Concat(Value(move.key), Substr("area", len(old) + 1))
        model.objects.under(old).update(area=moved)
        return
    for spell in model.objects.under(old).as_known(None).from_on(move.day):
        spells.split(spell, move.day, move.stamp, area=move.rekeyed(spell.area))
