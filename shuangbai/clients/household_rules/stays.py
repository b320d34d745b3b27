"""Who belongs to which household and when; pure.

Somebody belongs to exactly one household on each day since they came. A change that was told is
never overwritten by one of an earlier day: whoever wants that takes the later one back first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Stay[K]:
    """A membership: from `start` up to, not including, `end`; None has no end yet."""

    key: K
    household: UUID
    start: date
    end: date | None
    relation: str = ""
    apart: str = ""
    area: str = ""

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Residence:
    """The time without a gap in one household, whatever changed within it."""

    household: UUID
    start: date
    end: date | None


def held[K](stays: Iterable[Stay[K]]) -> list[Stay[K]]:
    """Those that hold for at least a day, in their order."""
    return sorted((s for s in stays if s.end is None or s.start < s.end), key=lambda s: s.start)


def now[K](stays: Iterable[Stay[K]]) -> Stay[K] | None:
    """The one that has no end."""
    return next((stay for stay in stays if stay.end is None), None)


def residences(stays: Iterable[Stay[object]]) -> list[Residence]:
    """Stays in the same household that touch are one residence."""
    found: list[Residence] = []
    for stay in held(stays):
        last = found[-1] if found else None
        if last and last.household == stay.household and last.end == stay.start:
            found[-1] = replace(last, end=stay.end)
        else:
            found.append(Residence(stay.household, stay.start, stay.end))
    return found


def same_word_since(stays: Iterable[Stay[object]]) -> date:
    """Since when it is said without a gap that they live apart, or at home, as they do now."""
    ordered = held(stays)
    at = len(ordered) - 1
    while at and ordered[at - 1].end == ordered[at].start:
        if ordered[at - 1].apart != ordered[-1].apart:
            break
        at -= 1
    return ordered[at].start


def too_early(stays: Sequence[Stay[object]], day: date) -> date | None:
    """Since when something else was told, if a change from `day` on would overwrite it."""
    last = now(stays)
    return last.start if last is not None and day < last.start else None


def too_early_within(stays: Sequence[Stay[object]], day: date) -> date | None:
    """The same for what changes inside a household: who came later than `day` starts with it."""
    last = now(stays)
    if last is None or day >= last.start:
        return None
    before = any(s.household == last.household and s.end == last.start for s in held(stays))
    return last.start if before else None


def arrived(stays: Sequence[Stay[object]], elsewhere: bool, area: str) -> date | None:
    """The first day of the unbroken time at `area`, when they came there by a move.

    `elsewhere`: something is known of a time in another town. Who was put on file at `area`
    itself came by no move, however often their household changed since.
    """
    ordered = held(stays)
    begun: date | None = None
    for at in range(len(ordered) - 1, -1, -1):
        stay = ordered[at]
        if stay.area != area or (begun is not None and stay.end != begun):
            return begun
        begun = stay.start
    return begun if elsewhere else None
