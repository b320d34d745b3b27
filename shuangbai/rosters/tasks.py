"""Long lists, read and merged as jobs: each is one action, so that it is done or not at all."""

from typing import Any
from uuid import UUID

from shuangbai.jobs.tasks import Run, task
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions
from shuangbai.rosters.actions.later import MERGE, STAGE


@task(STAGE, verb="roster.stage")
def stage(run: Run) -> dict[str, Any]:
    """What is wrong with the file stays on the roster, so that it can be mended there."""
    ident = UUID(run.job.subject_id)
    try:
        roster = actions.read(run.actor, ident, run.progress)
    except Problem as told:
        actions.trouble(run.actor, ident, told)
        raise
    return {"state": roster.state}


@task(MERGE, verb="roster.merge")
def merge(run: Run) -> dict[str, Any]:
    """A merge that was stopped leaves the roster compared anew with what is on file."""
    ident = UUID(run.job.subject_id)
    try:
        roster = actions.merge(run.actor, ident, actions.Confirmed(**run.args), run.progress)
    except Problem:
        actions.recheck(run.actor, ident)
        raise
    return {"state": roster.state}
