"""The lines of a roster: as read, and what the check and the merge made of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import UUID

from shuangbai.kernel import bulk
from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.rules import Plan, Planned, Row, Table, as_json
from shuangbai.rosters.rules.plans import Progress

BATCH = 2000
SAVING = "存下结果"
TOLD = ("outcome", "problems", "changes", "subject_id", "place")


def write_rows(roster: Roster, table: Table, made: Plan[Any, Any], progress: Progress) -> None:
    """One RosterRow for each row of the file, as it was and what is to become of it."""
    rows = [
        RosterRow(
            area=roster.area,
            roster=roster,
            number=row.number,
            raw=json.dumps(row.cells, ensure_ascii=False),
            **_told(planned),
        )
        for row, planned in zip(table.rows, made.rows, strict=True)
    ]
    for some in _in_parts(rows, progress):
        bulk.insert(RosterRow, some)


def stored_rows(roster: Roster) -> list[RosterRow]:
    return list(RosterRow.objects.filter(pref=roster.pref, roster=roster).order_by("number"))


def table_of(roster: Roster, lines: list[RosterRow]) -> Table:
    """From the lines as they were read: the file is not read again."""
    rows = [Row(line.number, json.loads(line.raw.reveal())) for line in lines]
    return Table("", roster.outcome["columns"], rows, 0, ())


@dataclass(frozen=True)
class Done:
    """What was made of a roster's lines. `fresh`: row → id of what the merge made of it."""

    lines: list[RosterRow]
    plan: Plan[Any, Any]
    fresh: Mapping[int, UUID] = field(default_factory=dict)


def rewrite_rows(roster: Roster, done: Done, progress: Progress) -> None:
    """Where it went other than the check had said, the lines say so now."""
    changed = []
    for line, planned in zip(done.lines, done.plan.rows, strict=True):
        told = _told(planned, done.fresh.get(line.number))
        if any(getattr(line, name) != value for name, value in told.items()):
            changed.append((line.pk, *(told[name] for name in TOLD)))
    for some in _in_parts(changed, progress):
        bulk.update(RosterRow, roster.pref, TOLD, some)


def _in_parts[T](rows: Sequence[T], progress: Progress) -> Iterator[tuple[T, ...]]:
    """Long lists are saved bit by bit: it shows how far it is, and can still be called off."""
    for at, some in enumerate(batched(rows, BATCH)):
        progress(SAVING, at * BATCH, len(rows))
        yield some


def _told(row: Planned, fresh: UUID | None = None) -> dict[str, Any]:
    """What a RosterRow says about its row."""
    return {
        "outcome": row.outcome,
        "problems": [as_json(found) for found in row.problems],
        "changes": row.changes,
        "subject_id": fresh or row.subject,
        "place": row.area or row.subject_area,
    }
