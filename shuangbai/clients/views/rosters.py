"""Pages of rosters: all of them with the upload, and the review of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.clients.actions import rosters as actions
from shuangbai.clients.forms.rosters import RosterForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.selectors import rosters as selectors
from shuangbai.clients.views.review import refused_file, review
from shuangbai.kernel.downloads import workbook
from shuangbai.kernel.problems import Problem


@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "roster.see")
    form = RosterForm(actor, request.POST or None, request.FILES or None)
    if form.is_valid():
        with telling(form):
            roster = actions.stage(actor, form.command())
            if roster.uploaded_by != actor.user_id:
                messages.info(request, f"{roster.uploaded_by_name}已经交过，就是这一份。")
            return redirect("clients:roster", roster.pk)
    context = {"form": form, "rosters": selectors.listing(actor)}
    return render(request, "clients/rosters.html", context, status=422 if form.errors else 200)


@require_safe
def roster(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    found = selectors.find(request.actor, roster_id)
    subject = ("clients.roster", str(found.pk))
    audit.seen(request.actor, "roster.see", area=found.area, subject=subject)
    return render(request, "clients/roster.html", review(request, found))


@require_POST
def roster_merge(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """When it is stopped, the page shows how the roster compares with what is on file now."""
    confirmed = "confirm_retire" in request.POST
    try:
        shown = request.POST.get("leaving")
        actions.merge(request.actor, roster_id, confirm_retire=confirmed, shown=shown)
        messages.success(request, "这份名册已经合并。")
    except Problem as told:
        actions.recheck(request.actor, roster_id)
        messages.error(request, str(told))
    return redirect("clients:roster", roster_id)


@require_POST
def roster_discard(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    actions.discard(request.actor, roster_id, request.POST.get("reason", ""))
    messages.info(request, "这份名册作废了，对象没有任何变动。")
    return redirect("clients:rosters")


@require_safe
def roster_refused(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Rows that were not taken with their reasons, to be mended in the office's own file."""
    found = selectors.find(request.actor, roster_id)
    subject = ("clients.roster", str(found.pk))
    lines = selectors.refused(request.actor, found)
    audit.seen(request.actor, "roster.see", area=found.area, subject=subject, exported=len(lines))
    return workbook(*refused_file(found, lines))
