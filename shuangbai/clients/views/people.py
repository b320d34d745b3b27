"""Pages of people: the list, putting somebody on file, what needs a reason."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import people as actions
from shuangbai.clients.forms.fields import following
from shuangbai.clients.forms.people import PeopleFilter, Reason, Search
from shuangbai.clients.forms.registering import NewPersonForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import households, search
from shuangbai.clients.selectors import people as selectors
from shuangbai.clients.selectors.particulars_secrets import LABELS, label_of
from shuangbai.clients.views.links import target
from shuangbai.kernel import clock

asked = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def people(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "person.list")
    form = PeopleFilter(actor, request.GET)
    wanted = form.wanted()
    listed = selectors.listed(actor, wanted, given_id(request.GET, "after"))
    said = f"{form.said(wanted)}，共\N{NO-BREAK SPACE}{listed.said}"
    audit.seen(actor, "person.list", area=wanted.area or actor.home, said=said)
    context = {"form": form, "listed": _placed(actor, listed), "said": said, "wanted": wanted}
    context |= _offers(actor, request.GET, listed) | {"narrowed": wanted != selectors.Wanted()}
    context["meant"] = search.meant(actor, wanted.q) if wanted.q else None
    return render(request, "clients/people.html", context)


def _placed(actor: Actor, listed: selectors.Listed) -> selectors.Listed:
    """The town before the village where the actor has several towns; and the household."""
    places = areas.places((line.person.area for line in listed.lines), actor.areas)
    homes = households.of_people(actor, [line.person.pk for line in listed.lines])
    lines = [
        replace(line, village=places[line.person.area], home=homes.get(line.person.pk))
        for line in listed.lines
    ]
    return replace(listed, lines=lines)


def _offers(actor: Actor, given: QueryDict, listed: selectors.Listed) -> dict[str, Any]:
    """What may be done from the list, and the way to the next page."""
    verbs = {"register": "person.register", "record": "visit.record", "import": "roster.stage"}
    verbs |= {"merge": "person.merge"}
    may = {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}
    return may | following(given, listed.next)


@require_POST
def find(request: ActorRequest) -> HttpResponse:
    """A name goes on in the address of the list; an identity number never does."""
    actor, form = request.actor, Search(request.POST)
    gate.allow(actor, "person.list")
    if not form.is_valid():
        messages.error(request, form.said())
        return redirect(target(form, None))
    q = form.cleaned_data["q"]
    found = search.exactly(actor, q)
    if not (found.people or form.secret):
        return redirect(target(form, None, q))
    audit.seen(actor, "person.list", area=actor.home, by=found.by, found=bool(found.people))
    return _found(request, form, found)


def _found(request: ActorRequest, form: Search, found: search.Exact) -> HttpResponse:
    if len(found.people) > 1 and not form.joining:
        return _several(request, found)
    if len(found.people) > 1:
        messages.info(request, f"这个{found.said}有几个人，请写姓名再找。")
        return redirect(target(form, None))
    if not found.people:
        what = found.said or "号码"
        messages.warning(request, f"您负责的地方没有登记过这个{what}；号码要写全才找得到。")
    return redirect(target(form, found.people[0] if found.people else None))


def _several(request: ActorRequest, found: search.Exact) -> HttpResponse:
    """Who shares a telephone or a household, listed at once: the number stands in no address."""
    actor = request.actor
    lines = selectors.of_ids(actor, [person.pk for person in found.people])
    listed = selectors.Listed(lines, len(lines))
    said = f"{found.said}相同，共\N{NO-BREAK SPACE}{listed.said}"
    context = {"form": PeopleFilter(actor, {}), "listed": _placed(actor, listed), "said": said}
    context |= _offers(actor, QueryDict(), listed) | {"narrowed": True}
    return render(request, "clients/people.html", context)


@asked
def person_new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "person.register")
    form = NewPersonForm(actor, request.POST or None, given_id(request.GET, "household"))
    if form.is_valid():
        with telling(form):
            person = actions.register(actor, form.command())
            messages.success(request, f"{person.name}登记好了。")
            return redirect("desk:person", person.pk)
    _seen_homes(actor, form)
    context = {"form": form, "back": reverse("clients:people")}
    return render(request, "clients/person_new.html", context, status=422 if form.errors else 200)


def _seen_homes(actor: Actor, form: NewPersonForm) -> None:
    """The form names those who live in a household that is joined or looked for, and who already
    carries the number."""
    for home, area in form.shown_homes():
        audit.seen(actor, "person.see", area=area, subject=("clients.household", home))
    if form.existing:
        _seen_person(actor, form.existing)


def _seen_person(actor: Actor, person: Person) -> None:
    subject = ("clients.person", str(person.pk))
    audit.seen(actor, "person.see", area=person.area, subject=subject)


@require_POST
def file_open(request: ActorRequest, person_id: UUID) -> HttpResponse:
    opened = actions.open_file(request.actor, [person_id], clock.today())
    person = selectors.find(request.actor, person_id)
    if opened:
        messages.success(request, f"给{person.name}建了档，档案号 {opened[0].number}。")
    else:
        messages.info(request, f"{person.name}早就有档案，没有再建。")
    return redirect("desk:person", person_id)


@asked
def unmask(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Ask why; the answer shows the whole number once."""
    actor, form = request.actor, Reason(request.POST or None)
    gate.allow(actor, "person.unmask")
    person = selectors.find(actor, person_id)
    what, of = _secret(request.GET), given_id(request.GET, "of")
    label = label_of(actor, person, what, of)
    context = {"form": form, "person": person, "label": label, "text": None}
    _seen_person(actor, person)
    if form.is_valid():
        with telling(form):
            reason = form.cleaned_data["reason"]
            context["text"] = actions.unmask(actor, person_id, what, reason, of)
    status = 422 if form.errors else 200
    return render(request, "clients/person_unmask.html", context, status=status)


def _secret(given: QueryDict) -> str:
    what = str(given.get("what", ""))
    return what if what in LABELS else "identity"


@asked
def look(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """Say why a single file is opened; it stays open for half an hour."""
    gate.allow(request.actor, "person.look")
    person = selectors.find(request.actor, person_id)
    form = Reason(request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.look(request.actor, person_id, form.cleaned_data["reason"])
            return redirect("desk:person", person_id)
    _seen_person(request.actor, person)
    context = {"form": form, "person": person}
    return render(request, "clients/person_look.html", context, status=422 if form.errors else 200)
