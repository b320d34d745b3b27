"""Pages: what is counted and how, the number with its rows, frozen figures."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest, given_id
from shuangbai.areas import selectors as areas
from shuangbai.figures import actions, rules, selectors
from shuangbai.figures.actions import Frozen
from shuangbai.figures.forms import FreezeForm
from shuangbai.figures.rules import Question
from shuangbai.figures.views import panels
from shuangbai.kernel import clock, figures, ids
from shuangbai.kernel.figures import Figure, Period


@require_safe
def catalogue(request: ActorRequest) -> HttpResponse:
    """数的定义."""
    gate.allow(request.actor, "figure.count")
    lines = [panels.definition(figure) for figure in figures.every()]
    return render(request, "figures/catalogue.html", {"lines": lines})


@require_safe
def number(request: ActorRequest, key: str) -> HttpResponse:
    """One number: its definition, its parts, and exactly the rows that it counts."""
    gate.allow(request.actor, "figure.rows")
    figure, question = _asked(request, key)
    counted = selectors.count_named(request.actor, question)
    after = request.GET.get("after", "")
    total = selectors.counted_rows(counted, question)
    page = selectors.rows_page(request.actor, question, after, total)
    _seen(request.actor, figure, question, len(page.lines))
    context = panels.head(request.actor, figure, question, counted)
    context |= panels.parts(request.actor, question, counted) | panels.rows(question, page, after)
    return render(request, "figures/number.html", context)


@require_safe
def frozen(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "figure.count")
    groups, following = selectors.frozen(request.actor, given_id(request.GET, "before"))
    here = reverse("figures:frozen")
    context = {
        "groups": [panels.frozen(group) for group in groups],
        "next_url": f"{here}?before={following}" if following else "",
    }
    return render(request, "figures/frozen.html", context)


@require_safe
def frozen_one(request: ActorRequest, ident: UUID) -> HttpResponse:
    """What was kept, and whether it still comes out."""
    one = selectors.frozen_one(request.actor, ident)
    figure, question = figures.get(one.key), selectors.frozen_question(one)
    found = selectors.recount(request.actor, one)
    context = {
        "one": one,
        "figure": figure,
        "path": panels.trail(one),
        "sub": panels.sub(areas.full_name(one.area), panels.days(figure, question)),
        "recount": found,
        "rows_url": panels.number_url(question),
    }
    words = panels.recounted(one, figure.unit, found)
    return render(request, "figures/frozen_one.html", context | words)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: ActorRequest) -> HttpResponse:
    """First shown with its numbers, then frozen."""
    gate.allow(request.actor, "figure.freeze")
    form = FreezeForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return render(request, "figures/freeze_unclear.html", {"form": form}, status=422)
    wanted, ident = _wanted(form.cleaned_data), form.cleaned_data["id"]
    if request.method == "POST":
        return _frozen(request, wanted, ident or ids.uuid7())
    if ident is None:
        return redirect(f"{request.get_full_path()}&id={ids.uuid7()}")
    context = panels.confirm(request.actor, wanted)
    context |= {"form": form, "back_url": _back(wanted[0])}
    return render(request, "figures/freeze.html", context)


def _back(first: Frozen) -> str:
    """The page from which numbers of one day, or of two days compared, were to be frozen."""
    days, given = first.period, {"area": first.area, "day": first.period.end.isoformat()}
    if days.start == days.end:
        return f"{reverse('cover:page')}?{urlencode(given)}"
    return f"{reverse('cover:changes')}?{urlencode({**given, 'from': days.start.isoformat()})}"


def _frozen(request: ActorRequest, wanted: list[Frozen], form: UUID) -> HttpResponseRedirect:
    """Kept; the same form sent again shows what it kept the first time."""
    before = selectors.frozen_among(request.actor, actions.idents(request.actor, wanted, form))
    made = actions.freeze_together(request.actor, wanted, form)
    if before:
        messages.info(request, "这一页的数已经存过，没有再存一份，就在下面。")
    else:
        kept = f"已经存下 {len(made)} 个数。以后点开哪一个，都会重新数一遍给您看。"
        messages.success(request, kept)
    return redirect("figures:frozen")


def _asked(request: ActorRequest, key: str) -> tuple[Figure, Question]:
    """The figure and the question; taken apart one level down unless told otherwise."""
    figure = figures.get(key)
    question = rules.question(figure, request.GET.dict(), clock.today(), clock.ZONE)
    question = selectors.with_axis(figure, question)
    if not question.area:
        question = question.to(area=selectors.opening_area(request.actor))
    selectors.may_ask(request.actor, "figure.rows", question.area)
    if not question.by:
        whole = selectors.whole_of(request.actor, question.area)
        question = question.to(by=selectors.default_axis(figure, whole))
    return figure, question


def _seen(actor: Actor, figure: Figure, question: Question, rows: int) -> None:
    if selectors.about_people(figure, selectors.asked(actor, question)):
        area, subject = question.area or actor.home, ("figure", figure.key)
        said = question.query
        audit.seen(actor, "figure.rows", area=area, subject=subject, query=said, rows=rows)


def _wanted(given: dict[str, Any]) -> list[Frozen]:
    days = Period(given["start"] or given["day"], given["day"])
    return [
        Frozen(key, given["area"], days, "", given["window"], given["purpose"])
        for key in given["key"]
    ]
