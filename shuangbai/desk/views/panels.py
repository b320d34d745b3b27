"""From what the first page asks to what the components show."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from shuangbai.access.actor import Actor
from shuangbai.areas.rules import village_said
from shuangbai.cover.rules import Asked, Kind
from shuangbai.cover.selectors import PAIRS, Comparison, Cover, Unit
from shuangbai.cover.views import links
from shuangbai.cover.views import panels as cover
from shuangbai.desk.selectors.overview import County, Overview
from shuangbai.desk.selectors.services import KEY, Services
from shuangbai.desk.selectors.work import Member, Work
from shuangbai.figures.rules import Question, amount, places_apart
from shuangbai.figures.views.panels import number_url
from shuangbai.kernel import charts, figures
from shuangbai.kernel.charts import Chart, Row
from shuangbai.kernel.charts import Kind as Drawn

CAME_AND_WENT = (Kind.ENTERED, Kind.MOVED_IN, Kind.LEFT, Kind.MOVED_OUT)
REASONS = {
    "files": (Kind.OPENED, Kind.CLOSED, *CAME_AND_WENT),
    "service": (Kind.SERVED, Kind.LAPSED, *CAME_AND_WENT),
}
"""What moves a pair, besides what it says itself."""


def cards(actor: Actor, found: Comparison, names: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Each pair as it is today, with what changed since a month ago, and why."""
    asked = found.compared.asked
    shown = {
        name: pair
        for name, pair in found.whole.now.items()
        if (not names or name in names) and (pair.whole or PAIRS[name].unit == "人")
    }
    ordered = [name for name in PAIRS if name in shown]
    return [
        cover.card(actor, asked, name, shown[name]) | {"change": change(found, name)}
        for name in ordered
    ]


def change(found: Comparison, name: str) -> dict[str, Any]:
    """In a few words; on tap since when and why, each number with its rows."""
    then, now, unit = found.whole.then[name], found.whole.now[name], PAIRS[name].unit
    since, more = _day(found.compared.first), now.covered - then.covered
    same = then == now
    if same or not then.whole:
        return {"said": f"和{since}一样" if same and now.whole else "", "rows": []}
    said = f"比{since}{'多' if more >= 0 else '少'} {amount(abs(more), unit)}"
    return {
        "said": said if more else f"比{since}，在册的变了",
        "kind": "ok" if more > 0 else "bad" if more < 0 else "plain",
        "since": since,
        "then": then,
        "then_url": links.number(PAIRS[name].part, found.compared.before),
        "unit": unit,
        "rows": [_reason(found, kind) for kind in REASONS.get(name, ()) if _number(found, kind)],
        "url": links.to("changes", found.compared),
    }


def _number(found: Comparison, kind: Kind) -> int:
    return found.whole.kinds.get(kind, 0)


def _reason(found: Comparison, kind: Kind) -> dict[str, Any]:
    return {
        "label": figures.get(kind).name,
        "value": _number(found, kind),
        "url": links.number(kind, found.compared),
    }


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def month(work: Work) -> dict[str, Any]:
    """The visits of this month; the number opens them."""
    visits, days = work.visits, work.visits.ask.period
    asked = Question(visits.figure.key, days.start, days.end, work.comparison.compared.asked.area)
    return {
        "value": visits.total,
        "unit": visits.figure.unit,
        "url": number_url(asked),
    }


def overview(actor: Actor, found: Overview) -> dict[str, Any]:
    comparison = found.comparison
    together = sum(unit.now["service"].covered for unit in comparison.units)
    total = comparison.whole.now["service"].covered
    return {
        "cards": cards(actor, comparison),
        "nobody": not comparison.whole.now["service"].whole,
        "heat": heat(comparison.compared.asked, found.counties),
        "ranking": ranking(actor, comparison, found.waiting),
        "trend": trend(found.services, comparison.compared.asked.area),
        "multiples": multiples(found.services, comparison.compared.asked),
        "latest": found.latest,
        "todo": found.todo,
        "apart": "" if together == total else places_apart(together, total, "人"),
        "sees_visits": actor.may("visit.see"),
    }


