"""Pages of visits."""

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
from shuangbai.clients import masks
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.selectors import people as clients
from shuangbai.visits import actions
from shuangbai.visits.forms.visits import VisitFilter, VisitForm, WithdrawalForm
from shuangbai.visits.selectors import plan
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


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "visit.record")
    person, household = (given_id(request.GET, name) for name in ("person", "household"))
    sheet = selectors.sheet(actor, person, household)
    if sheet is None:
        return _choosing(request)
    form, back = VisitForm(sheet, request.POST or None), _back_to(sheet)
    if form.is_valid():
        with telling(form):
            return _recorded(request, form, back)
    _seen_home(request, sheet)
    context = {"form": form, "sheet": sheet, "back": back}
    return render(request, "visits/new.html", context, status=422 if form.errors else 200)


def _seen_home(request: ActorRequest, sheet: selectors.Sheet) -> None:
    """The form of a visit shows who lives there, with what they hold."""
    person, home = sheet.asked or sheet.members[0].person, sheet.household
    subject = ("clients.household", home.pk) if home else ("clients.person", person.pk)
    area = home.area if home else person.area
    kind, ident = subject
    shown = [str(line.person.pk) for line in sheet.members]
    audit.seen(request.actor, "person.see", area=area, subject=(kind, str(ident)), people=shown)


def _choosing(request: ActorRequest) -> HttpResponse:
    """For whom? A search; before it, those who still wait for a first visit."""
    actor, q = request.actor, request.GET.get("q", "").strip()
    if q:
        lines = clients.listed(actor, clients.Wanted(q=q), limit=selectors.SHOWN_WAITING).lines
    else:
        lines = selectors.waiting(actor)
    audit.seen(actor, "person.list", area=actor.home, q=masks.typed(q), shown=len(lines))
    return render(request, "visits/choose.html", {"q": q, "lines": lines})


def _back_to(sheet: selectors.Sheet) -> str:
    """The page from which one came: the person asked for, else the first of the household."""
    person = sheet.asked or sheet.members[0].person
    if sheet.gone:
        return reverse("clients:handovers") + "?show=finished"
    return reverse("desk:person", args=[person.pk])


def _recorded(request: ActorRequest, form: VisitForm, back: str) -> HttpResponse:
    """The visit is kept; sent a second time it says so and stays one visit."""
    before = selectors.recorded(request.actor, form.cleaned_data["id"])
    actions.record(request.actor, form.command())
    if before is None:
        messages.success(request, form.said())
    elif before.superseded_at is None:
        messages.info(request, "这次走访已经记过，没有再记一遍。")
    else:
        messages.warning(
            request, "这次走访记过，后来作废了，没有再记。要重新记，请从“记一次走访”进。"
        )
    return redirect(back)


@require_safe
def visit(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    actor = request.actor
    told = selectors.visit(actor, visit_id)
    subject = ("visits.visit", str(visit_id))
    audit.seen(actor, "visit.see", area=told.visit.area, subject=subject)
    context = {"told": told, "note_is_open": selectors.note_is_open(actor, told)}
    context["may_record"] = actor.may("visit.record")
    if told.visit.superseded_at is None:
        context["may_withdraw"] = selectors.may_withdraw(actor, told.visit)
    return render(request, "visits/visit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """First what will happen, then done; a reason is needed."""
    told = _to_withdraw(request, visit_id)
    if told.withdrawal:
        messages.info(request, "这次走访已经作废了。")
        return redirect("visits:visit", visit_id)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.withdraw(request.actor, visit_id, form.cleaned_data["reason"])
            messages.success(request, "这次走访作废了，不再算进任何数。")
            return redirect("visits:visit", visit_id)
    context = {"told": told, "form": form, "counts": _withdrawn_counts(told)}
    return render(request, "visits/withdraw.html", context, status=422 if form.errors else 200)


def _to_withdraw(request: ActorRequest, visit_id: UUID) -> Told:
    actor, verb, subject = request.actor, "visit.withdraw", ("visits.visit", str(visit_id))
    gate.allow(actor, verb)
    told = selectors.visit(actor, visit_id)
    if not selectors.may_withdraw(actor, told.visit):
        raise Refused(verb, "这次走访是别人记的", area=told.visit.area, subject=subject)
    audit.seen(actor, "visit.see", area=told.visit.area, subject=subject)
    return told


def _withdrawn_counts(told: Told) -> list[dict[str, Any]]:
    return [
        {"label": "不再算的走访", "value": 1, "unit": "次"},
        {"label": "不再算的服务", "value": len(told.served), "unit": "人次"},
    ]


@require_safe
def of_person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The panel of a person's page: alone as a page, or the part of it that was asked for."""
    actor = request.actor
    gate.allow(actor, "visit.see")
    person = clients.find(actor, person_id)
    if not clients.is_open(actor, person):
        return redirect(reverse("clients:look", args=[person_id]))
    subject = ("clients.person", str(person_id))
    past = selectors.past(person)
    audit.seen(actor, "visit.see", area=person.area, subject=subject, past=bool(past))
    part = "#panel" if "HX-Request" in request.headers else ""
    context = {"person": person, "lines": selectors.of_person(actor, person), "past": past}
    context["due"] = plan_panels.person(plan.of_person(actor, person))
    return render(request, f"visits/of_person.html{part}", context)
