"""Pages of rosters: all of them with the upload, and the review of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.downloads import kept, workbook
from shuangbai.kernel.telling import telling
from shuangbai.rosters import actions
from shuangbai.rosters.forms.file import FileForm
from shuangbai.rosters.forms.upload import RosterForm
from shuangbai.rosters.selectors import rosters as selectors
from shuangbai.rosters.views.going import arrived, merge_on
from shuangbai.rosters.views.review import refused_file, review


@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "roster.see")
    form = RosterForm(actor, request.POST or None, request.FILES or None)
    if form.is_valid():
        with telling(form):
            return arrived(request, form.command())
    context = {"form": form, "rosters": selectors.listing(actor)}
    return render(request, "rosters/rosters.html", context, status=422 if form.errors else 200)


@require_safe
def roster(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    found = selectors.find(request.actor, roster_id)
    subject = ("rosters.roster", str(found.pk))
    audit.seen(request.actor, "roster.see", area=found.area, subject=subject)
    return render(request, "rosters/roster.html", review(request, found))


@require_POST
def merge(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "roster.merge")
    roster = selectors.find(request.actor, roster_id)
    given = request.POST
    said = actions.Confirmed(
        given.get("leaving"), "confirm_retire" in given, "confirm_same" in given
    )
    merge_on(request, roster, said)
    return redirect("rosters:roster", roster_id)


@require_POST
def discard(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    actions.discard(request.actor, roster_id, request.POST.get("reason", ""))
    messages.info(request, "这份名册作废了，名单没有任何变动。")
    return redirect("rosters:rosters")


@require_safe
def refused(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Rows that were not taken with their reasons, to be mended in the office's own file."""
    found = selectors.find(request.actor, roster_id)
    subject = ("rosters.roster", str(found.pk))
    lines = selectors.all_rows(request.actor, found, "refuse")
    audit.seen(request.actor, "roster.see", area=found.area, subject=subject, exported=len(lines))
    return workbook(*refused_file(found, lines))


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Asks why, then gives the file as it came."""
    found = selectors.find(request.actor, roster_id)
    form = FileForm(request.POST or None) if request.method == "POST" else FileForm()
    if form.is_valid():
        with telling(form):
            reason = form.cleaned_data["reason"]
            return kept(*actions.open_file(request.actor, found.pk, reason))
    status = 422 if request.method == "POST" else 200
    return render(request, "rosters/file.html", {"roster": found, "form": form}, status=status)
