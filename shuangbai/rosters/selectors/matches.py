"""How headings were understood before, and how those of a file are understood now."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import replace

from shuangbai.access.actor import Actor
from shuangbai.kernel import areakey
from shuangbai.kernel.sheets import Sheet, read
from shuangbai.rosters.models import ColumnMatch, Roster
from shuangbai.rosters.rules import ListOf, kinds, match
from shuangbai.rosters.rules.match import Found, Match


def remembered(actor: Actor, of: ListOf) -> dict[str, str]:
    """Normalised heading → field ('' not used), as said for this list here or above; the newest
    word counts."""
    places = [*areakey.ancestors(of.area), of.area]
    rows = ColumnMatch.objects.visible_to(actor).filter(
        kind=of.kind, list_code=of.list_code, area__in=places
    )
    found: dict[str, str] = {}
    for headings in rows.order_by("made_at", "id").values_list("headings", flat=True):
        found |= headings
    return found


def book_of(roster: Roster) -> list[Sheet]:
    """The sheets of the file as it came. Problems: those of `kernel.sheets.read`."""
    return read(file_of(roster), roster.file_name)


def in_place(
    actor: Actor,
    roster: Roster,
    sheets: Sequence[Sheet],
    sheet: int | None,
    heading: tuple[int, ...] | None,
) -> Found:
    """What is found when a person names the sheet, or the rows of the heading (from 0) too."""
    machine = found(actor, roster, sheets)
    at = machine.match.sheet if sheet is None else sheet
    kind, of = (
        kinds.get(roster.kind),
        ListOf(roster.kind, roster.list_code, roster.area, roster.day),
    )
    known = remembered(actor, of)
    if heading is not None and (at, heading) != (machine.match.sheet, machine.match.heading):
        inside = tuple(row for row in heading if row < len(sheets[at].rows))
        return match.find_in((at, sheets[at]), inside or (0,), kind.fields, known)
    if at == machine.match.sheet:
        return machine
    alone = match.find([sheets[at]], kind.fields, known)
    return replace(alone, match=replace(alone.match, sheet=at))


def file_of(roster: Roster) -> bytes:
    """The upload as it came; b'' for what was taken in before files were kept."""
    return b64decode(roster.file.data.reveal()) if roster.file else b""


def found(actor: Actor, roster: Roster, sheets: Sequence[Sheet]) -> Found:
    """The columns as a person said them for this roster; else as the machine finds them."""
    of = ListOf(roster.kind, roster.list_code, roster.area, roster.day)
    fields = kinds.get(roster.kind).fields
    given = roster.mapping.get("headings")
    machine = match.find(sheets, fields, {} if given else remembered(actor, of), given)
    said: Match | None = match.match_of(roster.mapping)
    if said is None:
        return machine
    names = {one.name for one in (sheets[machine.match.sheet],)} | set(machine.unread)
    own = sheets[said.sheet].name if said.sheet < len(sheets) else ""
    unread = tuple(name for name in machine.unread if name != own)
    if machine.match.sheet != said.sheet and machine.match.columns:
        unread = tuple(sorted(names - {own}))
    return Found(said, machine.layout, (), unread)
