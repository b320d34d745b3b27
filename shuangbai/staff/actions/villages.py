"""Who serves which village. A village has one answer on a day: a new one ends the one before."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.kernel import spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.actions.commands import Assignment
from shuangbai.staff.actions.ground import (
    check_day,
    check_open,
    check_villages,
    held,
    openings,
    station_of,
)
from shuangbai.staff.models import Point, PointSpell, Station, VillageService, Worker, WorkerSpell

catalogue(
    {
        "village.point_shut": (
            "{name}在 {day} 没有开着。",
            "请选开着的社工点，或先重新开点。",
        ),
        "village.worker_away": (
            "{name}在 {day} 不在这个站。",
            "请选当时在岗的社工，或把日期改到到岗以后。",
        ),
    }
)
COLUMN = "从哪天起"


@action("staff.manage", counted=True)
def assign_villages(
    act: Act, station_id: UUID, assignments: Sequence[Assignment], day: date
) -> int:
    """From `day` these villages are served as said; those that are so already stay untouched.
    Returns how many changed."""
    station = station_of(act, station_id)
    act.subject = ("staff.station", str(station.pk))
    return assign(act, station, assignments, day)


@action("staff.manage", counted=True)
def serve_directly(
    act: Act, station_id: UUID, villages: Sequence[str], worker_id: UUID, day: date
) -> int:
    """The station serves these villages itself, with a worker who answers for them by name."""
    station = station_of(act, station_id)
    act.subject = ("staff.station", str(station.pk))
    return assign(act, station, [Assignment(key, None, worker_id) for key in villages], day)


def assign(act: Act, station: Station, wanted: Sequence[Assignment], day: date) -> int:
    """As part of a greater action; the station is locked by the caller."""
    check_day(act, day, COLUMN)
    check_open(station, openings([station])[station.pk], day, COLUMN)
    check_villages(station, [one.village for one in wanted], "村（居）")
    points = _points(act, station, {one.point_id for one in wanted if one.point_id}, day)
    workers = _workers(act, station, {one.worker_id for one in wanted if one.worker_id}, day)
    by_village = {one.village: one for one in wanted}
    standing: dict[str, list[VillageService]] = {}
    for service in held(VillageService, station.area).from_on(day):
        standing.setdefault(service.area, []).append(service)
    changed = [
        one for one in by_village.values() if not _same(standing.get(one.village, []), one, day)
    ]
    ended = [service for one in changed for service in standing.get(one.village, [])]
    spells.replace_all([(service, [spells.ending(service, day)]) for service in ended], act.stamp)
    VillageService.objects.bulk_create(
        _service(act, station, one, day, points, workers)
        for one in changed
        if one.point_id or one.worker_id
    )
    for one in changed:
        act.touch("staff.village", one.village, one.village, **_said(one, day))
    return len(changed)


def end_services(act: Act, services: Collection[VillageService], day: date) -> None:
    """Nobody serves these villages from `day` on."""
    spells.replace_all(
        [(service, [spells.ending(service, day)]) for service in services], act.stamp
    )
    for service in services:
        act.touch("staff.village", service.area, service.area, nobody_from=str(day))


def _same(standing: list[VillageService], wanted: Assignment, day: date) -> bool:
    if not standing:
        return not (wanted.point_id or wanted.worker_id)
    asked = (wanted.point_id, None if wanted.point_id else wanted.worker_id)
    return all(
        (one.point_id, None if one.point_id else one.worker_id) == asked
        and one.valid_from <= day
        and one.valid_to is None
        for one in standing
    )


def _service(
    act: Act,
    station: Station,
    one: Assignment,
    day: date,
    points: dict[UUID, Point],
    workers: dict[UUID, Worker],
) -> VillageService:
    point = points[one.point_id] if one.point_id else None
    worker = workers[one.worker_id] if one.worker_id and not point else None
    name = point.name if point else worker.name if worker else ""
    return VillageService(
        area=one.village,
        station=station,
        how=VillageService.How.POINT if point else VillageService.How.DIRECT,
        point=point,
        worker=worker,
        by_name=name,
        valid_from=day,
        **act.stamp,
    )


def _said(one: Assignment, day: date) -> dict[str, str]:
    if one.point_id:
        return {"point": str(one.point_id), "from": str(day)}
    if one.worker_id:
        return {"worker": str(one.worker_id), "from": str(day)}
    return {"nobody_from": str(day)}


def _points(act: Act, station: Station, idents: Collection[UUID], day: date) -> dict[UUID, Point]:
    found = {point.pk: point for point in gate.find_many(Point, act.actor, idents)}
    open_then = set(
        held(PointSpell, station.area, station=station, point__in=idents)
        .on(day)
        .values_list("point_id", flat=True)
    )
    for point in found.values():
        if point.pk not in open_then:
            raise problem("village.point_shut", column=COLUMN, name=point.name, day=day)
    return found


def _workers(act: Act, station: Station, idents: Collection[UUID], day: date) -> dict[UUID, Worker]:
    found = {worker.pk: worker for worker in gate.find_many(Worker, act.actor, idents)}
    there = set(
        held(WorkerSpell, station.area, station=station, worker__in=idents)
        .on(day)
        .values_list("worker_id", flat=True)
    )
    for worker in found.values():
        if worker.pk not in there:
            raise problem("village.worker_away", column=COLUMN, name=worker.name, day=day)
    return found
