"""Questions about errands: who is missing and could be given to whom, what is still to be done.

Whether one is done is told from the records of today (`rules.errands`), never kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.figures import any_merged, same_person
from shuangbai.clients.models import FileSpell, Person
from shuangbai.clients.selectors import aliases
from shuangbai.cover import rules
from shuangbai.cover.figures.days import Day, one_of, standings
from shuangbai.cover.models import Errand, TakenBack
from shuangbai.cover.rules import Standing, Why
from shuangbai.cover.rules.errands import Given, Records, Told, told
from shuangbai.figures.rules import WINDOW
from shuangbai.kernel import clock, figures
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.tables import below
from shuangbai.staff.models import Worker, WorkerSpell
from shuangbai.visits.models import Served

MOST = 500
"""So many people are given at once."""
PAGE = 50
OPEN, ENDED, BACK = "open", "ended", "back"
TOWN = LEVELS[Level.TOWN]


@dataclass(frozen=True)
class Missing:
    """Somebody on the list of the missing, by their canonical id."""

    person_id: UUID
    name: str
    area: str
    why: Why


@dataclass(frozen=True)
class Line:
    """An errand as a list shows it. `person`: their file, where the actor may see it."""

    errand: Errand
    person: Person | None
    place: str
    told: Told
    taken_back: TakenBack | None


def today_of(actor: Actor) -> Ask:
    today = clock.today()
    return Ask(actor.areas, Period(today, today), reach=Level.TOWN)


def missing(
    actor: Actor, people: Collection[UUID], villages: Collection[str] = ()
) -> list[Missing]:
    """Of these people, and of all in these villages, those who are missing today, by place."""
    gate.allow(actor, "missing.see")
    in_villages = Q(area__in=list(villages)) if villages else Q(pk__in=[])
    found = {
        UUID(person): (area, rules.why(standing.filed, standing.served))
        for (person, area), standing in _standing(actor, people, in_villages, Level.VILLAGE)
        if standing.missing
    }
    seen = aliases.shown(actor, list(found))
    lines = [
        Missing(one, seen[str(one)].name, area, why)
        for one, (area, why) in found.items()
        if str(one) in seen
    ]
    return sorted(lines, key=lambda one: (one.area, seen[str(one.person_id)].name_sort))


def _standing(
    actor: Actor, people: Collection[UUID], other: Q, reach: Level
) -> Iterable[tuple[tuple[str, str], Standing]]:
    """How these stand today, each in the place where they are on the lists."""
    ask = today_of(actor)
    wanted = list(people)
    mixed = any_merged(ask)
    days = [Day(ask, among=one_of("person_id", wanted) | other, mixed=mixed)]
    if mixed:
        days.append(Day(ask, True, one_of("one", wanted) | other))
    for day in days:
        yield from standings(day, [reach])[0].items()


def workers(actor: Actor, town: str) -> list[WorkerSpell]:
    """Who works at the town's station today."""
    held = WorkerSpell.objects.visible_to(actor).as_known(None).on(clock.today())
    return list(held.under(town).order_by("worker_name", "id"))


def place_name(actor: Actor, key: str) -> str:
    return areas.places([key], actor.areas)[key]


def listed(actor: Actor, state: str, worker: UUID | None = None) -> list[Line]:
    """Errands that are still to be done, the first due first; or the last that ended."""
    gate.allow(actor, Errand.see_verb)
    found = Errand.objects.visible_to(actor)
    if worker is not None:
        found = found.filter(worker_id=worker)
    if state == OPEN:
        return _open(actor, found)
    back = TakenBack.objects.filter(pref=OuterRef("pref"), errand_id=OuterRef("pk"))
    if state == BACK:
        rows = found.filter(Exists(back)).order_by("-given_at", "-id")[:PAGE]
        return lines(actor, rows)
    rows = found.filter(~Exists(back)).exclude(pk__in=_candidates(actor, found).values("pk"))
    return lines(actor, rows.order_by("-given_at", "-id")[:PAGE])


def open_of(actor: Actor, people: Collection[UUID]) -> dict[UUID, Line]:
    """By canonical id: the errand that is still to be done for these people."""
    if not actor.may(Errand.see_verb):
        return {}
    named = Errand.objects.visible_to(actor).annotate(one=same_person(today_of(actor)))
    rows = named.filter(one_of("one", list(people))).order_by("given_at", "id")
    ids = aliases.canonical([row.person_id for row in rows])
    found = [line for line in lines(actor, rows) if line.told.open]
    return {ids.get(line.errand.person_id, line.errand.person_id): line for line in found}


