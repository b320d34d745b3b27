"""Where and as what workers work: other duties, another station, leaving, coming back.

A change closes one spell and opens another. Whoever leaves a station no longer answers for its
villages; what nobody else takes is a gap from that day.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.kernel import spells
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.staff import rules
from shuangbai.staff.actions.commands import Leaving, PostChange
from shuangbai.staff.actions.ground import (
    Served,
    check_day,
    check_open,
    held,
    in_row,
    openings,
    stations_of,
)
from shuangbai.staff.actions.villages import end_services
from shuangbai.staff.models import Qualification, Station, VillageService, Worker, WorkerSpell

catalogue(
    {
        "worker.since": (
            "{name}从 {since} 起才是现在的工作安排。",
            "请填这一天或以后的日期；那条记录错了的，先改正它。",
        ),
        "worker.left": ("{name}已经离岗了。", "要再上岗，请用“重新上岗”。"),
        "worker.back_before": ("{name}到 {since} 才离岗。", "重新上岗的日期要在这一天或以后。"),
        "worker.why": ("没有选为什么离岗。", "请选一项；都不是的选“其他”，写上原因。"),
        "worker.other_why": ("选了“其他”，没有写原因。", "请写一句原因。"),
        "worker.one_row": ("{name}在名单里出现了两次。", "一名社工一次只办一件，请只留一行。"),
    }
)
DAY = "从哪天起"


@dataclass(frozen=True)
class Standing:
    """A worker, and what is known of their work: the spell that lasts, and the last that ended."""

    worker: Worker
    lasting: WorkerSpell | None
    last: WorkerSpell | None


@action("staff.manage", counted=True)
def change_posts(act: Act, changes: Sequence[PostChange]) -> int:
    """Each works from that day as said: other duties, another station, or back after leaving.
    All or none; what is so already stays untouched. Returns how many changed."""
    done = change(act, changes)
    if len(changes) == 1:
        act.subject = ("staff.worker", str(changes[0].worker_id))
    return done


def change(act: Act, changes: Sequence[PostChange]) -> int:
    """As part of a greater action."""
    people = _people(act, [change.worker_id for change in changes])
    stations = _locked(act, people, [change.station_id for change in changes])
    people = _people(act, [change.worker_id for change in changes])
    opened = openings(stations.values())
    done = 0
    for row, change in enumerate(changes, 1):
        one, station = people[change.worker_id], stations[change.station_id]
        try:
            check_day(act, change.day, DAY)
            check_open(station, opened[station.pk], change.day, DAY)
            done += _change(act, one, station, change)
        except Problem as found:
            raise in_row(found, row, len(changes) > 1) from None
    return done


@action("staff.manage", counted=True)
def leave(act: Act, told: Leaving) -> None:
    let_go(act, [told])
    act.subject = ("staff.worker", str(told.worker_id))


@action("staff.manage", counted=True)
def leave_many(act: Act, told: Sequence[Leaving]) -> None:
    """All or none; a Problem names the row, counted from 1."""
    let_go(act, told)


def let_go(act: Act, told: Sequence[Leaving]) -> None:
    """As part of a greater action."""
    people = _people(act, [one.worker_id for one in told])
    _locked(act, people, [])
    people = _people(act, [one.worker_id for one in told])
    for row, one in enumerate(told, 1):
        try:
            _end(act, people[one.worker_id], one)
        except Problem as found:
            raise in_row(found, row, len(told) > 1) from None


def _end(act: Act, one: Standing, told: Leaving) -> None:
    check_day(act, told.day, DAY)
    if told.why not in WorkerSpell.Left.values:
        raise problem("worker.why", column="为什么离岗")
    if told.why == WorkerSpell.Left.OTHER and not told.note.strip():
        raise problem("worker.other_why", column="说明")
    spell = _lasting_from(one, told.day)
    spells.end(spell, told.day, act.stamp, left=told.why, left_note=told.note.strip())
    _give_up(act, one.worker, told.day)
    act.touch("staff.worker", one.worker.pk, spell.area, left=told.why, day=str(told.day))


def _change(act: Act, one: Standing, station: Station, told: PostChange) -> bool:
    if one.lasting is None:
        return _return(act, one, station, told)
    here = one.lasting.station_id == station.pk
    work = _work(station, told, one.lasting.employer if here else "")
    if here and all(getattr(one.lasting, key) == value for key, value in work.items()):
        return False
    spell = _lasting_from(one, told.day)
    if here:
        spells.split(spell, told.day, act.stamp, **work)
    else:
        was = spell.station.name
        place = {"station_id": station.pk, "area": station.area, "came_from": was}
        spells.split(spell, told.day, act.stamp, **place, **work)
        _give_up(act, one.worker, told.day)
        _settle(act, one.worker, station.area, told.day)
    area = station.area
    act.touch("staff.worker", one.worker.pk, area, station=str(station.pk), day=str(told.day))
    return True


def _return(act: Act, one: Standing, station: Station, told: PostChange) -> bool:
    """Back after having left; what is known of their origin goes on."""
    last = one.last
    if last is not None and last.valid_to is not None and told.day < last.valid_to:
        raise problem("worker.back_before", column=DAY, name=one.worker.name, since=last.valid_to)
    WorkerSpell.objects.create(
        area=station.area,
        worker=one.worker,
        worker_name=one.worker.name,
        station=station,
        origin=last.origin if last else "",
        valid_from=told.day,
        **_work(station, told, ""),
        **act.stamp,
    )
    _settle(act, one.worker, station.area, told.day)
    area = station.area
    act.touch("staff.worker", one.worker.pk, area, station=str(station.pk), back=str(told.day))
    return True


def _work(station: Station, told: PostChange, employer: str) -> dict[str, Any]:
    """What the command says of the work; who employs is the town, unless said otherwise."""
    usual = employer or rules.employer(areas.get(station.area).name)
    return {
        "post": told.post,
        "duties": told.duties,
        "pay_grade": told.pay_grade,
        "employer": told.employer or usual,
    }


def _lasting_from(one: Standing, day: date) -> WorkerSpell:
    spell = one.lasting
    if spell is None:
        raise problem("worker.left", name=one.worker.name)
    if day < spell.valid_from:
        raise problem("worker.since", column=DAY, name=one.worker.name, since=spell.valid_from)
    return spell


def _give_up(act: Act, worker: Worker, day: date) -> None:
    served = held(VillageService, worker.area, worker=worker).from_on(day)
    end_services(act, list(served), day)


def _settle(act: Act, worker: Worker, area: str, day: date) -> None:
    """The worker's own row and certificates go along to the new town."""
    if area == worker.area:
        return
    papers = held(Qualification, worker.area, worker=worker).from_on(day)
    parts = [(paper, spells.halves(paper, day, area=area)) for paper in papers]
    spells.replace_all(parts, act.stamp)
    Worker.objects.filter(pk=worker.pk, pref=worker.pref).update(area=area)


def _people(act: Act, idents: Sequence[UUID]) -> dict[UUID, Standing]:
    found = gate.find_many(Worker, act.actor, idents)
    twice = next((one for one in found if list(idents).count(one.pk) > 1), None)
    if twice is not None:
        raise problem("worker.one_row", name=twice.name)
    known = WorkerSpell.objects.under(*act.actor.areas).as_known(None).filter(worker__in=found)
    by_worker: dict[UUID, list[WorkerSpell]] = {one.pk: [] for one in found}
    for spell in known.select_related("station").order_by("valid_from", "id"):
        by_worker[spell.worker_id].append(spell)
    return {one.pk: _standing(one, by_worker[one.pk]) for one in found}


def _standing(worker: Worker, known: list[WorkerSpell]) -> Standing:
    lasting = next((spell for spell in known if spell.valid_to is None), None)
    return Standing(worker, lasting, known[-1] if known else None)


def _locked(act: Act, people: dict[UUID, Standing], more: Collection[UUID]) -> Served:
    """The stations that the change concerns, both the old and the new, locked together."""
    there = {one.lasting.station_id for one in people.values() if one.lasting}
    for one in people.values():
        act.within(one.worker.area)
    return stations_of(act, {*there, *more})
