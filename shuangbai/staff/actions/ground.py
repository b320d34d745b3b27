"""What every verb of this app stands on: days that can be, stations that are open, one change of
a station at a time."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act
from shuangbai.areas import selectors as areas
from shuangbai.kernel import days
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.kernel.tables import Spell
from shuangbai.staff.models import Station, StationSpell

catalogue(
    {
        "staff.future": ("日期 {day} 还没有到。", "请等到那一天再办；已经办了的，填实际的日期。"),
        "staff.long_ago": ("日期 {day} 太早了。", "请核对年份，填1990年以后的日期。"),
        "station.not_open": ("{name}在 {day} 没有开着。", "请填开站以后、关站以前的日期。"),
        "point.village": ("村（居）{village} 不在这个站的镇里。", "请选本镇的村（居）。"),
    }
)

type Served = dict[UUID, Station]


def check_day(act: Act, day: date, column: str) -> None:
    """What is entered has happened: today at the latest."""
    if day > act.today:
        raise problem("staff.future", column=column, day=day)
    if day < days.EARLIEST:
        raise problem("staff.long_ago", column=column, day=day)


def held(model: type[Spell], area: str, **which: Any) -> Any:
    """What is known now of these spells; `area` covers them."""
    return model.objects.under(area).as_known(None).filter(pref=area[:4], **which)


def station_of(act: Act, station_id: UUID) -> Station:
    """The station, locked until the transaction ends: two who change it at once take turns."""
    return stations_of(act, [station_id])[station_id]


def stations_of(act: Act, idents: Iterable[UUID]) -> Served:
    """Those stations, each the actor's, locked in the order of their ids."""
    wanted = sorted(set(idents))
    found = gate.find_many(Station, act.actor, wanted)
    for station in found:
        act.within(station.area)
    prefs = {station.pref for station in found}
    locked = Station.objects.filter(pk__in=wanted, pref__in=prefs).order_by("id")
    return {station.pk: station for station in locked.select_for_update()}


def openings(stations: Collection[Station]) -> dict[UUID, list[StationSpell]]:
    """Station → when it was or is open, the earliest first."""
    found: dict[UUID, list[StationSpell]] = {station.pk: [] for station in stations}
    keys = {station.area for station in stations}
    spells = StationSpell.objects.under(*keys).as_known(None).filter(station__in=stations)
    for spell in spells.order_by("valid_from", "id"):
        if spell.valid_to is None or spell.valid_to > spell.valid_from:
            found[spell.station_id].append(spell)
    return found


def check_open(station: Station, opened: list[StationSpell], day: date, column: str) -> None:
    """Open on `day` and not closed since: what begins then goes on until somebody ends it."""
    if not any(spell.valid_from <= day and spell.valid_to is None for spell in opened):
        raise problem("station.not_open", column=column, name=station.name, day=day)


def check_villages(station: Station, villages: Collection[str], column: str) -> None:
    own = {village.key for village in areas.villages(station.area)}
    for village in villages:
        if village not in own:
            raise problem("point.village", column=column, village=village)


def in_row(found: Problem, number: int, many: bool) -> Problem:
    """Of one among many, the problem says which."""
    return found.at(number, found.column) if many else found
