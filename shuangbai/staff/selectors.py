"""Questions about stations. Actor first; only what the actor may see.

What is true of a station today stands in spells: it is open, somebody serves a village. A list of
63 stations costs the same handful of queries as one.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.kernel import clock, counting
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.staff.models import Point, Station, StationSpell, VillageService, Worker

PAGE = 100
COUNTED = ("points", "villages_covered", "villages")
COUNTY = LEVELS[Level.COUNTY]


@dataclass(frozen=True)
class Line:
    """One open station: since when, and how much of its town it serves."""

    station: Station
    since: date
    county: str
    points: int
    covered: int
    whole: int

    @property
    def missing(self) -> int:
        return self.whole - self.covered


@dataclass(frozen=True)
class Listed:
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    next: str = ""
    """Town of the last line, when there are more."""


@dataclass(frozen=True)
class Village:
    """A village of the town and who serves it; nobody is a gap."""

    area: Area
    services: tuple[VillageService, ...]


@dataclass(frozen=True)
class Sheet:
    station: Station
    path: list[Area]
    since: date | None
    villages: list[Village]
    points: list[Point]
    workers: list[Worker]

    @property
    def covered(self) -> int:
        return sum(bool(village.services) for village in self.villages)


def stations(actor: Actor, after: str = "", limit: int = PAGE) -> Listed:
    """Stations open today below the actor's areas, in the order of towns, behind town `after`."""
    spells = _living(StationSpell, actor)
    total = counting.count("stations", _today(actor)).total
    behind = spells.filter(area__gt=after).select_related("station")
    rows = list(behind.order_by("area", "id")[: limit + 1])
    more = len(rows) > limit
    return Listed(_lines(actor, rows[:limit]), total, rows[limit - 1].area if more else "")


def station_names(actor: Actor, towns: list[str]) -> dict[str, Station]:
    """Town key → the station that is open there today."""
    spells = _living(StationSpell, actor).filter(area__in=towns).select_related("station")
    return {spell.area: spell.station for spell in spells.order_by("-id")}


def station(actor: Actor, station_id: UUID) -> Sheet:
    """One station with the villages of its town, or Absent."""
    found = gate.find(Station, actor, station_id)
    opened = _living(StationSpell, actor).filter(station=found, pref=found.pref).first()
    services: dict[str, list[VillageService]] = {}
    held = _living(VillageService, actor).filter(station=found, pref=found.pref)
    for one in held.select_related("point", "worker").order_by("how", "id"):
        services.setdefault(one.area, []).append(one)
    open_points = [one.point_id for every in services.values() for one in every if one.point_id]
    return Sheet(
        found,
        areas.path(found.area),
        opened.valid_from if opened else None,
        [Village(area, tuple(services.get(area.key, ()))) for area in areas.villages(found.area)],
        list(Point.objects.visible_to(actor).filter(pk__in=open_points).order_by("area", "name")),
        list(Worker.objects.visible_to(actor).filter(station=found).order_by("post", "name")),
    )


def _living(model: Any, actor: Actor) -> Any:
    return model.objects.visible_to(actor).as_known(None).on(clock.today())


def _lines(actor: Actor, spells: list[StationSpell]) -> list[Line]:
    """The numbers are the figures' own, by town: what is shown is what their pages open."""
    counties = areas.names(spell.area[:COUNTY] for spell in spells)
    found = counting.count_many(COUNTED, _today(actor), by=Level.TOWN)
    return [
        Line(
            spell.station,
            spell.valid_from,
            counties.get(spell.area[:COUNTY], ""),
            *(found[key].part(spell.area) for key in COUNTED),
        )
        for spell in spells
    ]


def _today(actor: Actor) -> Ask:
    today = clock.today()
    return Ask(actor.areas, Period(today, today))
