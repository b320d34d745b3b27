"""The lines of a roster: as read, and what the check and the merge made of them."""

import json
from typing import Any
from uuid import UUID

from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.rules import Plan, Planned, Row, Table, as_json

BATCH = 2000
TOLD = ("outcome", "problems", "changes", "subject_id", "place")


def write_rows(roster: Roster, table: Table, made: Plan[Any, Any]) -> None:
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


def stored_rows(roster: Roster) -> list[RosterRow]:
    return list(RosterRow.objects.filter(pref=roster.pref, roster=roster).order_by("number"))


def table_of(roster: Roster, lines: list[RosterRow]) -> Table:
    """From the lines as they were read: the file is not read again."""
    rows = [Row(line.number, json.loads(line.raw.reveal())) for line in lines]
    return Table("", roster.outcome["columns"], rows, 0, ())


def rewrite_rows(
    roster: Roster, lines: list[RosterRow], made: Plan[Any, Any], fresh: dict[int, UUID]
) -> None:
    """Where the merge did other than the check had said, the lines say so now."""
    changed = []
    for line, planned in zip(lines, made.rows, strict=True):
        told = _told(planned, fresh.get(line.number))
        if any(getattr(line, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(line, name, value)
            changed.append(line)
    rows = RosterRow.objects.filter(pref=roster.pref)
    rows.bulk_update(changed, TOLD, batch_size=BATCH)


def _told(row: Planned, fresh: UUID | None = None) -> dict[str, Any]:
    """What a RosterRow says about its row."""
    return {
        "outcome": row.outcome,
        "problems": [as_json(found) for found in row.problems],
        "changes": row.changes,
        "subject_id": fresh or row.subject,
        "place": row.area or row.subject_area,
    }
