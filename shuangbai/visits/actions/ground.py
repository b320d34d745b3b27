"""What recording must know of a round, asked in a fixed number of questions however long it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act
from shuangbai.access.refusal import Absent
from shuangbai.catalogue import rules as catalogue
from shuangbai.catalogue.selectors import every
from shuangbai.clients import rules as clients
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.clients.selectors import aliases, handovers
from shuangbai.visits.actions.commands import NewVisit
from shuangbai.visits.models import Served

type Days = tuple[date, date | None]
type Key = tuple[int, int, date]
type Number = int
"""A UUID as a number: as a key of a dict it is many times quicker."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person as recording needs to know them. `left`: handed over since, as they were here."""

    pk: UUID
    area: str
    name: str
    birth_date: date | None
    left: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    area: str
    head_name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a person on a day, as the row of who was served keeps them."""

    group: str
    age_band: str
    categories: list[str]


@dataclass
class Ground:
    today: date
    people: dict[Number, Known] = field(default_factory=dict)
    homes: dict[Number, Home] = field(default_factory=dict)
    lived: dict[Number, list[tuple[Number, date, date | None]]] = field(default_factory=dict)
    held: dict[Number, list[tuple[str, bool, date, date | None]]] = field(default_factory=dict)
    offered: dict[str, list[tuple[str, date, date | None]]] = field(default_factory=dict)
    before: set[Key] = field(default_factory=set)
    """(worker, person, day) of visits that are recorded already."""

    def person(self, pk: UUID) -> Known:
        found = self.people.get(pk.int)
        if found is None:
            raise Absent(Person.see_verb, Person._meta.label_lower, str(pk))
        return found

    def home(self, pk: UUID) -> Home:
        found = self.homes.get(pk.int)
        if found is None:
            raise Absent(Household.see_verb, Household._meta.label_lower, str(pk))
        return found

    def lived_on(self, person: UUID, day: date, household: UUID | None = None) -> bool:
        """Whether they belonged to the household, or to any one here, on `day`."""
        wanted = None if household is None else household.int
        for home, since, until in self.lived.get(person.int, ()):
            if since <= day and (until is None or day < until) and wanted in (None, home):
                return True
        return False

    def gone_since(self, person: UUID) -> date:
        ends = [until or self.today for _, _, until in self.lived.get(person.int, ())]
        return max(ends, default=self.today)

    def is_offered(self, code: str, area: str, day: date) -> bool:
        return any(
            area.startswith(owner) and _holds(since, until, day)
            for owner, since, until in self.offered.get(code, ())
        )

    def facts(self, person: Known, day: date) -> Facts:
        """Group, age band and categories as on `day`."""
        held, scoped = set(), set()
        for code, in_scope, since, until in self.held.get(person.pk.int, ()):
            if since <= day and (until is None or day < until):
                held.add(code)
                if in_scope:
                    scoped.add(code)
        group = clients.group_on(person.birth_date, scoped, day)
        return Facts(group, clients.age_band(person.birth_date, day), sorted(held))


def of(act: Act, round_: Sequence[NewVisit], workers: Collection[UUID]) -> Ground:
    """Everything about these visits that the rules ask."""
    people = people_of(round_)
    ground = Ground(act.today, _people(act, people))
    for pk, home, since, until in (
        Membership.objects.visible_to(act.actor)
        .as_known(None)
        .filter(person_id__among=people)
        .values_list("person_id", "household_id", "valid_from", "valid_to")
    ):
        ground.lived.setdefault(pk.int, []).append((home.int, since, until))
    files = aliases.files(people)
    for pk, code, in_scope, since, until in (
        CategorySpell.objects.under(*act.actor.areas)
        .as_known(None)
        .filter(person_id__among=files)
        .values_list("person_id", "category_id", "category__in_scope", "valid_from", "valid_to")
    ):
        ground.held.setdefault(files[pk].int, []).append((code, in_scope, since, until))
    ground.homes = _homes(act, {new.household_id for new in round_ if new.household_id})
    if any(new.services for new in round_):
        for one in every(act.actor, catalogue.ITEM):
            spell = (one.area, one.valid_from, one.valid_to)
            ground.offered.setdefault(one.code, []).append(spell)
    if not all(new.again for new in round_):
        ground.before = _before(act, files, workers, [new.happened_on for new in round_])
    return ground


def people_of(round_: Sequence[NewVisit]) -> set[UUID]:
    """Who was served, and whose needs were found."""
    people = {pk for new in round_ for pk in new.person_ids}
    return people | {one.person_id for new in round_ for one in new.findings if one.person_id}


def not_merged(act: Act, people: Collection[UUID]) -> None:
    """A Problem when somebody is to be written on a file that was merged into another."""
    files = Person.objects.visible_to(act.actor).filter(id__among=people)
    if merged := list(aliases.merged(files)):
        refuse_merged(act, merged)


def _people(act: Act, wanted: Collection[UUID]) -> dict[Number, Known]:
    """Somebody handed over since was still ours on the days before."""
    gate.allow(act.actor, Person.see_verb)
    rows = Person.objects.visible_to(act.actor).filter(id__among=wanted)
    found = {
        pk.int: Known(pk, area, name, birth_date)
        for pk, area, name, birth_date in rows.values_list("id", "area", "name", "birth_date")
    }
    if away := [pk for pk in wanted if pk.int not in found]:
        for pk, left in handovers.gone(act.actor, away).items():
            found[pk.int] = Known(pk, left.area, left.name, left.birth_date, left=True)
    return found


def _homes(act: Act, wanted: Collection[UUID]) -> dict[Number, Home]:
    if not wanted:
        return {}
    gate.allow(act.actor, Household.see_verb)
    rows = Household.objects.visible_to(act.actor).filter(id__among=wanted)
    return {
        pk.int: Home(area, name) for pk, area, name in rows.values_list("id", "area", "head_name")
    }


def _before(
    act: Act, files: Mapping[UUID, UUID], workers: Collection[UUID], days: Sequence[date]
) -> set[Key]:
    rows: Any = (
        Served.objects.under(*act.actor.areas)
        .as_known(None)
        .filter(person_id__among=files, happened_on__range=(min(days), max(days)))
        .filter(visit__worker_id__in=workers)
        .values_list("visit__worker_id", "person_id", "happened_on")
    )
    return {(worker.int, files[file].int, day) for worker, file, day in rows}


def _holds(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day < until)
