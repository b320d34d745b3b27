"""The first page, and the page of one person."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.clients.selectors import handovers
from shuangbai.cover.rules import Asked
from shuangbai.desk import selectors
from shuangbai.desk.views import panels
from shuangbai.figures.rules import recent
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.templatetags.sb import day


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
    found = work.comparison
    of_people = panels.cards(actor, found, ("files", "service"))
    context = {
        "work": work,
        "nobody": not found.whole.now["service"].whole,
        "cards": [*of_people, panels.month_card(work)],
        **_said(found.compared.asked),
        "may_import": actor.may("roster.stage"),
    }
    if work.team is None:
        return context | {"handovers": handovers.waiting(actor)}
    return context | panels.team(work, work.team)


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
    subject = ("clients.person", str(person_id))
    audit.seen(actor, "person.see", area=found.area, subject=subject)
    return render(
        request, "desk/person.html", {"file": selectors.file(actor, found), **_may(actor)}
    )


def _may(actor: Actor) -> dict[str, bool]:
    """What may be done from the page of a person."""
    verbs = {"file": "file.open", "unmask": "person.unmask", "record": "visit.record"}
    verbs |= {"register": "person.register", "edit": "person.edit", "handover": "handover.ask"}
    verbs |= {"consent": "consent.record", "close": "file.close"}
    return {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}
