"""Pages of jobs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from shuangbai.access.request import ActorRequest
from shuangbai.jobs import actions, rules, selectors


@require_safe
def jobs(request: ActorRequest) -> HttpResponse:
    return render(request, "jobs/list.html", {"jobs": selectors.mine(request.actor)})


@require_safe
def job(request: ActorRequest, job_id: UUID) -> HttpResponse:
    """The whole page, or the progress alone for the script that asks for it every second."""
    found = selectors.find(request.actor, job_id)
    reload = bool(request.GET.get("reload"))
    part = "jobs/progress.html" if "HX-Request" in request.headers else "jobs/job.html"
    context = {"job": found, "reload": reload, "sub": selectors.said(found)}
    context["idle"] = selectors.is_stuck(found)
    response = render(request, part, context)
    if reload and not found.is_live:
        # The page around it now has something else to say.
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: ActorRequest, job_id: UUID) -> HttpResponse:
    if not selectors.find(request.actor, job_id).is_live:
        messages.info(request, "这个任务已经结束，不能再取消。")
    elif actions.cancel(request.actor, job_id).state == rules.CANCELLED:
        messages.success(request, "这个任务取消了，什么也没有改。")
    return redirect("jobs:job", job_id)
