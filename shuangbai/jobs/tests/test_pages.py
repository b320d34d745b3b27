"""Pages of jobs: what is seen while one waits, runs, and has ended."""

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN, Cast, client_of
from shuangbai.jobs import selectors
from shuangbai.jobs.models import Job
from shuangbai.jobs.testing import again, make_job, run_waiting
from shuangbai.kernel.problems import problem


@pytest.fixture
def desk(people: Cast) -> Client:
    return client_of(people.owner)


def page(desk: Client, job: Job, **more: str) -> str:
    return desk.get(f"/jobs/{job.pk}/", **more).content.decode()  # type: ignore[arg-type]


def made(head: Actor, **told: object) -> Job:
    job = make_job(head, OWN_TOWN, title="核对名册“特困.xlsx”", back="/people/")
    with scope.acting(head):
        Job.objects.filter(pk=job.pk).update(**told)
    return job


def test_while_it_runs_the_page_asks_again(head: Actor, desk: Client) -> None:
    job = made(head, state="running", tries=1, phase="逐行核对", done=41, of=100)
    text = page(desk, job)
    assert all(word in text for word in ("核对名册“特困.xlsx”", "逐行核对", "取消这个任务"))
    assert 'http-equiv="refresh"' in text and 'hx-trigger="every 1s"' in text
    part = page(desk, job, HTTP_HX_REQUEST="true")
    assert "逐行核对" in part and "<html" not in part


def test_when_it_has_ended_nothing_asks_again(head: Actor, desk: Client) -> None:
    job = made(head)
    run_waiting()
    text = page(desk, job)
    assert "看结果" in text and 'href="/people/"' in text
    assert "refresh" not in text and "hx-trigger" not in text and "取消这个任务" not in text


def test_a_page_around_it_is_told_to_load_itself_anew(head: Actor, desk: Client) -> None:
    job = made(head)
    asked = {"HTTP_HX_REQUEST": "true"}
    first = desk.get(f"/jobs/{job.pk}/?reload=1", **asked)  # type: ignore[arg-type]
    assert "HX-Refresh" not in first.headers and "?reload=1" in first.content.decode()
    run_waiting()
    last = desk.get(f"/jobs/{job.pk}/?reload=1", **asked)  # type: ignore[arg-type]
    assert last.headers["HX-Refresh"] == "true"


def test_a_failure_says_what_to_do(head: Actor, desk: Client) -> None:
    told = problem("job.actor")
    job = made(head)
    with scope.acting(head):
        Job.objects.filter(pk=job.pk).update(grant_id=job.pk)
    run_waiting()
    assert told.message in page(desk, job) and told.fix in page(desk, job)
    assert told.message in desk.get("/jobs/").content.decode()


def test_cancelling_says_what_became_of_it(head: Actor, desk: Client) -> None:
    job = made(head)
    answer = desk.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "已取消" in answer.content.decode()
    assert again(head, job).state == "cancelled"
    ended = made(head)
    run_waiting()
    late = desk.post(f"/jobs/{ended.pk}/cancel/", follow=True)
    assert "已经结束，不能再取消" in late.content.decode()


def test_without_any_the_list_says_what_comes_here(desk: Client) -> None:
    assert "还没有开始过任务" in desk.get("/jobs/").content.decode()


def test_one_that_nobody_runs_is_told_so(
    head: Actor, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "SILENT_SECONDS", -1)
    assert "后台现在没有在办任务" in page(desk, made(head))
