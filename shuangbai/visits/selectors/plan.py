"""Whom to visit next: everybody on the lists of a place with how they stand today, whose they are,
and why so often. Actor first.

Who is late here is exactly who `people_overdue` counts here: both are asked of `standing`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import ChargeSpell, Person
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.people import Line
from shuangbai.figures.selectors import scope_of
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.plan_rules.due import TO_GO, Due, State
from shuangbai.visits.selectors import absences, reasons
from shuangbai.visits.selectors.places import Place, addresses
from shuangbai.visits.selectors.standing import Standing, standings

PAGE = 50
MINE, NOBODYS = "mine", "none"
EVERYBODY = "all"
LAST = date.max


@dataclass(frozen=True)
class Wanted:
    """`area` below which key; `whose` of the people: MINE, NOBODYS (without a responsible worker)
    or a worker's id; `state` a State or EVERYBODY, '' for those to whom one should go; `at`:
    exactly in this place, as a town has people of whom no village is known."""

    area: str = ""
    whose: str = ""
    state: str = ""
    at: str = ""


@dataclass(frozen=True)
class Charge:
    worker_id: UUID
    name: str


@dataclass(frozen=True)
class Visitee:
    """Somebody and how they stand. `line` is None for who is not the actor's to see.
    `stands_in_for`: the worker whose people these are, while they are away."""

    standing: Standing
    due: Due
    charge: Charge | None = None
    stands_in_for: str = ""
    line: Line | None = None
    where: Place = field(default_factory=Place)
    village: str = ""


@dataclass(frozen=True)
class Listed:
    lines: list[Visitee]
    total: int
    counts: "Counter[str]"
    """By state, of all whose people they are, whatever state is shown."""
    next: UUID | None = None
    villages: list[tuple[str, str, int]] = field(default_factory=list)
    """(key, name, how many of the list) in their order."""


@dataclass(frozen=True)
class OfWorker:
    """The people of one worker, or of nobody, by state. `away`: until when, and who stands in."""

    key: str
    name: str
    counts: "Counter[str]"
    away: str = ""

    @property
    def whole(self) -> int:
        return sum(self.counts.values())


def ask_today(actor: Actor, area: str = "") -> Ask:
    today = clock.today()
    return Ask(scope_of(actor, "plan.see", area), Period(today, today))


@dataclass(frozen=True)
class Team:
    """The workers whose people are one's own today: oneself, and for whom one stands in."""

    own: tuple[UUID, ...]
    away: dict[UUID, str]

    @classmethod
    def of(cls, actor: Actor) -> "Team":
        own = absences.own_workers(actor)
        return cls(tuple(own), absences.stood_in_for(actor, own) if own else {})

    @property
    def workers(self) -> set[UUID]:
        return {*self.own, *self.away}


def opening(actor: Actor, team: Team | None = None) -> str:
    """Whose people a page opens with: one's own, where one is responsible for anybody."""
    held = ChargeSpell.objects.visible_to(actor).as_known(None).on(clock.today())
    mine = (team or Team.of(actor)).workers
    return MINE if mine and held.filter(worker_id__in=mine).exists() else ""


def listed(
    actor: Actor, wanted: Wanted, after: UUID | None = None, *, by_village: bool = False
) -> Listed:
    """One page: the most urgent first, or village by village."""
    team, ask = Team.of(actor), ask_today(actor, wanted.area)
    found = _whose(everybody(actor, ask, team), wanted.whose, team)
    counts = Counter(str(one.due.state) for one in found)
    rows = _ordered([one for one in found if _shown(one, wanted.state, wanted.at)], by_village)
    start = next((n + 1 for n, one in enumerate(rows) if one.standing.person_id == after), 0)
    page = rows[start : start + PAGE]
    more = len(rows) > start + PAGE
    return Listed(
        described(actor, ask, page, where=by_village),
        len(rows),
        counts,
        page[-1].standing.person_id if more else None,
        _villages(rows) if by_village else [],
    )


@dataclass(frozen=True)
class Brief:
    """For the first page: whose people, how many by state, and the most urgent."""

    whose: str
    counts: "Counter[str]"
    first: list[Visitee]
    away: tuple[str, ...] = ()
    """For whom one stands in today."""


def brief(actor: Actor, limit: int) -> Brief:
    """One's own people, or everybody's where one is responsible for nobody."""
    team = Team.of(actor)
    whose, ask = opening(actor, team), ask_today(actor)
    found = _whose(everybody(actor, ask, team), whose, team)
    rows = _ordered([one for one in found if _shown(one, "")], by_village=False)[:limit]
    counts = Counter(str(one.due.state) for one in found)
    away = tuple(sorted({one.stands_in_for for one in found if one.stands_in_for}))
    first = described(actor, ask, rows, why=False) if rows else []
    return Brief(whose, counts, first, away if whose == MINE else ())


