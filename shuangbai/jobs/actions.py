"""Asking for long work, and calling it off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Refused
from shuangbai.jobs import rules
from shuangbai.jobs.models import Job
from shuangbai.jobs.tasks import queue, registry

KIND = "jobs.job"


@dataclass(frozen=True)
class NewJob:
    """`subject`: kind and id of the record that it is about. `title` and `args` name no person:
    they are kept in plain words. `back`: address of the page that shows what came of it."""

    task: str
    title: str
    area: str
    subject: tuple[str, Any] = ("", "")
    args: Mapping[str, Any] = field(default_factory=dict)
    back: str = ""


def enqueue(act: Act, new: NewJob) -> Job:
    """Queue it in the caller's transaction: it waits once that is committed, and not before.

    While a job of the same task and subject waits or runs, that one is the answer.
    ValueError for a task that nobody registered; Refused when the actor may not do what it does.
    """
    task = registry.known(new.task)
    if not act.actor.may(task.verb):
        raise Refused(task.verb, "岗位没有这项权限", area=new.area)
    act.within(new.area)
    kind, ident = new.subject[0], str(new.subject[1])
    if ident and (already := _alive(act, new.task, kind, ident)) is not None:
        return already
    job = Job(
        area=new.area,
        task=task.name,
        verb=task.verb,
        title=new.title[:120],
        subject_kind=kind,
        subject_id=ident,
        back=new.back,
        args=dict(new.args),
        started_by=act.actor.user_id,
        started_by_name=act.actor.name,
        grant_id=act.actor.grant_id,
        queued_at=act.at,
    )
    job.save(force_insert=True)
    act.touch(KIND, job.pk, job.area, task=job.task)
    queue.defer(job)
    return job


def _alive(act: Act, task: str, kind: str, ident: str) -> Job | None:
    """Two who ask at once take turns here, so that the second one meets the first one's job."""
    with connection.cursor() as cursor:
        asked = f"{task} {kind} {ident}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4453))", [asked])
    rows = Job.objects.under(*act.actor.areas).live().about(kind, ident)
    found: Job | None = rows.filter(task=task).first()
    return found


@action("job.cancel")
def cancel(act: Act, job_id: UUID | str) -> Job:
    """One that waits is cancelled now, one that runs is asked to stop; one that has ended stays
    as it is, and is the answer."""
    pref = gate.find(Job, act.actor, job_id).pref
    job: Job = Job.objects.select_for_update().get(pk=job_id, pref=pref)
    act.within(job.area)
    act.subject = (KIND, str(job.pk))
    act.detail = {"state": job.state}
    if not job.is_live or job.cancel_asked_at is not None:
        return job
    job.cancel_asked_at = act.at
    job.cancel_asked_by, job.cancel_asked_by_name = act.actor.user_id, act.actor.name
    if job.state == rules.WAITING:
        job.state, job.ended_at = rules.JOB.after(job.state, "cancel"), act.at
    job.save()
    return job
