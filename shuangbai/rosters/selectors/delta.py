"""What a roster changes, as a report: who enters, who leaves, what changes, what stays, what is
refused; before the merge as planned, after it as done."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.selectors.rosters import Line, lines_of, rows_of

PAGE = 200
TOLD = ("create", "update", "refuse")
"""Outcomes that a report lists unless it is asked for another: the rest stays as it is."""


@dataclass(frozen=True)
class Wanted:
    """Which rows: `show` an outcome ('' those that change something), `place` below which key,
    `field` the name of a changed field."""

    show: str = ""
    place: str = ""
    field: str = ""


def page(actor: Actor, roster: Roster, wanted: Wanted, after: int = 0) -> tuple[list[Line], int]:
    """One page of rows behind row `after`, and the row to go on behind (0 when there is none)."""
    found = list(_rows(actor, roster, wanted).filter(number__gt=after)[: PAGE + 1])
    last = found[PAGE - 1].number if len(found) > PAGE else 0
    return lines_of(roster, found[:PAGE]), last


def every(actor: Actor, roster: Roster, wanted: Wanted) -> list[Line]:
    """All of these rows, for a file."""
    return lines_of(roster, list(_rows(actor, roster, wanted)))


def fields(actor: Actor, roster: Roster) -> list[tuple[str, int]]:
    """(field, how many rows change it), the most frequent first."""
    rows = rows_of(actor, roster).filter(outcome=RosterRow.Outcome.UPDATE)
    counted = Counter(
        one["field"] for changes in rows.values_list("changes", flat=True) for one in changes
    )
    return counted.most_common()


def places(actor: Actor, roster: Roster) -> list[tuple[str, str]]:
    """(key, name) of the places that rows name, in the order of keys."""
    rows = rows_of(actor, roster).exclude(place="")
    keys = sorted(set(rows.values_list("place", flat=True).distinct()))
    names = areas.names(keys)
    return [(key, names.get(key, key)) for key in keys]


def _rows(actor: Actor, roster: Roster, wanted: Wanted) -> Any:
    found = rows_of(actor, roster)
    found = found.filter(outcome__in=[wanted.show] if wanted.show else TOLD)
    if wanted.place:
        found = found.filter(place__startswith=wanted.place)
    if wanted.field:
        found = found.filter(changes__contains=[{"field": wanted.field}])
    return found.order_by("number")
