"""Opening and closing stations, and what stands on their door."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area, Kind
from shuangbai.kernel import spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.actions.commands import NewStation, StationDetails
from shuangbai.staff.actions.ground import check_day, held, openings, station_of
from shuangbai.staff.models import PointSpell, Station, StationSpell, VillageService, WorkerSpell

catalogue(
    {
        "station.town": ("“{name}”不是乡镇或街道。", "社工站要建在乡镇（街道）一级。"),
        "station.already": (
            "{town}已经有开着的社工站：{name}。",
            "要改名，请在那个站的页面上改；确实换了站，请先关那个站。",
        ),
        "station.twice": ("{town}在这份名单里有两个社工站。", "一个镇（街）只留一个。"),
        "station.staffed": (
            "{name}还有 {count} 名社工在岗。",
            "请先把他们调到别的站，或办理离岗，再关站。",
        ),
        "station.shut_before": (
            "{name}从 {since} 起才这样。",
            "关站日期要在这一天或以后；这条记录错了的，请先改正。",
        ),
        "station.shut": ("{name}已经关了。", "要再开，请用“重新开站”。"),
        "station.is_open": ("{name}现在开着。", "不用再开。"),
        "station.again_before": ("{name}到 {since} 才关。", "重新开站的日期要在这一天或以后。"),
    }
)


@action("station.manage", counted=True)
def open_station(act: Act, new: NewStation) -> Station:
    """The same id again answers with the one that is there."""
    return _open(act, [new])[0]


@action("station.manage", counted=True)
def open_stations(act: Act, news: Sequence[NewStation]) -> list[Station]:
    """Several, all or none."""
    return _open(act, news)


def _open(act: Act, news: Sequence[NewStation]) -> list[Station]:
    for new in news:
        act.within(new.area)
    there = Station.objects.under(*act.actor.areas).in_bulk([new.id for new in news])
    if there and len(news) == 1:
        act.detail = {"repeated": True}
        return list(there.values())
    fresh = [new for new in news if new.id not in there]
    for new in sorted(fresh, key=lambda new: new.area):
        _check_town(act, new)
    _once_each([new.area for new in fresh])
    made = [
        Station(id=new.id, area=new.area, name=new.name, address=new.address, phone=new.phone)
        for new in fresh
    ]
    Station.objects.bulk_create(made)
    StationSpell.objects.bulk_create(
        StationSpell(area=new.area, station_id=new.id, valid_from=new.opened_on, **act.stamp)
        for new in fresh
    )
    for new in fresh:
        act.touch("staff.station", new.id, new.area, opened_on=str(new.opened_on))
    return made


def _once_each(towns: list[str]) -> None:
    """A list may not bring two stations for one town."""
    twice = next((town for town in towns if towns.count(town) > 1), None)
    if twice:
        name = areas.get(twice).name
        raise problem("station.twice", column="在哪个镇（街）", town=name)


def _check_town(act: Act, new: NewStation) -> None:
    town: Area = areas.get(new.area)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"staff.town {town.key}"])
    if town.level != Level.TOWN.value or town.kind != Kind.ADMINISTRATIVE:
        raise problem("station.town", column="在哪个镇（街）", name=town.name)
    check_day(act, new.opened_on, "开站日期")
    standing = held(StationSpell, new.area).from_on(new.opened_on).select_related("station")
    if other := standing.first():
        raise problem(
            "station.already", column="在哪个镇（街）", town=town.name, name=other.station.name
        )


@action("station.manage")
def edit_station(act: Act, station_id: UUID, told: StationDetails) -> Station:
    """Name, address, phone: as they are now; what they were stands in the trail."""
    station = station_of(act, station_id)
    act.subject = ("staff.station", str(station.pk))
    fields = {"name": told.name, "address": told.address, "phone": told.phone}
    changed = {
        key: [getattr(station, key), value]
        for key, value in fields.items()
        if getattr(station, key) != value
    }
    if changed:
        Station.objects.filter(pk=station.pk, pref=station.pref).update(**fields)
        act.touch("staff.station", station.pk, station.area, **changed)
    return station


@action("station.manage", counted=True)
def close_station(act: Act, station_id: UUID, day: date) -> None:
    """The station ends on `day`, and with it its points and what it did for villages. Nobody may
    still be working there."""
    station = station_of(act, station_id)
    act.subject = ("staff.station", str(station.pk))
    check_day(act, day, "关站日期")
    lasting = held(StationSpell, station.area, station=station).filter(valid_to=None).first()
    if lasting is None:
        raise problem("station.shut", name=station.name)
    if day < lasting.valid_from:
        raise problem(
            "station.shut_before", column="关站日期", name=station.name, since=lasting.valid_from
        )
    staying = held(WorkerSpell, station.area, station=station).from_on(day).count()
    if staying:
        raise problem("station.staffed", name=station.name, count=staying)
    for model in (StationSpell, PointSpell, VillageService):
        lasts = held(model, station.area, station=station).from_on(day)
        spells.replace_all([(spell, [spells.ending(spell, day)]) for spell in lasts], act.stamp)
    act.touch("staff.station", station.pk, station.area, closed_on=str(day))


@action("station.manage", counted=True)
def reopen_station(act: Act, station_id: UUID, day: date) -> None:
    """Open again from `day`. Its points and villages are said anew."""
    station = station_of(act, station_id)
    act.subject = ("staff.station", str(station.pk))
    check_day(act, day, "重新开站的日期")
    before = openings([station])[station.pk]
    last = before[-1].valid_to if before else None
    if before and last is None:
        raise problem("station.is_open", name=station.name)
    if last is not None and day < last:
        raise problem(
            "station.again_before", column="重新开站的日期", name=station.name, since=last
        )
    StationSpell.objects.create(area=station.area, station=station, valid_from=day, **act.stamp)
    act.touch("staff.station", station.pk, station.area, opened_on=str(day))
