"""What the page of one roster shows."""

from typing import Any

from django.urls import reverse

from shuangbai.access.request import ActorRequest
from shuangbai.areas import selectors as areas
from shuangbai.clients.forms.rosters import MergeForm
from shuangbai.clients.models import Roster
from shuangbai.clients.selectors import rosters as selectors
from shuangbai.clients.views.links import reverse_with
from shuangbai.kernel import sheets

STEP = {"staged": 2, "merged": 4, "discarded": 0}
UNITS = {"refuse": "行"}
COLUMNS = ("行号", "姓名", "身份证号码", "村（居）", "哪一栏", "为什么不能收", "怎么办")


def review(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    show = request.GET.get("show", "")
    show = show if show in selectors.SHOWN else ""
    return {
        "roster": roster,
        "area_name": areas.full_name(roster.area),
        "step": STEP[roster.state],
        "show": show,
        "show_label": selectors.SHOWN.get(show, ""),
        "cards": _cards(roster),
        **_rows(request, roster, show),
        **_ways_on(request, roster),
    }


def _rows(request: ActorRequest, roster: Roster, show: str) -> dict[str, Any]:
    if show == selectors.RETIRE:
        return {"leaving": selectors.leaving(request.actor, roster)}
    after = request.GET.get("after", "")
    behind = int(after) if after.isdecimal() and len(after) < 8 else 0
    lines, last = selectors.rows(request.actor, roster, show, behind)
    page = _address(roster)
    further = reverse_with(page, show=show, after=str(last)) if last else ""
    first = reverse_with(page, show=show) if behind else ""
    return {"lines": lines, "next_url": further, "first_url": first}


def _cards(roster: Roster) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "value": roster.outcome[key],
            "unit": UNITS.get(key, "人"),
            "url": reverse_with(_address(roster), show=key) + "#rows",
        }
        for key, label in selectors.SHOWN.items()
    ]


def _ways_on(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    """What can be done with the roster now."""
    found, actor = roster.outcome, request.actor
    waiting = roster.state == Roster.State.STAGED
    many = MergeForm(found["retire"]) if found["many_leave"] else None
    return {
        "taken": found["create"] + found["update"] + found["unchanged"],
        "may_merge": waiting and actor.may("roster.merge"),
        "may_discard": waiting and actor.may("roster.discard"),
        "merge_form": many,
        "moves": _moves(request, roster),
    }


def _moves(request: ActorRequest, roster: Roster) -> list[dict[str, Any]]:
    verbs = {"stage": "上传", "merge": "合并", "discard": "作废"}
    return [
        {"day": one.at, "title": verbs[one.verb], "text": one.reason, "who": one.by_name}
        for one in selectors.moves(request.actor, roster)
    ]


def _address(roster: Roster) -> str:
    return reverse("clients:roster", args=[roster.pk])


def refused_file(roster: Roster, lines: list[selectors.Line]) -> tuple[str, bytes]:
    """Name and content of the workbook; identity numbers stay masked, the row number finds them."""
    rows = [
        (line.row, line.name, line.number, line.village, one["column"], one["message"], one["fix"])
        for line in lines
        for one in line.problems
    ]
    title = f"{roster.category.short}名册不能收的行"
    note = f"原文件：{roster.file_name}。行号是原文件里的行号，请在原文件里改好再交。"
    return f"{title}.xlsx", sheets.write(rows, COLUMNS, title, note)
