"""Running one job: who does it, what came of it, in the words of a user."""

import json
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection

from shuangbai.access import audit, failures
from shuangbai.access import selectors as access
from shuangbai.access.actor import PRODUCT, Actor, operator
from shuangbai.access.refusal import Absent, Refused
from shuangbai.jobs import rules
from shuangbai.jobs.models import Job
from shuangbai.jobs.tasks import registry
from shuangbai.jobs.tasks.beside import Beside
from shuangbai.jobs.tasks.run import Cancelled, HandedBack, Run
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem, catalogue, problem

logger = logging.getLogger("shuangbai.jobs")

catalogue(
    {
        "job.broken": (
            "这个任务办到一半出了程序上的错，没有办成，出错的那一步什么也没有存。",
            "请再办一次；还不行，请把任务的名称和时间告诉系统管理员。",
        ),
        "job.tries": (
            "这个任务开始过 {times} 次，每次都中途断了，不再自动重试。",
            "请告诉系统管理员；问题解决后再办一次。",
        ),
        "job.actor": (
            "开始这个任务的人，账号已经停用，或者当时的授权已经收回。",
            "请由现在负责的人再办一次。",
        ),
        "job.role": (
            "开始这个任务的人，现在的岗位不能办这件事。",
            "请由现在负责的人再办一次。",
        ),
        "job.absent": (
            "要办的那一条没有找到，可能已经作废，或者不在负责的地区里了。",
            "请回到原来的页面刷新，看看现在的情况。",
        ),
        "job.unknown": (
            "现在运行的程序不认识这种任务。",
            "请告诉系统管理员：程序可能正在更新；更新完了再办一次。",
        ),
    }
)


class InUse(Exception):
    """Another process has this job; look again later."""


def never() -> bool:
    return False


def run(job_id: UUID, area: str, stopping: Callable[[], bool] = never) -> bool:
    """Run the job to its end. False: handed back, to be begun anew.

    Raises InUse; and what the database raises when it is gone: the job then counts as cut off.
    """
    clock.forget()
    with Beside(job_id, area) as beside:
        if not beside.take():
            raise InUse
        job = beside.begin()
        if job is None:
            return True
        told = _outcome(job, beside, stopping)
        if told["state"] not in rules.LIVE:
            told["ended_at"] = clock.now()
        beside.note(**told)
        return told["state"] not in rules.LIVE


def _outcome(job: Job, beside: Beside, stopping: Callable[[], bool]) -> dict[str, Any]:
    """What the job's row shall say after this try."""
    try:
        result = _do(job, beside, stopping)
    except Cancelled:
        return {"state": rules.JOB.after(job.state, "cancel")}
    except HandedBack:
        state = rules.JOB.after(job.state, "hand_back")
        return {"state": state, "tries": job.tries - 1, "phase": "", "done": 0, "of": 0}
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        told = _told(job, error)
        return {"state": rules.JOB.after(job.state, "fail"), "problem": told.as_dict()}
    return {"state": rules.JOB.after(job.state, "finish"), "result": result}


def _do(job: Job, beside: Beside, stopping: Callable[[], bool]) -> dict[str, Any] | None:
    if job.cancel_asked_at is not None:
        raise Cancelled
    if job.tries > rules.TRIES:
        raise problem("job.tries", times=rules.TRIES)
    task = registry.find(job.task)
    if task is None:
        raise problem("job.unknown")
    actor = _actor(job)
    if actor is None:
        raise problem("job.actor")
    if not (actor.may(task.verb) and actor.covers(job.area)):
        raise problem("job.role")
    result = task.do(Run(actor, job, beside, stopping))
    # What cannot be kept is found out here, where it still becomes a failure with words.
    json.dumps(result, cls=DjangoJSONEncoder)
    return result


def _actor(job: Job) -> Actor | None:
    """Who started it, with what they may do today."""
    if job.started_by == PRODUCT:
        return operator(job.started_by_name, job.area)
    return access.actor_again(job.started_by, job.grant_id)


def _told(job: Job, error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refused | Absent):
        if (actor := _actor(job)) is not None:
            audit.refused(actor, error.verb, error.reason, **error.where)
        return problem("access.role" if isinstance(error, Refused) else "job.absent")
    if isinstance(error, DatabaseError) and (known := failures.explained(error)) is not None:
        return known[1]
    logger.error("job %s (%s) broke", job.pk, job.task, exc_info=error)
    return problem("job.broken")
