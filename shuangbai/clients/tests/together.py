"""Doing things at one moment, for tests of locks."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(doing: list[Callable[[], Any]]) -> list[Any]:
    """What came of each, or what it raised: each in a thread with a connection of its own."""
    gate, told = threading.Barrier(len(doing)), list[Any]()

    def run(do: Callable[[], Any]) -> None:
        gate.wait(timeout=10)
        try:
            told.append(do())
        except Exception as found:
            told.append(found)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(do,)) for do in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return told
