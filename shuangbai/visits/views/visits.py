"""Pages of visits that are there: the list, one of them, taking one back, those of a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.refusal import Refused
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.selectors import people as clients
from shuangbai.visits import actions
from shuangbai.visits.forms.visits import VisitFilter, WithdrawalForm
from shuangbai.visits.selectors import findings, photos, plan, versions
from shuangbai.visits.selectors import visits as selectors
from shuangbai.visits.selectors.visits import Told, Wanted
from shuangbai.visits.views import plan_panels


@require_safe
def visits(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "visit.see")
    form = VisitFilter(actor, request.GET)
    wanted = form.wanted()
    listed = selectors.listed(actor, wanted, given_id(request.GET, "after"))
    said = f"{form.said(wanted)}，共\N{NO-BREAK SPACE}{listed.total:,}\N{NO-BREAK SPACE}次"
    audit.seen(actor, "visit.see", area=wanted.area or actor.home, said=said)
    context = {"form": form, "listed": listed, "said": said, "narrowed": wanted != Wanted()}
    context |= {"may_record": actor.may("visit.record"), **following(request.GET, listed.next)}
    return render(request, "visits/list.html", context)


@require_safe
def visit(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """The newest version, at the address of the first, to which all others lead."""
    told = selectors.visit(request.actor, visit_id)
    if told.visit.root != visit_id:
        return redirect("visits:visit", told.visit.root)
    seen(request, told)
    return render(request, "visits/visit.html", _shown(request, told))


def _shown(request: ActorRequest, told: Told) -> dict[str, Any]:
    actor, open_ = request.actor, selectors.note_is_open(request.actor, told)
    context: dict[str, Any] = {"told": told, "note_is_open": open_}
    context["found"] = findings.of_visit(actor, told.visit)
    context["steps"] = versions.steps(actor, told.visit)
    context["photos"] = photos.of_visit(actor, told) if open_ else photos.Photos()
    context["may_record"] = actor.may("visit.record")
    if told.visit.superseded_at is None:
        context["may_withdraw"] = selectors.may_withdraw(actor, told.visit)
        context["may_correct"] = selectors.may_correct(actor, told.visit)
    return context


def seen(request: ActorRequest, told: Told) -> None:
    """A look at a visit; that a child was served is said."""
    subject = ("visits.visit", str(told.visit.root))
    child = {"child": True} if told.has_child else {}
    audit.seen(request.actor, "visit.see", area=told.visit.area, subject=subject, **child)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """First what will happen, then done; a reason is needed."""
    told = _to_withdraw(request, visit_id)
    if told.withdrawal:
        messages.info(request, "这次走访已经作废了。")
        return redirect("visits:visit", told.visit.root)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.withdraw(request.actor, visit_id, form.cleaned_data["reason"])
            messages.success(request, "这次走访作废了，不再算进任何数。")
            return redirect("visits:visit", told.visit.root)
    context = {"told": told, "form": form, "counts": _withdrawn_counts(request, told)}
    return render(request, "visits/withdraw.html", context, status=422 if form.errors else 200)


def _to_withdraw(request: ActorRequest, visit_id: UUID) -> Told:
    actor, verb = request.actor, "visit.withdraw"
    gate.allow(actor, verb)
    told = selectors.visit(actor, visit_id)
    if not selectors.may_withdraw(actor, told.visit):
        subject = ("visits.visit", str(told.visit.root))
        raise Refused(verb, "这次走访是别人记的", area=told.visit.area, subject=subject)
    seen(request, told)
    return told


def _withdrawn_counts(request: ActorRequest, told: Told) -> list[dict[str, Any]]:
    found = findings.of_visit(request.actor, told.visit)
    more = sum(one.number for one in told.party)
    counted = [
        ("不再算的走访", 1, "次"),
        ("不再算的服务", len(told.served), "人次"),
        ("不再算的联动", more, "人次"),
        ("一起撤回的需要", sum(one.unfinished for one in found), "条"),
    ]
    return [
        {"label": label, "value": value, "unit": unit} for label, value, unit in counted if value
    ]


@require_safe
def of_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The panel of a person's page: alone as a page, or the part of it that was asked for."""
    actor = request.actor
    gate.allow(actor, "visit.see")
    person = clients.find(actor, person_id)
    if not clients.is_open(actor, person):
        return redirect(reverse("clients:look", args=[person_id]))
    subject, past = ("clients.person", str(person_id)), selectors.past(person)
    audit.seen(actor, "visit.see", area=person.area, subject=subject, past=bool(past))
    part = "#panel" if "HX-Request" in request.headers else ""
    lines = selectors.of_person(actor, person)
    context = {"person": person, "lines": lines, "past": past}
    context["found"] = findings.unfinished_of(actor, person)
    context["due"] = plan_panels.person(plan.of_person(actor, person))
    return render(request, f"visits/of_person.html{part}", context)
