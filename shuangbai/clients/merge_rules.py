"""Putting two files together: which one should go on, and into whom each one leads; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shuangbai.kernel import identity


@dataclass(frozen=True)
class Weighed:
    """What speaks for a file. `number`: it holds a valid identity number. `filed`: a file is open.
    `provisional`: nobody has settled yet whether this is somebody new."""

    number: bool
    filed: bool
    visits: int
    created_at: datetime
    provisional: bool = False


@dataclass(frozen=True)
class Suggested:
    """`which` of the two should go on, 0 or 1, and the reasons for it, the weightiest first."""

    which: int
    reasons: tuple[str, ...]


def suggested(one: Weighed, other: Weighed) -> Suggested:
    """The first in which they differ decides: settled, a valid number, an open file, more visits,
    older. Ours: no document says which of two files is kept."""
    marks: tuple[tuple[str, Any, Any], ...] = (
        ("已经核实", not one.provisional, not other.provisional),
        ("有身份证号码", one.number, other.number),
        ("档案开着", one.filed, other.filed),
        ("走访多", one.visits, other.visits),
        ("登记得早", other.created_at, one.created_at),
    )
    wins = [(word, first > second) for word, first, second in marks if first != second]
    if not wins:
        return Suggested(0, ())
    first_wins = wins[0][1]
    reasons = tuple(word for word, won in wins if won == first_wins)
    return Suggested(0 if first_wins else 1, reasons)


def numbers_differ(numbers: Iterable[str], today: date) -> bool:
    """Two valid identity numbers that are not the same: two people, or a slip of the pen."""
    valid = {identity.check(text, today).normalised for text in numbers if text}
    return len(valid - {None}) > 1


def ends(merged_into: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Merged file → the file that goes on for it. `merged_into`: file → the one into which it was
    merged, which may have been merged in turn."""
    found = {}
    for file in merged_into:
        end = file
        while end in merged_into:
            end = merged_into[end]
        found[file] = end
    return found
