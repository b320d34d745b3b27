"""What the forms of a new visit start from: who lives there, what is usual, what was last time."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Func, TextField

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.catalogue import rules as catalogue_rules
from shuangbai.catalogue import selectors as catalogue
from shuangbai.catalogue.models import Entry
from shuangbai.clients import rules
from shuangbai.clients.models import Household, Membership, Person
from shuangbai.clients.selectors import aliases, handovers
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.people import Line, Marks
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.models import Served, Visit
from shuangbai.visits.rules.recording import USUAL, USUAL_DAYS, USUAL_SHOWN
from shuangbai.visits.selectors.visits import Told, told

SHOWN_WAITING = 20


@dataclass(frozen=True)
class Sheet:
    """What the form of a new visit starts from: a household and who lives in it; `last`: the
    visit of before."""

    household: Household | None
    members: list[Line]
    asked: Person | None
    village: str
    gone: bool = False
    """Handed over meanwhile: only what happened before can still be recorded here."""
    last: Told | None = None

    @property
    def area(self) -> str:
        return self.household.area if self.household else self.members[0].person.area


@dataclass(frozen=True)
class Offered:
    """Services to choose from: those that this worker names most, then the five with theirs."""

    usual: list[tuple[str, str]]
    by_service: list[tuple[str, list[tuple[str, str]]]]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [one for _, items in self.by_service for one in items]


@dataclass(frozen=True)
class Home:
    """A household of a village as the form of a round shows it. `last_on`: when somebody of it
    was last served; `last_ids`: who was, then."""

    household: Household
    members: list[Line] = field(default_factory=list)
    last_on: date | None = None
    last_ids: frozenset[UUID] = frozenset()

    @property
    def names(self) -> str:
        return "、".join(line.person.name for line in self.members)


def sheet(actor: Actor, person_id: UUID | None, household_id: UUID | None) -> Sheet | None:
    """Members of the person's household today, or of the household; None when there is nobody."""
    today = clock.today()
    if person_id is not None and (left := handovers.gone(actor, [person_id])):
        return _late(left[person_id], today)
    person = clients.find(actor, person_id) if person_id else None
    if person is not None:
        [person] = aliases.going_on(actor, [person])
        home = clients.household_of(actor, person, today)
    elif household_id is not None:
        home = clients.household(actor, household_id)
    else:
        return None
    if home is not None:
        living = clients.members(actor, home, today)
    else:
        living = clients.of_ids(actor, [person.pk]) if person else []
    if not living:
        return None
    area = home.area if home else living[0].person.area
    last = _last_of(actor, home, living[0].person)
    return Sheet(home, living, person, areas.names_together([area]), last=last)


def _late(left: Person, day: date) -> Sheet:
    """For what happened before somebody was handed over: alone, as they were known here."""
    age = rules.age_on(left.birth_date, day) if left.birth_date else None
    line = Line(left, age, Marks())
    return Sheet(None, [line], left, areas.names_together([left.area]), gone=True)


def correction(actor: Actor, told: Told) -> Sheet:
    """What the form of a correction starts from: who was served, also somebody who lives elsewhere
    by now, and who else lives there today."""
    visit = told.visit
    living = clients.members(actor, visit.household, clock.today()) if visit.household else []
    served = {one.person_id: one for one in told.served}
    # Whose merged file was served is in the form once, by the name that was printed.
    same = set(aliases.canonical(served).values())
    living = [line for line in living if line.person.pk not in same]
    there = clients.of_ids(actor, set(served) - {line.person.pk for line in living})
    lines = [*living, *there]
    missing = [served[pk] for pk in served if pk not in {line.person.pk for line in lines}]
    for one in missing:
        printed = Person(id=one.person_id, area=one.area, name=one.person_name.reveal())
        lines.append(Line(printed, None, Marks()))
    lines.sort(key=lambda line: line.person.pk not in served)
    return Sheet(visit.household, lines, None, told.place)


def _last_of(actor: Actor, home: Household | None, person: Person) -> Told | None:
    """The latest visit of the household, or of the person who has none."""
    visits = Visit.objects.visible_to(actor).as_known(None).filter(pref=person.pref)
    if home is not None:
        visits = visits.filter(household=home)
    else:
        served = Served.objects.visible_to(actor).as_known(None)
        of_person = served.filter(aliases.of(person))
        visits = visits.filter(household=None, pk__in=of_person.values("visit_id"))
    return next(iter(told(actor, list(visits.order_by("-happened_on", "-id")[:1]))), None)


