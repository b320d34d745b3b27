"""Questions about visits. Actor first; only what the actor may see.

Lists stand on the visit's own facts (place, printed names), never on the person's row of today:
who moved away since does not vanish from what happened.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.fields.tuple_lookups import TupleLessThan

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients import rules
from shuangbai.clients.models import Household, Person
from shuangbai.clients.selectors import aliases, handovers
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.people import Line, Marks
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.models import Served, Visit, Withdrawal

PAGE = 50
SHOWN_WAITING = 20


@dataclass(frozen=True)
class Wanted:
    """`area` below which key, part of the `worker`'s name, first and last day. Empty: all."""

    area: str = ""
    worker: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Told:
    """A visit with the names of those it served, as printed on that day."""

    visit: Visit
    place: str
    served: tuple[Served, ...]
    withdrawal: Withdrawal | None = None

    @property
    def names(self) -> str:
        return "、".join(one.person_name.reveal() for one in self.served)


@dataclass(frozen=True)
class Listed:
    lines: list[Told] = field(default_factory=list)
    total: int = 0
    next: UUID | None = None


@dataclass(frozen=True)
class Tally:
    """How often somebody was served, and on which day last."""

    times: int = 0
    last: date | None = None


@dataclass(frozen=True)
class Past:
    """Visits of one kind on one day in a town where the person lived before."""

    town: str
    day: date
    kind: str
    times: int


@dataclass(frozen=True)
class Sheet:
    """What the form of a new visit starts from: a household and who lives in it."""

    household: Household | None
    members: list[Line]
    asked: Person | None
    village: str
    gone: bool = False
    """Handed over meanwhile: only what happened before can still be recorded here."""


def listed(actor: Actor, wanted: Wanted, after: UUID | None = None, limit: int = PAGE) -> Listed:
    """One page, the latest first; with the number of all."""
    found = _filtered(actor, wanted)
    total = found.count()
    rows = list(_behind(found, actor, after).order_by("-happened_on", "-id")[: limit + 1])
    more = len(rows) > limit
    return Listed(_told(actor, rows[:limit]), total, rows[limit - 1].pk if more else None)


def visit(actor: Actor, visit_id: UUID) -> Told:
    """One visit, or Absent; also one that was withdrawn."""
    found = gate.find(Visit, actor, visit_id, "household")
    told = _told(actor, [found])[0]
    if found.superseded_at is None:
        return told
    return replace(told, withdrawal=withdrawal(actor, found))


def withdrawal(actor: Actor, visit: Visit) -> Withdrawal | None:
    found: Withdrawal | None = (
        Withdrawal.objects.visible_to(actor).filter(visit=visit, pref=visit.pref).first()
    )
    return found


def may_withdraw(actor: Actor, visit: Visit) -> bool:
    """One's own by who recorded it; the head those of others too."""
    own = visit.recorded_by == actor.user_id
    return actor.may("visit.withdraw") and (own or actor.may("visit.withdraw_others"))


def recorded(actor: Actor, visit_id: UUID) -> Visit | None:
    """The visit, when this very form was already sent and kept."""
    found: Visit | None = Visit.objects.visible_to(actor).filter(pk=visit_id).first()
    return found


def of_person(actor: Actor, person: Person, limit: int = PAGE) -> list[Told]:
    """Visits that served this person where the actor may see them, the latest first."""
    served = (
        Served.objects.visible_to(actor)
        .as_known(None)
        .filter(aliases.of(person))
        .select_related("visit")
        .order_by("-happened_on", "-id")[:limit]
    )
    return _told(actor, [one.visit for one in served])


def tally(actor: Actor, people: Collection[Person]) -> dict[UUID, Tally]:
    """How often each of them was served where the actor may see it, in whichever file of theirs."""
    files = aliases.files([person.pk for person in people])
    served = Served.objects.visible_to(actor).as_known(None).filter(person_id__in=list(files))
    days: dict[UUID, list[date]] = {person.pk: [] for person in people}
    for file, day in served.values_list("person_id", "happened_on"):
        days[files[file]].append(day)
    return {pk: Tally(len(found), max(found, default=None)) for pk, found in days.items()}


def past(person: Person) -> list[Past]:
    """Visits in the towns where the person lived before, the latest first, by any file of theirs,
    through the narrow door. The caller has found the person, and audits the look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.town, p.happened_on, p.kind, sum(p.times)::bigint"
            f" FROM ({aliases.FILES_OF}) f (id), LATERAL visits_past(f.id) p"
            " WHERE p.town <> (SELECT left(area, 9) FROM clients_person WHERE id = %s)"
            " GROUP BY 1, 2, 3 ORDER BY 2 DESC, 1, 3",
            [person.pk] * 3,
        )
        found = cursor.fetchall()
    towns = areas.names(town for town, _, _, _ in found)
    return [
        Past(towns.get(town, town), day, str(Visit.Kind(kind).label), times)
        for town, day, kind, times in found
    ]


def note_is_open(actor: Actor, told: Told) -> bool:
    """What was written during a visit belongs to the files of those it served."""
    if not actor.needs_reason:
        return True
    ids = [one.person_id for one in told.served]
    people = Person.objects.visible_to(actor).filter(pk__in=ids)
    return any(clients.is_open(actor, person) for person in aliases.going_on(actor, people))


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
    return Sheet(home, living, person, areas.names_together([area]))


def _late(left: Person, day: date) -> Sheet:
    """For what happened before somebody was handed over: alone, as they were known here."""
    age = rules.age_on(left.birth_date, day) if left.birth_date else None
    line = Line(left, age, Marks())
    return Sheet(None, [line], left, areas.names_together([left.area]), gone=True)


def waiting(actor: Actor, limit: int = SHOWN_WAITING) -> list[Line]:
    """The first of those who are on the lists here and were not served yet."""
    today = clock.today()
    ask = Ask(actor.areas, Period(today, today))
    rows = counting.rows("people_missing", ask, limit=limit)
    people = aliases.shown(actor, [row.subject for row in rows])
    return clients.of_ids(actor, [person.pk for person in people.values()])


def _filtered(actor: Actor, wanted: Wanted) -> Any:
    visits = Visit.objects.visible_to(actor).as_known(None)
    if wanted.area:
        visits = visits.under(wanted.area)
    if wanted.worker:
        visits = visits.filter(worker_name__contains=wanted.worker)
    if wanted.start:
        visits = visits.filter(happened_on__gte=wanted.start)
    if wanted.end:
        visits = visits.filter(happened_on__lte=wanted.end)
    return visits


def _behind(visits: Any, actor: Actor, after: UUID | None) -> Any:
    last = Visit.objects.visible_to(actor).filter(pk=after).first() if after else None
    if last is None:
        return visits
    place = (F("happened_on"), F("id"))
    return visits.filter(TupleLessThan(place, (last.happened_on, last.pk)))


def _told(actor: Actor, visits: list[Visit]) -> list[Told]:
    """Each with those rows of its people that were known as long as the visit itself."""
    served: dict[UUID, list[Served]] = {}
    ended = {one.pk: one.superseded_at for one in visits}
    for one in Served.objects.visible_to(actor).filter(visit__in=visits).order_by("id"):
        if one.superseded_at == ended[one.visit_id]:
            served.setdefault(one.visit_id, []).append(one)
    places = areas.places((one.area for one in visits), actor.areas)
    return [Told(one, places[one.area], tuple(served.get(one.pk, ()))) for one in visits]
