"""Pages of those who left a list, and of how one file ends."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.actions import departures as actions
from shuangbai.clients.actions import endings
from shuangbai.clients.forms.departures import EndingForm, reason_forms
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import departures as selectors
from shuangbai.clients.selectors import people
from shuangbai.clients.selectors.departures import Wanted

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
def departures(request: ActorRequest) -> HttpResponse:
    """A row for each person; what is filled in is saved together."""
    actor = request.actor
    gate.allow(actor, "departure.tell")
    wanted = Wanted(given_id(request.GET, "roster"), request.GET.get("open") == "1")
    lines, last = selectors.listed(actor, wanted, given_id(request.GET, "after"))
    audit.seen(actor, "departure.tell", area=actor.home, shown=len(lines))
    forms = reason_forms(lines, request.POST or None)
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        return _told(request, forms)
    context = {"forms": forms, "wanted": wanted, "may_merge": actor.may("person.merge")}
    context |= following(request.GET, last) | {"bad": any(form.errors for form in forms)}
    return render(
        request, "clients/departures.html", context, status=422 if context["bad"] else 200
    )


def _told(request: ActorRequest, forms: list[Any]) -> HttpResponse:
    told = [one for form in forms if (one := form.told()) is not None]
    if told:
        done = actions.tell(request.actor, told)
        messages.success(request, f"记下了 {len(done)} 个人的原因。")
    else:
        messages.info(request, "没有改动。")
    return redirect(request.get_full_path())


@asked
def file_close(request: ActorRequest, person_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "file.close")
    person = _person(request.actor, person_id)
    form = EndingForm(request.POST or None, day="关档日期")
    if form.is_valid():
        with telling(form):
            told = form.cleaned_data
            endings.close_file(request.actor, person_id, told["day"], told["reason"])
            messages.success(request, f"{person.name}的档案关了，以后还可以看，也可以再建。")
            return redirect("desk:person", person_id)
    context = {"form": form, "person": person}
    return render(request, "clients/file_close.html", context, status=422 if form.errors else 200)


@asked
def death(request: ActorRequest, person_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "person.edit")
    person = _person(request.actor, person_id)
    form = EndingForm(request.POST or None, day="去世日期", reason="从哪里知道的")
    if form.is_valid():
        with telling(form):
            told = form.cleaned_data
            endings.record_death(request.actor, person_id, told["day"], told["reason"])
            messages.success(request, f"记下了{person.name}去世，档案和类别同时结束。")
            return redirect("desk:person", person_id)
    context = {"form": form, "person": person}
    return render(request, "clients/death.html", context, status=422 if form.errors else 200)


@asked
def death_undo(request: ActorRequest, person_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "person.edit")
    person = _person(request.actor, person_id)
    if request.method == "POST" and person.died_on is not None:
        reason = request.POST.get("reason", "")[:200]
        endings.take_back_death(request.actor, person_id, reason)
        messages.success(request, f"撤回了{person.name}的去世登记，原来的类别和档案恢复了。")
        return redirect("desk:person", person_id)
    return render(request, "clients/death_undo.html", {"person": person})


def _person(actor: Actor, person_id: UUID) -> Person:
    person = people.find(actor, person_id)
    subject = ("clients.person", str(person.pk))
    audit.seen(actor, "person.see", area=person.area, subject=subject)
    return person
