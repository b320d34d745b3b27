"""Pages: what is counted and how, the number with its rows, frozen figures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.areas import selectors as areas
from shuangbai.figures import actions, rules, selectors
from shuangbai.figures.actions import Frozen
from shuangbai.figures.forms import DaysForm, FreezeForm
from shuangbai.figures.models import FrozenFigure
from shuangbai.figures.rules import Question
from shuangbai.kernel import clock, counting, figures
from shuangbai.kernel.figures import Count, Figure, Period


@require_safe
def catalogue(request: ActorRequest) -> HttpResponse:
    """数的定义."""
    gate.allow(request.actor, "figure.count")
    return render(request, "figures/catalogue.html", {"figures": figures.every()})


@require_safe
def number(request: ActorRequest, key: str) -> HttpResponse:
    """One number: its definition, its parts, and exactly the rows that it counts."""
    figure, question = _asked(request, key)
    counted = selectors.count_named(request.actor, question)
    total = selectors.counted_rows(counted, question)
    after = request.GET.get("after", "")
    page = selectors.rows_page(request.actor, question, after, total)
    _seen(request.actor, figure, question, len(page.lines))
    context = _head(request.actor, figure, question, counted)
    context |= _parts(figure, question, counted) | _rows(question, page, after)
    return render(request, "figures/number.html", context)


@require_safe
def frozen(request: ActorRequest) -> HttpResponse:
    gate.allow(request.actor, "figure.count")
    before = request.GET.get("before", "")
    groups, following = selectors.frozen(request.actor, UUID(before) if _is_id(before) else None)
    here = reverse("figures:frozen")
    context = {
        "groups": [(group, _frozen_lines(group)) for group in groups],
        "next_url": f"{here}?before={following}" if following else "",
    }
    return render(request, "figures/frozen.html", context)


@require_safe
def frozen_one(request: ActorRequest, ident: UUID) -> HttpResponse:
    one = selectors.frozen_one(request.actor, ident)
    figure = figures.get(one.key)
    question = selectors.frozen_question(one)
    context = {
        "one": one,
        "figure": figure,
        "place": areas.full_name(one.area),
        "start": question.start if figure.day else None,
        "recount": selectors.recount(request.actor, one),
        "rows_url": _number_url(question),
    }
    return render(request, "figures/frozen_one.html", context)


@require_http_methods(["GET", "POST"])
def freeze(request: ActorRequest) -> HttpResponse:
    """First shown with its numbers, then frozen."""
    gate.allow(request.actor, "figure.freeze")
    form = FreezeForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return render(request, "figures/freeze_unclear.html", {"form": form}, status=422)
    wanted = _wanted(form)
    if request.method == "POST":
        made = actions.freeze_together(request.actor, wanted)
        messages.success(request, f"已定格 {len(made)} 个数，随时可以重新数一遍。")
        return redirect("figures:frozen")
    context = _confirm(request.actor, wanted) | {"form": form}
    return render(request, "figures/freeze.html", context)


def _asked(request: HttpRequest, key: str) -> tuple[Figure, Question]:
    figure = figures.get(key)
    question = rules.question(figure, request.GET.dict(), clock.today(), clock.ZONE)
    question = selectors.with_axis(figure, question)
    if not question.by:
        question = question.to(by=selectors.default_axis(figure, question.area))
    return figure, question


def _seen(actor: Actor, figure: Figure, question: Question, rows: int) -> None:
    if selectors.about_people(figure, selectors.asked(actor, question)):
        audit.seen(
            actor,
            "figure.rows",
            area=question.area or actor.home,
            subject=("figure", figure.key),
            query=question.query,
            rows=rows,
        )


def _number_url(question: Question, **more: str) -> str:
    extra = "".join(f"&{name}={text}" for name, text in more.items())
    return reverse("figures:number", args=[question.key]) + "?" + question.query + extra


def _head(actor: Actor, figure: Figure, question: Question, counted: Count) -> dict[str, Any]:
    chosen = next((part for part in counted.parts if part.part == question.part), None)
    start, end = selectors.day_said(figure, question)
    return {
        "figure": figure,
        "question": question,
        "counted": counted,
        "place": selectors.place_name(actor, question.area),
        "start": start,
        "end": end,
        "form": DaysForm(figure, question),
        "chosen": (chosen.name or chosen.part) if chosen else question.part,
        "total": selectors.counted_rows(counted, question),
        "windowed": figure.local,
    }


def _parts(figure: Figure, question: Question, counted: Count) -> dict[str, Any]:
    whole = question.to(part="")
    largest = max((part.value for part in counted.parts), default=0)
    return {
        "whole_url": _number_url(whole),
        "largest": largest,
        "parts": [
            (part.name or part.part, part.value, _number_url(question.to(part=part.part)), part.part)
            for part in counted.parts
        ],
        "ways": [
            {"label": label, "url": _number_url(whole.to(by=way)), "current": way == question.by}
            for way, label in selectors.axes(figure, question.area)
        ],
        "why_not_sum": rules.why_not_sum(counted),
    }


def _rows(question: Question, page: selectors.RowsPage, after: str) -> dict[str, Any]:
    return {
        "page": page,
        "first_url": _number_url(question) if after else "",
        "next_url": _number_url(question, after=page.after) if page.after else "",
    }


def _frozen_lines(group: selectors.Together) -> list[tuple[Figure, FrozenFigure, str]]:
    return [
        (figures.get(one.key), one, reverse("figures:frozen_one", args=[one.pk]))
        for one in group.figures
    ]


def _wanted(form: FreezeForm) -> list[Frozen]:
    given = form.cleaned_data
    days = Period(given["day"], given["day"])
    return [
        Frozen(key, given["area"], days, "", given["window"], given["purpose"])
        for key in given["key"]
    ]


def _confirm(actor: Actor, wanted: list[Frozen]) -> dict[str, Any]:
    first = wanted[0]
    questions = [
        Question(one.key, one.period.start, one.period.end, one.area, window=one.window)
        for one in wanted
    ]
    counted = [counting.count(one.key, selectors.asked(actor, one)) for one in questions]
    return {
        "place": areas.full_name(first.area),
        "day": first.period.end,
        "window": first.window,
        "counts": [
            {
                "label": found.figure.name,
                "value": found.total,
                "unit": found.figure.unit,
                "url": _number_url(question),
            }
            for found, question in zip(counted, questions, strict=True)
        ],
    }


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
