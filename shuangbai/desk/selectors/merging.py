"""What the page of two files that may be one person's puts together."""

from dataclasses import dataclass

from shuangbai.access.actor import Actor
from shuangbai.clients.merge_rules import Suggested, Weighed, suggested
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import comparing, merge_checks
from shuangbai.clients.selectors.particulars import plain
from shuangbai.clients.selectors.particulars_entries import said
from shuangbai.clients.selectors.people import Marks
from shuangbai.kernel import areakey, identity
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import Problem
from shuangbai.visits import selectors as visits
from shuangbai.visits.selectors import Tally


@dataclass(frozen=True)
class Comparison:
    """Two files that may be one person's. `offered`: those that may go on, with what is said of
    each; empty when something hinders it, and then `hindrance` says what."""

    both: tuple[Person, Person]
    rows: list[comparing.Row]
    suggested: Suggested
    offered: list[Person]
    hindrance: Problem | None
    apart: bool
    """They lie in two towns."""

    @property
    def doubt(self) -> str:
        """What hardly differs in two files of one person."""
        telling = [row.label for row in self.rows if row.how == comparing.DIFFERS]
        return "、".join(label for label in telling if label in ("性别", "出生日期"))


def _visited(one: Tally, other: Tally) -> list[comparing.Row]:
    times = (f"{one.times}\N{NO-BREAK SPACE}次", f"{other.times}\N{NO-BREAK SPACE}次")
    last = (said(one.last) if one.last else "", said(other.last) if other.last else "")
    rows = [comparing.Row("走访", times, comparing.TOLD)]
    return [*rows, comparing.Row("最近一次走访", last, comparing.TOLD)] if any(last) else rows


def comparison(actor: Actor, one: Person, other: Person) -> Comparison:
    both = (one, other)
    counted = visits.tally(actor, both)
    marks = comparing.marks(actor, one, other)
    weighed = [
        Weighed(
            identity.check(plain(one.identity)).valid,
            bool(marks.get(one.pk, Marks()).file),
            counted[one.pk].times,
            one.created_at,
            one.provisional,
        )
        for one in both
    ]
    hindered = [merge_checks.hindrance(actor, *pair) for pair in (both, both[::-1])]
    return Comparison(
        both,
        [*comparing.rows(actor, one, other), *_visited(counted[one.pk], counted[other.pk])],
        suggested(*weighed),
        [one for one, what in zip(both, hindered, strict=True) if what is None],
        hindered[0] if all(hindered) else None,
        areakey.cut(one.area, Level.TOWN) != areakey.cut(other.area, Level.TOWN),
    )
