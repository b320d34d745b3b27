"""Correcting a visit: a new version takes the place of the old, which stays as it was known."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Refused
from shuangbai.kernel import areakey, bulk, spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions import ground as grounds
from shuangbai.visits.actions.checking import (
    check_again,
    check_day,
    check_members,
    check_told,
    met,
    place,
)
from shuangbai.visits.actions.commands import Corrected, NewVisit
from shuangbai.visits.actions.ground import Ground
from shuangbai.visits.actions.recording import one_at_a_time
from shuangbai.visits.actions.writing import COMPANION, SERVED, companion_rows, served_row
from shuangbai.visits.models import Companion, Correction, Finding, Served, Visit
from shuangbai.visits.rules import party
from shuangbai.visits.selectors import visits as selectors

catalogue(
    {
        "visit.correct_why": (
            "没有写为什么更正。",
            "请写一句原因，例如“日期记错了一天”“漏勾了老伴”。",
        ),
        "visit.correct_over": ("这次走访已经作废，不能更正。", "要重新记，请从“记一次走访”进。"),
        "visit.correct_overtaken": (
            "打开以后，{name}刚更正过这次走访。",
            "请重新打开，看过最新的内容再改。",
        ),
        "visit.correct_nothing": ("和原来一样，没有改动。", "改了以后再保存；不改就回去。"),
    }
)


@dataclass(frozen=True)
class Before:
    """The version that is corrected, with its living rows."""

    visit: Visit
    served: list[Served]
    companions: list[Companion]


@action("visit.correct", counted=True)
def correct(act: Act, told: Corrected) -> Visit:
    """From now on the visit says what is told; as known before it says what it said."""
    before = _before(act, told)
    visit = before.visit
    act.reason = told.why.strip()
    if not act.reason:
        raise problem("visit.correct_why", column="为什么更正")
    ground = _ground(act, told, before)
    area = _checked(ground, told, before)
    changes = _changes(told, before, area)
    if not changes:
        raise problem("visit.correct_nothing")
    fresh = spells.revise(
        visit,
        act.stamp,
        area=area,
        happened_on=told.happened_on,
        kind=told.kind,
        services=list(told.services),
        note=told.note.strip() or None,
        next_on=told.next_on,
    )
    _serve(act, ground, told, before, fresh)
    _accompany(act, told, before, fresh)
    _move_findings(act, visit, fresh)
    act.touch("visits.visit", fresh.pk, area, corrects=str(visit.pk), changed=changes)
    who = {"by": act.actor.user_id, "by_name": act.actor.name, "at": act.at}
    Correction.objects.create(
        area=area, visit_id=visit.root, old=visit, new=fresh, reason=act.reason, **who
    )
    return fresh


def _before(act: Act, told: Corrected) -> Before:
    visit = selectors.newest(act.actor, told.visit_id)
    one_at_a_time(visit.root)
    visit = selectors.newest(act.actor, told.visit_id)
    act.within(visit.area)
    act.subject = ("visits.visit", str(visit.root))
    if not selectors.may_correct(act.actor, visit):
        raise Refused(act.verb, "这次走访是别人记的", area=visit.area, subject=act.subject)
    if visit.superseded_at is not None:
        raise problem("visit.correct_over")
    if visit.pk != told.visit_id:
        raise problem("visit.correct_overtaken", name=visit.recorded_by_name)
    rows = {"visit": visit, "pref": visit.pref}
    served = Served.objects.under(visit.area).as_known(None).filter(**rows).order_by("id")
    along = Companion.objects.under(visit.area).as_known(None).filter(**rows).order_by("id")
    return Before(visit, list(served), list(along))


def _ground(act: Act, told: Corrected, before: Before) -> Ground:
    """What the rules ask of those who are new, or of all when the day changed: the others keep
    what was printed of them, also when they live elsewhere by now."""
    visit = before.visit
    kept = _kept(told, before)
    asked = NewVisit(
        id=visit.root,
        household_id=None,
        person_ids=tuple(pk for pk in told.person_ids if pk not in kept),
        happened_on=told.happened_on,
        services=told.services,
        again=told.again,
    )
    ground = grounds.of(act, [asked], {visit.worker_id})
    grounds.not_merged(act, set(told.person_ids) - {one.person_id for one in before.served})
    own = {(visit.worker_id.int, one.person_id.int, one.happened_on) for one in before.served}
    ground.before -= own
    return ground


def _checked(ground: Ground, told: Corrected, before: Before) -> str:
    """By the rules of recording; answers where it happened."""
    visit = before.visit
    check_day(ground.today, told.happened_on)
    if not told.person_ids:
        raise problem("visit.nobody", column="服务了谁")
    kept = _kept(told, before)
    people = met(ground, [pk for pk in told.person_ids if pk not in kept], told.happened_on)
    if visit.household_id is not None and people:
        check_members(ground, visit.household_id, people, told.happened_on)
    if not told.again:
        check_again(ground, told.happened_on, visit.worker_id, people)
    area = _area(ground, told, before)
    check_told(ground, told, area, kept=visit.services)
    return area


def _area(ground: Ground, told: Corrected, before: Before) -> str:
    """An event keeps the place where it happened. A visit that turns out to have been at home
    happened in the household's village, if that lies in the same town."""
    visit = before.visit
    town = areakey.cut(visit.area, areakey.Level.TOWN)
    if told.kind != Visit.Kind.HOME:
        return place(town, told.kind)
    if visit.kind == Visit.Kind.HOME:
        return visit.area
    home = visit.household.area if visit.household else town
    return home if home.startswith(town) else town


