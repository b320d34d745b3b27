"""Stations, points and workers of Yunfu: 63 stations; Yuncheng's 40 points and 109 workers are
the bulletin's, the others are made in proportion. A few villages stay without anybody, so that
the cover page has something to show."""

from datetime import date, timedelta
from random import Random

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.demo.people import GIVEN_FEMALE, GIVEN_MALE, SURNAMES
from shuangbai.staff import actions
from shuangbai.staff.models import Worker

YUNCHENG, YUNCHENG_POINTS, YUNCHENG_WORKERS = "445302", 40, 109
UNSERVED = 11


def make(actor: Actor, random: Random, opened: date) -> dict[str, Worker]:
    """Open everything; returns the responsible worker of each town by its key."""
    towns = areas.towns("4453")
    without = _villages_without(random, towns)
    own = [town for town in towns if town.key.startswith(YUNCHENG)]
    spare = _shares(YUNCHENG_WORKERS, len(own))
    points = _shares(YUNCHENG_POINTS, len(own))
    responsible = {}
    for town in towns:
        place = own.index(town) if town in own else None
        workers = spare[place] if place is not None else random.randint(4, 9)
        count = points[place] if place is not None else random.randint(2, 4)
        responsible[town.key] = _station(actor, random, town, (workers, count), opened, without)
    return responsible


def _villages_without(random: Random, towns: list[Area]) -> set[str]:
    far = [town for town in towns if town.key.startswith(("445322", "445381"))]
    chosen = random.sample(far, UNSERVED)
    return {areas.villages(town.key)[-1].key for town in chosen}


def _shares(total: int, among: int) -> list[int]:
    return [total // among + (place < total % among) for place in range(among)]


def _station(
    actor: Actor,
    random: Random,
    town: Area,
    sizes: tuple[int, int],
    opened: date,
    without: set[str],
) -> Worker:
    workers, points = sizes
    station = actions.open_station(
        actor, actions.NewStation(town.key, f"{town.name}社工站", opened, f"{town.name}人民政府旁")
    )
    people = [_worker(actor, random, station.pk, opened) for _ in range(workers)]
    villages = [village.key for village in areas.villages(town.key) if village.key not in without]
    with_point = villages[: max(1, int(len(villages) * 0.7))]
    points = min(points, len(with_point))
    for place in range(points):
        served = tuple(with_point[place::points])
        village = areas.get(served[0]).name
        name = f"{village.removesuffix('村民委员会').removesuffix('居民委员会')}社工点"
        actions.open_point(actor, actions.NewPoint(station.pk, served[0], name, opened, served))
    directly = tuple(villages[len(with_point) :])
    if directly:
        actions.serve_directly(actor, station.pk, directly, people[0].pk, opened)
    return people[0]


def _worker(actor: Actor, random: Random, station: object, opened: date) -> Worker:
    name = random.choice(SURNAMES) + random.choice(GIVEN_FEMALE + GIVEN_MALE)
    post = random.choice(("service", "service", "affairs"))
    hired = opened + timedelta(days=random.randint(0, 300))
    return actions.add_worker(actor, actions.NewWorker(station, name, post, hired))  # type: ignore[arg-type]
