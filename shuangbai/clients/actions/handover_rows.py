"""The two mirrored rows of a request for hand-over, written together inside a crossing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.areas import selectors as areas
from shuangbai.clients.handover_rules import MACHINE, OTHER_STATION
from shuangbai.clients.models import HandOver, HandOverMove, Person
from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import Level

GIVING, RECEIVING = HandOver.Side.GIVING, HandOver.Side.RECEIVING
ASKED = HandOver.State.ASKED


@dataclass(frozen=True)
class Ask:
    """The receiving town asks for somebody whose number is on file elsewhere. `id` is made where
    it is typed: the same again is one request. `number`: normalised. `to_area`: village or town.
    `roster_id`, `list_code`: the list whose row named them, and the category that begins here."""

    id: UUID
    name: str
    number: str
    to_area: str
    day: date
    reason: str
    roster_id: UUID | None = None
    list_code: str = ""


@dataclass(frozen=True)
class Offer:
    """The giving town offers somebody, from `day`; `whole_household`: all who live with them."""

    id: UUID
    person_id: UUID
    to_area: str
    day: date
    reason: str
    whole_household: bool = False


@dataclass(frozen=True)
class Terms:
    """What the side that agrees may settle: the day; the village, where it receives; the whole
    household, where it gives. None and '' leave what the request says."""

    day: date | None = None
    to_area: str = ""
    whole_household: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class Pair:
    giving: HandOver
    receiving: HandOver

    def side(self, side: str) -> HandOver:
        return self.giving if side == GIVING else self.receiving


def town_of(key: str) -> str:
    return areakey.cut(key, Level.TOWN)


def currently(key: str) -> str:
    """The key under which the unit stands now, if it was moved since the request was made."""
    return areas.get(key).moved_to or key


def reach(own: HandOver) -> Iterable[str]:
    """Areas that surely hold both rows. An asker's row does not know the other town."""
    return [own.area, currently(own.other_town)] if own.other_town else [own.pref]


def pair_of(own: HandOver) -> Pair:
    found = HandOver.objects.filter(pref=own.pref, pair=own.pair)
    by_side = {row.side: row for row in found}
    return Pair(by_side[GIVING], by_side[RECEIVING])


def open_pairs(pref: str, people: Collection[UUID], asking_town: str = "") -> dict[UUID, UUID]:
    """Person → request about them that waits, as the giving rows in the scope tell."""
    rows = HandOver.objects.filter(pref=pref, side=GIVING, state=ASKED, person_id__in=people)
    if asking_town:
        rows = rows.filter(other_town=asking_town, asked_by_side=RECEIVING)
    return {row.person_id: row.pair for row in rows if row.person_id is not None}


def asked_rows(act: Act, asks: Sequence[tuple[Ask, Person]]) -> dict[UUID, HandOver]:
    """Both rows of each ask, unless its town has asked for the person already."""
    pref = asks[0][1].pref
    before: dict[tuple[UUID, str], UUID] = {}
    for town in {town_of(one.to_area) for one, _ in asks}:
        people = [person.pk for _, person in asks]
        waiting = open_pairs(pref, people, town)
        before |= {(person, town): pair for person, pair in waiting.items()}
    fresh: list[Pair] = []
    pairs: dict[UUID, UUID] = {}
    for one, person in asks:
        key = (person.pk, town_of(one.to_area))
        if key not in before:
            fresh.append(_asked(act, one, person))
            before[key] = one.id
        pairs[one.id] = before[key]
    _write(act, fresh)
    rows = HandOver.objects.filter(pref=pref, side=RECEIVING, pair__in=set(pairs.values()))
    by_pair = {row.pair: row for row in rows}
    return {ask: by_pair[pair] for ask, pair in pairs.items()}


def _asked(act: Act, one: Ask, person: Person) -> Pair:
    """The giving side reads who asks and why; the receiving one knows what it typed."""
    common = {
        "pair": one.id,
        "asked_by_side": RECEIVING,
        "name": one.name,
        "to_area": one.to_area,
        "day": one.day,
        "reason": one.reason.strip(),
        "roster_id": one.roster_id,
        "list_code": one.list_code,
        **_asker(act),
    }
    giving, receiving = town_of(person.area), town_of(one.to_area)
    return Pair(
        HandOver(area=giving, side=GIVING, person_id=person.pk, other_town=receiving, **common),
        HandOver(area=receiving, side=RECEIVING, identity=one.number, **common),
    )


def offered_rows(act: Act, one: Offer, person: Person) -> Pair:
    """Both sides know each other; the receiving one gets the file only with its answer."""
    giving, receiving = town_of(person.area), town_of(one.to_area)
    common = {
        "pair": one.id,
        "asked_by_side": GIVING,
        "name": person.name,
        "identity": person.identity.reveal() if person.identity else None,
        "to_area": one.to_area,
        "day": one.day,
        "reason": one.reason.strip(),
        "whole_household": one.whole_household,
        **_asker(act),
    }
    pair = Pair(
        HandOver(area=giving, side=GIVING, person_id=person.pk, other_town=receiving, **common),
        HandOver(area=receiving, side=RECEIVING, other_town=giving, **common),
    )
    _write(act, [pair])
    return pair


def _asker(act: Act) -> dict[str, Any]:
    who = {"asked_by": act.actor.user_id, "asked_by_name": act.actor.name}
    return {"state": ASKED, "asked_at": act.at, **who}


def _write(act: Act, pairs: Sequence[Pair]) -> None:
    rows = [row for pair in pairs for row in (pair.giving, pair.receiving)]
    HandOver.objects.bulk_create(rows, batch_size=2000)
    HandOverMove.objects.bulk_create(
        [_step(act, row, "ask", "", row.reason) for row in rows], batch_size=2000
    )
    for row in rows:
        act.touch("clients.handover", row.pk, row.area, pair=str(row.pair), side=row.side)


def _step(act: Act, row: HandOver, verb: str, before: str, reason: str) -> HandOverMove:
    """`by_name` is left out where it would tell the asker which station answered."""
    hidden = verb == "refuse" and not row.other_town
    return HandOverMove(
        area=row.area,
        hand_over=row,
        verb=verb,
        from_state=before,
        to_state=row.state,
        at=act.at,
        by=UUID(int=0) if hidden else act.actor.user_id,
        by_name=OTHER_STATION if hidden else act.actor.name,
        reason=reason,
    )


def close(act: Act, pair: Pair, verb: str, reason: str, **agreed: Any) -> None:
    """Both rows go to the state that follows, each with who, when and why."""
    before = pair.giving.state
    state = MACHINE.after(before, verb)
    for row, other in ((pair.giving, pair.receiving), (pair.receiving, pair.giving)):
        told = {**agreed, "other_town": other.area} if agreed else {}
        for name, value in {"state": state, **told}.items():
            setattr(row, name, value)
        row.save(update_fields=["state", *told])
        act.touch("clients.handover", row.pk, row.area, state=[before, state])
    HandOverMove.objects.bulk_create(
        _step(act, row, verb, before, reason) for row in (pair.giving, pair.receiving)
    )
