"""What the makers of both demonstrations carry along, and what both do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shuangbai.access import actions as access
from shuangbai.access.actor import Actor, operator
from shuangbai.access.selectors import people_in
from shuangbai.clients.actions import approvals
from shuangbai.clients.actions.approvals import NewApproval
from shuangbai.clients.actions.store import NewPerson
from shuangbai.demo.accounts import Accounts
from shuangbai.kernel import clock

AFTERNOON = 15


@dataclass(frozen=True)
class Story:
    actor: Actor
    accounts: Accounts
    say: Callable[[str], None]
    part: float = 1.0
    """Of the city's homes: tests make a smaller one of the same kind."""

    @classmethod
    def of(cls, accounts: Accounts, say: Callable[[str], None], part: float = 1.0) -> "Story":
        return cls(operator("演示数据", "4453"), accounts, say, part)


type Teller = Callable[[Story], Sequence[NewPerson]]
"""Writes everything; returns those from whom the sample roster is made."""


def at(day: date, hour: int = 9) -> None:
    """It is this day for the process that tells the story."""
    access.set_own_clock(_moment(day, hour))


def end(today: date) -> None:
    """The story is told: from here on the clock of the demo database runs."""
    access.set_clock(_moment(today, AFTERNOON))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.ZONE)


def approve(story: Story, towns: Iterable[str], today: date) -> None:
    """The workers who sign in may open the files of their towns' children."""
    until = today + timedelta(days=180)
    for town in towns:
        for user in people_in(town):
            new = NewApproval(town, user.pk, until, "走访和个案服务", every_child=True)
            approvals.give(story.actor, new)
