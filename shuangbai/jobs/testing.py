"""Makers of jobs, and a runner for tests: what waits is run now, in this process.

    from shuangbai.jobs.testing import run_waiting

The tasks registered here do nothing for anybody; only a process that imports this knows them.
"""

import time
from typing import Any
from uuid import UUID

from django.db import connection

from shuangbai.access import scope
from shuangbai.access.action import Act, action
from shuangbai.access.actor import Actor
from shuangbai.jobs import actions
from shuangbai.jobs.actions import NewJob
from shuangbai.jobs.models import Job
from shuangbai.jobs.tasks import Run, queue, runner, task

STEPS = "jobs.steps"


@task(STEPS, verb="roster.stage")
def steps(run: Run) -> dict[str, Any]:
    """`steps`: how many; `seconds`: how long each takes."""
    number, seconds = run.args.get("steps", 3), run.args.get("seconds", 0)
    for done in range(number):
        run.progress("核对", done, number)
        time.sleep(seconds)
    run.progress("收尾", number, number)
    return {"steps": number, "tries": run.job.tries}


@action("roster.stage")
def ask(act: Act, new: NewJob) -> Job:
    return actions.enqueue(act, new)


def make_job(actor: Actor, area: str, **told: Any) -> Job:
    """A job that waits. `told`: any field of NewJob."""
    return ask(actor, NewJob(**{"task": STEPS, "title": "核对名册", "area": area, **told}))


def again(actor: Actor, job: Job) -> Job:
    """The job as it is now."""
    with scope.acting(actor):
        found: Job = Job.objects.get(pk=job.pk)
    return found


def run_waiting() -> int:
    """Run every job that waits, the oldest first, also those that they queue; how many it were.

    Failures stand in the jobs; nothing is raised for them.
    """
    number = 0
    while (row := _fetch()) is not None:
        ident, args = row
        ended = runner.run(*args)
        assert ended, "nobody tells this worker to end"
        with connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [ident])
        number += 1
    return number


def _fetch() -> tuple[int, tuple[UUID, str]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, args->>'job', args->>'area'"
            " FROM procrastinate_fetch_job_v2(%s::varchar[], NULL) WHERE id IS NOT NULL",
            [[queue.QUEUE]],
        )
        row = cursor.fetchone()
    return (row[0], (UUID(row[1]), row[2])) if row else None
