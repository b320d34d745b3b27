"""Pages of points: opening one, how it is, closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from shuangbai.access import gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.telling import telling
from shuangbai.staff import actions
from shuangbai.staff.forms.fields import DayForm
from shuangbai.staff.forms.points import PointForm
from shuangbai.staff.selectors import stations as selectors
from shuangbai.staff.views.shown import asked, page


@asked
def point_new(request: ActorRequest, station_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    sheet = selectors.station(request.actor, station_id)
    form = PointForm(sheet, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.open_point(request.actor, form.new())
            messages.success(request, f"{made.name}开好了。")
            return redirect("staff:station", station_id)
    back = reverse("staff:station", args=[station_id])
    said = {"title": "开一个社工点", "sub": sheet.station.name, "submit": "开这个点"}
    return page(request, "form", form, back=back, **said)


@asked
def point(request: ActorRequest, point_id: UUID) -> HttpResponse:
    """Where it stands and which villages it serves; a change holds from a day on."""
    gate.allow(request.actor, "staff.manage")
    found, lasting, _ = selectors.point(request.actor, point_id)
    if lasting is None:
        return redirect("staff:point_opening", point_id)
    sheet = selectors.station(request.actor, found.station_id)
    form = PointForm(sheet, request.POST or None, found)
    if form.is_valid():
        with telling(form):
            actions.edit_point(request.actor, form.details(point_id))
            messages.success(request, _edited(form.given_up()))
            return redirect("staff:station", found.station_id)
    return page(request, "point", form, point=found, lasting=lasting)


def _edited(given_up: list[str]) -> str:
    if not given_up:
        return "改好了。"
    return f"改好了。{'、'.join(given_up)}现在没人负责，请安排别人。"


@asked
def point_closure(request: ActorRequest, point_id: UUID) -> HttpResponse:
    """First which villages nobody serves then, then done."""
    gate.allow(request.actor, "staff.manage")
    found, _, _ = selectors.point(request.actor, point_id)
    form = DayForm("关点日期", request.POST or None)
    if form.is_valid():
        with telling(form):
            actions.close_point(request.actor, point_id, form.cleaned_data["day"])
            messages.success(request, f"{found.name}关了。")
            return redirect("staff:station", found.station_id)
    gaps = selectors.village_names(selectors.served_by(request.actor, found))
    said = {"title": f"关{found.name}", "sub": found.station.name, "submit": "关这个点"}
    said["who"], said["back"] = found.name, reverse("staff:station", args=[found.station_id])
    return page(request, "ending", form, gaps=gaps, station=found.station, **said)


@asked
def point_opening(request: ActorRequest, point_id: UUID) -> HttpResponse:
    gate.allow(request.actor, "staff.manage")
    found, lasting, _ = selectors.point(request.actor, point_id)
    if lasting is not None:
        return redirect("staff:point", point_id)
    sheet = selectors.station(request.actor, found.station_id)
    form = PointForm(sheet, request.POST or None, found, again=True)
    if form.is_valid():
        with telling(form):
            actions.reopen_point(request.actor, form.reopening(point_id))
            messages.success(request, f"{found.name}重新开了。")
            return redirect("staff:station", found.station_id)
    back = reverse("staff:station", args=[found.station_id])
    return page(request, "form", form, title=f"重新开{found.name}", submit="重新开点", back=back)