def offered(actor: Actor, area: str, kept: Collection[str] = ()) -> Offered:
    """Services that a record of `area` may name today, and those it `kept` from before."""
    today = clock.today()
    items = catalogue.offered(actor, catalogue_rules.ITEM, area, today)
    there = {one.code for one in items}
    items += [one for one in _of_codes(actor, set(kept) - there)]
    names = {one.code: one.name for one in items}
    by_service = [
        (service.name, [(one.code, one.name) for one in items if _under(one, service)])
        for service in catalogue.services()
    ]
    usual = [code for code in _usual(actor, today) if code in names]
    more = [code for code in USUAL if code in names and code not in usual]
    first = [*kept, *(code for code in [*usual, *more] if code not in kept)][:USUAL_SHOWN]
    return Offered([(code, names[code]) for code in first if code in names], by_service)


def _of_codes(actor: Actor, codes: Collection[str]) -> list[Entry]:
    """The newest entry of each code, also when it has ended."""
    if not codes:
        return []
    found = {one.code: one for one in catalogue.every(actor, catalogue_rules.ITEM)}
    return [found[code] for code in sorted(codes) if code in found]


def _under(item: Entry, service: Entry) -> bool:
    return catalogue_rules.service_of(item.code) == service.code


def _usual(actor: Actor, today: date) -> list[str]:
    """What this worker named most often lately."""
    own = Visit.objects.visible_to(actor).as_known(None).filter(worker_id=actor.user_id)
    lately = own.filter(happened_on__gte=today - timedelta(days=USUAL_DAYS))
    each = Func(F("services"), function="unnest", output_field=TextField())
    counted = lately.annotate(code=each).values("code").annotate(times=Count("*"))
    return [one["code"] for one in counted.order_by("-times", "code")[:USUAL_SHOWN]]


def homes(actor: Actor, village: str) -> list[Home]:
    """Households of a village, those who wait longest first."""
    today = clock.today()
    living = (
        Membership.objects.visible_to(actor)
        .as_known(None)
        .on(today)
        .filter(area=village)
        .select_related("household")
    )
    living = aliases.living(living, "person_id")
    held: dict[UUID, Household] = {}
    people: dict[UUID, list[UUID]] = {}
    for one in living:
        held[one.household_id] = one.household
        people.setdefault(one.household_id, []).append(one.person_id)
    lines = {
        line.person.pk: line
        for line in clients.of_ids(actor, [pk for some in people.values() for pk in some])
    }
    last = _last_served(actor, list(held))
    found = [
        Home(home, _headed(home, [lines[one] for one in people[pk] if one in lines]), *last[pk])
        if pk in last
        else Home(home, _headed(home, [lines[one] for one in people[pk] if one in lines]))
        for pk, home in held.items()
    ]
    return sorted(found, key=lambda one: (one.last_on or date.min, one.household.head_name))


def _headed(home: Household, lines: list[Line]) -> list[Line]:
    """The head first, then by age."""
    return sorted(lines, key=lambda one: (one.person.name != home.head_name, -(one.age or 0)))


def _last_served(
    actor: Actor, households: Collection[UUID]
) -> dict[UUID, tuple[date, frozenset[UUID]]]:
    """Household → day of its latest visit, and whom it served."""
    latest = (
        Visit.objects.visible_to(actor)
        .as_known(None)
        .filter(household__in=households)
        .order_by("household", "-happened_on", "-id")
        .distinct("household")
    )
    visits = {one.pk: one for one in latest}
    served: dict[UUID, set[UUID]] = {}
    rows = Served.objects.visible_to(actor).as_known(None).filter(visit__in=list(visits))
    for visit_id, person_id in rows.values_list("visit_id", "person_id"):
        served.setdefault(visit_id, set()).add(person_id)
    return {
        one.household_id: (one.happened_on, frozenset(served.get(pk, ())))
        for pk, one in visits.items()
        if one.household_id is not None
    }


def waiting(actor: Actor, limit: int = SHOWN_WAITING) -> list[Line]:
    """The first of those who are on the lists here and were not served yet."""
    today = clock.today()
    ask = Ask(actor.areas, Period(today, today))
    rows = counting.rows("people_missing", ask, limit=limit)
    people = aliases.shown(actor, [row.subject for row in rows])
    return clients.of_ids(actor, [person.pk for person in people.values()])
