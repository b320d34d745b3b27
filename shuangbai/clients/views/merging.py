"""Pages of putting files together: looking for the other file, what was put together, taking it
back, settling a provisional file. The comparison of two files stands at the desk, which knows
their visits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import merging as actions
from shuangbai.clients.actions import settling
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.merging import SettleForm, UndoForm
from shuangbai.clients.forms.people import Search
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import comparing
from shuangbai.clients.selectors import merges as selectors
from shuangbai.clients.selectors import people as lists
from shuangbai.clients.selectors.people import Line
from shuangbai.clients.views.particulars import of_person
from shuangbai.kernel.telling import telling

asked = require_http_methods(["GET", "HEAD", "POST"])


@of_person("person.merge")
def person_merge(request: ActorRequest, person: Person) -> HttpResponse:
    """Which other file? What was typed stands in no address; before it, files that look alike."""
    actor, form = request.actor, Search(request.POST or None)
    typed = form.is_bound and form.is_valid() and bool(form.cleaned_data["q"])
    found = lists.looked_up(actor, form.cleaned_data["q"]) if typed else []
    lines = [one for one in found if one.person.pk != person.pk]
    alike = [] if typed else _alike(actor, person)
    audit.seen(actor, "person.list", area=actor.home, shown=len(lines) + len(alike))
    context = {"person": person, "form": form, "typed": typed}
    context |= {"lines": _placed(actor, lines), "alike": alike}
    status = 422 if form.errors else 200
    return render(request, "clients/person_merge.html", context, status=status)


def _placed(actor: Actor, lines: list[Line]) -> list[dict[str, Any]]:
    places = areas.places((line.person.area for line in lines), actor.areas)
    return [{"line": line, "place": places[line.person.area]} for line in lines]


@require_safe
def merges(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    show = request.GET.get("show", selectors.IN_FORCE)
    show = show if show in selectors.SHOWN else selectors.IN_FORCE
    listed = selectors.listed(actor, show, given_id(request.GET, "after"))
    audit.seen(actor, "person.list", area=actor.home, merges=len(listed.lines))
    tabs = [
        {"label": label, "url": f"?show={key}", "current": key == show}
        for key, label in selectors.SHOWN.items()
    ]
    context = {"listed": listed, "tabs": tabs, "show": show}
    return render(request, "clients/merges.html", context | following(request.GET, listed.next))


@asked
def merge_undo(request: ActorRequest, merge_id: UUID) -> HttpResponse:
    """What will be as before, and why; then it is done."""
    line = selectors.find(request.actor, merge_id)
    form = UndoForm(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.undo(request.actor, merge_id, form.cleaned_data["reason"])
            messages.success(request, "撤销了，两份档案又分开了，各是各的记录。")
            return redirect("desk:person", line.row.person_id)
    _seen(request.actor, line)
    context = {"line": line, "form": form}
    return render(request, "clients/merge_undo.html", context, status=422 if form.errors else 200)


def _seen(actor: Actor, line: selectors.Line) -> None:
    for person in filter(None, (line.kept, line.other)):
        subject = ("clients.person", str(person.pk))
        audit.seen(actor, "person.see", area=person.area, subject=subject)


@of_person("person.merge")
def settlement(request: ActorRequest, person: Person) -> HttpResponse:
    """Is a provisional file somebody new, or somebody who has a file?"""
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with telling(form):
            settling.settle_as_new(request.actor, person.pk)
            messages.success(request, f"核实了：{person.name}是新的人，从现在起计入人数。")
            return redirect("desk:person", person.pk)
    context = {"person": person, "form": form, "alike": _alike(request.actor, person)}
    status = 422 if form.errors else 200
    return render(request, "clients/person_settlement.html", context, status=status)


def _alike(actor: Actor, person: Person) -> list[dict[str, Any]]:
    return _placed(actor, comparing.alike(actor, person))
