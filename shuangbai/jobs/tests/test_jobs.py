"""Jobs from asking to their end, in this process: who, what came of it, what others see."""

from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry, Grant, User
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of
from shuangbai.jobs import actions, rules, selectors
from shuangbai.jobs.actions import NewJob
from shuangbai.jobs.tasks import Run, registry
from shuangbai.jobs.testing import STEPS, again, ask, make_job, run_waiting
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem, problem

SUBJECT = ("clients.roster", "7")


def test_a_job_waits_runs_and_is_done(head: Actor) -> None:
    job = make_job(head, OWN_TOWN, args={"steps": 2}, back="/people/")
    assert (job.state, job.started_by, job.grant_id) == ("waiting", head.user_id, head.grant_id)
    assert run_waiting() == 1
    job = again(head, job)
    assert (job.state, job.result) == ("done", {"steps": 2, "tries": 1})
    assert (job.phase, job.done, job.of) == ("收尾", 2, 2)
    assert job.started_at is not None and job.ended_at is not None
    assert job.queued_at <= job.started_at <= job.ended_at
    assert run_waiting() == 0


def test_what_is_rolled_back_is_not_queued(head: Actor) -> None:
    with pytest.raises(RuntimeError), scope.acting(head):
        make_job(head, OWN_TOWN)
        raise RuntimeError
    assert run_waiting() == 0


def test_a_second_one_about_the_same_is_the_first(head: Actor) -> None:
    first = make_job(head, OWN_TOWN, subject=SUBJECT)
    assert make_job(head, OWN_TOWN, subject=SUBJECT).pk == first.pk
    assert make_job(head, OWN_TOWN, subject=("clients.roster", "8")).pk != first.pk
    assert make_job(head, OWN_TOWN).pk != make_job(head, OWN_TOWN).pk
    assert run_waiting() == 4
    after = make_job(head, OWN_TOWN, subject=SUBJECT)
    assert after.pk != first.pk
    with scope.acting(head):
        newest = selectors.of_subject(head, *SUBJECT)
        assert newest is not None and newest.pk == after.pk
        assert selectors.mine(head)[0].pk == after.pk


def test_only_who_may_do_it_may_ask_and_see(people: Cast, head: Actor) -> None:
    job = make_job(head, OWN_TOWN)
    worker, stranger = actor_of(people.worker), actor_of(people.stranger)
    for actor in (worker, stranger, actor_of(people.city)):
        with pytest.raises(Absent), scope.acting(actor):
            selectors.find(actor, job.pk)
        with scope.acting(actor):
            assert selectors.mine(actor) == []
    county = actor_of(people.reader)
    with scope.acting(county):
        assert selectors.find(county, job.pk).pk == job.pk
    with pytest.raises(Refused):
        make_job(worker, OWN_TOWN)
    with pytest.raises(Refused):
        make_job(head, "445302102")


def test_an_unknown_task_cannot_be_asked_for(head: Actor) -> None:
    with pytest.raises(ValueError, match="no such task"):
        ask(head, NewJob("jobs.nowhere", "没有", OWN_TOWN))


def test_one_that_waits_is_cancelled_at_once(people: Cast, head: Actor) -> None:
    job = make_job(head, OWN_TOWN)
    assert actions.cancel(actor_of(people.reader), job.pk).state == "cancelled"
    run_waiting()
    job = again(head, job)
    assert (job.state, job.tries, job.cancel_asked_by_name) == ("cancelled", 0, "xian")
    assert actions.cancel(head, job.pk).cancel_asked_by_name == "xian"
    entry = AuditEntry.objects.filter(verb="job.cancel").order_by("id")[0]
    assert (entry.subject_id, entry.area) == (str(job.pk), OWN_TOWN)


def test_one_that_has_ended_stays_as_it_is(head: Actor) -> None:
    job = make_job(head, OWN_TOWN)
    run_waiting()
    assert actions.cancel(head, job.pk).state == "done"


def test_a_problem_is_told_in_its_own_words(head: Actor, doing: dict[str, Any]) -> None:
    def do(run: Run) -> None:
        raise problem("job.tries", row=7, column="姓名", times=9)

    doing["do"] = do
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    job = again(head, job)
    assert job.state == "failed"
    assert job.problem == problem("job.tries", row=7, column="姓名", times=9).as_dict()


def test_what_nobody_expected_is_a_failure_with_words(
    head: Actor, doing: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    def do(run: Run) -> None:
        with scope.acting(run.actor):
            User.objects.filter(pk=run.actor.user_id).update(name="改了名")
            raise ZeroDivisionError("四十")

    doing["do"] = do
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    job = again(head, job)
    assert job.state == "failed"
    assert job.problem["code"] == "job.broken"
    assert "四十" not in str(job.problem)
    assert "ZeroDivisionError" in caplog.text
    assert User.objects.get(pk=head.user_id).name == "zhanzhang"


def test_a_result_that_cannot_be_kept_is_a_failure(head: Actor, doing: dict[str, Any]) -> None:
    doing["do"] = lambda run: {"what": object()}
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    assert again(head, job).problem["code"] == "job.broken"


def test_a_refusal_is_told_and_audited(head: Actor, doing: dict[str, Any]) -> None:
    doing["do"] = lambda run: make_job(run.actor, "445302102")
    job = make_job(head, OWN_TOWN, task="jobs.test")
    run_waiting()
    assert again(head, job).problem["code"] == "access.role"
    assert AuditEntry.objects.filter(outcome="refused", verb="roster.stage").count() == 1


@pytest.mark.parametrize("gone", ["account", "grant"])
def test_who_may_no_longer_do_it_does_not(people: Cast, head: Actor, gone: str) -> None:
    job = make_job(head, OWN_TOWN)
    if gone == "account":
        User.objects.filter(pk=head.user_id).update(is_active=False)
    else:
        Grant.objects.filter(user=head.user_id).update(valid_to=clock.today())
    run_waiting()
    county = actor_of(people.reader)
    assert again(county, job).problem["code"] == "job.actor"


def test_who_changed_post_does_not(people: Cast, head: Actor) -> None:
    job = make_job(head, OWN_TOWN)
    Grant.objects.filter(user=head.user_id).update(role="worker")
    run_waiting()
    assert again(actor_of(people.reader), job).problem["code"] == "job.role"


def test_the_product_itself_may_ask(database: None) -> None:
    product = operator("命令", "44")
    job = make_job(product, OWN_TOWN)
    run_waiting()
    assert again(product, job).state == "done"


@pytest.mark.parametrize("verb", rules.JOB.moves)
@pytest.mark.parametrize("state", rules.JOB.states)
def test_every_state_against_every_move(state: str, verb: str) -> None:
    allowed = {
        ("waiting", "start"): "running",
        ("running", "hand_back"): "waiting",
        ("running", "finish"): "done",
        ("waiting", "fail"): "failed",
        ("running", "fail"): "failed",
        ("waiting", "cancel"): "cancelled",
        ("running", "cancel"): "cancelled",
    }
    if (state, verb) in allowed:
        assert rules.JOB.after(state, verb) == allowed[state, verb]
    else:
        with pytest.raises(Problem):
            rules.JOB.after(state, verb)


def test_steps_is_registered() -> None:
    assert registry.known(STEPS).verb == "roster.stage"
