"""When somebody is due, and how they stand with it on a day; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuangbai.visits.plan_rules.frequency import Every

SOON = 7
"""Days before the day on which somebody is due in which it says so."""


class State(StrEnum):
    """The four exclude each other. `LATE` is what `people_overdue` counts; the others are
    `people_on_schedule`."""

    LATE = "late"
    SOON = "soon"
    NEVER = "never"
    OK = "ok"


TO_GO = frozenset({State.LATE, State.SOON, State.NEVER})
"""To whom a worker should go: late, due within a week, and not yet known at all."""


def due_on(days: int, last: date | None, since: date, told: date | None = None) -> date:
    """The day by which the next visit is to be made: `days` after the last service or, for who was
    never served since then, after the day on which they came on the lists here: who comes back
    after years is not late at once.

    `told`: a day agreed with the person. It brings the visit forward and never puts it off.
    """
    regular = max(last or since, since) + timedelta(days=days)
    return regular if told is None else min(regular, told)


@dataclass(frozen=True)
class Due:
    """How somebody stands on `day`. `due_on` is None where no frequency was said: nothing is due.

    A day on which somebody is due is still in time; the next one is one day late.
    """

    day: date
    last: date | None
    due_on: date | None
    every: Every | None = None
    """Why so often, where it was asked for."""

    @property
    def days(self) -> int:
        """Days that are left; below nothing when it is late. 0 without a day."""
        return (self.due_on - self.day).days if self.due_on else 0

    @property
    def late_by(self) -> int:
        return max(-self.days, 0)

    @property
    def state(self) -> State:
        if self.due_on is None:
            return State.NEVER if self.last is None else State.OK
        if self.days < 0:
            return State.LATE
        if self.days <= SOON:
            return State.SOON
        return State.NEVER if self.last is None else State.OK

    @property
    def said(self) -> str:
        """过期 5 天; 还没去过，过期 5 天; 还有 3 天; 今天到期; 还没去过; 按期."""
        first = "" if self.last else "还没去过"
        more = {
            State.LATE: f"过期\N{NO-BREAK SPACE}{self.late_by}\N{NO-BREAK SPACE}天",
            State.SOON: f"还有\N{NO-BREAK SPACE}{self.days}\N{NO-BREAK SPACE}天"
            if self.days
            else "今天到期",
            State.NEVER: "",
            State.OK: "按期",
        }[self.state]
        return "，".join(part for part in (first, more) if part)
