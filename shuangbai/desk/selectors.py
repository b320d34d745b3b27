"""What the first page and the page of one person put together from the apps below."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Household, Person
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.people import Line, Marks
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.staff import selectors as staff
from shuangbai.staff.models import Station
from shuangbai.visits import selectors as visits
from shuangbai.visits.selectors import Told

NEXT_ONES = 6
LATEST = 5
MOST_MISSING = 8
PEOPLE = ("people", "people_covered", "people_missing", "people_filed")
PLACES = ("towns", "towns_covered", "villages", "villages_covered")


@dataclass(frozen=True)
class Work:
    """The first page of somebody who records visits: what is missing here, whom to see next."""

    counts: dict[str, int]
    visits_of_month: int
    month_start: date
    waiting: list[Line]
    latest: list[Told]

    @property
    def unfiled(self) -> int:
        return self.counts["people"] - self.counts["people_filed"]


@dataclass(frozen=True)
class Gap:
    """A town where people still wait."""

    name: str
    station: Station | None
    missing: int
    area: str


@dataclass(frozen=True)
class Overview:
    """The first page of somebody who answers for many stations."""

    counts: dict[str, int]
    gaps: list[Gap]

    @property
    def unfiled(self) -> int:
        return self.counts["people"] - self.counts["people_filed"]

    @property
    def towns_missing(self) -> int:
        return self.counts["towns"] - self.counts["towns_covered"]

    @property
    def villages_missing(self) -> int:
        return self.counts["villages"] - self.counts["villages_covered"]


@dataclass(frozen=True)
class File:
    """The page of one person."""

    person: Person
    age: int | None
    group: str
    place: str
    marks: Marks
    household: Household | None
    members: list[Line]


def work(actor: Actor) -> Work:
    today = clock.today()
    ask = Ask(actor.areas, Period(today, today))
    month = replace(ask, period=Period(today.replace(day=1), today))
    counted = counting.count_many(PEOPLE, ask)
    return Work(
        {key: found.total for key, found in counted.items()},
        counting.count("visits", month).total,
        month.period.start,
        visits.waiting(actor, NEXT_ONES),
        visits.listed(actor, visits.Wanted(), limit=LATEST).lines,
    )


def overview(actor: Actor) -> Overview:
    today = clock.today()
    ask = Ask(actor.areas, Period(today, today))
    counted = counting.count_many((*PLACES, *PEOPLE), ask)
    return Overview({key: found.total for key, found in counted.items()}, _gaps(actor, ask))


def _gaps(actor: Actor, ask: Ask) -> list[Gap]:
    """Towns in which most people still wait, judged by what happened in the town itself."""
    parts = counting.count("people_missing", ask, by="town").parts
    most = sorted((part for part in parts if part.value), key=lambda part: -part.value)
    towns = [part.part for part in most[:MOST_MISSING]]
    names, stations = areas.names(towns), staff.station_names(actor, towns)
    return [
        Gap(names.get(part.part, part.part), stations.get(part.part), part.value, part.part)
        for part in most[:MOST_MISSING]
    ]


def person(actor: Actor, person_id: UUID) -> Person:
    """The person, or Absent."""
    return clients.find(actor, person_id)


def is_open(actor: Actor, found: Person) -> bool:
    return clients.is_open(actor, found)


def file(actor: Actor, found: Person) -> File:
    """What stands in the file today."""
    today = clock.today()
    home = clients.household_of(actor, found, today)
    living = clients.members(actor, home, today) if home else []
    own = next((line for line in living if line.person.pk == found.pk), None)
    own = own or clients.of_ids(actor, [found.pk])[0]
    return File(
        found,
        own.age,
        clients.group_name(found, own.marks, today),
        areas.full_name(found.area),
        own.marks,
        home,
        living,
    )
