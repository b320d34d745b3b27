"""The first page of somebody who answers for many stations: what to do, what is missing, what
changed."""

from dataclasses import dataclass

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.cover import selectors as cover
from shuangbai.cover.rules import Asked, Compared
from shuangbai.cover.selectors import Comparison, Cover, Line, Unit
from shuangbai.desk.selectors import todo
from shuangbai.desk.selectors.services import YEAR, Services, by_town
from shuangbai.desk.selectors.todo import Todo
from shuangbai.figures.rules import month_before
from shuangbai.figures.selectors import opening_area
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.visits import selectors as visits
from shuangbai.visits.selectors import Told

LATEST = 6
MOST_MISSING = 10
SHOWN = ("stations", "villages", "files", "service")
"""Of the pairs; how many are visited in time is said by the page of the plan."""


@dataclass(frozen=True)
class County:
    """A county with its towns; a prefecture without counties is one group."""

    key: str
    name: str
    towns: list[Line]


@dataclass(frozen=True)
class Overview:
    """`comparison`: today and a month ago, by towns. `waiting`: where most people still wait."""

    comparison: Comparison
    counties: list[County]
    waiting: list[Unit]
    services: Services
    latest: list[Told]
    todo: list[Todo]


def compared_of(actor: Actor) -> Compared:
    """Today and a month ago, where the pages of the two 100% open."""
    today = clock.today()
    return Compared(Asked(today, opening_area(actor)), month_before(today))


def overview(actor: Actor) -> Overview:
    comparison = cover.compare(actor, compared_of(actor), Level.TOWN, told=False, names=SHOWN)
    most = sorted(comparison.units, key=lambda unit: (-unit.now["service"].missing, unit.key))
    seen = actor.may("visit.see")
    return Overview(
        comparison,
        _counties(comparison),
        [unit for unit in most[:MOST_MISSING] if unit.now["service"].missing],
        by_town(actor.areas, YEAR),
        visits.listed(actor, visits.Wanted(), limit=LATEST).lines if seen else [],
        todo.of_officer(actor, comparison),
    )


def province(actor: Actor) -> Cover:
    """The pairs of the province and of its cities."""
    return cover.cover(actor, compared_of(actor).asked, Level.PREFECTURE)


def _counties(comparison: Comparison) -> list[County]:
    """Towns by their counties, each by its own short name."""
    length = LEVELS[Level.COUNTY]
    keys = sorted({unit.key[:length] for unit in comparison.units})
    names = areas.names([*keys, *(unit.key for unit in comparison.units)])
    real = {area.key for area in Area.objects.filter(key__in=keys).counted()}
    found: dict[str, list[Line]] = {key: [] for key in keys}
    for unit in comparison.units:
        name = names.get(unit.key, unit.name)
        found[unit.key[:length]].append(Line(unit.key, name, unit.now))
    return [
        County(key if key in real else areakey.prefecture(key), names.get(key, ""), towns)
        for key, towns in found.items()
    ]
