"""Which days can be meant at all; pure.

A slip of the pen (9999, 0203) is told where it is typed: past these bounds a calendar in Python or
in the database ends, and the answer would be a page that broke.
"""

from datetime import date, timedelta

EARLIEST = date(1990, 1, 1)
EARLIEST_BIRTH = date(1900, 1, 1)
AHEAD = 366
"""Days after today that a plan may name."""


def latest(today: date, ahead: int = AHEAD) -> date:
    return today + timedelta(days=ahead)


def sensible(day: date, today: date) -> bool:
    return EARLIEST <= day <= latest(today)