def _kept(told: Corrected, before: Before) -> set[UUID]:
    """Those of whom what was printed stays."""
    if told.happened_on != before.visit.happened_on:
        return set()
    return {one.person_id for one in before.served}


def _changes(told: Corrected, before: Before, area: str) -> list[str]:
    """Names of what becomes different; values are in no trail."""
    visit = before.visit
    scales = {one.person_id: dict(one.scales) for one in before.served if one.scales}
    wanted = {pk: dict(found) for pk, found in told.scales.items() if found}
    along = party.together(
        (one.kind, one.words.reveal() if one.words else "") for one in before.companions
    )
    coming = party.together(
        (one.kind, one.words.strip()) for one in told.party for _ in range(one.number)
    )
    differs = {
        "happened_on": visit.happened_on != told.happened_on,
        "kind": visit.kind != told.kind or visit.area != area,
        "served": {one.person_id for one in before.served} != set(told.person_ids),
        "services": list(visit.services) != list(told.services),
        "party": along != coming,
        "note": (visit.note.reveal() if visit.note else "") != told.note.strip(),
        "scales": scales != wanted,
        "next_on": visit.next_on != told.next_on,
    }
    return [name for name, so in differs.items() if so]


def _serve(act: Act, ground: Ground, told: Corrected, before: Before, fresh: Visit) -> None:
    """Who stays served goes on in a new row that points to the old one; who was not, ends."""
    common = {
        "visit_id": fresh.pk,
        "area": fresh.area,
        "happened_on": told.happened_on,
        "services": list(told.services),
    }
    jobs: list[tuple[Served, list[dict[str, Any]]]] = []
    for one in before.served:
        if one.person_id not in told.person_ids:
            jobs.append((one, []))
            continue
        changes = {**common, "scales": dict(told.scales.get(one.person_id, {}))}
        if one.person_id.int in ground.people:
            facts = ground.facts(ground.person(one.person_id), told.happened_on)
            changes |= {"group": facts.group, "age_band": facts.age_band}
            changes["categories"] = facts.categories
        jobs.append((one, [changes]))
    spells.replace_all(jobs, act.stamp)
    there = {one.person_id for one in before.served}
    rows = [
        served_row(ground, ground.person(pk), fresh, told.scales.get(pk, {}))
        for pk in told.person_ids
        if pk not in there
    ]
    bulk.insert_values(Served, SERVED, rows, act.stamp)


def _accompany(act: Act, told: Corrected, before: Before, fresh: Visit) -> None:
    spells.replace_all([(one, []) for one in before.companions], act.stamp)
    rows = companion_rows(fresh.area, fresh.pk, told.happened_on, told.party)
    bulk.insert_values(Companion, COMPANION, rows, act.stamp)


def _move_findings(act: Act, visit: Visit, fresh: Visit) -> None:
    """What was found was found on the day of the visit, and there."""
    if (visit.area, visit.happened_on) == (fresh.area, fresh.happened_on):
        return
    living = Finding.objects.under(*act.actor.areas).as_known(None)
    found = list(living.filter(visit_id=visit.root, pref=visit.pref))
    changes = {"area": fresh.area, "happened_on": fresh.happened_on}
    spells.replace_all([(one, [changes]) for one in found], act.stamp)
