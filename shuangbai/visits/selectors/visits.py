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
from shuangbai.catalogue import selectors as catalogue
from shuangbai.clients.models import Person
from shuangbai.clients.rules import Group
from shuangbai.clients.selectors import aliases
from shuangbai.visits.models import Companion, Correction, Served, Visit, Withdrawal
from shuangbai.visits.rules import party, scales
from shuangbai.visits.rules.party import Party
from shuangbai.visits.selectors import words

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """`area` below which key, part of the `worker`'s name, first and last day, `kind` of visit,
    code of a `service`. Empty: all."""

    area: str = ""
    worker: str = ""
    start: date | None = None
    end: date | None = None
    kind: str = ""
    service: str = ""


@dataclass(frozen=True)
class Told:
    """A visit with the names of those it served, as printed on that day; `services` as they were
    called then; `hidden`: children of it whose files do not open for who asks."""

    visit: Visit
    place: str
    served: tuple[Served, ...]
    withdrawal: Withdrawal | None = None
    services: tuple[str, ...] = ()
    party: tuple[Party, ...] = ()
    hidden: frozenset[UUID] = frozenset()
    own: bool = False
    """Whether who asks recorded it."""

    @property
    def closed(self) -> bool:
        """Whether its words stay closed because of a child; whoever wrote them reads them."""
        return bool(self.hidden) and not self.own

    @property
    def names(self) -> str:
        return "、".join(one.person_name.reveal() for one in self.served)

    @property
    def has_child(self) -> bool:
        return any(one.group == Group.CHILD for one in self.served)

    @property
    def done(self) -> str:
        """政策宣讲、上门探访."""
        return "、".join(self.services)

    @property
    def along(self) -> str:
        return party.said(self.party)

    @property
    def along_bare(self) -> str:
        """Without their words, which may name people."""
        return party.said(replace(one, words="") for one in self.party)

    @property
    def scales(self) -> list[tuple[str, list[tuple[str, int, str]]]]:
        """(name, scales in words) of those for whom any was told, and whose files open."""
        closed = self.hidden if self.closed else frozenset()
        shown = [one for one in self.served if one.person_id not in closed]
        return [
            (one.person_name.reveal(), scales.worded(one.scales)) for one in shown if one.scales
        ]

    @property
    def every_scale(self) -> list[tuple[str, list[tuple[str, int, str]]]]:
        told = [one for one in self.served if one.scales]
        return [(one.person_name.reveal(), scales.worded(one.scales)) for one in told]


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


def listed(actor: Actor, wanted: Wanted, after: UUID | None = None, limit: int = PAGE) -> Listed:
    """One page, the latest first; with the number of all."""
    found = _filtered(actor, wanted)
    total = found.count()
    rows = list(_behind(found, actor, after).order_by("-happened_on", "-id")[: limit + 1])
    more = len(rows) > limit
    return Listed(told(actor, rows[:limit]), total, rows[limit - 1].pk if more else None)


def newest(actor: Actor, visit_id: UUID) -> Visit:
    """The version that holds, or that was withdrawn, of the visit of which this id names any
    version; or Absent."""
    found = gate.find(Visit, actor, visit_id, "household")
    if found.superseded_at is None:
        return found
    living = Visit.objects.visible_to(actor).as_known(None).filter(pref=found.pref, root=found.root)
    newest: Visit | None = living.select_related("household").first()
    return newest or versions(actor, found)[-1]


def versions(actor: Actor, visit: Visit) -> list[Visit]:
    """All versions of the visit, the first first."""
    rows = Visit.objects.visible_to(actor).filter(pref=visit.pref)
    later = Correction.objects.visible_to(actor).filter(pref=visit.pref, visit_id=visit.root)
    ids = [visit.root, *later.values_list("new_id", flat=True)]
    return list(rows.filter(pk__in=ids).select_related("household").order_by("recorded_at", "id"))


