"""The worker as a process of its own: picks up, hands back, and is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN
from shuangbai.jobs import actions, selectors
from shuangbai.jobs.models import Job
from shuangbai.jobs.testing import again, make_job
from tests.place import ROOT

pytestmark = pytest.mark.slow

SCRIPT = """
import django
django.setup()
import shuangbai.jobs.testing
from shuangbai.jobs.tasks import worker
worker.work()
"""
LONG = {"steps": 600, "seconds": 0.1}
PATIENCE = 40

type Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def start(database: None, tmp_path: Path) -> Iterator[Start]:
    """Starts a worker that knows the tasks of the tests."""
    started: list[subprocess.Popen[bytes]] = []
    log = tmp_path / "worker.log"

    def begin() -> subprocess.Popen[bytes]:
        with log.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", SCRIPT],
                cwd=ROOT,
                env={**os.environ, "SHUANGBAI_POOL": "0"},
                stdout=out,
                stderr=out,
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
    print(log.read_text(encoding="utf-8", errors="replace"))


def until(actor: Actor, job: Job, is_so: Callable[[Job], bool]) -> Job:
    """The job, once it is so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        now = again(actor, job)
        if is_so(now):
            return now
        time.sleep(0.1)
    raise AssertionError(f"still {now.state}, {now.phase} {now.done}/{now.of}, tries {now.tries}")


def test_a_worker_picks_up_what_waits_and_what_comes(head: Actor, start: Start) -> None:
    first = make_job(head, OWN_TOWN)
    process = start()
    assert until(head, first, lambda job: job.state == "done").result == {"steps": 3, "tries": 1}
    second = make_job(head, OWN_TOWN)
    began = time.monotonic()
    until(head, second, lambda job: job.state == "done")
    assert time.monotonic() - began < 3, "it hears of a new job, and does not wait for its round"
    assert selectors.health().has_worker
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_told_to_end_it_hands_back_and_the_next_one_finishes(head: Actor, start: Start) -> None:
    job = make_job(head, OWN_TOWN, args=LONG)
    process = start()
    until(head, job, lambda job: job.done > 0)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    left = again(head, job)
    assert (left.state, left.tries, left.ended_at) == ("waiting", 0, None)
    start()
    until(head, job, lambda job: job.state == "running" and job.tries == 1)


def test_killed_in_the_middle_it_is_begun_again(head: Actor, start: Start) -> None:
    job = make_job(head, OWN_TOWN, args=LONG)
    process = start()
    until(head, job, lambda job: job.done > 0)
    process.kill()
    process.wait()
    assert again(head, job).state == "running", "nobody was left to say otherwise"
    start()
    now = until(head, job, lambda job: job.tries == 2 and job.done > 0)
    assert now.state == "running"
    actions.cancel(head, job.pk)
    now = until(head, job, lambda job: not job.is_live)
    assert (now.state, now.tries) == ("cancelled", 2)


def test_a_busy_job_is_left_to_its_worker(head: Actor, start: Start) -> None:
    """Two workers, one job that takes longer than a worker may be silent."""
    job = make_job(head, OWN_TOWN, args={"steps": 4, "seconds": 3})
    start()
    start()
    assert until(head, job, lambda job: not job.is_live).result == {"steps": 4, "tries": 1}
