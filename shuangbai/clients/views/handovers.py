"""Pages of hand-over: the list, one request with its answers, asking, offering."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.actions import handovers as actions
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.handovers import AcceptForm, AskForm, OfferForm, ReasonForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import HandOver, Person
from shuangbai.clients.selectors import handovers as selectors
from shuangbai.clients.selectors import people
from shuangbai.kernel import clock

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def handovers(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    show = request.GET.get("show", selectors.TO_DECIDE)
    show = show if show in selectors.SHOWN else selectors.TO_DECIDE
    listed = selectors.listed(actor, show, given_id(request.GET, "after"))
    audit.seen(actor, "handover.see", area=actor.home, rows=len(listed.lines))
    context = {"listed": listed, "tabs": _tabs(request, show), "show": show}
    context |= {"may_ask": actor.may("handover.ask"), **following(request.GET, listed.next)}
    return render(request, "clients/handovers.html", context)


def _tabs(request: ActorRequest, show: str) -> list[dict[str, Any]]:
    counts = {selectors.TO_DECIDE: selectors.waiting(request.actor).count or None}
    return [
        {"label": label, "url": f"?show={key}", "current": key == show, "count": counts.get(key)}
        for key, label in selectors.SHOWN.items()
    ]


@require_safe
def handover(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    row = selectors.find(request.actor, handover_id)
    return _page(request, row, {})


def _page(request: ActorRequest, row: HandOver, sent: dict[str, forms.Form]) -> HttpResponse:
    """One request, with what this actor may do with it; a form that lacks something comes back."""
    actor = request.actor
    subject = ("clients.handover", str(row.pk))
    audit.seen(actor, "handover.see", area=row.area, subject=subject)
    context = {
        "line": selectors.line(row),
        "person": selectors.person_of(actor, row),
        "steps": selectors.steps(actor, row),
        "forms": _empty(request, row) | sent,
        "late": selectors.may_record_late(actor, row),
    }
    return render(request, "clients/handover.html", context, status=422 if sent else 200)


def _empty(request: ActorRequest, row: HandOver) -> dict[str, forms.Form]:
    """A form for each thing that this actor may do."""
    found: dict[str, forms.Form] = {}
    if selectors.decides(request.actor, row):
        found = {"accept": _accept_form(request, row), "refuse": ReasonForm(auto_id="refuse_%s")}
    if selectors.may_withdraw(request.actor, row):
        found["withdraw"] = ReasonForm(auto_id="withdraw_%s")
    return found


def _accept_form(request: ActorRequest, row: HandOver, data: Any = None) -> AcceptForm:
    """Whoever gives names who goes along; their own file tells who lives together."""
    person = selectors.person_of(request.actor, row)
    living = _others(request, person) if person else []
    return AcceptForm(row, person.name if person else row.name, living, data)


def _others(request: ActorRequest, person: Person) -> list[str]:
    today = clock.today()
    home = people.household_of(request.actor, person, today)
    lines = people.members(request.actor, home, today) if home else []
    return [line.person.name for line in lines if line.person.pk != person.pk]


@require_POST
def accept(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "handover.decide")
    row = selectors.find(request.actor, handover_id)
    form = _accept_form(request, row, request.POST)
    if form.is_valid():
        with telling(form):
            done = actions.accept(request.actor, handover_id, form.command())
            messages.success(request, f"{done.name}的档案转好了。")
            return redirect("clients:handover", handover_id)
    return _page(request, row, {"accept": form})


@require_POST
def refuse(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "handover.decide")
    row = selectors.find(request.actor, handover_id)
    form = ReasonForm(request.POST, auto_id="refuse_%s")
    if form.is_valid():
        with telling(form):
            actions.refuse(request.actor, handover_id, form.cleaned_data["reason"])
            messages.success(request, "答复了：不同意。对方站会看到原因。")
            return redirect("clients:handover", handover_id)
    return _page(request, row, {"refuse": form})


@require_POST
def withdraw(request: ActorRequest, handover_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "handover.ask")
    row = selectors.find(request.actor, handover_id)
    form = ReasonForm(request.POST, auto_id="withdraw_%s")
    if form.is_valid():
        with telling(form):
            actions.withdraw(request.actor, handover_id, form.cleaned_data["reason"])
            messages.success(request, "请求撤回了。")
            return redirect("clients:handover", handover_id)
    return _page(request, row, {"withdraw": form})


@asked
def handover_ask(request: ActorRequest) -> HttpResponse:
    """Ask another station for somebody; what was typed to register them comes along."""
    actor = request.actor
    gate.allow(actor, "handover.ask")
    form = AskForm(actor, request.POST)
    if form.is_valid():
        with telling(form):
            made = actions.ask(actor, form.command())
            messages.success(request, "请求发出去了。对方站答复以后，这里看得到。")
            return redirect("clients:handover", made.pk)
    context = {"form": form, "back": reverse("clients:handovers")}
    status = 422 if form.errors else 200
    return render(request, "clients/handover_ask.html", context, status=status)


@asked
def person_handover(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """The panel of a person's page: requests, and what was in other towns; as a page of its own
    with the form by which the person is offered to another station."""
    actor = request.actor
    gate.allow(actor, "handover.ask" if request.method == "POST" else "person.see")
    person = people.find(actor, person_id)
    if not people.is_open(actor, person):
        return redirect("clients:look", person_id)
    waiting, form = selectors.open_of(actor, person), None
    if actor.may("handover.ask") and not waiting:
        form = OfferForm(person, _others(request, person), request.POST or None)
    if form is not None and form.is_valid():
        with telling(form):
            return _offered(request, person, form)
    return _panel(request, person, waiting, form)


def _offered(request: ActorRequest, person: Person, form: OfferForm) -> HttpResponse:
    made = actions.offer(request.actor, form.command(person))
    done = made.state == HandOver.State.ACCEPTED
    said = f"{person.name}的档案转好了。" if done else "转接请求发出去了，等对方站答复。"
    messages.success(request, said)
    return redirect("clients:handover", made.pk)


def _panel(
    request: ActorRequest, person: Person, waiting: list[selectors.Line], form: OfferForm | None
) -> HttpResponse:
    subject = ("clients.person", str(person.pk))
    audit.seen(request.actor, "person.see", area=person.area, subject=subject, past=True)
    context = {"person": person, "waiting": waiting, "form": form}
    context["past"] = selectors.past(person)
    part = "#panel" if "HX-Request" in request.headers else ""
    status = 422 if form is not None and form.errors else 200
    return render(request, f"clients/person_handover.html{part}", context, status=status)
