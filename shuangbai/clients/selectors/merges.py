"""Questions about files that were put together: which, by whom, why, and what was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.clients.models import FileMerge, Person
from shuangbai.clients.selectors import aliases

PAGE = 50
IN_FORCE, UNDONE = "in_force", "undone"
SHOWN = {IN_FORCE: "现在并着的", UNDONE: "撤销了的"}
ELSEWHERE = "别的镇（街）的一份档案"
"""In place of a name where the file lies outside what the viewer may see."""


@dataclass(frozen=True)
class Line:
    """A merge as one of its files tells it. `kept`, `other`: the file that goes on and the one
    that was put into it; None for one that the viewer may not see."""

    row: FileMerge
    kept: Person | None
    other: Person | None

    @property
    def kept_name(self) -> str:
        return self.kept.name if self.kept else ELSEWHERE

    @property
    def other_name(self) -> str:
        return self.other.name if self.other else ELSEWHERE

    @property
    def both_seen(self) -> bool:
        """Only who sees both files takes them apart."""
        return self.kept is not None and self.other is not None


@dataclass(frozen=True)
class Standing:
    """How a file stands: `into`: the merge by which it became a name for another, and the file
    that goes on for it now, None where the viewer may not see that one. `merged`: merges by which
    others became names for it, the latest first."""

    into: Line | None = None
    goes_on: Person | None = None
    merged: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Listed:
    lines: list[Line] = field(default_factory=list)
    next: UUID | None = None


def standing(actor: Actor, person: Person) -> Standing:
    rows = FileMerge.objects.visible_to(actor).filter(aliases.of(person), undone_at=None)
    lines = _lines(actor, rows.order_by("-at", "-id"))
    into = [one for one in lines if one.row.person_id == person.pk and not one.row.goes_on]
    if into:
        [end] = aliases.going_on(actor, [person])
        return Standing(into[0], end if end.pk != person.pk else None)
    return Standing(merged=[one for one in lines if one.row.goes_on])


def ever(actor: Actor, person: Person) -> list[Line]:
    """Every merge in which a file of theirs took part, the ones that were taken back too."""
    rows = FileMerge.objects.visible_to(actor).filter(aliases.of(person))
    found = _lines(actor, rows.order_by("at", "-goes_on", "id"))
    return list({one.row.merge: one for one in reversed(found)}.values())


def find(actor: Actor, merge_id: UUID) -> Line:
    """The merge, or Absent. `merge_id`: of either file's row."""
    gate.allow(actor, "person.merge")
    return _lines(actor, [gate.find(FileMerge, actor, merge_id)])[0]


def listed(actor: Actor, show: str, after: UUID | None = None, limit: int = PAGE) -> Listed:
    """One page, the latest first; a merge whose two files are seen stands once."""
    gate.allow(actor, "person.merge")
    rows = FileMerge.objects.visible_to(actor)
    kept = rows.filter(pref=OuterRef("pref"), merge=OuterRef("merge"), goes_on=True)
    found = rows.filter(~Exists(kept.exclude(pk=OuterRef("pk"))))
    found = found.filter(undone_at__isnull=show == IN_FORCE).order_by("-id")
    if after is not None:
        found = found.filter(id__lt=after)
    held = list(found[: limit + 1])
    return Listed(_lines(actor, held[:limit]), held[limit - 1].pk if len(held) > limit else None)


def _lines(actor: Actor, rows: Iterable[FileMerge]) -> list[Line]:
    held: list[Any] = list(rows)
    ids = {pk for row in held for pk in (row.person_id, row.other_id)}
    people = Person.objects.visible_to(actor).in_bulk(ids) if ids else {}
    return [
        Line(row, *(people.get(pk) for pk in _sides(row.goes_on, row.person_id, row.other_id)))
        for row in held
    ]


def _sides(goes_on: bool, own: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (own, other) if goes_on else (other, own)
