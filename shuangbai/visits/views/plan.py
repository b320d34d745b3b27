"""走访计划: whom to visit next, by worker for a head, by town for a county and a city."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients.forms.fields import following
from shuangbai.figures.selectors import may_ask, opening_area
from shuangbai.visits.forms.plan import DueFilter
from shuangbai.visits.selectors import plan as selectors
from shuangbai.visits.selectors import scheduled
from shuangbai.visits.views import plan_panels as panels


@require_safe
def plan(request: ActorRequest) -> HttpResponse:
    """Who goes there sees whom to visit; who answers for others sees how they stand."""
    actor = request.actor
    gate.allow(actor, "plan.see")
    if actor.may("visit.record") and not actor.may("plan.absence"):
        return _due(request)
    area = request.GET.get("area", "").strip() or opening_area(actor)
    may_ask(actor, "plan.see", area)
    found = scheduled.scheduled(actor, area)
    context = panels.overview(actor, found) | panels.ways(actor)
    if found.in_town:
        context |= panels.workers(found, selectors.by_worker(actor, found.town))
    audit.seen(actor, "plan.see", area=area or actor.home)
    return render(request, "visits/plan.html", context)


@require_safe
def due(request: ActorRequest) -> HttpResponse:
    """The people themselves, the most urgent first or village by village."""
    gate.allow(request.actor, "plan.see")
    return _due(request)


def _due(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    form = DueFilter(actor, request.GET, selectors.opening(actor))
    wanted, after = form.wanted(), given_id(request.GET, "after")
    listed = selectors.listed(actor, wanted, after, by_village=form.by_village)
    audit.seen(actor, "plan.see", area=wanted.area or actor.home, shown=len(listed.lines))
    context = {"form": form, "listed": listed, "said": form.said(wanted), "wanted": wanted}
    context |= panels.due(actor, listed, wanted, by_village=form.by_village)
    context |= panels.ways(actor) | following(request.GET, listed.next)
    return render(request, "visits/due.html", context)
