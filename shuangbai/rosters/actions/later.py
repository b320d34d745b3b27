"""Reading and merging of long lists, handed to a job."""

from dataclasses import asdict
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.jobs.actions import NewJob, enqueue
from shuangbai.jobs.models import Job
from shuangbai.rosters.actions.merging import Confirmed
from shuangbai.rosters.actions.steps import find
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import kinds
from shuangbai.rosters.selectors import matches

STAGE, MERGE = "rosters.stage", "rosters.merge"
MOST_ROWS = 2000
MOST_BYTES_AT_ONCE = 400_000
"""Larger ones are not even looked into while somebody waits."""


def is_large(roster: Roster) -> bool:
    """Whether it takes longer than somebody likes to wait for a page. Problems: those of
    `kernel.sheets.read`, for a small file that was not read yet."""
    if roster.outcome:
        return int(roster.outcome["rows"]) > MOST_ROWS
    if roster.file_size > MOST_BYTES_AT_ONCE:
        return True
    return any(len(sheet.rows) > MOST_ROWS for sheet in matches.book_of(roster))


@action("roster.stage")
def read_later(act: Act, roster_id: UUID, back: str) -> Job:
    """Queue the reading of a received roster; `back`: address of its page."""
    return _queued(act, roster_id, NewJob(STAGE, "核对", "", back=back))


@action("roster.merge")
def merge_later(act: Act, roster_id: UUID, said: Confirmed, back: str) -> Job:
    """Queue the merge."""
    return _queued(act, roster_id, NewJob(MERGE, "合并", "", args=asdict(said), back=back))


def _queued(act: Act, roster_id: UUID, new: NewJob) -> Job:
    roster = find(act, roster_id)
    title = f"{new.title}{kinds.get(roster.kind).title(roster.list_code)}"
    subject = ("rosters.roster", str(roster.pk))
    return enqueue(act, NewJob(new.task, title, roster.area, subject, new.args, new.back))
