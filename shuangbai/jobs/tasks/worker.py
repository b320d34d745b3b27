"""The process that runs jobs: procrastinate fetches them, `runner` does them."""

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from uuid import UUID

from django.db import connection
from procrastinate import App, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Row
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy

from shuangbai.jobs.tasks import runner
from shuangbai.jobs.tasks.beside import lock_key
from shuangbai.jobs.tasks.queue import QUEUE, RUN

AT_ONCE = 2
"""So that a short job does not wait for a long one."""
BEAT_SECONDS, SILENT_SECONDS, LOOK_SECONDS = 2, 6, 2
AGAIN_SECONDS = 2
HELD = (
    "SELECT classid::bigint << 32 | objid::bigint AS held FROM pg_locks"
    " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)

logger = logging.getLogger("shuangbai.jobs")
_stopping = threading.Event()


class HandBack(Exception):
    """Leave the row in the queue."""


class _Again(BaseRetryStrategy):
    """What did not come to its end stays in the queue, whatever the reason: how often a job is
    tried is counted in its own row."""

    def get_retry_decision(self, *, exception: BaseException, job: Row) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": AGAIN_SECONDS})


@app.task(name=RUN, queue=QUEUE, retry=_Again())
def run_job(job: str, area: str) -> None:
    if not runner.run(UUID(job), area, _stopping.is_set):
        raise HandBack


def work(parent: int | None = None) -> None:
    """Run jobs until SIGTERM or SIGINT; a job in the middle is handed back at its next word.

    `parent`: id of the process that started this one; end with it, however it ended.
    """
    _stopping.clear()
    # Threads have connections of their own; this one was for the command line.
    connection.close()
    asyncio.run(_work(parent))


async def _work(parent: int | None) -> None:
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    with app.replace_connector(connector):
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=AT_ONCE,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    update_heartbeat_interval=BEAT_SECONDS,
                    stalled_worker_timeout=SILENT_SECONDS,
                )
            )
            _listen(working)
            looking = asyncio.create_task(_look_after(working, parent))
            try:
                with suppress(asyncio.CancelledError):
                    await working
            finally:
                looking.cancel()


def _listen(working: "asyncio.Task[None]") -> None:
    def stop() -> None:
        _stopping.set()
        working.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


async def _look_after(working: "asyncio.Task[None]", parent: int | None) -> None:
    """Jobs of workers that died are queued again; a worker whose parent died ends."""
    while True:
        if parent is not None and os.getppid() != parent:
            _stopping.set()
            working.cancel()
            return
        try:
            await _requeue(app)
        except ConnectorException:
            logger.warning("the queue could not be looked through", exc_info=True)
        await asyncio.sleep(LOOK_SECONDS)


async def _requeue(app: App) -> None:
    """Silence alone proves nothing, a busy process is silent too: the job's lock must be free."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS))
    if not stalled:
        return
    held = {row["held"] for row in await app.connector.execute_query_all_async(HELD)}
    for row in stalled:
        if lock_key(UUID(str(row.task_kwargs["job"]))) not in held:
            logger.warning("job %s was cut off and is queued again", row.task_kwargs["job"])
            # Another worker may have seen it too; then there is nothing left to do.
            with suppress(ConnectorException):
                await app.job_manager.retry_job(row)
