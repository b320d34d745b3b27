"""Questions about rosters: which there are, and what one would change or has changed."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.rosters.models import Roster, RosterMove, RosterRow
from shuangbai.rosters.rules import kinds
from shuangbai.rosters.rules.kinds import Shown
from shuangbai.rosters.rules.table import said

PAGE = 50
RETIRE = "retire"
SHOWN = {
    RosterRow.Outcome.REFUSE.value: "不能收",
    RosterRow.Outcome.CREATE.value: "新增",
    RosterRow.Outcome.UPDATE.value: "变更",
    RosterRow.Outcome.UNCHANGED.value: "没有变化",
    RETIRE: "退出",
}
"""What a review can be narrowed to, in the order of what needs eyes."""
CHANGING = (
    RosterRow.Outcome.REFUSE.value,
    RosterRow.Outcome.CREATE.value,
    RosterRow.Outcome.UPDATE.value,
)
"""Outcomes of rows that somebody has to look at."""


@dataclass(frozen=True)
class Line:
    """One row of a roster as a page shows it; `number` is masked, `row` as people find it."""

    row: str
    name: str
    number: str
    place: str
    outcome: str
    problems: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Leaver:
    """Somebody or something on the list and not in the file. `kept`: stays, as a refused row
    bears the same name."""

    shown: Shown
    kept: bool


def listing(actor: Actor, limit: int = 100) -> list[tuple[Roster, str, str]]:
    """Rosters the actor may see, newest upload first: (roster, its title, name of its area)."""
    gate.allow(actor, Roster.see_verb)
    found = list(Roster.objects.visible_to(actor).order_by("-uploaded_at")[:limit])
    names = areas.names(roster.area for roster in found)
    titles = _titles(found)
    return [(one, titles[one.kind, one.list_code], names.get(one.area, one.area)) for one in found]


def _titles(found: Collection[Roster]) -> dict[tuple[str, str], str]:
    return {
        key: kinds.get(key[0]).title(key[1]) for key in {(one.kind, one.list_code) for one in found}
    }


def find(actor: Actor, roster_id: UUID) -> Roster:
    """The roster, or Absent."""
    return gate.find(Roster, actor, roster_id)


def rows(
    actor: Actor, roster: Roster, shown: Sequence[str] = (), after: int = 0
) -> tuple[list[Line], int]:
    """One page of rows with one of these outcomes (all without any) behind row `after`, and the
    row to go on behind (0 when there is none)."""
    found = rows_of(actor, roster).filter(number__gt=after)
    if shown:
        found = found.filter(outcome__in=shown)
    page = list(found.order_by("number")[: PAGE + 1])
    lines = lines_of(roster, page[:PAGE])
    return lines, page[PAGE - 1].number if len(page) > PAGE else 0


def all_rows(actor: Actor, roster: Roster, show: str) -> list[Line]:
    """All rows of one outcome, for a file."""
    return lines_of(roster, list(rows_of(actor, roster).filter(outcome=show).order_by("number")))


def refusals(actor: Actor, roster: Roster) -> list[dict[str, Any]]:
    """[{row, column, reason}] without names or numbers; asked by commands too."""
    found = rows_of(actor, roster).filter(outcome=RosterRow.Outcome.REFUSE)
    return [
        {"row": number, "column": one["column"], "reason": f"{one['message']}。{one['fix']}。"}
        for number, problems in found.order_by("number").values_list("number", "problems")
        for one in problems
    ]


def leaving(actor: Actor, roster: Roster) -> list[Leaver]:
    """Who leaves the list with this roster, and who stays because it is not sure."""
    told = roster.outcome
    leave = [UUID(one) for one in told.get("leave_ids", ())]
    kept = [UUID(one) for one in told.get("kept_ids", ())]
    held = set(kept)
    shown = kinds.get(roster.kind).shown(actor, [*leave, *kept])
    return [Leaver(one, one.id in held) for one in shown]


def moves(actor: Actor, roster: Roster) -> list[RosterMove]:
    """Who put it in, merged or discarded it, and when."""
    found = RosterMove.objects.visible_to(actor).filter(pref=roster.pref, roster=roster)
    return list(found.order_by("at", "id"))


def rows_of(actor: Actor, roster: Roster) -> Any:
    """The rows that the actor may see."""
    return RosterRow.objects.visible_to(actor).filter(pref=roster.pref, roster=roster)


def lines_of(roster: Roster, found: Collection[RosterRow]) -> list[Line]:
    """As a page shows them."""
    columns: dict[str, str] = roster.outcome.get("columns", {})
    names = areas.names({row.place for row in found if row.place})
    kind = kinds.get(roster.kind)

    def text(cells: dict[str, str], code: str) -> str:
        return cells.get(columns.get(code, ""), "").strip()

    lines = []
    for row in found:
        cells: dict[str, str] = json.loads(row.raw.reveal())
        number = text(cells, kind.number_field)
        lines.append(
            Line(
                row=said(row.number),
                name=text(cells, kind.name_field),
                number=kind.number_mask(number) if number else "",
                place=names.get(row.place) or text(cells, kind.place_field),
                outcome=row.outcome,
                problems=row.problems,
                changes=row.changes,
                subject_id=row.subject_id,
            )
        )
    return lines
