"""Questions about special rounds: which there are, how far they are, who is still missing.

Counts are those of the figures `round_targets` and `round_reached`, narrowed to one round.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Q, Subquery
from django.db.models.fields.tuple_lookups import TupleGreaterThan
from django.db.models.functions import Left

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Category
from shuangbai.clients.selectors import aliases
from shuangbai.figures.rate_rules import Pair
from shuangbai.figures.selectors import UNPLACED
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.figures import rounds as figures
from shuangbai.visits.models import Round
from shuangbai.visits.plan_rules import rounds as rules
from shuangbai.visits.plan_rules.rounds import Stage
from shuangbai.visits.selectors.places import Place, addresses

PAGE = 50
SHOWN = 60
TOWN = LEVELS[Level.TOWN]
MISSING, REACHED = "missing", "reached"


@dataclass(frozen=True)
class Line:
    """One round as far as it concerns the actor's areas."""

    round: Round
    place: str
    stage: Stage
    count: Pair


@dataclass(frozen=True)
class Part:
    """A place or a worker of the round. `key` '' for those without a worker."""

    key: str
    name: str
    count: Pair


@dataclass(frozen=True)
class Result:
    """The return of a round (回报)."""

    round: Round
    place: str
    stage: Stage
    until: date
    count: Pair
    level: Level
    places: list[Part] = field(default_factory=list)
    workers: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """Which of the list: `state` missing or reached, below `area` or exactly `at` a place, of the
    `worker` with that id or `none`. Empty: all."""

    state: str = ""
    area: str = ""
    worker: str = ""
    at: str = ""


@dataclass(frozen=True)
class Somebody:
    """One on the list; `reached_on` and `by` of the first visit in its days, if there was one."""

    target: Any
    place: str
    categories: tuple[str, ...]
    reached_on: date | None
    by: str
    where: Place
    """Where they live now and how they are called; empty for who is not here any more."""
    person_id: UUID | None = None
    """Of the file as the actor may open it now; None for who is not here any more."""


@dataclass(frozen=True)
class People:
    lines: list[Somebody]
    total: int
    next: UUID | None = None


def find(actor: Actor, round_id: UUID) -> Round:
    """The round, also one that was called off; or Absent."""
    gate.allow(actor, "round.see")
    found: Round | None = Round.objects.visible_to(actor).filter(pk=round_id).first()
    if found is None:
        raise Absent("round.see", "visits.round", str(round_id))
    return found


def own(actor: Actor, round_id: UUID) -> Round:
    """A round that the actor's own areas started, or Absent."""
    found = find(actor, round_id)
    if not actor.covers(found.area):
        raise Absent("round.start", "visits.round", str(round_id))
    return found


def listed(actor: Actor) -> list[Line]:
    """The latest first; of rounds of areas above only those that name somebody here."""
    gate.allow(actor, "round.see")
    today = clock.today()
    rounds = list(Round.objects.visible_to(actor).order_by("-last_on", "-id")[:SHOWN])
    counts = _counts(actor, rounds)
    names = areas.names(one.area for one in rounds)
    return [
        Line(
            one,
            names.get(one.area, one.area),
            rules.stage(one.first_on, one.last_on, today),
            counts.get(one.pk, Pair()),
        )
        for one in rounds
        if one.pk in counts or actor.covers(one.area)
    ]


def running(actor: Actor) -> list[Line]:
    """Rounds of today in which somebody here is still to be seen."""
    today = clock.today()
    living = Round.objects.visible_to(actor).as_known(None)
    rounds = list(living.filter(first_on__lte=today, last_on__gte=today).order_by("last_on", "id"))
    counts = _counts(actor, rounds)
    return [
        Line(one, "", Stage.RUNNING, counts[one.pk])
        for one in rounds
        if one.pk in counts and counts[one.pk].missing
    ]


def _counts(actor: Actor, rounds: Collection[Round]) -> dict[UUID, Pair]:
    """Round → how many of how many, in the actor's areas. One question for all of them."""
    if not rounds:
        return {}
    first = min(one.first_on for one in rounds)
    ask = Ask(actor.areas, Period(first, max(clock.today(), first)))
    rows = _targets(actor, ask).filter(round__in=rounds)
    return {pk: pair for pk, pair in _paired(rows, "round_id")}


def _targets(actor: Actor, ask: Ask) -> Any:
    """Who is on lists in the actor's areas, each with whether they were reached."""
    rows: Any = figures.with_visits(figures.targets(ask), ask)
    return rows.visible_to(actor).annotate(done=Exists(figures.visits(ask)))


