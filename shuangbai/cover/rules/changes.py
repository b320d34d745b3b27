"""What changed between two days, and why; pure.

Somebody stands on a day in a place: on the lists or not, with an open file or not, served lately
or not. What changed is read from two such standings by the patterns below. The figures of
`cover.figures.changes` ask the database with the same patterns, so that a number and the rule
cannot drift apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Standing:
    """How somebody stands here on one day. Who is not on the lists lacks nothing."""

    listed: bool = False
    filed: bool = False
    served: bool = False

    @property
    def missing(self) -> bool:
        return self.listed and not (self.filed and self.served)

    def has(self, bit: str) -> bool:
        """`filed` and `served` are asked of those on the lists only."""
        return self.listed and bool(getattr(self, bit))


class Kind(StrEnum):
    """Each is the key of a figure."""

    ENTERED = "list_entered"
    MOVED_IN = "moved_in"
    LEFT = "list_left"
    MOVED_OUT = "moved_out"
    OPENED = "files_opened"
    CLOSED = "files_closed"
    SERVED = "newly_served"
    LAPSED = "service_lapsed"
    WANTING = "missing_new"
    SETTLED = "missing_done"


@dataclass(frozen=True)
class Pattern:
    """What must be so on the first day and on the last. `moved`: whether they came from, or went
    to, another place; None does not ask."""

    before: Mapping[str, bool] = field(default_factory=dict)
    after: Mapping[str, bool] = field(default_factory=dict)
    moved: bool | None = None

    @property
    def on_last_day(self) -> bool:
        """Whether those meant are on the lists on the last day, so that its rows hold them."""
        return any(self.after.values())


IN, OUT = {"listed": True}, {"listed": False}
PATTERNS: Mapping[Kind, Pattern] = {
    Kind.ENTERED: Pattern(OUT, IN, moved=False),
    Kind.MOVED_IN: Pattern(OUT, IN, moved=True),
    Kind.LEFT: Pattern(IN, OUT, moved=False),
    Kind.MOVED_OUT: Pattern(IN, OUT, moved=True),
    Kind.OPENED: Pattern(IN | {"filed": False}, IN | {"filed": True}),
    Kind.CLOSED: Pattern(IN | {"filed": True}, IN | {"filed": False}),
    Kind.SERVED: Pattern(IN | {"served": False}, IN | {"served": True}),
    Kind.LAPSED: Pattern(IN | {"served": True}, IN | {"served": False}),
    Kind.WANTING: Pattern({"missing": False}, {"missing": True}),
    Kind.SETTLED: Pattern({"missing": True}, {"missing": False}),
}


def kinds(before: Standing, after: Standing, moved: bool = False) -> frozenset[Kind]:
    """All that is said of somebody who stood so and now stands so."""
    return frozenset(
        kind
        for kind, pattern in PATTERNS.items()
        if all(before.has(bit) == wanted for bit, wanted in pattern.before.items())
        and all(after.has(bit) == wanted for bit, wanted in pattern.after.items())
        and pattern.moved in (None, moved)
    )


class Wanting(StrEnum):
    """Why somebody is missing who was not before; they exclude each other."""

    ENTERED = "entered"
    MOVED_IN = "moved_in"
    LAPSED = "lapsed"
    CLOSED = "closed"
    BOTH = "both"


class Settled(StrEnum):
    """Why somebody is no longer missing; they exclude each other."""

    SERVED = "served"
    OPENED = "opened"
    BOTH = "both"
    LEFT = "left"
    MOVED_OUT = "moved_out"


WANTING_NAMES = {
    Wanting.ENTERED.value: "新进名单",
    Wanting.MOVED_IN.value: "从别处转来",
    Wanting.LAPSED.value: "服务过期",
    Wanting.CLOSED.value: "档案关了",
    Wanting.BOTH.value: "服务过期，档案也关了",
}
SETTLED_NAMES = {
    Settled.SERVED.value: "服务到了",
    Settled.OPENED.value: "建了档",
    Settled.BOTH.value: "建了档，也服务到了",
    Settled.LEFT.value: "退出名单",
    Settled.MOVED_OUT.value: "转到别处",
}


def wanting(before: Standing, after: Standing, moved: bool = False) -> Wanting:
    """ValueError for somebody who is not newly missing."""
    if Kind.WANTING not in kinds(before, after):
        raise ValueError("not newly missing")
    if not before.listed:
        return Wanting.MOVED_IN if moved else Wanting.ENTERED
    if after.served:
        return Wanting.CLOSED
    return Wanting.LAPSED if after.filed else Wanting.BOTH


def settled(before: Standing, after: Standing, moved: bool = False) -> Settled:
    """ValueError for somebody who was not missing, or still is."""
    if Kind.SETTLED not in kinds(before, after):
        raise ValueError("not settled")
    if not after.listed:
        return Settled.MOVED_OUT if moved else Settled.LEFT
    if before.served:
        return Settled.OPENED
    return Settled.SERVED if before.filed else Settled.BOTH


class Correction(StrEnum):
    """What became known later of how somebody stood on the first day."""

    ADDED = "added"
    REMOVED = "removed"
    FILED = "filed"
    UNFILED = "unfiled"
    SERVED = "served"
    UNSERVED = "unserved"
    SEVERAL = "several"


CORRECTION_NAMES = {
    Correction.ADDED.value: "后来补进名单",
    Correction.REMOVED.value: "后来从名单上去掉",
    Correction.FILED.value: "后来补了建档",
    Correction.UNFILED.value: "后来去掉了建档",
    Correction.SERVED.value: "后来补记了服务",
    Correction.UNSERVED.value: "后来作废了服务",
    Correction.SEVERAL.value: "建档和服务都改了",
}


def correction(told: Standing, known: Standing) -> Correction | None:
    """`told`: how it was told then; `known`: how the same day is known now. None: no difference."""
    if told.listed != known.listed:
        return Correction.ADDED if known.listed else Correction.REMOVED
    filed, served = told.filed != known.filed, told.served != known.served
    if not known.listed or not (filed or served):
        return None
    if filed and served:
        return Correction.SEVERAL
    if filed:
        return Correction.FILED if known.filed else Correction.UNFILED
    return Correction.SERVED if known.served else Correction.UNSERVED


@dataclass(frozen=True)
class Balance:
    """What is missing on two days, and what lies between: it adds up to the last person.

    `told`: as it was told on the first day; `then`: as that day is known now.
    """

    told: int
    then: int
    wanting: int
    settled: int
    now: int

    @property
    def corrected(self) -> int:
        return self.then - self.told

    @property
    def adds_up(self) -> bool:
        return self.then + self.wanting - self.settled == self.now
