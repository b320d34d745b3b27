"""专项走访: rounds for a cold spell, a typhoon, a festival; their lists and their return."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.forms.fields import following
from shuangbai.kernel import clock, sheets
from shuangbai.kernel.downloads import workbook
from shuangbai.kernel.telling import telling
from shuangbai.visits.actions import rounds as actions
from shuangbai.visits.forms.rounds import CallOffForm, PeopleFilter, RoundForm
from shuangbai.visits.selectors import choosing
from shuangbai.visits.selectors import rounds as selectors
from shuangbai.visits.views import round_panels as panels

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    lines = [panels.line(one) for one in selectors.listed(request.actor)]
    context = {"lines": lines, "may_start": request.actor.may("round.start")}
    context["full"] = len(lines) == selectors.SHOWN
    return render(request, "visits/rounds.html", context)


@asked
def new(request: ActorRequest) -> HttpResponse:
    """First how many it would be, then started with exactly those."""
    actor = request.actor
    gate.allow(actor, "round.start")
    form = RoundForm(actor, request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["number"] = number = len(choosing.chosen(actor, form.choice(), clock.today()))
        if "start" in request.POST and form.cleaned_data["seen"] == number:
            with telling(form):
                return _started(request, form)
        context["said"] = choosing.said(form.choice())
    status = 422 if form.errors else 200
    return render(request, "visits/round_new.html", context, status=status)


def _started(request: ActorRequest, form: RoundForm) -> HttpResponse:
    started = actions.start_round(request.actor, form.command())
    number = f"{started.targets_count:,}\N{NO-BREAK SPACE}人"
    messages.success(request, f"“{started.name}”开始了，名单上有 {number}。")
    return redirect("visits:round", started.pk)


@require_safe
def result(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """回报: how many of how many, where and whose."""
    actor = request.actor
    found = selectors.find(actor, round_id)
    context = panels.result(actor, selectors.result(actor, found))
    return render(request, "visits/round.html", context)


@require_safe
def people(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """The list itself, who is missing first of all."""
    actor = request.actor
    found = selectors.find(actor, round_id)
    form = PeopleFilter(actor, request.GET, selectors.workers(actor, found))
    wanted, after = form.wanted(), given_id(request.GET, "after")
    listed = selectors.people(actor, found, wanted, after)
    audit.seen(actor, "round.see", area=found.area, total=listed.total)
    context = {"round": found, "form": form, "said": form.said(wanted), "listed": listed}
    context |= panels.offers(actor, found, request.GET) | following(request.GET, listed.next)
    return render(request, "visits/round_people.html", context)


@require_safe
def export(request: ActorRequest, round_id: UUID) -> HttpResponse:
    """导出: the list as a workbook; telephones stay masked."""
    actor = request.actor
    gate.allow(actor, "round.export")
    found = selectors.find(actor, round_id)
    form = PeopleFilter(actor, request.GET, selectors.workers(actor, found))
    wanted = form.wanted()
    listed = selectors.people(actor, found, wanted, limit=None)
    audit.seen(actor, "round.export", area=found.area, exported=listed.total)
    rows = (panels.row(one) for one in listed.lines)
    note = panels.note(found, form.said(wanted), actor.name)
    data = sheets.write(rows, panels.COLUMNS, found.name, note)
    return workbook(f"{found.name}.xlsx", data)


@asked
def call_off(request: ActorRequest, round_id: UUID) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "round.start")
    found = selectors.own(actor, round_id)
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.call_off(actor, round_id, form.cleaned_data["reason"])
            messages.success(request, f"“{found.name}”取消了，不再算进任何数。")
            return redirect("visits:rounds")
    context = {"round": found, "form": form, "back": reverse("visits:round", args=[round_id])}
    status = 422 if form.errors else 200
    return render(request, "visits/round_off.html", context, status=status)