def _paired(rows: Any, key: str) -> list[tuple[Any, Pair]]:
    told = rows.order_by().values_list(key).annotate(n=Count("pk"), m=Count("pk", Q(done=True)))
    return [(found, Pair(done, whole)) for found, whole, done in told]


def ask_of(found: Round, scope: tuple[str, ...]) -> Ask:
    """The days of the round up to today."""
    until = max(found.first_on, min(found.last_on, clock.today()))
    return Ask(scope, Period(found.first_on, until))


def result(actor: Actor, found: Round) -> Result:
    ask = ask_of(found, actor.areas)
    rows = _targets(actor, ask).filter(round=found)
    in_town = len(areakey.common([*actor.areas])) >= TOWN or len(found.area) >= TOWN
    level = Level.VILLAGE if in_town else Level.TOWN
    places = _paired(rows.annotate(at=Left("area", LEVELS[level])), "at")
    workers = _workers(rows) if in_town else []
    count = Pair(sum(p.covered for _, p in places), sum(p.whole for _, p in places))
    place = areas.names_together([found.area])
    stage = rules.stage(found.first_on, found.last_on, clock.today())
    return Result(
        found, place, stage, ask.period.end, count, level, _places(places, level, ask), workers
    )


def _places(found: list[tuple[str, Pair]], level: Level, ask: Ask) -> list[Part]:
    names = areas.places((key for key, _ in found), ask.scope)
    whole = LEVELS[level]
    return [
        Part(key, names[key] + (UNPLACED[level] if len(key) < whole else ""), pair)
        for key, pair in sorted(found)
    ]


def workers(actor: Actor, found: Round) -> list[Part]:
    """Who was responsible for those on the list, where they are few enough to choose from."""
    if len(areakey.common([*actor.areas])) < TOWN and len(found.area) < TOWN:
        return []
    return _workers(_targets(actor, ask_of(found, actor.areas)).filter(round=found))


def _workers(rows: Any) -> list[Part]:
    """By who was responsible when the list was made; nobody comes last."""
    named = dict(rows.exclude(worker_id=None).values_list("worker_id", "worker_name"))
    found = [
        Part(str(pk) if pk else "none", named.get(pk, "没有责任社工"), pair)
        for pk, pair in _paired(rows, "worker_id")
    ]
    return sorted(found, key=lambda part: (part.key == "none", part.name, part.key))


def people(
    actor: Actor, found: Round, wanted: Wanted, after: UUID | None = None, limit: int | None = PAGE
) -> People:
    """Who is on the list, by place and as it was made. `limit` None: all of them."""
    ask = ask_of(found, actor.areas)
    rows = _narrowed(_targets(actor, ask).filter(round=found), wanted)
    total = rows.count()
    last = rows.filter(pk=after).values_list("area", "id").first() if after else None
    if last is not None:
        rows = rows.filter(TupleGreaterThan((F("area"), F("id")), last))
    first = figures.visits(ask).order_by("happened_on", "id")
    rows = rows.annotate(
        reached_on=Subquery(first.values("happened_on")[:1]),
        by=Subquery(first.values("visit__worker_name")[:1]),
    )
    shown = list(rows.order_by("area", "id")[: None if limit is None else limit + 1])
    more = limit is not None and len(shown) > limit
    shown = shown[:limit]
    return People(_lines(actor, shown), total, shown[-1].pk if more else None)


def _narrowed(rows: Any, wanted: Wanted) -> Any:
    if wanted.state in (MISSING, REACHED):
        rows = rows.filter(done=wanted.state == REACHED)
    if wanted.at:
        rows = rows.filter(area=wanted.at)
    if wanted.area:
        rows = rows.under(wanted.area)
    if wanted.worker:
        by_id = {"worker_id": None} if wanted.worker == "none" else {"worker_id": wanted.worker}
        rows = rows.filter(**by_id)
    return rows


def _lines(actor: Actor, shown: list[Any]) -> list[Somebody]:
    shorts = dict(Category.objects.order_by("order").values_list("code", "short"))
    names = areas.places((one.area for one in shown), actor.areas)
    same = aliases.canonical([one.person_id for one in shown])
    living = aliases.shown(actor, [same.get(one.person_id, one.person_id) for one in shown])
    where = addresses(actor, list(living.values()))

    def told(one: Any) -> Somebody:
        person = living.get(str(same.get(one.person_id, one.person_id)))
        held = tuple(name for code, name in shorts.items() if code in one.categories)
        found = Somebody(one, names[one.area], held, one.reached_on, one.by or "", Place())
        return replace(found, where=where[person.pk], person_id=person.pk) if person else found

    return [told(one) for one in shown]
