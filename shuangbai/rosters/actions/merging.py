"""What a roster says is done, all of it or nothing; or it is put aside."""

from dataclasses import dataclass
from uuid import UUID

from django.db import DataError, IntegrityError, connection

from shuangbai.access.action import Act, action
from shuangbai.kernel import memory
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.actions.checks import check_file, check_order, check_sensible
from shuangbai.rosters.actions.rows import Done, rewrite_rows
from shuangbai.rosters.actions.staging import planned_again
from shuangbai.rosters.actions.steps import list_of, locked, moved, saved, silent
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ROSTER, kinds
from shuangbai.rosters.rules.plans import Progress

catalogue(
    {
        "roster.clash": (
            "名册里有人的记录与已经登记的冲突，什么也没有存",
            "请把这份名册的名称和日期告诉系统管理员核对",
        ),
    }
)


@dataclass(frozen=True)
class Confirmed:
    """What the person who merges has said. `shown`: `outcome["leaving"]` as it was on the page,
    so that nobody leaves unseen; None when no page was. `retire`: most of the list is to leave.
    `same`: the same file was given for another list, area or day, and that is right."""

    shown: str | None = None
    retire: bool = False
    same: bool = False


@memory.quiet()
@action("roster.merge", counted=True)
def merge(
    act: Act, roster_id: UUID, said: Confirmed = Confirmed(), progress: Progress = silent
) -> Roster:
    """All rows that can be taken, or nothing. One that is merged already is given back as it is.

    Problems: roster.older, .changed, .nothing, .clash, .same_file, .many_leave, states.finished,
    and those of the kind.
    """
    roster = locked(act, roster_id)
    if roster.state == Roster.State.MERGED:
        act.detail = {"already": True}
        return roster
    before, roster.state = roster.state, ROSTER.after(roster.state, "merge")
    kind, of = kinds.get(roster.kind), list_of(roster)
    check_order(act, roster, of)
    # Planned again under the lock: another list may have come between the check and now.
    lines, made = planned_again(act, roster, progress)
    check_file(act, roster, said.same)
    check_sensible(made, said.retire, said.shown, kind.unit)
    fresh = _run(kind, kinds.Merging(act, roster.pk, of, made, progress))
    rewrite_rows(roster, Done(lines, made, fresh), progress)
    roster.outcome = {**roster.outcome, **made.told()}
    saved(roster, "state", "outcome")
    moved(act, roster, "merge", before)
    return roster


@action("roster.discard")
def discard(act: Act, roster_id: UUID, reason: str = "") -> Roster:
    """Put aside without merging; the lines stay on record."""
    roster = locked(act, roster_id)
    if roster.state == Roster.State.DISCARDED:
        act.detail = {"already": True}
        return roster
    before, roster.state = roster.state, ROSTER.after(roster.state, "discard")
    saved(roster, "state")
    act.reason = reason.strip()[:200]
    moved(act, roster, "discard", before)
    return roster


def _run(kind: kinds.ListKind, work: kinds.Merging) -> dict[int, UUID]:
    try:
        fresh = kind.merge(work)
        with connection.cursor() as cursor:
            # Constraints that wait for the end of the transaction are asked here, where what
            # they refuse can still be told.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (IntegrityError, DataError) as clash:
        raise problem("roster.clash") from clash
    return fresh
