"""Two files side by side: what is equal, what differs, what only one of them says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import aliases, particulars
from shuangbai.clients.selectors import people as selectors
from shuangbai.clients.selectors.particulars import HEALTH, LABELS, PROFILE_FIELDS, Sheet, plain
from shuangbai.clients.selectors.particulars_entries import said, text
from shuangbai.clients.selectors.particulars_history import OWN, own_text, profile_text
from shuangbai.clients.selectors.people import Line, Marks
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import Level

SAME, DIFFERS, ONE_SIDE, TOLD = "same", "differs", "one", "told"
"""TOLD: of each file for itself, where being another says nothing."""
FEW = 10
OF_EACH = frozenset({"档案", "登记"})


@dataclass(frozen=True)
class Row:
    """One field of both files in words, '' for what a file does not say. `how` they compare."""

    label: str
    texts: tuple[str, str]
    how: str


@dataclass(frozen=True)
class Side:
    """One of the two files, with what is asked about it once."""

    person: Person
    marks: Marks
    sheet: Sheet
    home: str


def rows(actor: Actor, one: Person, other: Person) -> list[Row]:
    """Only fields of which at least one file says something, in the order of a file."""
    sides = _sides(actor, one, other)
    told = [dict(_told(actor, side)) for side in sides]
    order = dict.fromkeys([*told[0], *told[1]])
    wanted = [label for label in _order() if label in order]
    found = [_row(label, *(side.get(label, ("", "")) for side in told)) for label in wanted]
    return [row for row in found if any(row.texts)]


def marks(actor: Actor, one: Person, other: Person) -> dict[Any, Marks]:
    return selectors.marks(actor, [one, other], clock.today())


def alike(actor: Actor, person: Person) -> list[Line]:
    """Files that may be the same person's: the same name, telephone or identity number (a
    provisional file may repeat one), or the same initials and day of birth, in the county where
    the person lives."""
    same = Q(name=person.name)
    if person.identity_hash:
        same |= Q(identity_hash=person.identity_hash)
    if person.phone_hash:
        same |= Q(phone_hash=person.phone_hash)
    if person.birth_date:
        same |= Q(birth_date=person.birth_date, name_initials=person.name_initials)
    county = areakey.cut(person.area, Level.COUNTY)
    near = aliases.living(Person.objects.visible_to(actor).under(county))
    found = near.filter(same).exclude(pk=person.pk).order_by("area", "name_sort", "id")
    return selectors.of_ids(actor, list(found.values_list("pk", flat=True)[:FEW]))


def _sides(actor: Actor, one: Person, other: Person) -> list[Side]:
    today = clock.today()
    held = marks(actor, one, other)
    return [_side(actor, person, held.get(person.pk, Marks()), today) for person in (one, other)]


def _side(actor: Actor, person: Person, held: Marks, today: date) -> Side:
    home = selectors.household_of(actor, person, today)
    living = selectors.members(actor, home, today) if home else []
    names = [line.person.name for line in living if line.person.pk != person.pk]
    sheet = particulars.sheet(actor, person, held.spells, today)
    return Side(person, held, sheet, "、".join(names) if names else "一个人一户")


def _order() -> list[str]:
    own = [label for name, label in OWN.items() if name not in ("identity", "phone")]
    first = [*own[:1], OWN["identity"], *own[1:], OWN["phone"], "村（居）", "同住的人"]
    return [*first, "类别", "档案", "登记", "去世", *LABELS.values(), "残疾人证", "监护和联系人"]


def _told(actor: Actor, side: Side) -> Iterator[tuple[str, tuple[str, str]]]:
    """(label, (words, what is compared)) of everything that the file says."""
    person, sheet = side.person, side.sheet
    for name, label in OWN.items():
        value = getattr(person, name)
        clear = value.isoformat() if isinstance(value, date) else plain(value)
        yield label, (own_text(name, clear), clear)
    yield "村（居）", (areas.places([person.area], actor.areas)[person.area], person.area)
    yield "同住的人", (side.home, side.home)
    kinds = "、".join(spell.category.short for spell in side.marks.spells)
    yield "类别", (kinds, kinds)
    file = side.marks.file
    yield "档案", (f"{said(file.valid_from)}建档" if file else "没有建档", "")
    yield "登记", (said(localdate(person.created_at)), "")
    yield "去世", (said(person.died_on) if person.died_on else "", str(person.died_on))
    yield from _profile(actor, side)
    cards = [] if actor.needs_reason else sheet.certificates
    yield "残疾人证", _listed("certificate", cards, "number")
    yield "监护和联系人", _listed("tie", sheet.ties, "phone")


def _listed(name: str, held: list[Any], secret: str) -> tuple[str, str]:
    """Masked numbers that look alike are not the same yet."""
    words = [text(name, one) for one in held]
    numbers = [plain(getattr(one, secret)) for one in held]
    clear = [word + number for word, number in zip(words, numbers, strict=True)]
    return "；".join(words), "；".join(clear)


def _profile(actor: Actor, side: Side) -> Iterator[tuple[str, tuple[str, str]]]:
    profile = side.sheet.profile
    for name in PROFILE_FIELDS if profile else ():
        if profile is None or (name in HEALTH and actor.needs_reason):
            continue
        shown = profile_text(side.person, profile, name)
        yield LABELS[name], (shown, plain(getattr(profile, name)))


def _row(label: str, one: tuple[str, str], other: tuple[str, str]) -> Row:
    texts = (one[0], other[0])
    if label in OF_EACH:
        return Row(label, texts, TOLD)
    if not (texts[0] and texts[1]):
        return Row(label, texts, ONE_SIDE)
    return Row(label, texts, SAME if one[1] == other[1] else DIFFERS)
