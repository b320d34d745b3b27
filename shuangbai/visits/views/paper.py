"""A visit on paper, to be signed; and the empty form."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.visits.models import Visit
from shuangbai.visits.rules import scales
from shuangbai.visits.selectors import entry, findings, visits
from shuangbai.visits.views.entry import seen_home
from shuangbai.visits.views.visits import seen


@require_safe
def paper(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    actor = request.actor
    told = visits.visit(actor, visit_id)
    seen(request, told)
    context = {"told": told, "note_is_open": visits.note_is_open(actor, told)}
    context["found"] = findings.of_visit(actor, told.visit)
    return render(request, "visits/paper.html", context)


@require_safe
def blank(request: ActorRequest) -> HttpResponse:
    """Nothing filled in but, when somebody is named, who lives there."""
    actor = request.actor
    gate.allow(actor, "visit.record")
    sheet = entry.sheet(actor, given_id(request.GET, "person"), given_id(request.GET, "household"))
    if sheet is not None:
        seen_home(request, sheet)
    area = sheet.area if sheet else actor.home
    context: dict[str, Any] = {
        "sheet": sheet,
        "kinds": Visit.Kind.labels,
        "scales": scales.SCALES.values(),
    }
    context["services"] = entry.offered(actor, area).by_service
    return render(request, "visits/blank.html", context)
