"""How Python looks after memory while a great many rows are held at once."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_held = 0
_was_on = False


@contextmanager
def quiet() -> Iterator[None]:
    """The search for cycles rests meanwhile: it walks through every row that is held, again and
    again, and finds none to free, which takes a fifth of the time of a long list. May be nested
    and used by several threads; the search goes on when the last one is through."""
    global _held, _was_on
    with _lock:
        if not _held:
            _was_on = gc.isenabled()
            gc.disable()
        _held += 1
    try:
        yield
    finally:
        with _lock:
            _held -= 1
            if not _held and _was_on:
                gc.enable()
