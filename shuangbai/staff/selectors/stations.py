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
from shuangbai.kernel import areakey, clock, counting
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Period
from shuangbai.staff.models import Point, PointSpell, Station, StationSpell, VillageService

PAGE = 100
COUNTED = ("points", "villages_covered", "villages", "workers")
TOGETHER = (
    "stations",
    "villages_covered",
    "villages",
    "villages_unserved",
    "workers",
    "workers_certified",
    "stations_equipped",
    "stations_unequipped",
)
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
    workers: int

    @property
    def missing(self) -> int:
        return self.whole - self.covered


@dataclass(frozen=True)
class Listed:
    lines: list[Line] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    """The figures of the whole, by key."""
    closed: list[Station] = field(default_factory=list)
    next: str = ""
    """Town of the last line, when there are more."""

    @property
    def judged(self) -> int:
        """Stations for which a list of equipment holds."""
        return self.totals["stations_equipped"] + self.totals["stations_unequipped"]


@dataclass(frozen=True)
class Village:
    """A village of the town and who serves it; nobody is a gap."""

    area: Area
    services: tuple[VillageService, ...]


@dataclass(frozen=True)
class PointLine:
    point: Point
    since: date | None
    """None: it is closed."""
    until: date | None
    place: str
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    station: Station
    path: list[Area]
    openings: list[StationSpell]
    villages: list[Village]
    points: list[PointLine]

    @property
    def since(self) -> date | None:
        """None: it is closed."""
        last = self.openings[-1] if self.openings else None
        return last.valid_from if last is not None and last.valid_to is None else None

    @property
    def until(self) -> date | None:
        return self.openings[-1].valid_to if self.openings else None

    @property
    def gaps(self) -> list[Village]:
        return [village for village in self.villages if not village.services]

    @property
    def served(self) -> list[Village]:
        return [village for village in self.villages if village.services]

    @property
    def covered(self) -> int:
        return len(self.served)

    @property
    def open_points(self) -> list[PointLine]:
        return [line for line in self.points if line.since is not None]

    @property
    def shut_points(self) -> list[PointLine]:
        return [line for line in self.points if line.since is None]


def stations(actor: Actor, after: str = "", limit: int = PAGE) -> Listed:
    """Stations open today below the actor's areas, in the order of towns, behind town `after`."""
    spells = living(StationSpell, actor)
    behind = spells.filter(area__gt=after).select_related("station")
    rows = list(behind.order_by("area", "id")[: limit + 1])
    more = len(rows) > limit
    totals = {key: counting.count(key, today_of(actor)).total for key in TOGETHER}
    shut = Station.objects.visible_to(actor).exclude(pk__in=spells.values("station_id"))
    return Listed(
        _lines(actor, rows[:limit]),
        totals,
        list(shut.order_by("area", "id")[:limit]),
        rows[limit - 1].area if more else "",
    )


def station_names(actor: Actor, towns: list[str]) -> dict[str, Station]:
    """Town key → the station that is open there today."""
    spells = living(StationSpell, actor).filter(area__in=towns).select_related("station")
    return {spell.area: spell.station for spell in spells.order_by("-id")}


def open_stations(actor: Actor) -> list[Station]:
    """Those open today, in the order of towns."""
    spells = living(StationSpell, actor).select_related("station").order_by("area", "id")
    return [spell.station for spell in spells]


def towns_without(actor: Actor) -> list[Area]:
    """Towns where a station could be opened."""
    taken = set(living(StationSpell, actor).values_list("area", flat=True))
    return [town for town in areas.towns(*actor.areas) if town.key not in taken]


def find(actor: Actor, station_id: UUID) -> Station:
    return gate.find(Station, actor, station_id)


def station(actor: Actor, station_id: UUID) -> Sheet:
    """One station with the villages of its town, or Absent."""
    found = gate.find(Station, actor, station_id)
    known = StationSpell.objects.visible_to(actor).as_known(None)
    openings = known.filter(station=found, pref=found.pref).order_by("valid_from", "id")
    villages = areas.villages(found.area)
    services = services_of(actor, found)
    return Sheet(
        found,
        areas.path(found.area),
        [spell for spell in openings if spell.valid_to != spell.valid_from],
        [Village(area, tuple(services.get(area.key, ()))) for area in villages],
        _points(actor, found, {area.key: area.name for area in villages}, services),
    )


def services_of(actor: Actor, found: Station) -> dict[str, list[VillageService]]:
    """Village key → who of this station serves it today."""
    services: dict[str, list[VillageService]] = {}
    held = living(VillageService, actor).filter(station=found, pref=found.pref)
    for one in held.order_by("how", "id"):
        services.setdefault(one.area, []).append(one)
    return services


def point(actor: Actor, point_id: UUID) -> tuple[Point, PointSpell | None, PointSpell | None]:
    """The point, when it is open today, and when it was open last."""
    found = gate.find(Point, actor, point_id, "station")
    known = PointSpell.objects.visible_to(actor).as_known(None)
    spells = list(known.filter(point=found, pref=found.pref).order_by("valid_from", "id"))
    lasting = next((spell for spell in spells if spell.valid_to is None), None)
    return found, lasting, spells[-1] if spells else None


def served_by(actor: Actor, found: Point) -> list[str]:
    """Keys of the villages that this point serves today."""
    held = living(VillageService, actor).filter(point=found, pref=found.pref)
    return list(held.order_by("area").values_list("area", flat=True))


def living(model: Any, actor: Actor) -> Any:
    """What is known now to hold today."""
    return model.objects.visible_to(actor).as_known(None).on(clock.today())


def today_of(actor: Actor) -> Ask:
    today = clock.today()
    return Ask(actor.areas, Period(today, today))


def _points(
    actor: Actor,
    found: Station,
    names: dict[str, str],
    services: dict[str, list[VillageService]],
) -> list[PointLine]:
    known = PointSpell.objects.visible_to(actor).as_known(None)
    spells = known.filter(station=found, pref=found.pref).order_by("valid_from", "id")
    last = {spell.point_id: spell for spell in spells}
    begun: dict[UUID, date] = {}
    for spell in spells:
        begun.setdefault(spell.point_id, spell.valid_from)
    serves: dict[UUID, list[str]] = {}
    for key, every in services.items():
        for one in every:
            if one.point_id:
                serves.setdefault(one.point_id, []).append(names.get(key, key))
    points = Point.objects.visible_to(actor).filter(pk__in=last).order_by("area", "name")
    return [
        PointLine(
            one,
            None if last[one.pk].valid_to else begun[one.pk],
            last[one.pk].valid_to,
            names.get(one.area, ""),
            tuple(serves.get(one.pk, ())),
        )
        for one in points
    ]


def _lines(actor: Actor, spells: list[StationSpell]) -> list[Line]:
    """The numbers are the figures' own, by town: what is shown is what their pages open."""
    counties = areas.names(spell.area[:COUNTY] for spell in spells)
    found = counting.count_many(COUNTED, today_of(actor), by=Level.TOWN)
    return [
        Line(
            spell.station,
            spell.valid_from,
            counties.get(spell.area[:COUNTY], ""),
            *(found[key].part(areakey.cut(spell.area, Level.TOWN)) for key in COUNTED),
        )
        for spell in spells
    ]


def village_names(keys: list[str]) -> list[str]:
    found = areas.names(keys)
    return [found.get(key, key) for key in keys]
