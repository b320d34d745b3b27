"""Asking the database again what somebody has just asked, without Python around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter
from typing import Any

from django.db import connection

type Heard = list[tuple[str, Any]]


@dataclass
class Times:
    """Milliseconds of each call."""

    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def add(self, whole: float, bare: float) -> None:
        self.whole.append(whole * 1000)
        self.bare.append(bare * 1000)


@contextmanager
def listening() -> Iterator[Heard]:
    """What is asked meanwhile."""
    heard: Heard = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield heard


def again(heard: Heard) -> float:
    """Seconds for the same statements."""
    began = perf_counter()
    with connection.cursor() as cursor:
        for sql, params in heard:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    return perf_counter() - began


def percentiles(times: list[float]) -> tuple[str, str]:
    """Of half of the calls, and of 95 in 100."""
    found = quantiles(times, n=20)
    return f"{found[9]:.1f}", f"{found[18]:.1f}"
