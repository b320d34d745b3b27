"""Whether an errand is done, told from the records; pure.

An errand is done from the first day, once it was given, on which the person lacked nothing: a
file was open, and a service lay in the window. It stays done when the window passes later. Who
left the lists, or went to another town, needs no visit from here any more.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    LATE = "late"
    DONE = "done"
    GONE = "gone"
    BACK = "back"


STATES = {
    State.OPEN: "还没办",
    State.LATE: "过期了还没办",
    State.DONE: "办完了",
    State.GONE: "不在名单上了",
    State.BACK: "收回了",
}
KINDS = {
    State.OPEN: "wait",
    State.LATE: "bad",
    State.DONE: "ok",
    State.GONE: "plain",
    State.BACK: "plain",
}
"""How a badge shows them."""


@dataclass(frozen=True)
class Records:
    """What is known of the person in the town: days of services, files with their last day (not
    included; None for an open one), and whether they are on the lists today."""

    listed: bool = False
    missing: bool = False
    services: tuple[date, ...] = ()
    files: tuple[tuple[date, date | None], ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Told:
    """`since`: the day on which it was done or taken back, where that is known."""

    state: State
    since: date | None = None

    @property
    def open(self) -> bool:
        return self.state in (State.OPEN, State.LATE)

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def kind(self) -> str:
        return KINDS[self.state]


@dataclass(frozen=True)
class Given:
    """When, and until when; `back`: the day on which it was taken back."""

    on: date
    due: date
    back: date | None = None


def told(given: Given, records: Records, today: date, window: int) -> Told:
    """The errand's state today, with the day on which it ended."""
    done = done_on(given, records, given.back or today, window)
    if done is not None:
        return Told(State.DONE, done)
    if given.back is not None:
        return Told(State.BACK, given.back)
    if not records.listed:
        return Told(State.GONE)
    if not records.missing:
        return Told(State.DONE)
    return Told(State.LATE if given.due < today else State.OPEN)


def done_on(given: Given, records: Records, until: date, window: int) -> date | None:
    """The first day from then on when nothing was lacking; None when there is none."""
    begins = {given.on, *records.services, *(since for since, _ in records.files)}
    days = sorted(day for day in begins if given.on <= day <= until)
    return next((day for day in days if _lacks_nothing(records, day, window)), None)


def _lacks_nothing(records: Records, day: date, window: int) -> bool:
    filed = any(since <= day and (to is None or to > day) for since, to in records.files)
    first = day - timedelta(days=window)
    return filed and any(first < served <= day for served in records.services)
