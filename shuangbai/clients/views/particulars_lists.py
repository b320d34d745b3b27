"""Pages for what somebody has several of, and for categories, grade and responsible worker.

A record that is changed or ended stands in the address as `of`; without it a new one is asked for.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions import particulars_lists as actions
from shuangbai.clients.forms.particulars_care import CategoryForm, ChargeForm, GradeForm
from shuangbai.clients.forms.particulars_lists import CertificateForm, OverForm, TieForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import (
    CategorySpell,
    Certificate,
    ChargeSpell,
    GradeSpell,
    Person,
    Tie,
)
from shuangbai.clients.selectors.particulars import holding_one, record
from shuangbai.clients.views.particulars import SAME, asking, of_person
from shuangbai.kernel import ids
from shuangbai.kernel.tables import Personal

ENDING: dict[str, tuple[Any, Any, str]] = {
    "certificate": (Certificate, actions.end_certificate, "终止残疾人证"),
    "tie": (Tie, actions.end_tie, "终止照料关系"),
    "category": (CategorySpell, care.end_category, "终止类别"),
}


@of_person("person.edit")
def certificate(request: ActorRequest, person: Person) -> HttpResponse:
    held = _record(request, person, Certificate)
    form = CertificateForm(held, request.POST or None)
    if form.is_valid():
        with telling(form):
            _certificate(request, person, held, form)
            messages.success(request, "残疾人证记好了。")
            return redirect("desk:person", person.pk)
    title = "改残疾人证" if held else "记残疾人证"
    return asking(request, person, form, title=title, over=held and ("certificate", held.pk))


def _certificate(
    request: ActorRequest, person: Person, held: Certificate | None, form: CertificateForm
) -> None:
    if held is not None:
        actions.renew_certificate(request.actor, held.pk, form.command(), form.mistaken)
        return
    ident: UUID = form.cleaned_data["id"] or ids.uuid7()
    actions.add_certificate(request.actor, actions.New(person.pk, form.command(), ident))


@of_person("person.edit")
def tie(request: ActorRequest, person: Person) -> HttpResponse:
    held = _record(request, person, Tie)
    form = TieForm(held, request.POST or None, role=request.GET.get("role", ""))
    if form.is_valid():
        with telling(form):
            _tie(request, person, held, form)
            messages.success(request, f"{form.cleaned_data['name']}记好了。")
            return redirect("desk:person", person.pk)
    title = "改监护、照料或联系人" if held else "记监护人、照料人或紧急联系人"
    return asking(request, person, form, title=title, over=held and ("tie", held.pk))


def _tie(request: ActorRequest, person: Person, held: Tie | None, form: TieForm) -> None:
    if held is not None:
        actions.renew_tie(request.actor, held.pk, form.command(), form.mistaken)
        return
    ident: UUID = form.cleaned_data["id"] or ids.uuid7()
    actions.add_tie(request.actor, actions.New(person.pk, form.command(), ident))


@of_person("person.edit")
def category(request: ActorRequest, person: Person) -> HttpResponse:
    form = CategoryForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            given = care.give_category(request.actor, person.pk, form.command())
            messages.success(request, f"{person.name}记为{given.category.name}。")
            return redirect("desk:person", person.pk)
    return asking(request, person, form, title="给一个类别")


@of_person("person.edit")
def grade(request: ActorRequest, person: Person) -> HttpResponse:
    form = GradeForm(holding_one(request.actor, GradeSpell, person), request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        with telling(form):
            args = (person.pk, form.code, told["day"], told["reason"])
            _say(request, care.set_grade(request.actor, *args), "关注等级记好了。")
            return redirect("desk:person", person.pk)
    return asking(request, person, form, title="关注等级")


@of_person("person.edit")
def charge(request: ActorRequest, person: Person) -> HttpResponse:
    now = holding_one(request.actor, ChargeSpell, person)
    form = ChargeForm(request.actor, person, now, request.POST or None)
    if form.is_valid():
        with telling(form):
            day = form.cleaned_data["day"]
            done = care.set_charge(request.actor, person.pk, form.chosen, day)
            _say(request, done, "责任社工记好了。")
            return redirect("desk:person", person.pk)
    return asking(request, person, form, title="责任社工", nobody_works=form.nobody_works)


@of_person("person.edit")
def over(request: ActorRequest, person: Person) -> HttpResponse:
    """End a certificate, a tie or a category."""
    kind = request.GET.get("what", "")
    model, end, title = ENDING.get(kind, ENDING["category"])
    held = record(request.actor, model, person, given_id(request.GET, "of"))
    form = OverForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            end(request.actor, held.pk, form.cleaned_data["day"], form.cleaned_data["reason"])
            messages.success(request, "终止了，原来的记录在变更记录里。")
            return redirect("desk:person", person.pk)
    return asking(request, person, form, title=title, what=held, submit="终止")


def _say(request: ActorRequest, done: bool, text: str) -> None:
    if done:
        messages.success(request, text)
    else:
        messages.info(request, SAME)


def _record[R: Personal](request: ActorRequest, person: Person, model: type[R]) -> R | None:
    """The record of the address; None when a new one is asked for."""
    asked = given_id(request.GET, "of")
    return record(request.actor, model, person, asked) if asked else None
