"""Questions about hand-over: what waits for an answer, how a request went, what was before."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients import handover_rules as rules
from shuangbai.clients.models import Category, CategorySpell, HandOver, HandOverMove, Person
from shuangbai.clients.models.people import Membership
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import clock

PAGE = 50
TO_DECIDE, ASKED, FINISHED = "decide", "asked", "finished"
SHOWN = {TO_DECIDE: "等我们答复", ASKED: "我们提出的", FINISHED: "办完的"}
GIVING, RECEIVING = HandOver.Side.GIVING, HandOver.Side.RECEIVING
WHAT = {"home": "住在这里", "file": "档案", "category": "类别"}


@dataclass(frozen=True)
class Line:
    """A request as a list or its own page shows it. `other`: the other town, '' where it must not
    be known; `to`: where the person is to live; `days`: how long it has waited."""

    row: HandOver
    other: str
    to: str
    days: int = 0

    @property
    def direction(self) -> str:
        return self.row.get_side_display()

    @property
    def waited(self) -> str:
        return rules.waited_said(self.days)

    @property
    def reminder(self) -> str:
        return rules.reminder(self.days)


@dataclass(frozen=True)
class Listed:
    lines: list[Line] = field(default_factory=list)
    next: UUID | None = None


@dataclass(frozen=True)
class Waiting:
    """Requests that wait for this actor's answer. `days`: age of the oldest."""

    count: int = 0
    days: int = 0

    @property
    def reminder(self) -> str:
        return rules.reminder(self.days)


@dataclass(frozen=True)
class Past:
    """What held for somebody in another town: said in words, with its days."""

    what: str
    said: str
    town: str
    since: date
    until: date | None


def find(actor: Actor, handover_id: UUID) -> HandOver:
    """The request, or Absent."""
    return gate.find(HandOver, actor, handover_id)


def line(row: HandOver) -> Line:
    return _lines([row])[0]


def listed(actor: Actor, show: str, after: UUID | None = None, limit: int = PAGE) -> Listed:
    """One page, the newest first; what waits for an answer with the oldest first."""
    gate.allow(actor, HandOver.see_verb)
    if show == TO_DECIDE:
        found = to_decide(actor).order_by("id")
        found = found.filter(id__gt=after) if after else found
    else:
        found = _of_one_row(actor).order_by("-id")
        found = found.filter(id__lt=after) if after else found
        if show == ASKED:
            found = found.filter(state=HandOver.State.ASKED, side=F("asked_by_side"))
        else:
            found = found.exclude(state=HandOver.State.ASKED)
    rows = list(found[: limit + 1])
    return Listed(_lines(rows[:limit]), rows[limit - 1].pk if len(rows) > limit else None)


def to_decide(actor: Actor) -> Any:
    rows = HandOver.objects.visible_to(actor).filter(state=HandOver.State.ASKED)
    return rows.exclude(side=F("asked_by_side"))


def waiting(actor: Actor) -> Waiting:
    """None for a role that does not answer."""
    if not actor.may("handover.decide"):
        return Waiting()
    times = list(to_decide(actor).order_by("asked_at").values_list("asked_at", flat=True))
    return Waiting(len(times), rules.waited(times[0], clock.now())) if times else Waiting()


def decides(actor: Actor, row: HandOver) -> bool:
    """Whether this actor may answer: the side that was asked, or who sees both sides."""
    if row.state != HandOver.State.ASKED or not actor.may("handover.decide"):
        return False
    return row.side != row.asked_by_side or _both(actor, row)


def may_withdraw(actor: Actor, row: HandOver) -> bool:
    if row.state != HandOver.State.ASKED or not actor.may("handover.ask"):
        return False
    return row.side == row.asked_by_side or _both(actor, row)


def may_record_late(actor: Actor, row: HandOver) -> bool:
    """Whether a visit of the days before the person went can still be recorded here."""
    went = row.side == GIVING and row.state == HandOver.State.ACCEPTED
    return went and actor.may("visit.record")


