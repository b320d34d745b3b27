"""From what the first page asks to what the components show."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from shuangbai.access.actor import Actor
from shuangbai.areas.rules import village_said
from shuangbai.cover.rules import Asked, Kind
from shuangbai.cover.selectors import PAIRS, Comparison, Cover, PairOf, Unit
from shuangbai.cover.views import links
from shuangbai.cover.views import panels as cover
from shuangbai.desk.selectors.overview import County, Overview
from shuangbai.desk.selectors.services import KEY, Services, Town
from shuangbai.desk.selectors.work import Member, Team, Work
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


def cards(actor: Actor, found: Comparison) -> list[dict[str, Any]]:
    """Each pair that was asked for as it is today, with what changed since a month ago, and why."""
    asked = found.compared.asked
    there = found.whole.now.items()
    shown = {name: pair for name, pair in there if pair.whole or PAIRS[name].unit == "人"}
    ordered = [name for name in PAIRS if name in shown]
    return [
        cover.card(actor, asked, name, shown[name]) | {"change": change(found, name)}
        for name in ordered
    ]


def change(found: Comparison, name: str) -> dict[str, Any]:
    """In a few words; on tap since when and why, each number with its rows."""
    then, now, since = found.whole.then[name], found.whole.now[name], _day(found.compared.first)
    if then == now or not then.whole:
        return {"said": f"和{since}一样" if then == now and now.whole else "", "rows": []}
    more = now.covered - then.covered
    return _said(since, more, PAIRS[name]) | {
        "since": since,
        "then": then,
        "then_url": links.number(PAIRS[name].part, found.compared.before),
        "unit": PAIRS[name].unit,
        "rows": [_reason(found, kind) for kind in REASONS.get(name, ()) if _number(found, kind)],
        "url": links.to("changes", found.compared),
    }


def _said(since: str, more: int, of: PairOf) -> dict[str, str]:
    """The card also says who is missing, so that it is told what there is more of."""
    if not more:
        return {"said": f"比{since}，在册的变了", "kind": "plain"}
    word, kind = ("多", "ok") if more > 0 else ("少", "bad")
    return {"said": f"{of.name}比{since}{word} {amount(abs(more), of.unit)}", "kind": kind}


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
    comparison, services = found.comparison, found.services
    asked = comparison.compared.asked
    return {
        "cards": cards(actor, comparison),
        "nobody": not comparison.whole.now["service"].whole,
        "heat": heat(asked, found.counties),
        "ranking": ranking(actor, comparison, found.waiting),
        "trend": trend(services, asked.area),
        "multiples": multiples(services, asked),
        "latest": found.latest,
        "todo": found.todo,
        "apart": _apart(comparison),
        "sees_visits": actor.may("visit.see"),
    }


def _apart(comparison: Comparison) -> str:
    together = sum(unit.now["service"].covered for unit in comparison.units)
    total = comparison.whole.now["service"].covered
    return "" if together == total else places_apart(together, total, "人")


def province(actor: Actor, found: Cover) -> dict[str, Any]:
    """The cities of a province, where most people wait first."""
    most = sorted(found.lines, key=lambda line: (-line.service.missing, line.key))
    places = [(line.name, line.key, line.service.missing) for line in most if line.service.missing]
    return {
        "cards": cover.cards(actor, found),
        "nobody": not found.service.whole,
        "ranking": _ranking(actor, found.asked, "市", places),
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
    places = [(unit.name, unit.key, unit.now["service"].missing) for unit in waiting]
    return _ranking(actor, comparison.compared.asked, "镇街", places)


def _ranking(actor: Actor, asked: Asked, head: str, places: list[tuple[str, str, int]]) -> Chart:
    rows = [
        Row(name, [count], [links.missing(actor, there)], links.to("page", there))
        for name, there, count in ((name, asked.to(area=key), n) for name, key, n in places)
    ]
    column = charts.Column("还没服务到", "还没服务到")
    return Chart(Drawn.RANKING, f"还没服务到的人最多的{head}", "人", head, [column], rows)


def trend(found: Services, area: str) -> Chart:
    """Services month by month; each month opens them."""
    urls = [_month_url(found, month, area) for month in found.months]
    row = Row(figures.get(KEY).name, found.total, urls)
    columns = charts.month_columns(found.months)
    return Chart(Drawn.TREND, "近一年的服务", "人次", "月份", columns, [row], partial=True)


def multiples(found: Services, asked: Asked) -> Chart:
    """The same for each town, all on one scale."""
    columns = charts.month_columns(found.months)
    rows = [_small(found, town, asked) for town in found.towns]
    title = "各镇街近一年的服务"
    return Chart(Drawn.MULTIPLES, title, "人次", "镇街", columns, rows, partial=True)


def _small(found: Services, town: Town, asked: Asked) -> Row:
    urls = [_month_url(found, month, town.key) for month in found.months]
    page = links.to("page", asked.to(area=town.key))
    return Row(town.name, town.values, urls, page, town.short, town.county)


def _month_url(found: Services, month: str, area: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = min(date.fromordinal(following.toordinal() - 1), found.period.end)
    return number_url(Question(KEY, first, last, area))


def team(work: Work, found: Team) -> dict[str, Any]:
    """What a head sees besides: what waits, the team's month, services, villages."""
    comparison = work.comparison
    return {
        "todo": found.todo,
        "trend": trend(found.services, comparison.compared.asked.area),
        "villages": villages(comparison),
        "most": max((one.visits for one in found.members), default=0),
        "members": [(one, _visits_of(one, work)) for one in found.members],
    }


def _visits_of(one: Member, work: Work) -> str:
    """Their visits of the month; '' when they do not stand under one name."""
    if not one.printed:
        return ""
    days = work.visits.ask.period
    asked = {"worker": one.printed, "start": days.start.isoformat(), "end": days.end.isoformat()}
    return f"{reverse('visits:list')}?{urlencode(asked)}"
