"""Pages of stations: what is there, and which villages nobody serves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.staff import selectors


@require_safe
def stations(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "station.see")
    after = request.GET.get("after", "")
    listed = selectors.stations(request.actor, after if after.isdigit() else "")
    context = {"listed": listed, "further": bool(after)}
    return render(request, "staff/stations.html", context)


@require_safe
def station(request: ActorRequest, station_id: UUID) -> HttpResponse:
    sheet = selectors.station(request.actor, station_id)
    return render(request, "staff/station.html", {"sheet": sheet})
