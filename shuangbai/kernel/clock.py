"""The one place that knows what time it is, in Asia/Shanghai.

A database that is marked as demo or test may shift the clock; whoever marks it gives a
source here. Nothing else asks the system for the time.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
NO_SHIFT = timedelta(0)

Source = Callable[[], timedelta]


class _Shift:
    """Asked lazily, because the source reads a database that may not be up at import."""

    def __init__(self) -> None:
        self.source: Source | None = None
        self.cached: timedelta | None = None
        self.own: timedelta | None = None

    def value(self) -> timedelta:
        if self.own is not None:
            return self.own
        if self.source is None:
            return NO_SHIFT
        if self.cached is None:
            # While the source is asked, its own calls of now() see the true time.
            self.cached = NO_SHIFT
            try:
                self.cached = self.source()
            except BaseException:
                self.cached = None
                raise
        return self.cached


_shift = _Shift()


def set_source(source: Source | None) -> None:
    """Use `source` for the shift from now on; None means the true time."""
    _shift.source = source
    _shift.cached = None


def forget() -> None:
    """Ask the source again at the next call."""
    _shift.cached = None


def here(shift: timedelta | None) -> None:
    """In this process the shift is this one, whatever the source says; None asks the source."""
    _shift.own = shift


def now() -> datetime:
    """Aware datetime in Asia/Shanghai."""
    return datetime.now(ZONE) + _shift.value()


def today() -> date:
    """The calendar day in Asia/Shanghai."""
    return now().date()


def shift() -> timedelta:
    """What now() adds to the true time; nothing in a live installation."""
    return _shift.value()
