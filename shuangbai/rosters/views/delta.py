"""The report of what a roster changes: on a page, on paper, as a workbook."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shuangbai.access import audit
from shuangbai.access.request import ActorRequest
from shuangbai.areas import selectors as areas
from shuangbai.kernel import sheets
from shuangbai.kernel.downloads import workbook
from shuangbai.rosters.forms.delta import DeltaForm
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import kinds
from shuangbai.rosters.selectors import delta as selectors
from shuangbai.rosters.selectors import rosters
from shuangbai.rosters.selectors.delta import Wanted
from shuangbai.rosters.selectors.rosters import RETIRE, SHOWN, Line
from shuangbai.rosters.views.shared import address, behind, leaving, named

COLUMNS = ("结果", "行号", "姓名", "号码", "地方", "哪一栏", "原来", "现在", "说明")


@require_safe
def delta(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    roster = rosters.find(request.actor, roster_id)
    subject = ("rosters.roster", str(roster.pk))
    audit.seen(request.actor, "roster.see", area=roster.area, subject=subject)
    form = DeltaForm(request.GET, *_choices(request, roster))
    context = {**named(roster, "rosters:delta"), "form": form}
    context |= _head(request, roster, form.wanted()) | _rows(request, roster, form.wanted())
    return render(request, "rosters/delta.html", context)


@require_safe
def export(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    roster = rosters.find(request.actor, roster_id)
    wanted = DeltaForm(request.GET, *_choices(request, roster)).wanted()
    rows = _lines(request, roster, wanted)
    subject = ("rosters.roster", str(roster.pk))
    audit.seen(request.actor, "roster.see", area=roster.area, subject=subject, exported=len(rows))
    title = f"{kinds.get(roster.kind).title(roster.list_code)}变动"
    note = f"{areas.full_name(roster.area)}，截止 {roster.day}，{roster.get_state_display()}。"
    return workbook(f"{title}.xlsx", sheets.write(rows, COLUMNS, title, note))


def _choices(
    request: ActorRequest, roster: Roster
) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    actor = request.actor
    return selectors.places(actor, roster), selectors.fields(actor, roster)


def _head(request: ActorRequest, roster: Roster, wanted: Wanted) -> dict[str, Any]:
    kind, asked = kinds.get(roster.kind), asdict(wanted)
    return {
        "leaving_url": kind.leaving_url(roster.pk) if kind.leaving_url else "",
        "said": _said(request, roster, wanted),
        "export_url": address(roster, "rosters:delta_export", **asked),
        "clear_url": address(roster, "rosters:delta") if any(asked.values()) else "",
        "fields": selectors.fields(request.actor, roster),
    }


def _rows(request: ActorRequest, roster: Roster, wanted: Wanted) -> dict[str, Any]:
    start, asked = behind(request), asdict(wanted)
    context: dict[str, Any] = {}
    if _shows_leaving(wanted) and not start:
        context |= leaving(request, roster)
    if wanted.show != RETIRE:
        lines, last = selectors.page(request.actor, roster, wanted, start)
        further = address(roster, "rosters:delta", **asked, after=str(last)) if last else ""
        first = address(roster, "rosters:delta", **asked) if start else ""
        context |= {"lines": lines, "next_url": further, "first_url": first}
    return context


def _shows_leaving(wanted: Wanted) -> bool:
    """Who leaves has no row in the file: no place is said of them, and no field changes."""
    return wanted.show in ("", RETIRE) and not wanted.field and not wanted.place


def _said(request: ActorRequest, roster: Roster, wanted: Wanted) -> str:
    place = areas.names([wanted.place]).get(wanted.place, "") if wanted.place else ""
    parts = (place, SHOWN.get(wanted.show, ""), wanted.field and f"改了“{wanted.field}”")
    return "，".join(part for part in parts if part) or "所有变动"


def _lines(request: ActorRequest, roster: Roster, wanted: Wanted) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    if wanted.show != RETIRE:
        for line in selectors.every(request.actor, roster, wanted):
            found += _told(line)
    if _shows_leaving(wanted):
        for one in rosters.leaving(request.actor, roster):
            word = "先不退出" if one.kept else "退出"
            shown = one.shown
            found.append((word, "", shown.name, shown.number, shown.place, "", "", "", ""))
    return found


def _told(line: Line) -> list[tuple[Any, ...]]:
    """One line of the workbook for each change and each reason."""
    head = (SHOWN[line.outcome], line.row, line.name, line.number, line.place)
    changed = [(*head, one["field"], one["old"], one["new"], "") for one in line.changes]
    why = [
        (*head, one["column"], "", "", f"{one['message']}。{one['fix']}。") for one in line.problems
    ]
    return [*changed, *why] or [(*head, "", "", "", "")]
