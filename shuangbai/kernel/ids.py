"""UUIDs of version 7 (RFC 9562, section 5.7): time first, so that new rows lie together.

Python 3.13 has none. Made here, not in the database, because the phone makes them too.
"""

import secrets
import threading
import time
import uuid
from datetime import datetime

_RANDOM_BITS = 74
_STEP_BITS = 32


class _Series:
    """Random tails that only grow within one millisecond (RFC 9562, section 6.2, method 2)."""

    def __init__(self) -> None:
        self.millisecond = -1
        self.tail = 0

    def next(self, millisecond: int) -> tuple[int, int]:
        if millisecond == self.millisecond:
            # A random step keeps two forked processes from counting in step.
            self.tail += 1 + secrets.randbits(_STEP_BITS)
            if self.tail >> _RANDOM_BITS:
                millisecond, self.tail = millisecond + 1, secrets.randbits(_RANDOM_BITS - 1)
        else:
            # The top bit stays free, so that the tail has room to grow.
            self.tail = secrets.randbits(_RANDOM_BITS - 1)
        self.millisecond = millisecond
        return millisecond, self.tail


_lock = threading.Lock()
_live = _Series()
_given = _Series()


def uuid7(at: datetime | None = None) -> uuid.UUID:
    """A new id whose time is now, or the aware datetime `at` (for rows loaded late).

    Ids made in one process never sort before an earlier one of the same millisecond, nor,
    without `at`, before any earlier one when the system clock is set back.
    Raises ValueError for a naive datetime or one before 1970.
    """
    with _lock:
        if at is None:
            wanted = max(time.time_ns() // 1_000_000, _live.millisecond)
            millisecond, tail = _live.next(wanted)
        else:
            millisecond, tail = _given.next(_milliseconds(at))
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return uuid.UUID(int=millisecond << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _milliseconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("uuid7 needs an aware datetime")
    found = int(at.timestamp() * 1000)
    if not 0 <= found < 1 << 48:
        raise ValueError(f"out of range for uuid7: {at}")
    return found
