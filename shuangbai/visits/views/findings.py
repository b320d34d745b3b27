"""Pages of needs that were found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.telling import telling
from shuangbai.visits.actions import findings as actions
from shuangbai.visits.forms.findings import (
    ClosureForm,
    FindingFilter,
    NewFindingForm,
    TakingBackForm,
)
from shuangbai.visits.selectors import entry, visits
from shuangbai.visits.selectors import findings as selectors
from shuangbai.visits.selectors.findings import Line, Wanted
from shuangbai.visits.selectors.visits import Told
from shuangbai.visits.views.visits import seen

asked = require_http_methods(["GET", "HEAD", "POST"])
HANDLE = "finding.handle"


@require_safe
def findings(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "finding.see")
    form = FindingFilter(actor, request.GET)
    wanted = form.wanted()
    listed = selectors.listed(actor, wanted, given_id(request.GET, "after"))
    said = f"{form.said(wanted)}，共\N{NO-BREAK SPACE}{listed.total:,}\N{NO-BREAK SPACE}条"
    audit.seen(actor, "finding.see", area=wanted.area or actor.home, said=said)
    context = {"form": form, "listed": listed, "said": said, "narrowed": wanted != Wanted()}
    context |= {"may_handle": actor.may(HANDLE), **following(request.GET, listed.next)}
    return render(request, "visits/findings.html", context)


@require_safe
def finding(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    """The newest version, at the address of the first."""
    line = _line(request, finding_id)
    if line.finding.root != finding_id:
        return redirect("visits:finding", line.finding.root)
    _seen(request, line)
    context = {"line": line, "steps": selectors.steps(request.actor, line)}
    context["people"] = selectors.people_of(request.actor, line.finding)
    context["needs_reason"] = request.actor.needs_reason
    context["may_handle"] = request.actor.may(HANDLE) and line.unfinished
    return render(request, "visits/finding.html", context)


@asked
def add(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """One more need, found during a visit that is recorded already."""
    gate.allow(request.actor, "visit.record")
    told = visits.visit(request.actor, visit_id)
    form = NewFindingForm(_people(request, told), request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.add(request.actor, visit_id, form.command())
            messages.success(request, "记下了，在“发现的需要”里等人接。")
            return redirect("visits:visit", told.visit.root)
    seen(request, told)
    context = {"form": form, "told": told}
    return render(request, "visits/finding_new.html", context, status=422 if form.errors else 200)


@require_POST
def take(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    gate.allow(request.actor, HANDLE)
    found = actions.take(request.actor, finding_id)
    messages.success(request, "接下来了。办好以后，在这里写办了什么。")
    return redirect("visits:finding", found.root)


@asked
def close(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    gate.allow(request.actor, HANDLE)
    line, form = _line(request, finding_id), ClosureForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.close(request.actor, finding_id, form.cleaned_data["words"])
            messages.success(request, "办结了。")
            return redirect("visits:finding", line.finding.root)
    _seen(request, line)
    context = {"line": line, "form": form}
    return render(request, "visits/finding_close.html", context, status=422 if form.errors else 200)


@asked
def withdraw(request: ActorRequest, finding_id: UUID) -> HttpResponse:
    gate.allow(request.actor, HANDLE)
    line, form = _line(request, finding_id), TakingBackForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.withdraw(request.actor, finding_id, form.cleaned_data["words"])
            messages.success(request, "撤回了，不再算进任何数。")
            return redirect("visits:finding", line.finding.root)
    _seen(request, line)
    context = {"line": line, "form": form}
    return render(request, "visits/finding_back.html", context, status=422 if form.errors else 200)


def _line(request: ActorRequest, finding_id: UUID) -> Line:
    actor = request.actor
    [line] = selectors.lines(actor, [selectors.newest(actor, finding_id)])
    return selectors.opened(actor, line)


def _people(request: ActorRequest, told: Told) -> list[tuple[str, str]]:
    members = entry.correction(request.actor, told).members
    return [(str(line.person.pk), line.person.name) for line in members]


def _seen(request: ActorRequest, line: Line) -> None:
    subject = ("visits.finding", str(line.finding.root))
    audit.seen(request.actor, "finding.see", area=line.finding.area, subject=subject)