def everybody(actor: Actor, ask: Ask, team: Team) -> list[Visitee]:
    """All who are on the lists there, with whose they are."""
    charges = _charges(actor, ask)
    return [
        Visitee(
            one,
            one.due(ask.period.end),
            charge := charges.get(one.person_id),
            team.away.get(charge.worker_id, "") if charge else "",
        )
        for one in standings(ask)
    ]


def described(
    actor: Actor, ask: Ask, rows: Iterable[Visitee], *, why: bool = True, where: bool = False
) -> list[Visitee]:
    """With who they are and, when asked, where they live, and why so often."""
    shown = list(rows)
    ones = [one.standing.person_id for one in shown]
    people = aliases.shown(actor, ones)
    lines = {line.person.pk: line for line in clients.of_ids(actor, _ids(people.values()))}
    homes = addresses(actor, list(people.values())) if where else {}
    places = {one.standing.person_id: one.standing.area for one in shown}
    every = reasons.of(actor, ask, places) if why else {}
    villages = areas.names(one.standing.area for one in shown)

    def told(one: Visitee) -> Visitee:
        person = people.get(str(one.standing.person_id))
        return replace(
            one,
            due=replace(one.due, every=every.get(one.standing.person_id)),
            line=lines.get(person.pk) if person else None,
            where=homes.get(person.pk, Place()) if person else Place(),
            village=villages.get(one.standing.area, ""),
        )

    return [told(one) for one in shown]


def of_person(actor: Actor, person: Person) -> Visitee | None:
    """How one person stands in their town; None for somebody who is on no list."""
    ask = ask_today(actor, areakey.cut(person.area, Level.TOWN))
    one = aliases.canonical([person.pk]).get(person.pk, person.pk)
    found = standings(ask, aliases.kin([one])[one])
    if not found:
        return None
    row = Visitee(found[0], found[0].due(ask.period.end))
    why = reasons.of(actor, ask, {row.standing.person_id: row.standing.area})
    return replace(row, due=replace(row.due, every=why.get(row.standing.person_id)))


def by_worker(actor: Actor, area: str) -> list[OfWorker]:
    """Everybody who works there with their people by state; nobody's people come last."""
    found: dict[str, Counter[str]] = {}
    names = absences.at_work(actor, area)
    for one in everybody(actor, ask_today(actor, area), Team((), {})):
        key = str(one.charge.worker_id) if one.charge else NOBODYS
        if one.charge:
            names.setdefault(key, one.charge.name)
        found.setdefault(key, Counter())[str(one.due.state)] += 1
    away = absences.said(actor)
    lines = [
        OfWorker(key, name, found.get(key, Counter()), away.get(key, ""))
        for key, name in sorted(names.items(), key=lambda item: (item[1], item[0]))
    ]
    return [*lines, OfWorker(NOBODYS, "没有责任社工", found.get(NOBODYS, Counter()))]


def _whose(rows: list[Visitee], whose: str, team: Team) -> list[Visitee]:
    if whose == NOBODYS:
        return [one for one in rows if one.charge is None]
    if not whose:
        return rows
    wanted = {str(pk) for pk in team.workers} if whose == MINE else {whose}
    return [one for one in rows if one.charge and str(one.charge.worker_id) in wanted]


def _shown(one: Visitee, state: str, at: str = "") -> bool:
    if at and one.standing.area != at:
        return False
    if state == EVERYBODY:
        return True
    return one.due.state == state if state else one.due.state in TO_GO


def _ordered(rows: list[Visitee], by_village: bool) -> list[Visitee]:
    def place(one: Visitee) -> tuple[Any, ...]:
        due, where = one.due.due_on or LAST, one.standing.area
        return (*((where, due) if by_village else (due, where)), one.standing.person_id)

    return sorted(rows, key=place)


def _villages(rows: list[Visitee]) -> list[tuple[str, str, int]]:
    counted = Counter(one.standing.area for one in rows)
    names = areas.names(counted)
    return [(key, names.get(key, key), counted[key]) for key in sorted(counted)]


def _charges(actor: Actor, ask: Ask) -> dict[UUID, Charge]:
    """Canonical id → who is responsible today."""
    held = ChargeSpell.objects.visible_to(actor).under(*ask.scope).as_known(None)
    rows = held.on(ask.period.end).values_list("person_id", "worker_id", "worker_name")
    return aliases.by_person((pk, Charge(worker_id, name)) for pk, worker_id, name in rows)


def _ids(people: Iterable[Person]) -> list[UUID]:
    return [person.pk for person in people]


def state_of(text: str) -> str:
    """A state as an address brings it; what is none counts as not given."""
    return text if text in (*State, EVERYBODY) else ""
