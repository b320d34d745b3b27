"""How people stood on two days, as conditions of one query: what the figures of change are made of.

A row is a category that somebody holds on one of the days; what it asks of the other day is
whether the same person, here, was on the lists then, had a file, was served.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Left, Substr

from shuangbai.clients.figures import in_scope_spells, of_merged, same_person
from shuangbai.clients.models import Membership, Person
from shuangbai.cover.figures.service import merged, open_file, served_here
from shuangbai.cover.rules.changes import Standing
from shuangbai.kernel import clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.tables import below


def first_day(ask: Ask) -> Ask:
    """The first day, as it is known now."""
    return replace(ask, period=Period(ask.period.start, ask.period.start))


def as_told(ask: Ask) -> Ask:
    """The first day as it was told: by its end, or at the instant that is asked for."""
    return replace(first_day(ask), known=told_at(ask))


def told_at(ask: Ask) -> datetime:
    end = datetime.combine(ask.period.start + timedelta(days=1), time(0), clock.ZONE)
    return ask.told or end


def last_day(ask: Ask) -> Ask:
    return replace(ask, period=Period(ask.period.end, ask.period.end))


@dataclass(frozen=True)
class Day:
    """Spells of a day, of people with one file or (`several`) of those with more, and the
    condition by which a row of another day is the same person's, here."""

    ask: Ask
    several: bool = False
    among: Q = field(default_factory=Q)
    """Narrows the people that are looked at."""
    mixed: bool = True
    """Whether any files were merged by then: else nobody has several."""

    def rows(self) -> "QuerySet[Any]":
        if self.several:
            rows: QuerySet[Any] = merged(self.ask).annotate(one=same_person(self.ask))
            narrowed: QuerySet[Any] = rows.filter(self.among)
            return narrowed
        spells: QuerySet[Any] = in_scope_spells(self.ask).filter(self.among)
        return spells.exclude(of_merged(self.ask)) if self.mixed else spells

    def holding(self, bits: Mapping[str, bool]) -> "QuerySet[Any]":
        """Rows of those on the lists who have each of these bits, or have it not."""
        found = self.rows().filter(below(self.ask.scope))
        for bit, wanted in bits.items():
            if bit != "listed":
                found = found.filter(self.bit(bit) if wanted else ~self.bit(bit))
        return found

    def bit(self, bit: str) -> Q:
        """Of a row of this day."""
        if bit == "missing":
            return ~(self.bit("filed") & self.bit("served"))
        if self.several:
            return Q(**{bit: True})
        return Q(open_file(self.ask)) if bit == "filed" else Q(served_here(self.ask))

    def stood(self, bit: str) -> Q:
        """Whether the outer row's person had that here on this day."""
        return Q(Exists(self.same(self.holding({bit: True}))))

    def same(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Of `rows`, those of the outer row's person at the outer row's place."""
        if self.several:
            mine = rows.annotate(one=same_person(self.ask)).filter(one=OuterRef("one"))
        else:
            mine = rows.filter(pref=OuterRef("pref"), person_id=OuterRef("person_id"))
        return _here(self.ask, mine)


def _here(ask: Ask, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Of rows with an area, those at the outer row's place, as far as *here* reaches."""
    if ask.reach is None:
        return rows.filter(below(ask.scope))
    length = LEVELS[ask.reach]
    here = Substr(OuterRef("area"), Value(1), Value(length))
    found: QuerySet[Any] = rows.annotate(place=Left("area", length)).filter(place=here)
    return found


@dataclass(frozen=True)
class Between:
    """The two days of a question, and how a row of `own` day compares with the other."""

    ask: Ask
    several: bool
    later: bool
    """The rows are those of the last day."""
    mixed: bool = True

    @property
    def own(self) -> Day:
        return self._day(last_day(self.ask) if self.later else first_day(self.ask))

    @property
    def other(self) -> Day:
        return self._day(first_day(self.ask) if self.later else last_day(self.ask))

    def _day(self, ask: Ask) -> Day:
        return Day(ask, self.several, mixed=self.mixed)

    @property
    def moved(self) -> Q:
        return self._arrived() if self.later else self._departed()

    def _arrived(self) -> Q:
        """Came from another place: a household here that goes on from one that is not here."""
        days = self.ask.period
        lives = Membership.objects.filter(
            valid_from__gt=days.start, valid_from__lte=days.end, supersedes__isnull=False
        )
        if self.ask.known is not None:
            lives = lives.filter(recorded_at__lte=self.ask.known)
        earlier = Membership.objects.filter(pref=OuterRef("pref"), pk=OuterRef("supersedes"))
        elsewhere = ~Q(Exists(_here(self.ask, earlier)))
        return Q(Exists(self.own.same(lives.filter(elsewhere))))

    def _departed(self) -> Q:
        """Lived here, lives here no more, and has not died."""
        living = Membership.objects.as_known(self.ask.known)
        first, last = (living.on(day) for day in (self.ask.period.start, self.ask.period.end))
        lived, lives = (Q(Exists(self.own.same(rows))) for rows in (first, last))
        return lived & ~lives & ~self.died

    @property
    def died(self) -> Q:
        """By the last day. Of files that were merged the one that goes on says so."""
        whose = OuterRef("one" if self.several else "person_id")
        dead = Person.objects.filter(died_on__lte=self.ask.period.end)
        return Q(Exists(dead.filter(pref=OuterRef("pref"), pk=whose)))


type Place = tuple[str, str]
"""A person's id as text, and as much of the key as *here* reaches."""
type Stood = dict[Place, Standing]

NOWHERE = Standing()
_LISTED = {
    (filed, served): Standing(True, filed, served)
    for filed in (False, True)
    for served in (False, True)
}


def standings(day: Day, reaches: Iterable[Level | None]) -> list[Stood]:
    """How everybody on the lists stands on that day, once for each way of judging *here*. One
    query for people with one file, however many the reaches are."""
    asks = [replace(day.ask, reach=reach) for reach in reaches]
    if day.several:
        told = [_named(replace(day, ask=ask)) for ask in asks]
        return [
            _stood(ask, rows.values_list("whose", "area", "filed", "served"))
            for ask, rows in zip(asks, told, strict=True)
        ]
    nearness, ranks = _nearness(asks)
    rows = _named(day).annotate(has_file=_flag(Q(open_file(day.ask))), served=nearness)
    found = list(rows.values_list("whose", "area", "has_file", "served"))
    return [
        _stood(ask, ((*row[:3], row[3] >= rank) for row in found))
        for ask, rank in zip(asks, ranks, strict=True)
    ]


def tally(day: Day, reaches: Iterable[Level | None]) -> list[dict[str, Counter[Standing]]]:
    """How many people of one file stand how, once for each way of judging *here*. Each is in one
    place on a day, so that what is counted by the smallest units may be added."""
    asks = [replace(day.ask, reach=reach) for reach in reaches]
    finest = max(LEVELS[ask.reach] if ask.reach else 0 for ask in asks)
    unit = Left("area", finest) if finest else Value("")
    nearness, ranks = _nearness(asks)
    filed = _flag(Q(open_file(day.ask)))
    rows = day.holding({}).annotate(unit=unit, has_file=filed, served=nearness)
    grouped = rows.values("unit", "has_file", "served").order_by()
    counted = grouped.annotate(number=Count("person_id", distinct=True))
    found: list[dict[str, Counter[Standing]]] = [defaultdict(Counter) for _ in asks]
    for key, has_file, served, number in counted.values_list(
        "unit", "has_file", "served", "number"
    ):
        for at, (ask, rank) in enumerate(zip(asks, ranks, strict=True)):
            here = key[: LEVELS[ask.reach] if ask.reach else 0]
            found[at][here][_LISTED[has_file, served >= rank]] += number
    return found


def _nearness(asks: Sequence[Ask]) -> tuple[Case, list[int]]:
    """How near somebody was served, and from which number on it was *here* for each question.
    Served in a town is served in its county: the wider place is looked up only for those who
    were not served in the narrower one."""
    narrowest = sorted(asks, key=lambda ask: -LEVELS[ask.reach] if ask.reach else 0)
    ranks = {ask: rank for rank, ask in enumerate(reversed(narrowest), 1)}
    near = (When(Q(served_here(ask)), then=Value(ranks[ask])) for ask in narrowest)
    return Case(*near, default=Value(0)), [ranks[ask] for ask in asks]


def spells_of(day: Day, people: Iterable[str]) -> list[tuple[UUID, Place]]:
    """The rows that put these people on the lists, each with its place."""
    length = LEVELS[day.ask.reach] if day.ask.reach else 0
    rows = of_people(day, people).values_list("pk", "whose", "area")
    return [(pk, (whose, area[:length])) for pk, whose, area in rows]


def of_people(day: Day, people: Iterable[str]) -> "QuerySet[Any]":
    wanted = one_of("one" if day.several else "person_id", [UUID(person) for person in people])
    found: QuerySet[Any] = _named(day).filter(wanted)
    return found


def _named(day: Day) -> "QuerySet[Any]":
    """Each row with whose it is, as text: thousands of ids are compared."""
    whose = Cast("one" if day.several else "person_id", TextField())
    found: QuerySet[Any] = day.holding({}).annotate(whose=whose)
    return found


def _flag(asked: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(asked, output_field=BooleanField())


def _stood(ask: Ask, rows: Iterable[tuple[str, str, bool, bool]]) -> Stood:
    length = LEVELS[ask.reach] if ask.reach else 0
    return {(whose, area[:length]): _LISTED[filed, served] for whose, area, filed, served in rows}


def one_of(field: str, ids: list[UUID]) -> Q:
    """However many there are: a list of parameters has an end, an array has none."""
    return Q(**{f"{field}__among": ids})
