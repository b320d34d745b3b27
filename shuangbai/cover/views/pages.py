"""Pages: the two 100%, the same as a workbook, where nobody is yet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.cover import selectors
from shuangbai.cover.forms import DayForm
from shuangbai.cover.rules import Asked
from shuangbai.cover.selectors import MAIN, PAIRS, Cover, Line
from shuangbai.cover.views import links, panels
from shuangbai.cover.views.asking import about, asked_of, taken_by
from shuangbai.kernel import figures, sheets
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.downloads import workbook


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """两个100%."""
    actor, asked = request.actor, asked_of(request, "cover.see")
    level, name = selectors.level_shown(actor, asked), _pair(request)
    found = selectors.cover(actor, asked, level, name if level in panels.HEAT_LEVELS else "")
    context = about(actor, asked) | {
        "cards": panels.cards(actor, found),
        "nobody": found.service.whole == 0,
        "rosters_url": reverse("rosters:rosters") if actor.may("roster.stage") else "",
        "actions": panels.actions(_offered(actor, asked)),
        "form": DayForm.of(asked),
        "apart": panels.apart(found) if name == MAIN else "",
    }
    return render(request, "cover/page.html", context | _broken_down(actor, found, name))


def _pair(request: ActorRequest) -> str:
    """By which pair the heat table is read."""
    name = request.GET.get("pair", MAIN)
    return name if name in PAIRS and PAIRS[name].graded else MAIN


def _offered(actor: Actor, asked: Asked) -> list[tuple[str, str, str]]:
    return [
        ("定格存证", links.freezing(actor, asked), "primary"),
        ("两天对照", _comparing(asked), "plain"),
        ("导出表格", links.to("export", asked), "plain"),
    ]


def _comparing(asked: Asked) -> str:
    """A province is compared city by city."""
    return links.to("changes", asked) if len(asked.area) != 2 else ""


def _broken_down(actor: Actor, found: Cover, name: str) -> dict[str, Any]:
    """By counties and towns as a heat table, by towns or villages as a ledger."""
    if found.level in panels.HEAT_LEVELS:
        tabs = panels.heat_tabs(found.asked, name)
        return {"heat": panels.heat(actor, found, name), "heat_tabs": tabs}
    if found.level is None:
        return {"people_url": links.number("people", found.asked)}
    return panels.ledger(actor, found)


@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """导出表格: the page as a workbook, by towns, or by the villages of a town."""
    actor, asked = request.actor, asked_of(request, "cover.see")
    level = selectors.level_shown(actor, asked)
    fine = Level.VILLAGE if level in (Level.VILLAGE, None) else Level.TOWN
    found = selectors.cover(actor, asked, fine)
    place = selectors.place_name(actor, asked.area)
    title = f"{place}两个100% {asked.day}"
    whole = Line("", f"{place}合计", found.pairs)
    rows = [_row(line) for line in (whole, *found.lines)]
    known = f"；按{asked.known:%Y-%m-%d %H:%M}已记下的算" if asked.known else ""
    note = f"截至{asked.day}，近 {asked.window} 天的服务{known}；{taken_by(actor)}"
    apart = f"；{text}" if (text := panels.apart(found)) else ""
    return workbook(f"{title}.xlsx", sheets.write(rows, _columns(), title, note + apart))


def _columns() -> list[str]:
    heads = [(of.name, figures.get(of.whole).name, of.unit) for of in PAIRS.values()]
    parts = [
        (f"{name}（{unit}）", f"{whole}（{unit}）", f"{name}还缺（{unit}）", f"{name}（%）")
        for name, whole, unit in heads
    ]
    return ["地方", *(column for part in parts for column in part)]


def _row(line: Line) -> tuple[Any, ...]:
    """Empty where the place has none of it, so that nobody reads a nought."""
    cells: list[Any] = [line.name]
    for name in PAIRS:
        pair = line.pairs[name]
        if pair.whole:
            cells += [pair.covered, pair.whole, pair.missing, pair.rate]
        else:
            cells += [None] * 4
    return tuple(cells)


@require_safe
def uncovered(request: ActorRequest) -> HttpResponse:
    """Towns without a station, villages that nobody serves."""
    actor, asked = request.actor, asked_of(request, "cover.see")
    gaps = selectors.gaps(actor, asked)
    context = about(actor, asked) | {
        "sub": panels.sub(selectors.place_name(actor, asked.area), asked, served=False),
        "bare_towns": [gap for gap in gaps if gap.no_station],
        "gaps": [(gap, links.to("page", asked.to(area=gap.key))) for gap in gaps if gap.villages],
        "villages": sum(len(gap.villages) for gap in gaps),
        "cover_url": links.to("page", asked),
        "actions": panels.actions([("看社工站", _stations_url(actor), "plain")]),
    }
    return render(request, "cover/uncovered.html", context)


def _stations_url(actor: Actor) -> str:
    return reverse("staff:stations") if actor.may("station.see") else ""
