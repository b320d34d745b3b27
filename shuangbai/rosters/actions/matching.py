"""A person says which column is what; it is remembered for the list and its area."""

from typing import Any
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.kernel import ids, sheets
from shuangbai.kernel.sheets import Sheet
from shuangbai.rosters.actions.steps import list_of, locked, moved, saved
from shuangbai.rosters.models import ColumnMatch, Roster
from shuangbai.rosters.rules import ROSTER, Field, kinds, match
from shuangbai.rosters.rules.match import Match
from shuangbai.rosters.selectors import matches


@action("roster.stage")
def match_columns(act: Act, roster_id: UUID, said: Match) -> Roster:
    """The roster to read next, with the columns as said. One that was read already is put aside,
    and a new one of the same file takes its place: lines that were read stay on record.

    Problems: roster.match_missing, roster.no_rows, sheet.column_twice, states.finished.
    """
    roster = locked(act, roster_id)
    ROSTER.after(roster.state, "discard")
    book = matches.book_of(roster)
    fields = kinds.get(roster.kind).fields
    # Said here, while the person still has the columns before them.
    match.table(book, fields, said)
    _remember(act, roster, book, said)
    told: dict[str, Any] = said.as_json()
    if roster.state == Roster.State.RECEIVED:
        roster.mapping, roster.trouble = told, {}
        saved(roster, "mapping", "trouble")
        return roster
    return _anew(act, roster, told)


def _anew(act: Act, roster: Roster, mapping: dict[str, Any]) -> Roster:
    before, roster.state = roster.state, ROSTER.after(roster.state, "discard")
    saved(roster, "state")
    act.reason = "栏目改过，重新核对"
    moved(act, roster, "discard", before)
    act.reason = ""
    fresh = Roster(
        id=ids.uuid7(),
        area=roster.area,
        kind=roster.kind,
        list_code=roster.list_code,
        day=roster.day,
        file=roster.file,
        file_name=roster.file_name,
        file_size=roster.file_size,
        file_digest=roster.file_digest,
        state=Roster.State.RECEIVED,
        uploaded_at=act.at,
        uploaded_by=act.actor.user_id,
        uploaded_by_name=act.actor.name,
        mapping=mapping,
    )
    fresh.save(force_insert=True)
    moved(act, fresh, "receive", "")
    return fresh


def _remember(act: Act, roster: Roster, book: list[Sheet], said: Match) -> None:
    """Only what was said otherwise than found, so that usual headings stay as they are."""
    of, fields = list_of(roster), kinds.get(roster.kind).fields
    known = matches.remembered(act.actor, of)
    sheet = book[said.sheet]
    found = match.find_in((said.sheet, sheet), said.heading, fields, known)
    proposed = match.find(book, fields, known)
    if proposed.match.sheet == said.sheet and proposed.match.heading == said.heading:
        found = proposed
    told = match.meanings(found, said)
    fresh = {name: code for name, code in told.items() if known.get(name) != code}
    usual = {name: code for name, code in fresh.items() if code and _usual(fields, name, code)}
    headings = {name: code for name, code in fresh.items() if name not in usual}
    if headings:
        ColumnMatch.objects.create(
            area=roster.area,
            kind=of.kind,
            list_code=of.list_code,
            headings=headings,
            made_at=act.at,
            made_by=act.actor.user_id,
            made_by_name=act.actor.name,
        )


def _usual(fields: tuple[Field, ...], name: str, code: str) -> bool:
    own = next(one for one in fields if one.code == code)
    return name in {sheets.normalise(heading) for heading in own.headings}
