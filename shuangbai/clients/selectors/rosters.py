"""Questions about rosters: which there are, and what one would change or has changed."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients import masks
from shuangbai.clients.models import Person, Roster, RosterMove, RosterRow
from shuangbai.kernel import identity

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


@dataclass(frozen=True)
class Line:
    """One row of a roster as a page shows it; `number` is masked."""

    row: int
    name: str
    number: str
    village: str
    outcome: str
    problems: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    person_id: UUID | None = None


@dataclass(frozen=True)
class Leaving:
    """Somebody who is on the list and not in the file. `kept`: stays, as a refused row bears
    the same name."""

    person: Person
    village: str
    kept: bool


def listing(actor: Actor, limit: int = 100) -> list[tuple[Roster, str]]:
    """Rosters the actor may see, newest upload first, each with the name of its area."""
    gate.allow(actor, Roster.see_verb)
    rows = Roster.objects.visible_to(actor).select_related("category").order_by("-uploaded_at")
    found = list(rows[:limit])
    names = areas.names(roster.area for roster in found)
    return [(roster, names.get(roster.area, "")) for roster in found]


def find(actor: Actor, roster_id: UUID) -> Roster:
    """The roster with its category, or Absent."""
    return gate.find(Roster, actor, roster_id, "category")


def rows(actor: Actor, roster: Roster, show: str = "", after: int = 0) -> tuple[list[Line], int]:
    """One page of rows behind row `after`, and the row to go on behind (0 when there is none)."""
    found = RosterRow.objects.visible_to(actor).filter(
        pref=roster.pref, roster=roster, number__gt=after
    )
    if show:
        found = found.filter(outcome=show)
    page = list(found.order_by("number")[: PAGE + 1])
    lines = _lines(roster, page[:PAGE])
    return lines, page[PAGE - 1].number if len(page) > PAGE else 0


def refused(actor: Actor, roster: Roster) -> list[Line]:
    """All rows that cannot be taken, for the file of reasons."""
    found = RosterRow.objects.visible_to(actor).filter(
        pref=roster.pref, roster=roster, outcome=RosterRow.Outcome.REFUSE
    )
    return _lines(roster, list(found.order_by("number")))


def refusals(actor: Actor, roster: Roster) -> list[dict[str, Any]]:
    """[{row, column, reason}] without names or numbers; asked by commands too."""
    found = RosterRow.objects.visible_to(actor).filter(
        pref=roster.pref, roster=roster, outcome=RosterRow.Outcome.REFUSE
    )
    return [
        {"row": number, "column": one["column"], "reason": f"{one['message']}。{one['fix']}。"}
        for number, problems in found.order_by("number").values_list("number", "problems")
        for one in problems
    ]


def leaving(actor: Actor, roster: Roster) -> list[Leaving]:
    """Who leaves the list with this roster, and who stays because it is not sure."""
    leave, kept = roster.outcome["leave_ids"], roster.outcome["kept_ids"]
    people = Person.objects.visible_to(actor).filter(pk__in=[*leave, *kept])
    found = list(people.order_by("area", "name_sort", "id"))
    names = areas.names(person.area for person in found)
    held = set(kept)
    return [Leaving(person, names.get(person.area, ""), str(person.pk) in held) for person in found]


def moves(actor: Actor, roster: Roster) -> list[RosterMove]:
    """Who put it in, merged or discarded it, and when."""
    found = RosterMove.objects.visible_to(actor).filter(pref=roster.pref, roster=roster)
    return list(found.order_by("at"))


def _lines(roster: Roster, found: Collection[RosterRow]) -> list[Line]:
    columns: dict[str, str] = roster.outcome["columns"]
    names = areas.names({row.village for row in found if row.village})
    lines = []
    for row in found:
        cells: dict[str, str] = json.loads(row.raw.reveal())
        number = identity.clean(cells.get(columns["number"], ""))
        written = cells.get(columns.get("village", ""), "")
        lines.append(
            Line(
                row=row.number,
                name=cells.get(columns["name"], "").strip(),
                number=masks.identity(number),
                village=names.get(row.village, written),
                outcome=row.outcome,
                problems=row.problems,
                changes=row.changes,
                person_id=row.person_id,
            )
        )
    return lines
