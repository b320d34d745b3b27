"""What became of a household: each deed with who, when and why, the latest first.

Deeds of the station and of rosters are rows of their own. How people came by registration or a
hand-over, and how a death or a hand-over took them away, is read off the versions of memberships.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import (
    Category,
    CategorySpell,
    FieldChange,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.selectors.households import names_of

Kind = HouseholdChange.Kind
FIELDS = {"head_name": "户主", "number": "户编号", "address": "住址", "area": "村（居）"}
FOR_GOOD = frozenset({Kind.ROSTER, Kind.UNDO})


@dataclass(frozen=True)
class Entry:
    """`day`: from which day it is so. `details`: what the household's row said and says. `undo`:
    id by which it can be taken back; None when it cannot, or not any more."""

    at: datetime
    day: date | None
    title: str
    by: str
    reason: str = ""
    details: tuple[str, ...] = ()
    other: Household | None = None
    undone: bool = False
    undo: UUID | None = None
    kind: str = ""


@dataclass(frozen=True)
class _Known:
    """What the entries are told from."""

    home: Household
    versions: list[Membership]
    changes: list[HouseholdChange]
    fields: list[FieldChange]
    others: Mapping[UUID, Household]
    shorts: Mapping[str, str]
    places: Mapping[str, str]
    undone: frozenset[UUID]
    overtaken: frozenset[datetime]
    """Instants of deeds some of whose rows gave way to later ones."""


def history(actor: Actor, home: Household) -> list[Entry]:
    known = _known(actor, home)
    told = [*_deeds(known), *_lists(known), *_others(actor, known)]
    return sorted(told, key=lambda one: one.at, reverse=True)


def entry(actor: Actor, home: Household, change: HouseholdChange) -> Entry:
    """One deed, as the page of its correction shows it."""
    known = _known(actor, home)
    return next(_deeds(replace(known, changes=[change])))


def _known(actor: Actor, home: Household) -> _Known:
    rows = HouseholdChange.objects.visible_to(actor).filter(pref=home.pref)
    changes = list(rows.filter(household=home)) + list(rows.filter(other=home.pk))
    versions = Membership.objects.visible_to(actor).filter(household=home, pref=home.pref)
    fields = FieldChange.objects.visible_to(actor).filter(household=home, pref=home.pref)
    ids = {pk for one in changes for pk in (one.household_id, one.other) if pk}
    told = list(fields.order_by("at", "id"))
    keys = {text for row in told if row.field == "area" for text in _values(row)}
    return _Known(
        home,
        list(versions.order_by("recorded_at", "id")),
        changes,
        told,
        Household.objects.visible_to(actor).in_bulk(ids - {home.pk}),
        dict(Category.objects.values_list("code", "short")),
        areas.names(keys) if keys else {},
        frozenset(one.undoes for one in changes if one.undoes),
        _overtaken(actor, home, changes),
    )


def _overtaken(
    actor: Actor, home: Household, changes: Iterable[HouseholdChange]
) -> frozenset[datetime]:
    others = [one.other for one in changes if one.other]
    rows = Membership.objects.visible_to(actor).filter(household__in=[home.pk, *others])
    spells = CategorySpell.objects.visible_to(actor).filter(household_id=home.pk)
    gone = [
        set(found.filter(superseded_at__isnull=False).values_list("recorded_at", flat=True))
        for found in (rows.filter(pref=home.pref), spells.filter(pref=home.pref))
    ]
    return frozenset(gone[0] | gone[1])


def _deeds(known: _Known) -> Iterator[Entry]:
    """Those of the station and of lists."""
    for one in known.changes:
        undone = one.pk in known.undone
        stands = not undone and one.kind not in FOR_GOOD
        here = one.household_id == known.home.pk
        other = known.others.get((one.other if here else one.household_id) or UUID(int=0))
        yield Entry(
            one.at,
            None if one.kind == Kind.UNDO else one.day,
            _title(known, one, here, other),
            one.by_name,
            one.reason,
            _details(known, one.at),
            other,
            undone,
            # Whether something was changed again since is seen best from here.
            one.pk if stands and (one.at not in known.overtaken or _restored(known, one)) else None,
            "warn" if one.kind == Kind.UNDO else "",
        )


def _restored(known: _Known, change: HouseholdChange) -> bool:
    """What was done to its rows since was taken back."""
    later = [one for one in known.changes if one.at > change.at and one.kind != Kind.UNDO]
    return all(one.pk in known.undone for one in later)


def _title(known: _Known, one: HouseholdChange, here: bool, other: Household | None) -> str:
    """Seen from the household whose page it is. `here`: the people were in it before."""
    names, place = one.names.reveal(), f"{other.head_name}一户" if other else "另一户"
    short = known.shorts.get(one.category, "")
    told: dict[str, tuple[str, str]] = {
        Kind.SPLIT: (f"{names}分出去，另立一户", f"{names}从{place}分出来，立了这一户"),
        Kind.JOIN: (f"{names}去了{place}", f"{names}从{place}来"),
        Kind.MERGER: (f"全户并入{place}：{names}", f"{place}并进来：{names}"),
        Kind.ROSTER: (f"{names}按名册去了{place}", f"{names}按名册从{place}来"),
        Kind.APART: (f"{names}不住在家里", ""),
        Kind.BACK: (f"{names}回家住了", ""),
        Kind.DETAILS: (f"改了与户主的关系：{names}" if names else "改了户的情况", ""),
        Kind.CATEGORY: (f"按户给了{short}：{names}", ""),
        Kind.CATEGORY_END: (f"按户终止{short}：{names}", ""),
    }
    if one.kind == Kind.UNDO:
        undone = next((row for row in known.changes if row.pk == one.undoes), None)
        said = str(Kind(undone.kind).label) if undone else ""
        return f"撤回了{said}：{names}" if names else f"撤回了{said}"
    from_here, from_there = told[one.kind]
    return from_here if here else from_there


def _values(row: FieldChange) -> tuple[str, str]:
    values = json.loads(row.values.reveal())
    return values["old"], values["new"]


def _details(known: _Known, at: datetime) -> tuple[str, ...]:
    return tuple(_said(known, row) for row in known.fields if row.at == at)


def _said(known: _Known, row: FieldChange) -> str:
    old, new = (known.places.get(text, text) for text in _values(row))
    if not old:
        return f"{FIELDS[row.field]}：{new}"
    return (
        f"{FIELDS[row.field]}由“{old}”改为“{new}”" if new else f"{FIELDS[row.field]}“{old}”去掉了"
    )


def _lists(known: _Known) -> Iterator[Entry]:
    """What was said better by a list, or by another name of the head: no deed of its own."""
    deeds = {one.at for one in known.changes}
    for at in sorted({row.at for row in known.fields} - deeds):
        rows = [row for row in known.fields if row.at == at]
        by_list = any(row.roster_id for row in rows)
        title = "按名册改了户的情况" if by_list else "户的情况跟着改了"
        reason = next((row.reason for row in rows if row.reason), "")
        yield Entry(at, None, title, rows[0].by_name, reason, _details(known, at))


def _others(actor: Actor, known: _Known) -> Iterator[Entry]:
    """Who came by registration or a hand-over, died, or was handed over."""
    deeds = {one.at for one in known.changes}
    by_pk = {row.pk: row for row in known.versions}
    told: dict[tuple[datetime, str, date | None], list[Membership]] = {}
    for row in known.versions:
        if row.recorded_at in deeds:
            continue
        title = _happened(row, by_pk.get(row.supersedes) if row.supersedes else None, known)
        if title:
            day = row.valid_from if title in ("登记", "转来") else row.valid_to
            told.setdefault((row.recorded_at, title, day), []).append(row)
    if not told:
        return
    ids = {row.person_id for rows in told.values() for row in rows}
    names = names_of(actor, ids)
    died = _died(actor, ids)
    for (at, title, day), rows in told.items():
        people = "、".join(names[row.person_id] for row in rows)
        said = "去世" if title == "离开" and died.get(rows[0].person_id) == day else title
        yield Entry(at, day, _came_or_went(said, people), rows[0].recorded_by_name)


def _happened(row: Membership, before: Membership | None, known: _Known) -> str:
    if before is None:
        return "登记" if row.supersedes is None else "转来"
    if row.valid_to is not None and before.valid_to is None:
        goes_on = any(
            other.supersedes == before.pk and other.valid_from == row.valid_to
            for other in known.versions
        )
        return "" if goes_on else "离开"
    return "恢复" if row.valid_to is None and before.valid_to is not None else ""


def _came_or_went(title: str, people: str) -> str:
    words = {
        "登记": f"登记到这一户：{people}",
        "转来": f"从别处转来：{people}",
        "离开": f"不再是这一户的人：{people}",
        "去世": f"去世：{people}",
        "恢复": f"恢复为这一户的人：{people}",
    }
    return words[title]


def _died(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, date]:
    rows = Person.objects.visible_to(actor).filter(pk__in=list(ids), died_on__isnull=False)
    return {pk: day for pk, day in rows.values_list("pk", "died_on") if day}
