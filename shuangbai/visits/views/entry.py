"""Pages on which a visit is recorded or corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shuangbai.access import audit, gate
from shuangbai.access.refusal import Refused
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.clients import masks
from shuangbai.clients.forms.telling import telling
from shuangbai.clients.selectors import people as clients
from shuangbai.visits import actions
from shuangbai.visits.forms.entry import CorrectionForm, VisitForm
from shuangbai.visits.selectors import entry as selectors
from shuangbai.visits.selectors import visits
from shuangbai.visits.selectors.entry import Sheet
from shuangbai.visits.selectors.visits import Told
from shuangbai.visits.views.visits import seen

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
def new(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    gate.allow(actor, "visit.record")
    person, household = (given_id(request.GET, name) for name in ("person", "household"))
    sheet = selectors.sheet(actor, person, household)
    if sheet is None:
        return _choosing(request)
    form, back = _form(request, sheet), _back_to(sheet)
    if form.is_valid():
        with telling(form):
            return _recorded(request, form, back)
    seen_home(request, sheet)
    context = {"form": form, "sheet": sheet, "back": back, "like": "like" in request.GET}
    return render(request, "visits/new.html", context, status=422 if form.errors else 200)


def _form(request: ActorRequest, sheet: Sheet) -> VisitForm:
    """Empty, or like last time."""
    like = "like" in request.GET and sheet.last is not None
    kept = sheet.last.visit.services if like and sheet.last else ()
    chosen = request.POST.getlist("services") or kept
    offered = selectors.offered(request.actor, sheet.area, chosen)
    return VisitForm(sheet, offered, request.POST or None, like=like)


def seen_home(request: ActorRequest, sheet: Sheet) -> None:
    """The form of a visit shows who lives there, with what they hold."""
    person, home = sheet.asked or sheet.members[0].person, sheet.household
    subject = ("clients.household", home.pk) if home else ("clients.person", person.pk)
    area = home.area if home else person.area
    kind, ident = subject
    shown = [str(line.person.pk) for line in sheet.members]
    audit.seen(request.actor, "person.see", area=area, subject=(kind, str(ident)), people=shown)


def _choosing(request: ActorRequest) -> HttpResponse:
    """For whom? A search; before it, those who still wait for a first visit."""
    actor, q = request.actor, request.GET.get("q", "").strip()
    if q:
        lines = clients.listed(actor, clients.Wanted(q=q), limit=selectors.SHOWN_WAITING).lines
    else:
        lines = selectors.waiting(actor)
    audit.seen(actor, "person.list", area=actor.home, q=masks.typed(q), shown=len(lines))
    return render(request, "visits/choose.html", {"q": q, "lines": lines})


def _back_to(sheet: Sheet) -> str:
    """The page from which one came: of the person who was asked for, else of the household."""
    person = sheet.asked or sheet.members[0].person
    if sheet.gone:
        return reverse("clients:handovers") + "?show=finished"
    if sheet.asked is None and sheet.household is not None:
        return reverse("clients:household", args=[sheet.household.pk])
    return reverse("desk:person", args=[person.pk])


def _recorded(request: ActorRequest, form: VisitForm, back: str) -> HttpResponse:
    """The visit is kept; sent a second time it says so and stays one visit."""
    before = visits.recorded(request.actor, form.cleaned_data["id"])
    actions.record(request.actor, form.command())
    if before is None:
        messages.success(request, form.said())
    elif before.superseded_at is None:
        messages.info(request, "这次走访已经记过，没有再记一遍。")
    else:
        messages.warning(
            request, "这次走访记过，后来作废了，没有再记。要重新记，请从“记一次走访”进。"
        )
    return redirect(back)


@asked
def correct(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """The newest version in a form; what is saved becomes the next."""
    told = _to_correct(request, visit_id)
    if told.withdrawal:
        messages.info(request, "这次走访已经作废，不能更正。")
        return redirect("visits:visit", told.visit.root)
    form = _correction(request, told)
    if form.is_valid():
        with telling(form):
            actions.correct(request.actor, form.command())
            messages.success(request, "更正好了，数跟着变；以前定格存证的数不变。")
            return redirect("visits:visit", told.visit.root)
    seen(request, told)
    context = {"form": form, "told": told, "sheet": form.sheet}
    return render(request, "visits/correct.html", context, status=422 if form.errors else 200)


def _to_correct(request: ActorRequest, visit_id: UUID) -> Told:
    """For who may, and may read what was written: a note that is not seen cannot be kept."""
    actor, verb = request.actor, "visit.correct"
    gate.allow(actor, verb)
    told = visits.visit(actor, visit_id)
    where: dict[str, Any] = {"area": told.visit.area, "subject": ("visits.visit", str(visit_id))}
    if not visits.may_correct(actor, told.visit):
        raise Refused(verb, "这次走访是别人记的", **where)
    if not visits.note_is_open(actor, told):
        raise Refused(verb, "内容在未成年人档案里，没有授权", **where)
    return told


def _correction(request: ActorRequest, told: Told) -> CorrectionForm:
    sheet = selectors.correction(request.actor, told)
    chosen = request.POST.getlist("services") or told.visit.services
    offered = selectors.offered(request.actor, told.visit.area, chosen)
    return CorrectionForm(sheet, offered, told, request.POST or None)
