"""Changes and corrections of what holds from a day on, against a calendar filled in by hand."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shuangbai.clients.particulars_rules import timeline
from shuangbai.clients.particulars_rules.timeline import Plan, Span

FIRST = date(2025, 1, 1)
DAYS = 12
EMPTY = {"living": "", "work": ""}

type Spans = list[Span[int]]
type Calendar = list[dict[str, str] | None]
"""What holds on each day; None where nothing is on file."""

days = st.integers(0, DAYS - 1)
values = st.dictionaries(st.sampled_from(["living", "work"]), st.sampled_from("abc"), min_size=1)
steps = st.lists(st.tuples(st.booleans(), days, values), max_size=8)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def done(spans: Spans, plan: Plan[int], told: dict[str, str]) -> Spans:
    """What the plan makes of the spans, as the database would keep it."""
    kept: list[Span[int]] = [span for span in spans if span.key not in plan.parts]
    serial = max((span.key for span in spans), default=0)
    for span in spans:
        for part in plan.parts.get(span.key, ()):
            serial += 1
            kept.append(_next(serial, span, dict(part)))
    if plan.fresh:
        kept.append(Span(serial + 1, *plan.fresh, EMPTY | told))
    return kept


def _next(key: int, span: Span[int], part: dict[str, Any]) -> Span[int]:
    start, end = part.pop("valid_from", span.start), part.pop("valid_to", span.end)
    return Span(key, start, end, {**span.values, **part})


def calendar(spans: Spans) -> Calendar:
    found: Calendar = []
    for number in range(DAYS):
        holding = [dict(span.values) for span in spans if span.holds(day(number))]
        assert len(holding) <= 1, "two spans hold on one day"
        found.append(holding[0] if holding else None)
    return found


def model_change(was: Calendar, at: int, told: dict[str, str]) -> Calendar:
    return [
        known if number < at else {**(known or EMPTY), **told} for number, known in enumerate(was)
    ]


def model_correction(was: Calendar, at: int, told: dict[str, str]) -> Calendar:
    """Each field by itself: as far as its value stands unbroken around the day."""
    now = [dict(known) if known is not None else None for known in was]
    if was[at] is None:
        # Nothing before it either: what is told has held since the file began.
        return [{**EMPTY, **told} if known is None else known for known in now]
    for name, value in told.items():
        same = was[at][name]  # type: ignore[index]
        for number in _run(was, at, name, same):
            now[number][name] = value  # type: ignore[index]
    return now


def _run(was: Calendar, at: int, name: str, same: str) -> list[int]:
    def says(number: int) -> bool:
        known = was[number]
        return known is not None and known[name] == same

    first = last = at
    while first and says(first - 1):
        first -= 1
    while last + 1 < DAYS and says(last + 1):
        last += 1
    return list(range(first, last + 1))


@given(steps)
def test_any_history_comes_out_as_on_the_calendar(history: list[Any]) -> None:
    spans: Spans = []
    model: Calendar = [None] * DAYS
    for change, at, told in history:
        if change:
            plan = timeline.changed(spans, day(at), told)
            model = model_change(model, at, told)
        else:
            plan = timeline.corrected(spans, day(at), FIRST, told)
            model = model_correction(model, at, told)
        spans = done(spans, plan, told)
        assert calendar(spans) == model


@given(steps, st.booleans(), days, values)
def test_told_twice_is_told_once(
    history: list[Any], change: bool, at: int, told: dict[str, str]
) -> None:
    spans: Spans = []
    for earlier, number, before in [*history, (change, at, told)]:
        spans = done(spans, _plan(spans, earlier, number, before), before)
    assert not _plan(spans, change, at, told)


def _plan(spans: Spans, change: bool, at: int, told: dict[str, str]) -> Plan[int]:
    if change:
        return timeline.changed(spans, day(at), told)
    return timeline.corrected(spans, day(at), FIRST, told)


def test_what_is_between_two_stays_here_is_not_touched() -> None:
    """Somebody who left and came back: nothing is said of the time between."""
    held = [
        Span(1, day(0), day(3), EMPTY | {"living": "a"}),
        Span(2, day(6), None, EMPTY | {"living": "a"}),
    ]
    spans = done(held, timeline.corrected(held, day(7), FIRST, {"living": "b"}), {})
    living = [known and known["living"] for known in calendar(spans)]
    assert living == ["a"] * 3 + [None] * 3 + ["b"] * 6
