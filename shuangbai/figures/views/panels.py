"""From counts to what the components show."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.figures import rules, selectors
from shuangbai.figures.actions import Frozen
from shuangbai.figures.forms import DaysForm
from shuangbai.figures.models import FrozenFigure
from shuangbai.figures.rules import Question
from shuangbai.figures.selectors import Recount, RowsPage, Together
from shuangbai.kernel import counting, figures
from shuangbai.kernel.figures import Count, Figure, Period
from shuangbai.kernel.templatetags.sb import day

ADDS = {
    frozenset({"area", "time"}): "各地、各月都能",
    frozenset({"area"}): "各地能，各月不能",
    frozenset(): "都不能",
}


def number_url(question: Question, **more: str) -> str:
    extra = f"&{urlencode(more)}" if more else ""
    return f"{reverse('figures:number', args=[question.key])}?{question.query}{extra}"


def definition(figure: Figure) -> tuple[Figure, list[str], str]:
    """The figure, how it can be taken apart, what adds up."""
    months = ["月份"] if figure.day else []
    ways = ["地区", *selectors.marks(figure).values(), *months]
    return figure, ways, ADDS[figure.additive_over]


def head(actor: Actor, figure: Figure, question: Question, counted: Count) -> dict[str, Any]:
    named = {part.part: part.name or part.part for part in counted.parts}
    place = selectors.place_name(actor, question.area)
    return {
        "figure": figure,
        "question": question,
        "counted": counted,
        "sub": sub(place, days(figure, question)),
        "path": places(actor, question),
        "said": _said(figure),
        "form": DaysForm(figure, question),
        "chosen": named.get(question.part, question.part),
        "total": selectors.counted_rows(counted, question),
        "recent": rules.recent(question.window) if figure.windowed else "",
    }


def places(actor: Actor, question: Question) -> list[dict[str, str]]:
    """From the prefecture down to the area, the same number of each; only the actor's linked."""
    whole = question.to(by="", part="")
    found = [
        {"name": unit.name, "url": number_url(whole.to(area=unit.key))}
        if actor.covers(unit.key)
        else {"name": unit.name, "url": ""}
        for unit in (areas.path(question.area) if question.area else [])
    ]
    return found if len(found) > 1 else []


def days(figure: Figure, question: Question) -> str:
    end = day(question.end)
    if figure.between:
        return f"{day(question.start)}和{end}相比"
    return f"{day(question.start)}到{end}" if figure.day else f"截至{end}"


def days_said(period: Period) -> str:
    """Of what is frozen together: a day, or two that are compared."""
    end = day(period.end)
    return f"截至{end}" if period.start == period.end else f"{day(period.start)}和{end}"


def _said(figure: Figure) -> str:
    if figure.between:
        return "换两天比"
    return "换一段日子看" if figure.day else "换一天看"


def sub(*said: str) -> SafeString:
    """Place, days and what else belongs to a number, each kept on one line."""
    marked = [(text, "，") for text in said[:-1]] + [(said[-1], "")]
    return format_html_join("", '<span class="phrase">{}{}</span>', marked)


def parts(actor: Actor, question: Question, counted: Count) -> dict[str, Any]:
    whole = question.to(part="")
    return {
        "whole_url": number_url(whole),
        "largest": max((part.value for part in counted.parts), default=0),
        "parts": [
            (part.name or part.part, part.value, number_url(question.to(part=part.part)), part.part)
            for part in counted.parts
        ],
        "ways": _ways(actor, whole, counted.figure),
        "why_not_sum": rules.why_not_sum(counted),
    }


def _ways(actor: Actor, whole: Question, figure: Figure) -> list[dict[str, Any]]:
    """How the figure can be taken apart for what the actor asks."""
    return [
        {"label": label, "url": number_url(whole.to(by=way)), "current": way == whole.by}
        for way, label in selectors.axes(figure, selectors.whole_of(actor, whole.area))
    ]


def rows(question: Question, page: RowsPage, after: str) -> dict[str, Any]:
    return {
        "page": page,
        "carded": any(line.card for line in page.lines),
        "told": any(line.card and line.card.text for line in page.lines),
        "first_url": number_url(question) if after else "",
        "next_url": number_url(question, after=page.after) if page.after else "",
    }


def frozen(group: Together) -> tuple[Together, list[tuple[Figure, FrozenFigure, str]]]:
    lines = [
        (figures.get(one.key), one, reverse("figures:frozen_one", args=[one.pk]))
        for one in group.figures
    ]
    return group, lines


def recounted(one: FrozenFigure, unit: str, found: Recount) -> dict[str, Any]:
    """What counting again brought, in words."""
    then, now = rules.amount(one.total, unit), rules.amount(found.total, unit)
    if found.same:
        said = f"按定格那一刻记下的再数一遍，还是 {now}，每一条都对得上。"
        return {"said": said, "differs": []}
    lines = [
        f"当时 {then}，现在数出来 {now}" if then != now else "",
        f"当时有、现在没有的 {rules.amount(found.gone, '条')}" if found.gone else "",
        f"当时没有、现在有的 {rules.amount(found.fresh, '条')}" if found.fresh else "",
        "这个数的定义在定格以后改过" if found.redefined else "",
    ]
    differs = [line for line in lines if line] or ["各部分和当时不一样"]
    return {"said": "请告诉系统管理员，核对是哪几条记录变了。", "differs": differs}


def trail(one: FrozenFigure) -> list[dict[str, str]]:
    return [
        {"name": "定格存证", "url": reverse("figures:frozen")},
        {"name": areas.full_name(one.area), "url": ""},
    ]


def confirm(actor: Actor, wanted: list[Frozen]) -> dict[str, Any]:
    """The numbers as they are now, each with its rows, before they are frozen."""
    first = wanted[0]
    base = Question("", first.period.start, first.period.end, first.area, window=first.window)
    asked = selectors.asked(actor, base)
    found = [(base.to(key=one.key), counting.count(one.key, asked)) for one in wanted]
    place = areas.full_name(first.area)
    return {
        "sub": sub(place, days_said(first.period), f"{rules.recent(first.window)}的服务"),
        "counts": [_confirmed(question, counted) for question, counted in found],
    }


def _confirmed(question: Question, counted: Count) -> dict[str, Any]:
    return {
        "label": counted.figure.name,
        "value": counted.total,
        "unit": counted.figure.unit,
        "url": number_url(question),
    }
