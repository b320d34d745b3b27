"""When a visit may be recorded, and what must be told of it; pure."""

from datetime import date, timedelta

LATE_AFTER = 7
"""Days after which recording asks for a reason. Ours: no document names a term; the reason is
kept, so that whoever looks at a late record need not guess."""
NEXT_AHEAD = 366
"""Days within which the next visit is agreed."""

USUAL = ("ZY01", "ZC01", "XL01", "ZC04", "ZY02", "ZY07", "NL04", "ZC02")
"""Items that the form shows first while a worker has no habits yet; a default of the product."""
USUAL_SHOWN = 8
USUAL_DAYS = 90
"""Days in which a worker's own visits say what is usual."""


def is_late(happened_on: date, today: date) -> bool:
    """More than LATE_AFTER days ago."""
    return happened_on < today - timedelta(days=LATE_AFTER)


def next_is_sensible(next_on: date | None, happened_on: date) -> bool:
    """After the visit, and within a year of it."""
    if next_on is None:
        return True
    return happened_on < next_on <= happened_on + timedelta(days=NEXT_AHEAD)
