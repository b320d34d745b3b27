"""Pages of consents: of one person, recording one, taking one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.clients.actions import consents as actions
from shuangbai.clients.forms.consents import ConsentForm, EndForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import consents as selectors
from shuangbai.clients.selectors import people

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def consents(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Alone a page; within the person's page its panel."""
    gate.allow(request.actor, "person.see")
    actor, person = request.actor, _person(request.actor, person_id)
    if not people.is_open(actor, person):
        return redirect("clients:look", person_id)
    told = selectors.of_person(actor, person)
    context = {"person": person, "told": told, "may_record": actor.may("consent.record")}
    return render(request, "clients/consents.html", context)


@asked
def consent_new(request: ActorRequest, person_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "consent.record")
    person = _person(request.actor, person_id)
    form = ConsentForm(person, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.record(request.actor, form.command())
            messages.success(request, f"{person.name}的同意记好了。")
            return redirect("clients:consents", person_id)
    context = {"form": form, "person": person}
    return render(request, "clients/consent_new.html", context, status=422 if form.errors else 200)


@asked
def consent_withdrawal(request: ActorRequest, consent_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "consent.record")
    consent = selectors.find(request.actor, consent_id)
    _seen(request.actor, consent.person)
    form = EndForm(request.POST or None)
    if form.is_valid():
        actions.withdraw(request.actor, consent_id, form.cleaned_data["reason"])
        messages.success(request, "同意已撤回，从今天起不再使用。")
        return redirect("clients:consents", consent.person_id)
    context = {"form": form, "consent": consent}
    return render(request, "clients/consent_withdrawal.html", context)


def _person(actor: Actor, person_id: UUID) -> Person:
    person = people.find(actor, person_id)
    _seen(actor, person)
    return person


def _seen(actor: Actor, person: Person) -> None:
    subject = ("clients.person", str(person.pk))
    audit.seen(actor, "person.see", area=person.area, subject=subject)
