"""Opening, moving and closing the points of a station."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.kernel import areakey, spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.actions.commands import Assignment, NewPoint, PointDetails, Reopening
from shuangbai.staff.actions.ground import (
    Served,
    check_day,
    check_open,
    check_villages,
    held,
    openings,
    station_of,
    stations_of,
)
from shuangbai.staff.actions.villages import assign, end_services
from shuangbai.staff.models import Point, PointSpell, Station, VillageService

catalogue(
    {
        "point.no_village": (
            "没有选这个社工点服务哪些村（居）。",
            "至少选一个；一个都不服务了，请关点。",
        ),
        "point.same_name": ("这个站已经有叫“{name}”的社工点。", "请换一个名称，或改那个点。"),
        "point.shut": ("{name}已经关了。", "要再开，请用“重新开点”。"),
        "point.is_open": ("{name}现在开着。", "不用再开。"),
        "point.since": ("{name}从 {since} 起才这样。", "请填这一天或以后的日期。"),
        "point.again_before": ("{name}到 {since} 才关。", "重新开点的日期要在这一天或以后。"),
    }
)


@action("staff.manage", counted=True)
def open_point(act: Act, new: NewPoint) -> Point:
    """The same id again answers with the one that is there."""
    return _open(act, [new])[0]


@action("staff.manage", counted=True)
def open_points(act: Act, news: Sequence[NewPoint]) -> list[Point]:
    """Several, all or none."""
    return _open(act, news)


def _open(act: Act, news: Sequence[NewPoint]) -> list[Point]:
    stations = stations_of(act, [new.station_id for new in news])
    there = Point.objects.under(*act.actor.areas).in_bulk([new.id for new in news])
    if there and len(news) == 1:
        act.detail = {"repeated": True}
        return list(there.values())
    fresh = [new for new in news if new.id not in there]
    _check_new(act, stations, fresh)
    made = [
        Point(
            id=new.id,
            area=new.area,
            station_id=new.station_id,
            name=new.name,
            address=new.address,
        )
        for new in fresh
    ]
    Point.objects.bulk_create(made)
    PointSpell.objects.bulk_create(
        _opened(act, point, new.opened_on) for point, new in zip(made, fresh, strict=True)
    )
    together: dict[tuple[UUID, date], list[Assignment]] = {}
    for new in fresh:
        served = [Assignment(village, point_id=new.id) for village in new.villages]
        together.setdefault((new.station_id, new.opened_on), []).extend(served)
        act.touch("staff.point", new.id, new.area, opened_on=str(new.opened_on))
    for (station, day), assignments in together.items():
        assign(act, stations[station], assignments, day)
    return made


def _opened(act: Act, point: Point, day: date) -> PointSpell:
    return PointSpell(
        area=point.area,
        point=point,
        point_name=point.name,
        station_id=point.station_id,
        valid_from=day,
        **act.stamp,
    )


def _check_new(act: Act, stations: Served, news: Sequence[NewPoint]) -> None:
    opened = openings(stations.values())
    names = {(station.pk, name) for station in stations.values() for name in _open_names(station)}
    for new in news:
        station = stations[new.station_id]
        check_day(act, new.opened_on, "开点日期")
        check_open(station, opened[station.pk], new.opened_on, "开点日期")
        check_villages(station, [new.area], "设在哪个村（居）")
        if not new.villages:
            raise problem("point.no_village", column="服务哪些村（居）")
        if (station.pk, new.name) in names:
            raise problem("point.same_name", column="名称", name=new.name)
        names.add((station.pk, new.name))


def _open_names(station: Station, leaving_out: UUID | None = None) -> set[str]:
    lasting = held(PointSpell, station.area, station=station).filter(valid_to=None)
    if leaving_out:
        lasting = lasting.exclude(point_id=leaving_out)
    return set(lasting.values_list("point_name", flat=True))


def _lasting(point: Point) -> PointSpell | None:
    found: PointSpell | None = (
        held(PointSpell, point.area, point=point).filter(valid_to=None).first()
    )
    return found


@action("staff.manage", counted=True)
def edit_point(act: Act, told: PointDetails) -> Point:
    """From `told.day` the point stands and serves as said. A village that it gives up is a gap
    until somebody takes it."""
    point, station = _found(act, told.point_id)
    check_day(act, told.day, "从哪天起")
    check_villages(station, [told.area], "设在哪个村（居）")
    if not told.villages:
        raise problem("point.no_village", column="服务哪些村（居）")
    spell = _lasting(point)
    if spell is None:
        raise problem("point.shut", name=point.name)
    if told.day < spell.valid_from:
        raise problem("point.since", column="从哪天起", name=point.name, since=spell.valid_from)
    if told.name in _open_names(station, leaving_out=point.pk):
        raise problem("point.same_name", column="名称", name=told.name)
    _rewrite(act, point, spell, told)
    given_up = held(VillageService, station.area, point=point).from_on(told.day)
    end_services(act, [one for one in given_up if one.area not in told.villages], told.day)
    served = [Assignment(village, point_id=point.pk) for village in told.villages]
    assign(act, station, served, told.day)
    return point


def _rewrite(act: Act, point: Point, spell: PointSpell, told: PointDetails) -> None:
    fields = {"name": told.name, "area": told.area, "address": told.address}
    changed = {
        key: [getattr(point, key), value]
        for key, value in fields.items()
        if getattr(point, key) != value
    }
    if not changed:
        return
    if "area" in changed:
        spells.split(spell, told.day, act.stamp, area=told.area, point_name=told.name)
    elif "name" in changed:
        spells.revise(spell, act.stamp, point_name=told.name)
    Point.objects.filter(pk=point.pk, pref=point.pref).update(**fields)
    if "name" in changed:
        named = held(VillageService, areakey.cut(point.area, Level.TOWN), point=point).from_on(
            told.day
        )
        spells.replace_all([(one, [{"by_name": told.name}]) for one in named], act.stamp)
    for key, value in fields.items():
        setattr(point, key, value)
    place = {"place" if key == "area" else key: value for key, value in changed.items()}
    act.touch("staff.point", point.pk, point.area, **place)


@action("staff.manage", counted=True)
def close_point(act: Act, point_id: UUID, day: date) -> None:
    """The point ends on `day`; its villages are gaps until somebody takes them."""
    point, station = _found(act, point_id)
    check_day(act, day, "关点日期")
    spell = _lasting(point)
    if spell is None:
        raise problem("point.shut", name=point.name)
    if day < spell.valid_from:
        raise problem("point.since", column="关点日期", name=point.name, since=spell.valid_from)
    spells.end(spell, day, act.stamp)
    end_services(act, list(held(VillageService, station.area, point=point).from_on(day)), day)
    act.touch("staff.point", point.pk, point.area, closed_on=str(day))


@action("staff.manage", counted=True)
def reopen_point(act: Act, told: Reopening) -> None:
    """Open again from that day, for these villages."""
    point, station = _found(act, told.point_id)
    check_day(act, told.day, "重新开点的日期")
    check_open(station, openings([station])[station.pk], told.day, "重新开点的日期")
    if not told.villages:
        raise problem("point.no_village", column="服务哪些村（居）")
    before: Collection[PointSpell] = held(PointSpell, station.area, point=point)
    if any(one.valid_to is None for one in before):
        raise problem("point.is_open", name=point.name)
    last = max((one.valid_to for one in before if one.valid_to), default=told.day)
    if told.day < last:
        raise problem("point.again_before", column="重新开点的日期", name=point.name, since=last)
    if point.name in _open_names(station):
        raise problem("point.same_name", column="名称", name=point.name)
    _opened(act, point, told.day).save(force_insert=True)
    served = [Assignment(village, point_id=point.pk) for village in told.villages]
    assign(act, station, served, told.day)
    act.touch("staff.point", point.pk, point.area, opened_on=str(told.day))


def _found(act: Act, point_id: UUID) -> tuple[Point, Station]:
    point = gate.find(Point, act.actor, point_id)
    station = station_of(act, point.station_id)
    act.subject = ("staff.point", str(point.pk))
    return gate.find(Point, act.actor, point_id), station
