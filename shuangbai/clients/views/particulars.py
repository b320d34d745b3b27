"""Pages on which a person's circumstances are told, and the history of each field."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.clients.actions import particulars as actions
from shuangbai.clients.actions import particulars_person as own
from shuangbai.clients.forms.particulars import GroupForm, about
from shuangbai.clients.forms.particulars_person import PersonForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import particulars_history
from shuangbai.clients.selectors import people as selectors

type Page = Callable[..., HttpResponse]
"""Of a request and a person."""
type View = Callable[..., HttpResponse]
SAME = "没有改动，档案里已经是这样。"


def of_person(verb: str) -> Callable[[Page], View]:
    """The person of the address, whose file is open to an actor who may do `verb`."""

    def wrap(page: Page) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def opened(request: ActorRequest, person_id: UUID, **more: Any) -> HttpResponse:
            gate.allow(request.actor, verb)
            return _shown(request, person_id, page, more)

        return opened

    return wrap


def _shown(
    request: ActorRequest, person_id: UUID, page: Page, more: dict[str, Any]
) -> HttpResponse:
    actor, person = request.actor, selectors.find(request.actor, person_id)
    if not selectors.is_open(actor, person):
        return redirect("clients:look", person_id)
    subject = ("clients.person", str(person_id))
    audit.seen(actor, "person.see", area=person.area, subject=subject)
    return page(request, person, **more)


def asking(request: ActorRequest, person: Person, form: forms.Form, **said: Any) -> HttpResponse:
    """The form of a page about one person. `said`: title, and what the page needs besides."""
    context = {"person": person, "form": form, "submit": "保存", **said}
    status = 422 if form.errors else 200
    return render(request, "clients/person_form.html", context, status=status)


@of_person("person.edit")
def group(request: ActorRequest, person: Person, group: str) -> HttpResponse:
    told = about(request.actor, person, group)
    form = GroupForm(told, request.POST or None)
    if form.is_valid():
        with telling(form):
            fields = actions.tell(request.actor, person.pk, form.command())
            _say_saved(request, fields, told.title)
            for label in form.doubtful():
                messages.warning(request, f"{label}与校验位对不上，可能写错了，请再照卡核对一遍。")
            return redirect("desk:person", person.pk)
    return asking(request, person, form, title=told.title)


def _say_saved(request: ActorRequest, fields: list[str], what: str) -> None:
    if fields:
        messages.success(request, f"{what}记好了，原来写的在变更记录里。")
    else:
        messages.info(request, SAME)


@of_person("person.edit")
def identity(request: ActorRequest, person: Person) -> HttpResponse:
    form = PersonForm(person, request.POST or None)
    if form.is_valid():
        with telling(form):
            fields = own.mend(request.actor, person.pk, form.command())
            _say_saved(request, fields, "姓名和号码")
            return redirect("desk:person", person.pk)
    return asking(request, person, form, title="姓名、号码、电话")


@require_safe
@of_person("person.see")
def history(request: ActorRequest, person: Person) -> HttpResponse:
    fields = particulars_history.history(request.actor, person)
    return render(request, "clients/person_history.html", {"person": person, "fields": fields})