def steps(actor: Actor, row: HandOver) -> list[HandOverMove]:
    """Who asked, answered or took back, when and why."""
    found = HandOverMove.objects.visible_to(actor).filter(pref=row.pref, hand_over=row)
    return list(found.order_by("at", "id"))


def person_of(actor: Actor, row: HandOver) -> Person | None:
    """Whom it is about, where the actor may see the file."""
    if row.person_id is None:
        return None
    found: Person | None = Person.objects.visible_to(actor).filter(pk=row.person_id).first()
    return found


def open_of(actor: Actor, person: Person) -> list[Line]:
    """Requests about this person that wait for an answer."""
    if not actor.may(HandOver.see_verb):
        return []
    rows = HandOver.objects.visible_to(actor).filter(pref=person.pref, person_id=person.pk)
    return _lines(list(rows.filter(state=HandOver.State.ASKED).order_by("id")))


def past(person: Person) -> list[Past]:
    """What held in the towns where the person lived before, by any file of theirs, through the
    narrow door. The caller has found the person, and audits the look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.what, p.code, p.town, p.valid_from, p.valid_to"
            f" FROM ({aliases.FILES_OF}) f (id), LATERAL clients_past(f.id) p"
            " WHERE p.town <> (SELECT left(area, 9) FROM clients_person WHERE id = %s)",
            [person.pk] * 3,
        )
        found = set(cursor.fetchall())
    kinds = dict(Category.objects.values_list("code", "short"))
    towns = areas.names(town for _, _, town, _, _ in found)
    told = [
        Past(WHAT[what], kinds.get(code, code), towns.get(town, town), since, until)
        for what, code, town, since, until in found
    ]
    return sorted(told, key=lambda one: (one.since, one.what, one.said), reverse=True)


def gone(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Person]:
    """People handed over from here, as they were known here. Their rows are elsewhere: these
    are never saved, and serve to record late what happened before they went."""
    here = Person.objects.visible_to(actor).filter(pk__in=ids)
    away = set(ids) - set(here.values_list("pk", flat=True))
    if not away:
        return {}
    rows = HandOver.objects.visible_to(actor).filter(side=GIVING, person_id__in=away)
    names = dict(
        rows.filter(state=HandOver.State.ACCEPTED).order_by("id").values_list("person_id", "name")
    )
    homes = Membership.objects.visible_to(actor).as_known(None).filter(person_id__in=list(names))
    places = dict(homes.order_by("valid_from").values_list("person_id", "area"))
    spells = CategorySpell.objects.visible_to(actor).as_known(None)
    born = dict(
        spells.filter(person_id__in=list(names))
        .order_by("id")
        .values_list("person_id", "birth_date")
    )
    return {
        pk: Person(id=pk, area=places[pk], pref=places[pk][:4], name=name, birth_date=born.get(pk))
        for pk, name in names.items()
        if pk in places
    }


def _both(actor: Actor, row: HandOver) -> bool:
    mirror = HandOver.objects.visible_to(actor).filter(pref=row.pref, pair=row.pair)
    return bool(mirror.exclude(pk=row.pk).exists())


def _of_one_row(actor: Actor) -> Any:
    """Who sees both sides of a request sees it once: the row of the side that asked."""
    rows = HandOver.objects.visible_to(actor)
    asking = rows.filter(pref=OuterRef("pref"), pair=OuterRef("pair"), side=F("asked_by_side"))
    return rows.filter(~Exists(asking.exclude(pk=OuterRef("pk"))))


def _lines(rows: Collection[HandOver]) -> list[Line]:
    """Places are said below the prefecture (云城区 思劳镇 城村), whoever looks."""
    now = clock.now()
    keys = {key for row in rows for key in (row.other_town, row.to_area) if key}
    places = areas.places(keys, {key[:4] for key in keys})
    return [
        Line(
            row,
            places.get(row.other_town, ""),
            places.get(row.to_area, ""),
            rules.waited(row.asked_at, now),
        )
        for row in rows
    ]
