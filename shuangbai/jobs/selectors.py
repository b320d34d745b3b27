"""Questions about jobs. Actor first; and how the queue stands, for whoever keeps the machine."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localtime

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.jobs import rules
from shuangbai.jobs.models import Job

SHOWN = 50
SILENT_SECONDS = 30
"""A worker that was not heard of for so long is gone."""


@dataclass(frozen=True)
class Health:
    """`heard`: how long ago a worker last spoke, None when none is known."""

    heard: timedelta | None
    waiting: int
    running: int

    @property
    def has_worker(self) -> bool:
        return self.heard is not None and self.heard.total_seconds() < SILENT_SECONDS


def find(actor: Actor, job_id: UUID | str) -> Job:
    """The job, or Absent."""
    return gate.find(Job, actor, job_id)


def of_subject(actor: Actor, kind: str, ident: Any) -> Job | None:
    """The newest job about this record."""
    found: Job | None = (
        Job.objects.visible_to(actor).about(kind, str(ident)).order_by("-queued_at", "-id").first()
    )
    return found


def mine(actor: Actor, limit: int = SHOWN) -> list[Job]:
    """Jobs that this user started, the newest first."""
    gate.allow(actor, "job.see")
    own = Job.objects.visible_to(actor).filter(started_by=actor.user_id)
    return list(own.order_by("-queued_at", "-id")[:limit])


def is_stuck(job: Job) -> bool:
    """Whether it waits and nobody is there to run it."""
    return job.state == rules.WAITING and not health().has_worker


def said(job: Job) -> str:
    """Who began it, where and when."""
    at = localtime(job.queued_at)
    when = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return f"{areas.names_together([job.area])} · {job.started_by_name} {when} 开始"


def health() -> Health:
    """Of the queue, whose tables hold no people: asked by the doctor without a scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT clock_timestamp() - max(last_heartbeat) FROM procrastinate_workers),"
            " count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing')"
            " FROM procrastinate_jobs"
        )
        return Health(*cursor.fetchone())
