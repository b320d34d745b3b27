"""The lines of a roster: as read, and what the check and the merge made of them."""

import json
from typing import Any
from uuid import UUID

from shuangbai.clients.actions.store import BATCH
from shuangbai.clients.models import Roster, RosterRow
from shuangbai.clients.roster_rules import Plan, Planned, Table, as_json


def _told(row: Planned, fresh: UUID | None = None) -> dict[str, Any]:
    """What a RosterRow says about its row."""
    return {
        "outcome": row.outcome,
        "problems": [as_json(found) for found in row.problems],
        "changes": row.changes,
        "person_id": fresh or (row.person.id if row.person else None),
        "village": row.area or (row.person.area if row.person else ""),
    }


def write_rows(roster: Roster, table: Table, made: Plan) -> None:
    """One RosterRow for each row of the file, as it was and what is to become of it."""
    RosterRow.objects.bulk_create(
        [
            RosterRow(
                area=roster.area,
                roster=roster,
                number=row.number,
                raw=json.dumps(row.cells, ensure_ascii=False),
                **_told(planned),
            )
            for row, planned in zip(table.rows, made.rows, strict=True)
        ],
        batch_size=BATCH,
    )


def rewrite_rows(
    roster: Roster, lines: list[RosterRow], made: Plan, fresh: dict[int, UUID]
) -> None:
    """Where the merge did other than the check had said, the lines say so now."""
    changed = []
    for line, planned in zip(lines, made.rows, strict=True):
        told = _told(planned, fresh.get(line.number))
        if any(getattr(line, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(line, name, value)
            changed.append(line)
    names = ("outcome", "problems", "changes", "person_id", "village")
    RosterRow.objects.filter(pref=roster.pref).bulk_update(changed, names, batch_size=BATCH)
