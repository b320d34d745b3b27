"""What a roster would change, row by row, and who or what would leave the list; nothing done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.problems import Problem

CREATE, UPDATE, UNCHANGED, REFUSE = "create", "update", "unchanged", "refuse"
OUTCOMES = (CREATE, UPDATE, UNCHANGED, REFUSE)
FEW = 5
"""So many may leave a list without a second question."""

type Change = dict[str, str]
type Progress = Callable[[str, int, int], None]
"""progress(phase, done, of): may raise to stop the work."""


@dataclass(frozen=True)
class ListOf:
    """Which list: its kind, which of the kind's lists ('' when there is one), an area (village to
    prefecture) and its day."""

    kind: str
    list_code: str
    area: str
    day: date

    @property
    def pref(self) -> str:
        return areakey.prefecture(self.area)

    @property
    def home(self) -> str:
        """The station's whole area, also for the list of one village."""
        return self.area[: LEVELS[Level.TOWN]]


@dataclass
class Planned:
    """What becomes of one row. `area`: where it lies by this list ('' unchanged); `subject`: whom
    or what it is about, when that is on file; problems of a row that is taken are notes."""

    row: int
    outcome: str
    area: str = ""
    subject: UUID | None = None
    subject_area: str = ""
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Leaving:
    """Somebody or something on the list now and not in the file."""

    id: UUID
    label: str


@dataclass
class Plan[R: Planned, L: Leaving]:
    """`rows` in the order of the table's. A kind may keep more in its own Planned and Leaving."""

    rows: list[R]
    leave: list[L] = field(default_factory=list)
    kept: list[L] = field(default_factory=list)
    """Not in the list, but a refused row bears their name: it may be them."""
    listed: int = 0
    """How many were on the list before."""

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def many_leave(self) -> bool:
        """More than half of the list, and not just a few."""
        return len(self.leave) > FEW and len(self.leave) * 2 > self.listed

    @property
    def leaving(self) -> str:
        """Names exactly those who would leave, without saying who they are."""
        together = " ".join(sorted(str(one.id) for one in self.leave))
        return sha256(together.encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        found = {name: self.count(name) for name in OUTCOMES}
        return {"rows": len(self.rows), **found, "retire": len(self.leave)}

    def told(self) -> dict[str, Any]:
        """Numbers by outcome and the ids of those who leave or are kept; no names."""
        return {
            **self.counts(),
            "kept": len(self.kept),
            "listed": self.listed,
            "many_leave": self.many_leave,
            "leaving": self.leaving,
            "leave_ids": [str(one.id) for one in self.leave],
            "kept_ids": [str(one.id) for one in self.kept],
        }


def change(field: str, old: str, new: str) -> Change:
    return {"field": field, "old": old, "new": new}


def as_json(found: Problem) -> dict[str, Any]:
    """As a row keeps it."""
    return {"column": found.column or "", "message": found.message, "fix": found.fix}
