"""Opening stations and points, and saying who serves which village."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Kind
from shuangbai.kernel import spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.models import Point, Station, StationSpell, VillageService, Worker

catalogue(
    {
        "station.town": ("“{name}”不是乡镇或街道。", "社工站要建在乡镇（街道）一级。"),
        "point.village": ("村（居）{village} 不在这个站的镇里。", "请选本镇的村（居）。"),
    }
)


@dataclass(frozen=True)
class NewStation:
    area: str
    name: str
    opened_on: date
    address: str = ""


@dataclass(frozen=True)
class NewWorker:
    station_id: UUID
    name: str
    post: str = ""
    hired_on: date | None = None
    user_id: UUID | None = None


@dataclass(frozen=True)
class NewPoint:
    """A point standing in `area` (a village key) that serves `villages` from `opened_on`."""

    station_id: UUID
    area: str
    name: str
    opened_on: date
    villages: tuple[str, ...]


@action("station.manage", counted=True)
def open_station(act: Act, new: NewStation) -> Station:
    act.within(new.area)
    town = areas.get(new.area)
    if town.level != Level.TOWN.value or town.kind != Kind.ADMINISTRATIVE:
        raise problem("station.town", name=town.name)
    station = Station.objects.create(area=new.area, name=new.name, address=new.address)
    StationSpell.objects.create(
        area=new.area, station=station, valid_from=new.opened_on, **act.stamp
    )
    act.touch("staff.station", station.pk, new.area, opened_on=str(new.opened_on))
    return station


@action("station.manage", counted=True)
def close_station(act: Act, station_id: UUID, day: date) -> None:
    """The station ends on `day`, and with it what it did for villages."""
    station = gate.find(Station, act.actor, station_id)
    act.within(station.area)
    for model in (StationSpell, VillageService):
        held = model.objects.under(station.area).as_known(None).filter(station=station)
        for spell in held.filter(valid_to=None):
            spells.end(spell, day, act.stamp)
    act.touch("staff.station", station.pk, station.area, closed_on=str(day))


@action("station.manage")
def add_worker(act: Act, new: NewWorker) -> Worker:
    station = gate.find(Station, act.actor, new.station_id)
    act.within(station.area)
    worker = Worker.objects.create(
        area=station.area,
        station=station,
        name=new.name,
        post=new.post,
        hired_on=new.hired_on,
        user_id=new.user_id,
    )
    act.touch("staff.worker", worker.pk, station.area)
    return worker


@action("station.manage", counted=True)
def open_point(act: Act, new: NewPoint) -> Point:
    station = gate.find(Station, act.actor, new.station_id)
    act.within(station.area)
    _check_villages(station, (new.area, *new.villages))
    point = Point.objects.create(area=new.area, station=station, name=new.name)
    _serve(act, station, new.villages, new.opened_on, point=point)
    act.touch("staff.point", point.pk, new.area, villages=list(new.villages))
    return point


@action("station.manage", counted=True)
def serve_directly(
    act: Act, station_id: UUID, villages: tuple[str, ...], worker_id: UUID, day: date
) -> None:
    """The station serves these villages itself, with a worker who answers for them."""
    station = gate.find(Station, act.actor, station_id)
    worker = gate.find(Worker, act.actor, worker_id)
    act.within(station.area)
    _check_villages(station, villages)
    _serve(act, station, villages, day, worker=worker)
    act.touch("staff.station", station.pk, station.area, villages=list(villages))


def _check_villages(station: Station, villages: Collection[str]) -> None:
    own = {village.key for village in areas.villages(station.area)}
    for village in villages:
        if village not in own:
            raise problem("point.village", village=village)


def _serve(
    act: Act,
    station: Station,
    villages: Collection[str],
    day: date,
    point: Point | None = None,
    worker: Worker | None = None,
) -> None:
    how = VillageService.How.POINT if point else VillageService.How.DIRECT
    VillageService.objects.bulk_create(
        VillageService(
            area=village,
            station=station,
            how=how,
            point=point,
            worker=worker,
            valid_from=day,
            **act.stamp,
        )
        for village in villages
    )
