"""What the pages of one roster share: its name, its counts, who leaves with it."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from shuangbai.access.request import ActorRequest
from shuangbai.areas import selectors as areas
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import kinds
from shuangbai.rosters.selectors import rosters as selectors


def named(roster: Roster, page: str) -> dict[str, Any]:
    """How the roster and its columns are called, and the counts that open their rows on `page`."""
    kind = kinds.get(roster.kind)
    return {
        "roster": roster,
        "kind": kind,
        "title": kind.title(roster.list_code),
        "name_heading": kind.field(kind.name_field).name,
        "number_heading": kind.field(kind.number_field).name if kind.number_field else "",
        "area_name": areas.full_name(roster.area),
        "cards": _cards(roster, kind.unit, page),
    }


def leaving(request: ActorRequest, roster: Roster) -> dict[str, Any]:
    kind, day = kinds.get(roster.kind), roster.day
    said = f"{day.year}年{day.month}月{day.day}日"
    return {
        "leaving": selectors.leaving(request.actor, roster),
        "leaves": kind.leaves.format(day=said, list=kind.list_name(roster.list_code)),
    }


def behind(request: ActorRequest) -> int:
    """The row after which a page goes on; what makes no sense is the beginning."""
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 9 else 0


def address(roster: Roster, page: str = "rosters:roster", **query: str) -> str:
    asked = urlencode({key: value for key, value in query.items() if value})
    start = reverse(page, args=[roster.pk])
    return f"{start}?{asked}" if asked else start


def _cards(roster: Roster, unit: str, page: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "value": roster.outcome[key],
            "unit": "行" if key == "refuse" else unit,
            "url": address(roster, page, show=key) + "#rows",
        }
        for key, label in selectors.SHOWN.items()
        if key in roster.outcome
    ]
