"""Several households of one round, recorded at once."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.clients.forms.telling import telling
from shuangbai.visits import actions
from shuangbai.visits.forms.round import MOST, RoundForm, VillageForm
from shuangbai.visits.selectors import entry as selectors
from shuangbai.visits.selectors.entry import Home


@require_http_methods(["GET", "HEAD", "POST"])
def round_(request: ActorRequest) -> HttpResponse:
    """First the village, then which households, then who was met in each."""
    gate.allow(request.actor, "visit.record")
    place = VillageForm(request.actor, request.GET)
    homes = selectors.homes(request.actor, place.chosen) if place.chosen else []
    chosen = _chosen(request, homes)
    _seen(request, place.chosen, chosen or homes)
    if not chosen:
        context = {"place": place, "homes": homes, "most": MOST, "chosen": place.chosen}
        return render(request, "visits/round_homes.html", context)
    return _filled(request, place.chosen, chosen)


def _filled(request: ActorRequest, area: str, homes: list[Home]) -> HttpResponse:
    offered = selectors.offered(request.actor, area, request.POST.getlist("services"))
    form = RoundForm(homes, offered, request.POST or None)
    if form.is_valid():
        with telling(form):
            made = actions.record_round(request.actor, form.commands())
            messages.success(request, _said(form, len(made)))
            return redirect(f"{reverse('visits:list')}?area={area}")
    context = {"form": form, "back": f"{reverse('visits:several')}?area={area}"}
    return render(request, "visits/several.html", context, status=422 if form.errors else 200)


def _said(form: RoundForm, made: int) -> str:
    day = form.cleaned_data["happened_on"]
    served = sum(len(one.cleaned_data["served"]) for one in form.homes)
    return f"记下了：{day.month}月{day.day}日走了 {made} 户，服务了 {served} 人次。"


def _chosen(request: ActorRequest, homes: Sequence[Home]) -> list[Home]:
    """The households ticked, of those that are in the village."""
    wanted: set[UUID] = set()
    for text in request.GET.getlist("home")[:MOST]:
        try:
            wanted.add(UUID(text))
        except ValueError:
            continue
    return [home for home in homes if home.household.pk in wanted]


def _seen(request: ActorRequest, area: str, homes: Sequence[Home]) -> None:
    if homes:
        shown = [str(line.person.pk) for home in homes for line in home.members]
        audit.seen(request.actor, "person.list", area=area, people=shown)