def province(actor: Actor, found: Cover) -> dict[str, Any]:
    """The cities of a province, where most people wait first."""
    most = sorted(found.lines, key=lambda line: (-line.service.missing, line.key))
    rows = [
        Row(line.name, [line.service.missing], [links.to("page", found.asked.to(area=line.key))])
        for line in most
        if line.service.missing
    ]
    column = charts.Column("还没服务到", "还没服务到")
    title = "还没服务到的人最多的市"
    return {
        "cards": cover.cards(actor, found),
        "nobody": not found.service.whole,
        "ranking": Chart(Drawn.RANKING, title, "人", "市", [column], rows),
        "todo": [],
    }


def heat(asked: Asked, counties: list[County]) -> dict[str, Any]:
    """The towns of each county by their service; the county's own rate stands on its page."""
    cells = [town for county in counties for town in county.towns]
    rows = [
        {
            "name": county.name,
            "url": links.to("page", asked.to(area=county.key)),
            "whole": 0,
            "cells": [cover.heat_cell(asked, town) for town in county.towns],
        }
        for county in counties
    ]
    title = f"{len(cells)}\N{NO-BREAK SPACE}个镇街的服务覆盖率"
    return {"rows": rows, "legend": cover.legend(cells), "title": title}


def villages(comparison: Comparison) -> dict[str, Any]:
    """The villages of one town by their service, as people call them."""
    asked = comparison.compared.asked
    cells = [cover.line_of(unit) for unit in comparison.units]
    title = f"{len(cells)}\N{NO-BREAK SPACE}个村（居）的服务覆盖率"
    return {
        "cells": [
            cover.heat_cell(asked, cell) | {"name": village_said(cell.name)} for cell in cells
        ],
        "legend": cover.legend(cells),
        "title": title,
    }


def ranking(actor: Actor, comparison: Comparison, waiting: list[Unit]) -> Chart:
    """Where most people still wait, judged by what happened in the town itself."""
    asked = comparison.compared.asked
    rows = [
        Row(
            unit.name,
            [unit.now["service"].missing],
            [links.missing(actor, asked.to(area=unit.key))],
            links.to("page", asked.to(area=unit.key)),
        )
        for unit in waiting
    ]
    column = charts.Column("还没服务到", "还没服务到")
    return Chart(Drawn.RANKING, "还没服务到的人最多的镇街", "人", "镇街", [column], rows)


def trend(found: Services, area: str) -> Chart:
    """Services month by month; each month opens them."""
    urls = [_month_url(found, month, area) for month in found.months]
    row = Row(figures.get(KEY).name, found.total, urls)
    columns = charts.month_columns(found.months)
    return Chart(Drawn.TREND, "近一年的服务", "人次", "月份", columns, [row], partial=True)


def multiples(found: Services, asked: Asked) -> Chart:
    """The same for each town, all on one scale."""
    rows = [
        Row(
            town.name,
            town.values,
            [_month_url(found, month, town.key) for month in found.months],
            links.to("page", asked.to(area=town.key)),
            town.short,
            town.county,
        )
        for town in found.towns
    ]
    columns = charts.month_columns(found.months)
    title = "各镇街近一年的服务"
    return Chart(Drawn.MULTIPLES, title, "人次", "镇街", columns, rows, partial=True)


def _month_url(found: Services, month: str, area: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = min(date.fromordinal(following.toordinal() - 1), found.period.end)
    return number_url(Question(KEY, first, last, area))


def members(found: list[Member], work: Work) -> dict[str, Any]:
    """Each of the team with a bar, and the way to their visits of the month."""
    days = work.visits.ask.period
    start = reverse("visits:list")
    asked = {"start": days.start.isoformat(), "end": days.end.isoformat()}
    return {
        "most": max((one.visits for one in found), default=0),
        "members": [(one, f"{start}?{urlencode({'worker': one.name, **asked})}") for one in found],
    }
