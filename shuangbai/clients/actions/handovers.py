"""Handing a person over between stations: asked, offered, answered, taken back.

A request is two rows that mirror each other, one for each town. Both are written by the action
that happens in one of them, by a crossing (`access.crossing`); what the asker may not know stays
out of the asker's row.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import audit, crossing, gate
from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import moving
from shuangbai.clients.actions.handover_rows import (
    GIVING,
    RECEIVING,
    Ask,
    Offer,
    Pair,
    Terms,
    asked_rows,
    close,
    currently,
    offered_rows,
    open_pairs,
    pair_of,
    reach,
    town_of,
)
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.moving import Moving
from shuangbai.clients.actions.store import home_area, lock_prefecture
from shuangbai.clients.handover_rules import MACHINE
from shuangbai.clients.models import CategorySpell, HandOver, Person
from shuangbai.clients.selectors.onfile import digest, on_file, whose
from shuangbai.kernel import areakey, days
from shuangbai.kernel.problems import catalogue, problem

__all__ = ["Ask", "Offer", "Terms", "accept", "ask", "ask_many", "offer", "refuse", "withdraw"]

catalogue(
    {
        "handover.not_elsewhere": (
            "这个号码现在没有在别的站建档。",
            "请直接登记；已经转到本站的，在人与户里找。",
        ),
        "handover.why": ("没有写原因。", "写一句为什么，例如“去年搬到女儿家住”。"),
        "handover.early": ("日期 {day} 还没有到。", "请填今天或以前的日期。"),
        "handover.long_ago": ("日期 {day} 太早了。", "请核对年份，填1990年以后的日期。"),
        "handover.same_town": (
            "{name}现在就由“{town}”管。",
            "在同一个镇（街）里搬家不用转接，请选别的镇（街）。",
        ),
        "handover.open": (
            "{name}已经有一个等待答复的转接请求。",
            "请先在“转接”里办完那一个。",
        ),
        "handover.theirs": ("这个请求要由对方站答复。", "等对方答复，或者撤回。"),
        "handover.not_asker": ("这个请求是对方站提出的，不能撤回。", "请同意，或写明原因不同意。"),
        "handover.gone": (
            "这个人已经不在提出请求时的站了，不能再按这个请求转。",
            "请写明“人已经转走”，不同意这个请求。",
        ),
    }
)


@action("handover.ask")
def ask(act: Act, wanted: Ask) -> HandOver:
    """The own row of the request; a Problem when the number is not on file elsewhere."""
    act.subject = ("clients.handover", str(wanted.id))
    act.within(wanted.to_area)
    found = ask_many(act, [wanted]).get(wanted.id)
    if found is None:
        # The answer tells that the number is free: who asked must be found in the trail.
        audit.refused(act.actor, act.verb, "号码没有在别的站登记", area=wanted.to_area)
        raise problem("handover.not_elsewhere", column="身份证号码")
    return found


def ask_many(act: Act, asks: Sequence[Ask]) -> dict[UUID, HandOver]:
    """As part of a greater action (a roster): the own row of each request by the id of the ask.

    All asks are of one prefecture. Left out are those whose number is on file nowhere, or in the
    town that asks. Somebody for whom this town has asked already is not asked for again: the open
    request is the answer. Takes the prefecture's lock; a fixed number of questions.
    """
    if not asks:
        return {}
    for one in asks:
        act.within(one.to_area)
        _check_told(act, one.day, one.reason)
    for area in {one.to_area for one in asks}:
        home_area(area)
    pref = areakey.prefecture(asks[0].to_area)
    lock_prefecture(pref)
    sent = HandOver.objects.under(pref).filter(pref=pref, side=RECEIVING)
    made: dict[UUID, HandOver] = {
        row.pair: row for row in sent.filter(pair__in=[one.id for one in asks])
    }
    hashes = {one.id: digest(one.number) for one in asks if one.id not in made}
    towns = on_file(pref, set(hashes.values()))
    away = [
        one
        for one in asks
        if one.id in hashes
        and towns.get(hashes[one.id], town_of(one.to_area)) != town_of(one.to_area)
    ]
    if not away:
        return made
    around = {town_of(one.to_area) for one in away} | {towns[hashes[one.id]] for one in away}
    with crossing.into(act, around, "发出转接请求"):
        holders = whose(pref, [hashes[one.id] for one in away])
        people = Person.objects.filter(pref=pref).in_bulk(set(holders.values()))
        return made | asked_rows(act, [(one, people[holders[hashes[one.id]]]) for one in away])


@action("handover.ask", counted=True)
def offer(act: Act, wanted: Offer) -> HandOver:
    """The own row of the request. Whoever answers for both towns needs no answer: it is agreed."""
    act.subject = ("clients.handover", str(wanted.id))
    person = gate.find(Person, act.actor, wanted.person_id)
    act.within(person.area)
    _check_told(act, wanted.day, wanted.reason)
    target = home_area(wanted.to_area)
    lock_prefecture(person.pref)
    already = HandOver.objects.under(person.pref).filter(pref=person.pref, pair=wanted.id)
    if (sent := already.filter(side=GIVING).first()) is not None:
        return sent
    refuse_merged(act, [person])
    if target.key.startswith(town_of(person.area)):
        town = areas.names_together([town_of(person.area)])
        raise problem("handover.same_town", column="转到哪里", name=person.name, town=town)
    if open_pairs(person.pref, [person.pk]):
        raise problem("handover.open", name=person.name)
    moving.check(act, Moving((person,), target, wanted.day))
    with crossing.into(act, [person.area, target.key], "发出转接请求"):
        pair = offered_rows(act, wanted, person)
        if act.actor.covers(target.key) and act.actor.may("person.move"):
            act.within(target.key)
            _hand_over(act, pair, Terms(), wanted.reason)
    return pair.giving


@action("handover.decide", counted=True)
def accept(act: Act, handover_id: UUID, terms: Terms) -> HandOver:
    """Agree: the living file goes to the other town from the agreed day. The same once more
    answers with what was done."""
    own = _to_decide(act, handover_id)
    if own.state == MACHINE.moves["accept"].to:
        act.detail = {"already": True}
        return own
    MACHINE.after(own.state, "accept")
    if terms.to_area and own.side == RECEIVING:
        act.within(terms.to_area)
    with crossing.into(act, reach(own), "同意转接"):
        pair = pair_of(own)
        act.area = areakey.common([pair.giving.area, pair.receiving.area])
        _hand_over(act, pair, terms, terms.reason)
    return pair.side(own.side)


@action("handover.decide")
def refuse(act: Act, handover_id: UUID, reason: str) -> HandOver:
    """Do not agree, and say why: the other side reads it."""
    own = _to_decide(act, handover_id)
    return _end(act, own, "refuse", reason)


@action("handover.ask")
def withdraw(act: Act, handover_id: UUID, reason: str) -> HandOver:
    """Take a request back that nobody answered yet."""
    own = _found(act, handover_id)
    if own.side != own.asked_by_side:
        own = _mirror_here(act, own, "handover.not_asker")
    return _end(act, own, "withdraw", reason)


def _check_told(act: Act, day: date, reason: str) -> None:
    if not reason.strip():
        raise problem("handover.why", column="原因")
    if day > act.today:
        raise problem("handover.early", column="从哪一天起", day=day)
    if day < days.EARLIEST:
        raise problem("handover.long_ago", column="从哪一天起", day=day)


def _found(act: Act, handover_id: UUID) -> HandOver:
    """The request as it stands under the prefecture's lock."""
    seen = gate.find(HandOver, act.actor, handover_id)
    lock_prefecture(seen.pref)
    own = gate.find(HandOver, act.actor, handover_id)
    act.within(own.area)
    act.subject = ("clients.handover", str(own.pair))
    return own


