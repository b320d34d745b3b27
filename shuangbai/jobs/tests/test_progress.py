"""What crosses the open transaction of a job, and who holds it."""

from typing import Any

import pytest
from django.db import connections

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import User
from shuangbai.access.testing import OWN_TOWN
from shuangbai.jobs import rules
from shuangbai.jobs.models import Job
from shuangbai.jobs.tasks import Cancelled, Run, runner
from shuangbai.jobs.tasks import run as running
from shuangbai.jobs.tasks.beside import lock_key
from shuangbai.jobs.testing import again, make_job, run_waiting
from shuangbai.kernel import clock
from shuangbai.kernel.rowscope import RowScope, scoped


def seen_by(onlooker: str, job: Job) -> Job:
    with scoped(RowScope.covering((job.area,)), using=onlooker):
        found: Job = Job.objects.using(onlooker).get(pk=job.pk)
    return found


def ask_to_cancel(onlooker: str, job: Job) -> None:
    with scoped(RowScope.covering((job.area,)), using=onlooker):
        Job.objects.using(onlooker).filter(pk=job.pk).update(cancel_asked_at=clock.now())


def test_progress_crosses_the_open_transaction(
    head: Actor, doing: dict[str, Any], onlooker: str
) -> None:
    told: list[tuple[str, str, int, int]] = []

    def do(run: Run) -> None:
        with scope.acting(run.actor):
            User.objects.filter(pk=run.actor.user_id).update(name="改了名")
            run.progress("写入", 40, 100)
            now = seen_by(onlooker, run.job)
            told.append((now.state, now.phase, now.done, now.of))
            other = User.objects.using(onlooker).get(pk=run.actor.user_id)
            told.append((other.name, "", 0, 0))

    doing["do"] = do
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    assert told == [("running", "写入", 40, 100), ("zhanzhang", "", 0, 0)]
    assert again(head, job).state == "done"


def test_a_wish_to_cancel_reaches_the_open_transaction(
    head: Actor, doing: dict[str, Any], onlooker: str
) -> None:
    def do(run: Run) -> None:
        with scope.acting(run.actor):
            User.objects.filter(pk=run.actor.user_id).update(name="改了名")
            run.progress("写入", 1, 100)
            ask_to_cancel(onlooker, run.job)
            with pytest.raises(Cancelled):
                run.progress("写完", 2, 100)
            try:
                run.progress("又写", 3, 100)
            except Exception:
                pytest.fail("an `except Exception` must not keep it")

    doing["do"] = do
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    job = again(head, job)
    assert (job.state, job.problem) == ("cancelled", None)
    assert job.ended_at is not None
    assert User.objects.get(pk=head.user_id).name == "zhanzhang"


def test_progress_may_be_told_as_often_as_one_likes(
    head: Actor, doing: dict[str, Any], onlooker: str
) -> None:
    seen: set[int] = set()

    def do(run: Run) -> None:
        for done in range(500):
            run.progress("核对", done, 500)
            if done % 50 == 0:
                seen.add(seen_by(onlooker, run.job).done)

    doing["do"] = do
    make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    assert len(seen) <= 1 + 10 * running.SECONDS_APART


def test_a_worker_that_ends_hands_its_job_back(head: Actor) -> None:
    from_queue = make_job(head, OWN_TOWN)
    assert running.HandedBack.__mro__[1] is running.Stopped
    ended = runner_run(from_queue, stopping=True)
    job = again(head, from_queue)
    assert (ended, job.state, job.tries, job.ended_at) == (False, "waiting", 0, None)
    run_waiting()
    assert again(head, job).state == "done"


def runner_run(job: Job, *, stopping: bool) -> bool:
    return runner.run(job.pk, job.area, lambda: stopping)


def test_a_job_in_hand_is_not_taken_twice(
    head: Actor, doing: dict[str, Any], onlooker: str
) -> None:
    def do(run: Run) -> None:
        with connections[onlooker].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(run.job.pk)])
            assert cursor.fetchone() == (False,)

    doing["do"] = do
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    assert again(head, job).state == "done"


def test_cut_off_three_times_it_is_given_up(head: Actor) -> None:
    job = make_job(head, OWN_TOWN)
    with scope.acting(head):
        Job.objects.filter(pk=job.pk).update(state="running", tries=2)
    run_waiting()
    job = again(head, job)
    assert (job.state, job.tries, job.result["tries"]) == ("done", 3, 3)
    lost = make_job(head, OWN_TOWN)
    with scope.acting(head):
        Job.objects.filter(pk=lost.pk).update(state="running", tries=rules.TRIES)
    run_waiting()
    assert again(head, lost).problem["code"] == "job.tries"
