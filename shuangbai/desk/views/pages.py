"""The first page, and the page of one person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.clients.actions import merging
from shuangbai.clients.forms.merging import MergeForm
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import aliases, handovers, merges
from shuangbai.cover.rules import Asked
from shuangbai.desk import selectors
from shuangbai.desk.views import panels
from shuangbai.figures.rules import recent
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.templatetags.sb import day
from shuangbai.visits.views import plan_panels


@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """What there is to do, by what the actor may do."""
    actor = request.actor
    if actor.may("visit.record"):
        audit.seen(actor, "person.list", area=actor.home)
        return render(request, "desk/work.html", _work(actor))
    if actor.may("cover.see"):
        return render(request, "desk/overview.html", _overview(actor))
    return render(request, "desk/account.html", {"role": actor.role.label, "may": _office(actor)})


def _work(actor: Actor) -> dict[str, Any]:
    work = selectors.work(actor)
    if work.team is None:
        return _shown(actor, work) | {"handovers": handovers.waiting(actor)}
    return _shown(actor, work) | panels.team(work, work.team)


def _shown(actor: Actor, work: selectors.Work) -> dict[str, Any]:
    """What everybody who records visits is shown."""
    found = work.comparison
    of_people = panels.cards(actor, found)
    return {
        "work": work,
        "nobody": not found.whole.now["service"].whole,
        "cards": [*plan_panels.brief_cards(work.plan), *of_people],
        "due": plan_panels.lines(work.plan.first),
        "due_url": plan_panels.due_url(whose=work.plan.whose),
        "month": panels.month(work),
        **_said(found.compared.asked),
        "may_import": actor.may("roster.stage"),
    }


def _said(asked: Asked) -> dict[str, str]:
    """Day and window, to stand behind the place."""
    window = recent(asked.window)
    return {"recent": window, "since": f"，截至{day(asked.day)}，{window}的服务"}


def _overview(actor: Actor) -> dict[str, Any]:
    """A province holds too many people to be compared in one go: it is shown by its cities."""
    if any(len(key) < LEVELS[Level.PREFECTURE] for key in actor.areas):
        found = selectors.province(actor)
        return panels.province(actor, found) | _said(found.asked)
    overview = selectors.overview(actor)
    return panels.overview(actor, overview) | _said(overview.comparison.compared.asked)


def _office(actor: Actor) -> dict[str, bool]:
    """What an administrator's account is for."""
    verbs = {"area": "area.load", "grants": "grant.give", "audit": "audit.see"}
    return {name: actor.may(verb) for name, verb in verbs.items()}


@require_safe
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "person.see")
    found = selectors.person(actor, person_id)
    if not selectors.is_open(actor, found):
        return redirect("clients:look", person_id)
    _seen(actor, found)
    stands = merges.standing(actor, found)
    if stands.into is not None:
        context = {"person": found, "stands": stands, "may_merge": actor.may("person.merge")}
        return render(request, "desk/person_merged.html", context)
    told = {"file": selectors.file(actor, found, stands.merged), **_may(actor)}
    return render(request, "desk/person.html", told)


def _seen(actor: Actor, person: Person) -> None:
    subject = ("clients.person", str(person.pk))
    audit.seen(actor, "person.see", area=person.area, subject=subject)


def _may(actor: Actor) -> dict[str, bool]:
    """What may be done from the page of a person."""
    verbs = {"file": "file.open", "unmask": "person.unmask", "record": "visit.record"}
    verbs |= {"register": "person.register", "edit": "person.edit", "handover": "handover.ask"}
    verbs |= {"consent": "consent.record", "close": "file.close", "merge": "person.merge"}
    return {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: ActorRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two files side by side; which goes on, why, and it is done."""
    actor = request.actor
    gate.allow(actor, "person.merge")
    both = (selectors.person(actor, person_id), selectors.person(actor, other_id))
    if (already := aliases.together(*both)) is not None:
        return redirect("desk:person", already)
    return _compared(request, *both)


def _compared(request: ActorRequest, one: Person, other: Person) -> HttpResponse:
    told = selectors.comparison(request.actor, one, other)
    form = MergeForm(told.both, told.offered, told.suggested, request.POST or None)
    if form.is_valid():
        with telling(form):
            return _merged(request, form)
    for person in told.both:
        _seen(request.actor, person)
    status = 422 if form.errors else 200
    return render(request, "desk/merge.html", {"told": told, "form": form}, status=status)


def _merged(request: ActorRequest, form: MergeForm) -> HttpResponse:
    done = merging.merge(request.actor, form.command())
    messages.success(request, "两份档案并成一份了，以后都在这里办。原来的记录都在，可以撤销。")
    return redirect("desk:person", done.person_id)
