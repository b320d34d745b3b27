"""两天对照: two days side by side, what changed, where and why; and the same as a workbook."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangbai.access.request import ActorRequest
from shuangbai.cover import selectors
from shuangbai.cover.forms import CompareForm
from shuangbai.cover.selectors import PAIRS, Comparison, Unit
from shuangbai.cover.views import change_panels as told
from shuangbai.cover.views import links, panels
from shuangbai.cover.views.asking import compared_of, taken_by
from shuangbai.kernel import sheets
from shuangbai.kernel.downloads import workbook


@require_safe
def changes(request: ActorRequest) -> HttpResponse:
    actor, compared = request.actor, compared_of(request, "cover.see")
    level = selectors.level_shown(actor, compared.asked)
    found = selectors.compare(actor, compared, level)
    place = selectors.place_name(actor, compared.asked.area)
    freezing = ("定格存证", links.freezing(actor, compared), "primary")
    table = ("导出表格", links.to("changes_export", compared), "plain")
    context = {
        "sub": told.sub(place, compared),
        "path": told.trail(actor, compared),
        "actions": panels.actions([freezing, table]),
        "form": CompareForm.of(compared),
        **told.days(compared),
    }
    return render(request, "cover/changes.html", context | told.comparison(actor, found))


@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """导出表格: a line for the whole and one for each unit."""
    actor, compared = request.actor, compared_of(request, "cover.see")
    level = selectors.level_shown(actor, compared.asked)
    found = selectors.compare(actor, compared, level)
    place = selectors.place_name(actor, compared.asked.area)
    title = f"{place}两天对照 {compared.first} {compared.asked.day}"
    rows = [_row(f"{place}合计", found.whole), *(_row(unit.name, unit) for unit in found.units)]
    note = f"{told.said(compared)}；{taken_by(actor)}{_apart(found)}"
    return workbook(f"{title}.xlsx", sheets.write(rows, _columns(found), title, note))


def _apart(found: Comparison) -> str:
    return f"；{text}" if (text := told.apart(found)) else ""


def _columns(found: Comparison) -> list[str]:
    first, last = found.compared.first, found.compared.asked.day
    parts = [
        (f"{day} {PAIRS[name].name}", f"{day} {PAIRS[name].name}还缺")
        for name in selectors.OF_PEOPLE
        for day in (first, last)
    ]
    listed = [f"{day} 在册" for day in (first, last)]
    kinds = [told.kind_name(kind) for kind in told.KINDS]
    return ["地方", *listed, *(one for part in parts for one in part), *kinds]


def _row(name: str, unit: Unit) -> tuple[Any, ...]:
    sides = (unit.then, unit.now)
    listed = [side["service"].whole for side in sides]
    pairs = [side[pair] for pair in selectors.OF_PEOPLE for side in sides]
    parts = [number for pair in pairs for number in (pair.covered, pair.missing)]
    return (name, *listed, *parts, *(unit.kinds.get(kind, 0) for kind in told.KINDS))
