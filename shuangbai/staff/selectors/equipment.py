"""Questions about the list of what stations must have, and about what one station has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.kernel import areakey, clock
from shuangbai.staff.equipment_rules import OWNERS, Kind, Wanted
from shuangbai.staff.models import Equipment, Requirement, Station
from shuangbai.staff.selectors.equipped import wanted

Condition = Equipment.Condition


@dataclass(frozen=True)
class Thing:
    """Something that a station has or must have: how much of it, in which condition."""

    name: str
    unit: str
    wanted: Wanted | None
    """None: beyond the list."""
    counts: dict[str, int]
    since: date | None
    """The last day on which something of it changed; None: it was never counted."""
    note: str = ""

    @property
    def used(self) -> int:
        return self.counts.get(Condition.USED, 0)

    @property
    def others(self) -> list[tuple[str, int]]:
        """What is there and not in use: (坏了, 1)."""
        found = [(one.label, self.counts.get(one, 0)) for one in Condition if one != "used"]
        return [(label, count) for label, count in found if count]

    @property
    def missing(self) -> int:
        return max(0, self.wanted.least - self.used) if self.wanted else 0

    @property
    def kind(self) -> str:
        """Under which heading of the form it stands."""
        return Requirement.Kinds(self.wanted.kind).label if self.wanted else "清单以外"


@dataclass(frozen=True)
class Ledger:
    """Today's equipment of a station beside the list that holds for it."""

    station: Station
    things: list[Thing]
    past: list[Equipment]
    """What was counted before and is otherwise now, the last first."""

    @property
    def listed(self) -> bool:
        """Whether a list holds; without one nothing is judged."""
        return any(thing.wanted for thing in self.things)

    @property
    def lacking(self) -> list[Thing]:
        return [thing for thing in self.things if thing.missing]

    @property
    def counted(self) -> bool:
        return any(thing.counts for thing in self.things)


def ledger(actor: Actor, station: Station) -> Ledger:
    today = clock.today()
    own = Equipment.objects.visible_to(actor).as_known(None)
    rows = list(own.filter(station=station, pref=station.pref).order_by("-valid_from", "id"))
    now: dict[str, list[Equipment]] = {}
    for row in rows:
        if row.valid_to is None or row.valid_to > today:
            now.setdefault(row.name, []).append(row)
    lines = list(_holding(actor, today).order_by("order", "id"))
    asked = [_thing(one.name, now.pop(one.name, []), one) for one in wanted(lines, station.area)]
    beyond = [_thing(name, held, None) for name, held in sorted(now.items())]
    past = [row for row in rows if row.valid_to is not None and row.valid_to <= today]
    return Ledger(station, [*asked, *beyond], past)


def _thing(name: str, held: list[Equipment], asked: Wanted | None) -> Thing:
    unit = asked.unit if asked else held[0].unit
    note = next((row.note for row in held if row.note), "")
    since = max((row.valid_from for row in held), default=None)
    return Thing(name, unit, asked, {row.condition: row.quantity for row in held}, since, note)


@dataclass(frozen=True)
class ListOf:
    """The list of one area, as it holds for a time."""

    area: str
    owner: str
    own: bool
    """Whether the actor may say it anew."""
    since: date
    until: date | None
    kinds: list[tuple[str, list[Requirement]]]
    documents: list[str]
    changed: bool
    """Whether its lines hold from different days."""


@dataclass(frozen=True)
class Lists:
    now: list[ListOf] = field(default_factory=list)
    coming: list[Requirement] = field(default_factory=list)
    past: list[Requirement] = field(default_factory=list)
    without: list[tuple[str, str]] = field(default_factory=list)
    """(key, name) of the actor's areas that may have a list of their own and have none."""


def lists(actor: Actor) -> Lists:
    """The lists that hold today in the actor's areas, above and below them."""
    gate.allow(actor, "station.see")
    today = clock.today()
    known = Requirement.objects.visible_to(actor).as_known(None)
    rows = list(known.order_by("area", "order", "id"))
    held = [row for row in rows if row.valid_from <= today and not _over(row, today)]
    own = owners(actor)
    names = areas.names([*(row.area for row in rows), *own])
    now = [
        _list(key, names.get(key, key), key in own, list(group))
        for key, group in groupby(held, key=lambda row: row.area)
    ]
    return Lists(
        now,
        [row for row in rows if row.valid_from > today],
        sorted((row for row in rows if _over(row, today)), key=_ended, reverse=True),
        [(key, names.get(key, key)) for key in own if key not in {one.area for one in now}],
    )


def owners(actor: Actor) -> list[str]:
    """The actor's areas that may say what their stations must have."""
    if not actor.may("equipment.require"):
        return []
    return [key for key in actor.areas if areakey.level_of(key) in OWNERS]


def list_of(actor: Actor, area: str) -> list[Requirement]:
    """The area's own lines of today, as a form shows them to be changed."""
    gate.cover(actor, "equipment.require", area)
    return list(_holding(actor, clock.today()).filter(area=area).order_by("order", "id"))


def as_wanted(lines: Iterable[Requirement]) -> list[Wanted]:
    return [Wanted(one.name, Kind(one.kind), one.least, one.unit, one.note) for one in lines]


def _holding(actor: Actor, day: date) -> "QuerySet[Requirement]":
    found: QuerySet[Requirement] = Requirement.objects.visible_to(actor).as_known(None).on(day)
    return found


def _list(area: str, owner: str, own: bool, rows: list[Requirement]) -> ListOf:
    kinds = [
        (kind.label, [row for row in rows if row.kind == kind.value]) for kind in Requirement.Kinds
    ]
    ends = {row.valid_to for row in rows}
    return ListOf(
        area,
        owner,
        own,
        max(row.valid_from for row in rows),
        ends.pop() if len(ends) == 1 else None,
        [(label, group) for label, group in kinds if group],
        list(dict.fromkeys(row.document for row in rows if row.document)),
        len({row.valid_from for row in rows}) > 1,
    )


def _over(row: Requirement, today: date) -> bool:
    return row.valid_to is not None and row.valid_to <= today


def _ended(row: Requirement) -> tuple[date, str]:
    assert row.valid_to is not None
    return row.valid_to, row.name
