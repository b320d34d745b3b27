"""The first page, and the page of one person."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.desk import selectors


@require_safe
def today(request: ActorRequest) -> HttpResponse:
    """What there is to do, by what the actor may do."""
    actor = request.actor
    context: dict[str, Any] = {"sees_missing": actor.may("missing.see")}
    if actor.may("visit.record"):
        audit.seen(actor, "person.list", area=actor.home)
        context |= {"work": selectors.work(actor), "may_import": actor.may("roster.stage")}
        return render(request, "desk/work.html", context)
    if actor.may("cover.see"):
        context |= {"overview": selectors.overview(actor)}
        return render(request, "desk/overview.html", context)
    return render(request, "desk/account.html", {"role": actor.role.label, "may": _office(actor)})


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
    verbs = {"file": "file.open", "unmask": "person.unmask", "record": "visit.record"}
    may = {f"may_{name}": actor.may(verb) for name, verb in verbs.items()}
    may["may_register"] = actor.may("person.register")
    return render(request, "desk/person.html", {"file": selectors.file(actor, found), **may})
