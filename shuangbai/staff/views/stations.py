"""Pages of stations: what is there, which villages nobody serves, opening and closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.telling import telling
from shuangbai.staff import actions
from shuangbai.staff.forms.fields import DayForm
from shuangbai.staff.forms.stations import StationDetailsForm, StationForm, VillagesForm
from shuangbai.staff.selectors import equipment, workers
from shuangbai.staff.selectors import stations as selectors
from shuangbai.staff.views.shown import asked, offers, page


@require_safe
def stations(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "station.see")
    after = request.GET.get("after", "")
    listed = selectors.stations(request.actor, after if after.isdigit() else "")
    context = {"listed": listed, "further": bool(after), **offers(request.actor)}
    return render(request, "staff/stations.html", context)


@require_safe
def station(request: ActorRequest, station_id: UUID) -> HttpResponse:
    sheet = selectors.station(request.actor, station_id)
    team = workers.team(request.actor, sheet.station)
    ledger = equipment.ledger(request.actor, sheet.station)
    context = {"sheet": sheet, "team": team, "ledger": ledger, **offers(request.actor)}
    return render(request, "staff/station.html", context)


@asked
def station_new(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "station.manage")
    form = StationForm(request.actor, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.open_station(request.actor, form.command())
            messages.success(request, f"{made.name}开好了。接着可以开社工点、登记社工。")
            return redirect("staff:station", made.pk)
    back = reverse("staff:stations")
    return page(request, "form", form, title="开一个社工站", submit="开这个站", back=back)


@asked
def station_details(request: ActorRequest, station_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "station.manage")
    found = selectors.find(request.actor, station_id)
    form = StationDetailsForm(found, request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.edit_station(request.actor, station_id, form.command())
            messages.success(request, "改好了。")
            return redirect("staff:station", station_id)
    back = reverse("staff:station", args=[station_id])
    said = {"title": "改站名、地址和电话", "sub": found.name, "submit": "保存"}
    return page(request, "form", form, back=back, **said)


@asked
def station_closure(request: ActorRequest, station_id: UUID) -> HttpResponse:
    """First what ends with it, then done."""
    gate.allow(request.actor, "station.manage")
    sheet = selectors.station(request.actor, station_id)
    form = DayForm("关站日期", request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.close_station(request.actor, station_id, form.cleaned_data["day"])
            messages.success(request, f"{sheet.station.name}关了。")
            return redirect("staff:station", station_id)
    team = workers.team(request.actor, sheet.station)
    return page(request, "station_closure", form, sheet=sheet, team=team)


@asked
def station_opening(request: ActorRequest, station_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "station.manage")
    sheet = selectors.station(request.actor, station_id)
    form = DayForm("重新开站的日期", request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.reopen_station(request.actor, station_id, form.cleaned_data["day"])
            messages.success(
                request, f"{sheet.station.name}重新开了。社工点和各村（居）请重新安排。"
            )
            return redirect("staff:station", station_id)
    back = reverse("staff:station", args=[station_id])
    said = {"title": "重新开站", "sub": sheet.station.name, "submit": "重新开这个站"}
    return page(request, "form", form, back=back, **said)


@asked
def villages(request: ActorRequest, station_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    sheet = selectors.station(request.actor, station_id)
    team = workers.present(request.actor, sheet.station)
    form = VillagesForm(sheet, team, request.POST or None)
    if form.is_valid():
        with telling(form):
            told = (form.assignments(), form.since())
            changed = actions.assign_villages(request.actor, station_id, *told)
            messages.success(request, f"改了 {changed} 个村（居）由谁负责。")
            return redirect("staff:station", station_id)
    return page(request, "villages", form, sheet=sheet, alone=not (team or sheet.open_points))
