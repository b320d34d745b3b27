"""A second connection of the thread that runs a job, for what must not wait for its transaction.

Over it the job says how far it is and hears that it is to stop. It also holds the job's lock for
as long as this process lives: PostgreSQL lets go of it by itself when the process is killed, so
nobody has to guess from a clock whether somebody is still at it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from shuangbai.jobs import rules
from shuangbai.jobs.models import Job
from shuangbai.kernel import areakey, clock, rowscope

ALIAS = "beside"
LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s'"


def lock_key(job_id: UUID) -> int:
    """Of the job's advisory lock: the random half of its id, as a signed number."""
    return int.from_bytes(job_id.bytes[8:], signed=True)


class Beside:
    """Open for one job. Its transactions are short and touch nothing but the job's row."""

    def __init__(self, job_id: UUID, area: str) -> None:
        self.job_id, self.area = job_id, area
        self.pref = areakey.prefecture(area)

    def __enter__(self) -> Self:
        connections[ALIAS] = connections["default"].copy(ALIAS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        connections[ALIAS].close()
        del connections[ALIAS]

    def take(self) -> bool:
        """Hold the job until this connection ends; False when another process has it."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(self.job_id)])
            return bool(cursor.fetchone()[0])

    def begin(self) -> Job | None:
        """The job, running from now on; None when it has ended or is gone.

        One that is found running was cut off, as its lock was free: it counts as another try.
        """
        with self._scoped():
            job: Job | None = self._rows().select_for_update().first()
            if job is None or not job.is_live:
                return None
            if job.state == rules.RUNNING:
                job.state = rules.JOB.after(job.state, "hand_back")
            now = clock.now()
            told: dict[str, Any] = {"tries": job.tries + 1, "beat_at": now, "phase": ""}
            told |= {"done": 0, "of": 0, "started_at": job.started_at or now}
            told["state"] = rules.JOB.after(job.state, "start")
            self._rows().update(**told)
            for name, value in told.items():
                setattr(job, name, value)
            return job

    def beat(self, phase: str, done: int, of: int) -> bool:
        """Say how far it is; True when somebody asked to cancel."""
        told = {"phase": phase, "done": max(0, done), "of": max(0, of), "beat_at": clock.now()}
        try:
            with self._scoped(LOCK_TIMEOUT):
                self._rows().update(**told)
        except OperationalError as error:
            # Whoever holds the row for so long is not worth breaking the job for.
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
        with self._scoped():
            return bool(self._rows().exclude(cancel_asked_at=None).exists())

    def note(self, **told: Any) -> None:
        """What is to stand in the job's row from now on."""
        with self._scoped():
            self._rows().update(**told)

    def _rows(self) -> Any:
        return Job.objects.using(ALIAS).filter(pk=self.job_id, pref=self.pref)

    @contextmanager
    def _scoped(self, first: str = "") -> Iterator[None]:
        with rowscope.scoped(rowscope.RowScope.covering((self.area,)), using=ALIAS):
            if first:
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute(first)
            yield
