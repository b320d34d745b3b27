"""A roster is read, checked row by row, and compared with what is on file; all stays as it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.kernel import memory, sheets
from shuangbai.kernel.problems import Problem
from shuangbai.rosters.actions.receiving import NewRoster, received
from shuangbai.rosters.actions.rows import (
    Done,
    rewrite_rows,
    stored_rows,
    table_of,
    write_rows,
)
from shuangbai.rosters.actions.steps import list_of, locked, moved, saved, silent
from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.rules import ROSTER, Field, Plan, Table, kinds, match
from shuangbai.rosters.rules.plans import Progress
from shuangbai.rosters.selectors import matches


@action("roster.stage")
def receive(act: Act, new: NewRoster) -> Roster:
    """Keep a file as it is; `read` comes next. The same list again is the one that waits.

    Problems: those of `received`.
    """
    return received(act, new)[0]


@memory.quiet()
@action("roster.stage")
def read(act: Act, roster_id: UUID, progress: Progress = silent) -> Roster:
    """Read a received file, check each row, compare with what is on file. One whose columns a
    person has to look at stays received, and says why in `trouble`; one that is read already is
    given back.

    Problems: those of `kernel.sheets.read`, roster.no_rows.
    """
    roster = locked(act, roster_id)
    if roster.state != Roster.State.RECEIVED:
        act.detail = {"already": True}
        return roster
    progress("读文件", 0, 0)
    book = matches.book_of(roster)
    fields = kinds.get(roster.kind).fields
    found = matches.found(act.actor, roster, book)
    if not found.certain(fields):
        roster.trouble = _doubt(found, fields)
        saved(roster, "trouble")
        return roster
    return _stage(act, roster, match.table(book, fields, found.match, found.unread), progress)


@memory.quiet()
@action("roster.stage")
def stage(act: Act, new: NewRoster) -> Roster:
    """Take a file in and read it, in one go or not at all, where nobody can be asked about its
    columns: what is not certain is not read, and a Problem when it is needed.

    Problems: those of `received`, of `read` and of `rules.match.strict`.
    """
    roster, there = received(act, new)
    if there and roster.state != Roster.State.RECEIVED:
        return roster
    book = sheets.read(new.data, new.file_name)
    fields = kinds.get(roster.kind).fields
    found = matches.found(act.actor, roster, book)
    sure = match.strict(found, fields)
    return _stage(act, roster, match.table(book, fields, sure, found.unread), silent)


@memory.quiet()
@action("roster.stage")
def recheck(act: Act, roster_id: UUID, progress: Progress = silent) -> Roster:
    """Compare a waiting roster with what is on file now, after a merge that was stopped."""
    roster = locked(act, roster_id)
    if roster.state == Roster.State.STAGED:
        lines, made = planned_again(act, roster, progress)
        rewrite_rows(roster, Done(lines, made), progress)
        roster.outcome = {**roster.outcome, **made.told()}
        saved(roster, "outcome")
        act.detail = made.counts()
    return roster


@action("roster.stage")
def trouble(act: Act, roster_id: UUID, found: Problem) -> Roster:
    """A received file could not be read: the roster says why, so that its columns can be mended
    or another file be sent."""
    roster = locked(act, roster_id)
    if roster.state == Roster.State.RECEIVED:
        roster.trouble = {"code": found.code, "message": found.message, "fix": found.fix}
        saved(roster, "trouble")
    return roster


def planned_again(
    act: Act, roster: Roster, progress: Progress
) -> tuple[list[RosterRow], Plan[Any, Any]]:
    """The lines as they were read, and what they would change now."""
    lines = stored_rows(roster)
    return lines, _planned(act, roster, table_of(roster, lines), progress)


def _stage(act: Act, roster: Roster, table: Table, progress: Progress) -> Roster:
    before, roster.state = roster.state, ROSTER.after(roster.state, "stage")
    made = _planned(act, roster, table, progress)
    roster.outcome = {**made.told(), **_of_file(table)}
    roster.trouble = {}
    write_rows(roster, table, made, progress)
    saved(roster, "state", "outcome", "trouble")
    moved(act, roster, "stage", before)
    return roster


def _doubt(found: match.Found, fields: Sequence[Field]) -> dict[str, Any]:
    """Why a person has to look at the columns."""
    try:
        match.strict(found, fields)
    except Problem as told:
        fix = "请在下面说明表头在第几行、每一列是什么"
        return {"code": told.code, "message": told.message, "fix": fix}
    titles = "、".join(f"“{found.layout.columns[at].title}”" for at in found.unsure[:5])
    return {
        "code": "roster.doubt",
        "message": f"有 {len(found.unsure)} 列不能肯定是什么：{titles}",
        "fix": "请核对下面每一列，再往下",
    }


def _planned(act: Act, roster: Roster, table: Table, progress: Progress) -> Plan[Any, Any]:
    kind = kinds.get(roster.kind)
    return kind.plan(kinds.Planning(act, list_of(roster), table, progress))


def _of_file(table: Table) -> dict[str, Any]:
    return {
        "columns": table.columns,
        "skipped": table.skipped,
        "sheet": table.sheet,
        "unread": list(table.unread),
        "hidden": table.hidden,
        "unvalued": table.unvalued,
    }