def _to_decide(act: Act, handover_id: UUID) -> HandOver:
    """The row of the side that answers; who answers for both towns may come by either."""
    own = _found(act, handover_id)
    return _mirror_here(act, own, "handover.theirs") if own.side == own.asked_by_side else own


def _mirror_here(act: Act, own: HandOver, otherwise: str) -> HandOver:
    rows = HandOver.objects.visible_to(act.actor).filter(pref=own.pref, pair=own.pair)
    mirror: HandOver | None = rows.exclude(pk=own.pk).first()
    if mirror is None:
        raise problem(otherwise)
    return mirror


def _end(act: Act, own: HandOver, verb: str, reason: str) -> HandOver:
    if own.state == MACHINE.moves[verb].to:
        act.detail = {"already": True}
        return own
    MACHINE.after(own.state, verb)
    if not reason.strip():
        raise problem("handover.why", column="原因")
    act.reason = reason.strip()
    with crossing.into(act, reach(own), f"{MACHINE.moves[verb].label}转接"):
        pair = pair_of(own)
        close(act, pair, verb, act.reason)
    return pair.side(own.side)


def _hand_over(act: Act, pair: Pair, terms: Terms, reason: str) -> None:
    """Inside a crossing that covers both towns."""
    giving, receiving = pair.giving, pair.receiving
    living = Person.objects.under(giving.area).filter(pref=giving.pref)
    person = living.filter(pk__in=[giving.person_id]).first()
    if person is None:
        raise problem("handover.gone")
    asked = giving.asked_by_side == RECEIVING
    chosen = "" if asked else terms.to_area
    target = home_area(chosen or currently(receiving.to_area))
    whole = giving.whole_household
    if asked and terms.whole_household is not None:
        whole = terms.whole_household
    day = terms.day or giving.day
    people = tuple(moving.people_of_household(person, day)) if whole else (person,)
    moving.move(act, Moving(people, target, day, together=len(people) > 1))
    _list(act, giving, person, day)
    agreed = {"day": day, "to_area": target.key, "whole_household": whole, "person_id": person.pk}
    close(act, pair, "accept", reason.strip(), **agreed)
    # The asker may have known them by another name; who gave them away keeps that of the file.
    giving.name = person.name
    giving.save(update_fields=["name"])


def _list(act: Act, row: HandOver, person: Person, day: date) -> None:
    """The category begins for which the new town's roster named them, unless it goes along."""
    if not row.list_code:
        return
    held = CategorySpell.objects.under(person.area).as_known(None).from_on(day)
    if held.filter(pref=person.pref, person=person, category=row.list_code).exists():
        return
    told: dict[str, Any] = {"source": CategorySpell.Source.ROSTER, "roster_id": row.roster_id}
    CategorySpell.objects.create(
        area=person.area,
        person=person,
        category_id=row.list_code,
        birth_date=person.birth_date,
        valid_from=day,
        **told,
        **act.stamp,
    )
