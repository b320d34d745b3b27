"""What the first page and the page of one person put together from the apps below."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.merge_rules import Suggested, Weighed, suggested
from shuangbai.clients.models import Certificate, Household, Person, Tie
from shuangbai.clients.selectors import comparing, merge_checks, merges, particulars
from shuangbai.clients.selectors import particulars_page as pages
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.particulars import Sheet, plain
from shuangbai.clients.selectors.particulars_entries import said
from shuangbai.clients.selectors.particulars_page import Group, Lack
from shuangbai.clients.selectors.particulars_secrets import own_secret
from shuangbai.clients.selectors.people import Line, Marks
from shuangbai.cover import selectors as cover
from shuangbai.cover.rules import Asked, Pair
from shuangbai.cover.selectors import Cover
from shuangbai.figures.rules import WINDOW, why_not_sum
from shuangbai.figures.selectors import opening_area
from shuangbai.kernel import areakey, clock, counting, identity
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.fields import Secret
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import selectors as staff
from shuangbai.staff.models import Station
from shuangbai.visits import selectors as visits
from shuangbai.visits.selectors import Tally, Told, plan, rounds
from shuangbai.visits.selectors.plan import Brief
from shuangbai.visits.selectors.rounds import Line as Round

NEXT_ONES = 6
LATEST = 5
MOST_MISSING = 8
PEOPLE = ("people", "people_filed", "people_covered")


@dataclass(frozen=True)
class Work:
    """The first page of somebody who records visits: whom to see next, what is missing here.

    `waiting`: who was not served yet, where nobody is due."""

    asked: Asked
    files: Pair
    service: Pair
    visits: Count
    plan: Brief
    rounds: list[Round]
    waiting: list[Line]
    latest: list[Told]


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

    cover: Cover
    gaps: list[Gap]
    apart: str
    """Why the towns do not add up to the whole; '' when they do."""


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
    sheet: Sheet
    groups: list[Group]
    certificates: list[Certificate]
    ties: list[tuple[str, list[Tie]]]
    lacks: list[Lack]
    running_out: list[Certificate]
    served_on: date | None
    """Last visit that served them, as far as the actor may see."""
    served_lately: bool
    identity: Secret | None
    """Number and telephone of the person, from a merged file where their own has none."""
    phone: Secret | None
    merges: list[merges.Line]
    """Files that were put into this one."""

    @property
    def empty_groups(self) -> list[Group]:
        return [group for group in self.groups if not group.facts]

    @property
    def due(self) -> bool:
        """Whether something waits to be done for this person."""
        if self.person.died_on is not None:
            return False
        in_scope = any(spell.category.in_scope for spell in self.marks.spells)
        waits = in_scope and not self.served_lately
        return bool(self.running_out or self.lacks or waits or not self.marks.file)


def work(actor: Actor) -> Work:
    asked = _asked(actor)
    ask = Ask(actor.areas, asked.period)
    month = replace(ask, period=Period(asked.day.replace(day=1), asked.day))
    people, filed, served = (counting.count(key, ask).total for key in PEOPLE)
    brief = plan.brief(actor, NEXT_ONES)
    return Work(
        asked,
        Pair(filed, people),
        Pair(served, people),
        counting.count("visits", month),
        brief,
        rounds.running(actor),
        [] if brief.first else visits.waiting(actor, NEXT_ONES),
        visits.listed(actor, visits.Wanted(), limit=LATEST).lines,
    )


def overview(actor: Actor) -> Overview:
    found = cover.cover(actor, _asked(actor))
    waiting = counting.count("people_missing", Ask(actor.areas, found.asked.period), by="town")
    return Overview(found, _gaps(actor, waiting), why_not_sum(waiting))


def _asked(actor: Actor) -> Asked:
    """Today, where the pages of the two 100% open: what is counted here is what they show."""
    return Asked(clock.today(), opening_area(actor))


def _gaps(actor: Actor, waiting: Count) -> list[Gap]:
    """Towns in which most people still wait, judged by what happened in the town itself."""
    most = sorted((part for part in waiting.parts if part.value), key=lambda part: -part.value)
    towns = [part.part for part in most[:MOST_MISSING]]
    names, stations = areas.places(towns, actor.areas), staff.station_names(actor, towns)
    return [
        Gap(names[part.part], stations.get(part.part), part.value, part.part)
        for part in most[:MOST_MISSING]
    ]


def person(actor: Actor, person_id: UUID) -> Person:
    """The person, or Absent."""
    return clients.find(actor, person_id)


def is_open(actor: Actor, found: Person) -> bool:
    return clients.is_open(actor, found)


def file(actor: Actor, found: Person, merged: list[merges.Line]) -> File:
    """What stands in the file today, and in the files that were put into it."""
    today = clock.today()
    home = clients.household_of(actor, found, today)
    living = clients.members(actor, home, today) if home else []
    own = next((line for line in living if line.person.pk == found.pk), None)
    own = own or clients.of_ids(actor, [found.pk])[0]
    return _file(actor, own, (home, living), merged)


def _file(
    actor: Actor, own: Line, home: tuple[Household | None, list[Line]], merged: list[merges.Line]
) -> File:
    today, found = clock.today(), own.person
    sheet = particulars.sheet(actor, found, own.marks.spells, today)
    shorts = {spell.category_id: spell.category.short for spell in own.marks.spells}
    certificates = pages.certificates(actor, sheet)
    served = visits.of_person(actor, found, 1)
    served_on = served[0].visit.happened_on if served else None
    return File(
        person=found,
        age=own.age,
        group=clients.group_name(found, own.marks, today),
        place=areas.full_name(found.area),
        marks=own.marks,
        household=home[0],
        members=home[1],
        sheet=sheet,
        groups=pages.groups(actor, found, sheet),
        certificates=certificates,
        ties=pages.ties_by_role(sheet.ties),
        lacks=pages.lacks(sheet.missing, shorts),
        running_out=pages.running_out(certificates, today),
        served_on=served_on,
        served_lately=served_on is not None and served_on > today - timedelta(days=WINDOW),
        identity=own_secret(actor, found, "identity") if merged else found.identity,
        phone=own_secret(actor, found, "phone") if merged else found.phone,
        merges=merged,
    )


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
