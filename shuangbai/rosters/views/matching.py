"""The page on which a person says which column is what."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from shuangbai.access import audit, gate
from shuangbai.access.request import ActorRequest
from shuangbai.kernel.problems import Problem
from shuangbai.kernel.telling import telling
from shuangbai.rosters import actions
from shuangbai.rosters.forms import matching as forms
from shuangbai.rosters.models import Roster
from shuangbai.rosters.selectors import matches
from shuangbai.rosters.selectors import rosters as selectors
from shuangbai.rosters.views.going import read_on
from shuangbai.rosters.views.shared import named


@require_POST
def read(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Begin, or begin again after it was called off."""
    gate.allow(request.actor, "roster.stage")
    return read_on(request, selectors.find(request.actor, roster_id))


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Columns as found, or as asked by `sheet` and `heading`; what is sent is read next."""
    gate.allow(request.actor, "roster.stage")
    roster = selectors.find(request.actor, roster_id)
    if roster.state not in (Roster.State.RECEIVED, Roster.State.STAGED) or roster.file is None:
        return redirect("rosters:roster", roster_id)
    subject = ("rosters.roster", str(roster.pk))
    audit.seen(request.actor, "roster.see", area=roster.area, subject=subject, columns=True)
    shown = _page(request, roster)
    form: forms.ColumnsForm | None = shown.get("form")
    if request.method == "POST" and form is not None and form.is_valid():
        with telling(form):
            fresh = actions.match_columns(request.actor, roster_id, form.match())
            return read_on(request, fresh)
    return render(request, "rosters/match.html", shown, status=422 if form and form.errors else 200)


def _page(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    context = named(roster, "rosters:roster")
    try:
        book = matches.book_of(roster)
        found = matches.in_place(request.actor, roster, book, *forms.asked(request.GET, book))
    except Problem as broken:
        return {**context, "broken": broken}
    data = request.POST if request.method == "POST" else None
    form = forms.ColumnsForm(book[found.match.sheet], found, context["kind"].fields, data)
    place = forms.PlaceForm(book, found.match)
    return {**context, "form": form, "place": place, "asked": request.GET.urlencode()}