def visit(actor: Actor, visit_id: UUID) -> Told:
    """One visit, or Absent; also one that was withdrawn."""
    found = newest(actor, visit_id)
    one = told(actor, [found])[0]
    if found.superseded_at is None:
        return one
    return replace(one, withdrawal=withdrawal(actor, found))


def withdrawal(actor: Actor, visit: Visit) -> Withdrawal | None:
    found: Withdrawal | None = (
        Withdrawal.objects.visible_to(actor).filter(visit=visit, pref=visit.pref).first()
    )
    return found


def may_withdraw(actor: Actor, visit: Visit) -> bool:
    """One's own by who recorded it; the head those of others too."""
    return _may(actor, "visit.withdraw", visit)


def may_correct(actor: Actor, visit: Visit) -> bool:
    return _may(actor, "visit.correct", visit)


def _may(actor: Actor, verb: str, visit: Visit) -> bool:
    if not actor.may(verb):
        return False
    if actor.may(f"{verb}_others") or visit.recorded_by == actor.user_id:
        return True
    # Whoever recorded it first keeps the right when somebody else has corrected it.
    first = Visit.objects.visible_to(actor).filter(pk=visit.root, pref=visit.pref)
    return visit.pk != visit.root and first.filter(recorded_by=actor.user_id).exists()


def recorded(actor: Actor, visit_id: UUID) -> Visit | None:
    """The visit as it stands, when this very form was already sent and kept."""
    rows = Visit.objects.visible_to(actor)
    found: Visit | None = rows.filter(pk=visit_id).first()
    if found is None or found.superseded_at is None:
        return found
    living: Visit | None = rows.as_known(None).filter(pref=found.pref, root=found.root).first()
    return living or found


def of_person(actor: Actor, person: Person, limit: int = PAGE) -> list[Told]:
    """Visits that served this person where the actor may see them, the latest first."""
    served = (
        Served.objects.visible_to(actor)
        .as_known(None)
        .filter(aliases.of(person))
        .select_related("visit")
        .order_by("-happened_on", "-id")[:limit]
    )
    return told(actor, [one.visit for one in served])


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
    if told.closed:
        return False
    return words.opened(actor, [one.person_id for one in told.served])


def told(actor: Actor, visits: Collection[Visit]) -> list[Told]:
    """Each with those rows of its people that were known as long as the visit itself."""
    ended = {one.pk: one.superseded_at for one in visits}
    served: dict[UUID, list[Served]] = {}
    for one in Served.objects.visible_to(actor).filter(visit__in=visits).order_by("id"):
        if one.superseded_at == ended[one.visit_id]:
            served.setdefault(one.visit_id, []).append(one)
    along: dict[UUID, list[tuple[str, str]]] = {}
    for came in Companion.objects.visible_to(actor).filter(visit__in=visits):
        if came.superseded_at == ended[came.visit_id]:
            said = came.words.reveal() if came.words else ""
            along.setdefault(came.visit_id, []).append((came.kind, said))
    names = catalogue.names(actor)
    hidden = words.closed(actor, [one for some in served.values() for one in some])
    places = areas.places((one.area for one in visits), actor.areas)
    return [
        Told(
            one,
            places[one.area],
            people := tuple(served.get(one.pk, ())),
            services=tuple(names.on(code, one.happened_on) for code in one.services),
            party=party.together(along.get(one.pk, ())),
            hidden=frozenset(person.person_id for person in people) & hidden,
            own=one.recorded_by == actor.user_id,
        )
        for one in visits
    ]


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
    if wanted.kind:
        visits = visits.filter(kind=wanted.kind)
    if wanted.service:
        visits = visits.filter(services__contains=[wanted.service])
    return visits


def _behind(visits: Any, actor: Actor, after: UUID | None) -> Any:
    last = Visit.objects.visible_to(actor).filter(pk=after).first() if after else None
    if last is None:
        return visits
    place = (F("happened_on"), F("id"))
    return visits.filter(TupleLessThan(place, (last.happened_on, last.pk)))