def mine(actor: Actor) -> list[Line]:
    """What was given to the actor and is still to be done, the first due first."""
    if not actor.may(Errand.see_verb):
        return []
    own = Worker.objects.visible_to(actor).filter(user_id=actor.user_id)
    ids = list(own.values_list("pk", flat=True))
    if not ids:
        return []
    return _open(actor, Errand.objects.visible_to(actor).filter(worker_id__in=ids))


def find(actor: Actor, errand_id: UUID) -> Line:
    """The errand, or Absent."""
    return lines(actor, [gate.find(Errand, actor, errand_id)])[0]


def _open(actor: Actor, found: Any) -> list[Line]:
    rows = _candidates(actor, found).order_by("due_on", "area")
    open_ = [line for line in lines(actor, rows) if line.told.open]
    return sorted(open_, key=lambda line: (line.errand.due_on, line.errand.area, _sort(line)))


def _sort(line: Line) -> str:
    return line.person.name_sort if line.person else ""


def _candidates(actor: Actor, found: Any) -> Any:
    """Not taken back, for people who are missing today: those that may still be open."""
    ask = today_of(actor)
    back = TakenBack.objects.filter(pref=OuterRef("pref"), errand_id=OuterRef("pk"))
    among = Q()
    for rows in figures.get("people_missing").querysets(ask):
        among |= Q(
            one__in=rows.filter(below(ask.scope)).annotate(who=same_person(ask)).values("who")
        )
    return found.filter(~Exists(back)).annotate(one=same_person(ask)).filter(among)


def lines(actor: Actor, errands: Iterable[Errand]) -> list[Line]:
    """Each with its state today; a handful of queries, however many they are."""
    rows = list(errands)
    if not rows:
        return []
    found = aliases.canonical([row.person_id for row in rows])
    ones = {row.pk: found.get(row.person_id, row.person_id) for row in rows}
    records = _records(actor, rows, ones)
    people = aliases.shown(actor, list(ones.values()))
    places = areas.places((row.area for row in rows), actor.areas)
    back = {
        one.errand_id: one
        for one in TakenBack.objects.visible_to(actor).filter(errand__in=[row.pk for row in rows])
    }
    return [
        Line(
            row,
            people.get(str(ones[row.pk])),
            places[row.area],
            told(_given(row, back.get(row.pk)), records[row.pk], clock.today(), WINDOW),
            back.get(row.pk),
        )
        for row in rows
    ]


def _given(errand: Errand, back: TakenBack | None) -> Given:
    ended = _day(back.at) if back else None
    return Given(_day(errand.given_at), errand.due_on, ended)


def _day(at: datetime) -> date:
    return at.astimezone(clock.ZONE).date()


def _records(actor: Actor, rows: list[Errand], ones: dict[UUID, UUID]) -> dict[UUID, Records]:
    """What is known of each errand's person in its town, by errand."""
    standing = dict(_standing(actor, set(ones.values()), Q(pk__in=[]), Level.TOWN))
    kin = aliases.kin(set(ones.values()))
    ids = [pk for every in kin.values() for pk in every]
    first = min(_day(row.given_at) for row in rows) - timedelta(days=WINDOW)
    served = _by_person(
        Served.objects.under(*actor.areas)
        .as_known(None)
        .filter(happened_on__gt=first, person_id__in=ids)
        .values_list("person_id", "area", "happened_on")
    )
    files = _by_person(
        FileSpell.objects.under(*actor.areas)
        .as_known(None)
        .filter(person_id__in=ids)
        .values_list("person_id", "area", "valid_from", "valid_to")
    )
    found = {}
    for row in rows:
        one, town = ones[row.pk], row.area[:TOWN]
        here = standing.get((str(one), town), Standing())
        places = [(pk, town) for pk in kin[one]]
        found[row.pk] = Records(
            listed=here.listed,
            missing=here.missing,
            services=tuple(day for place in places for (day,) in served[place]),
            files=tuple(days for place in places for days in files[place]),
        )
    return found


def _by_person(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[UUID, str], list[tuple[Any, ...]]]:
    """By person and town."""
    found: dict[tuple[UUID, str], list[tuple[Any, ...]]] = defaultdict(list)
    for person, area, *rest in rows:
        found[person, area[:TOWN]].append(tuple(rest))
    return found
