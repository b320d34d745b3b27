"""How what holds from a day on is changed or corrected; pure.

A *change* is something that happened: from its day on the new values hold, until told otherwise.
A *correction* says that what is on file was never so: it reaches as far back and forth as the
wrong value does, over spans that touch, field by field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Span[K]:
    """Values that hold from `start` up to, not including, `end`; None has no end yet."""

    key: K
    start: date
    end: date | None
    values: Values

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Plan[K]:
    """`parts`: what each span gives way to, as changes of it. `fresh`: days of a span that is new,
    with the values told; None when there is none."""

    parts: Mapping[K, Sequence[Values]]
    fresh: tuple[date, date | None] | None = None

    def __bool__(self) -> bool:
        return bool(self.parts) or self.fresh is not None


def changed[K](spans: Sequence[Span[K]], day: date, values: Values) -> Plan[K]:
    """From `day` on `values` hold, whatever was told for later days."""
    parts: dict[K, list[Values]] = {}
    held = _held(spans)
    for span in held:
        over = span.end is not None and span.end <= day
        if over or not _differ(span, values):
            continue
        after = {**values, "valid_from": max(day, span.start)}
        parts[span.key] = [{"valid_to": day}, after] if span.start < day else [after]
    if any(span.holds(day) for span in held):
        return Plan(parts)
    return Plan(parts, (day, _next_start(held, day)))


def until_told[K](spans: Sequence[Span[K]], day: date, values: Values) -> Plan[K]:
    """From `day` on `values` hold, up to the next day from which something was told: what a list
    of an earlier day says does not reach over it."""
    held = _held(spans)
    at = next((span for span in held if span.holds(day)), None)
    if at is None:
        return Plan({}, (day, _next_start(held, day)))
    return changed([at], day, values)


def corrected[K](spans: Sequence[Span[K]], day: date, begun: date, values: Values) -> Plan[K]:
    """What holds on `day` was never so: `values` take its place wherever it stands unbroken.

    Where nothing is on file for the day, they hold since `begun`, or since the span before.
    """
    held = _held(spans)
    at = next((place for place, span in enumerate(held) if span.holds(day)), None)
    if at is None:
        before = [span.end for span in held if span.end is not None and span.end <= day]
        return Plan({}, (max([min(begun, day), *before]), _next_start(held, day)))
    parts: dict[K, dict[str, Any]] = {}
    for name, value in values.items():
        if held[at].values[name] == value:
            continue
        for span in _run(held, at, name):
            parts.setdefault(span.key, {})[name] = value
    return Plan({key: [changes] for key, changes in parts.items()})


def on(spans: Sequence[Span[Any]], day: date) -> Values:
    """What holds on `day`; nothing when no span does."""
    return next((span.values for span in spans if span.holds(day)), {})


def _held[K](spans: Sequence[Span[K]]) -> list[Span[K]]:
    """Those that hold for at least a day, in their order."""
    return sorted((s for s in spans if s.end is None or s.start < s.end), key=lambda s: s.start)


def _differ(span: Span[Any], values: Values) -> bool:
    return any(span.values[name] != value for name, value in values.items())


def _next_start(held: Sequence[Span[Any]], day: date) -> date | None:
    return min((span.start for span in held if span.start > day), default=None)


def _run[K](held: Sequence[Span[K]], at: int, name: str) -> list[Span[K]]:
    """The spans around `at` that touch and say the same of `name`."""
    same = held[at].values[name]
    first = last = at
    while first and held[first - 1].end == held[first].start:
        if held[first - 1].values[name] != same:
            break
        first -= 1
    while last + 1 < len(held) and held[last].end == held[last + 1].start:
        if held[last + 1].values[name] != same:
            break
        last += 1
    return list(held[first : last + 1])
