"""Pages of equipment: the list of what stations must have, and counting at a station."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.areas import selectors as areas
from shuangbai.kernel.telling import telling
from shuangbai.staff import actions
from shuangbai.staff.forms.equipment import EquipmentForm, RequirementsForm
from shuangbai.staff.selectors import equipment as selectors
from shuangbai.staff.selectors import stations
from shuangbai.staff.views.shown import asked, page


@require_safe
def requirements(request: ActorRequest) -> HttpResponse:
    lists = selectors.lists(request.actor)
    return render(request, "staff/requirements.html", {"lists": lists})


@asked
def requirements_edition(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "equipment.require")
    area = request.GET.get("area", "") or request.actor.home
    form = RequirementsForm(area, selectors.list_of(request.actor, area), request.POST or None)
    if form.is_valid():
        with telling(form):
            changed = actions.set_requirements(request.actor, form.command())
            messages.success(request, str(changed))
            return redirect("staff:requirements")
    return page(request, "requirements_edition", form, place=areas.full_name(area))


@asked
def equipment(request: ActorRequest, station_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    found = stations.find(request.actor, station_id)
    ledger = selectors.ledger(request.actor, found)
    form = EquipmentForm(ledger, request.POST or None)
    if form.is_valid():
        with telling(form):
            changed = actions.take_stock(request.actor, form.command())
            messages.success(request, f"记下了，改了 {changed} 处。" if changed else "没有改动。")
            return redirect("staff:station", station_id)
    return page(request, "equipment", form, ledger=ledger)
