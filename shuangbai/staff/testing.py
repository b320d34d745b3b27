"""Makers of stations, points and workers, through the real actions."""

from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN
from shuangbai.areas import selectors as areas
from shuangbai.staff import actions
from shuangbai.staff.models import Point, Station, Worker

OPENED = date(2024, 1, 5)


def village_keys(town: str = OWN_TOWN) -> list[str]:
    return [village.key for village in areas.villages(town)]


def make_station(actor: Actor, town: str = OWN_TOWN, opened_on: date = OPENED) -> Station:
    name = f"{areas.get(town).name}社工站"
    return actions.open_station(actor, actions.NewStation(town, name, opened_on))


def make_point(
    actor: Actor, station: Station, villages: list[str], name: str = "城村社工点", **told: Any
) -> Point:
    """In the first of these villages, serving them all."""
    day = told.pop("opened_on", OPENED)
    new = actions.NewPoint(station.pk, villages[0], name, day, tuple(villages), **told)
    return actions.open_point(actor, new)


def make_worker(actor: Actor, station: Station, name: str = "何木林", **told: Any) -> Worker:
    """`told`: any field of NewWorker."""
    new = {"post": "service", "hired_on": OPENED, **told}
    return actions.add_worker(actor, actions.NewWorker(station.pk, name, **new))


def move_worker(actor: Actor, worker: UUID, station: Station, day: date, **told: Any) -> int:
    change = actions.PostChange(worker, station.pk, day, **{"post": "service", **told})
    return actions.change_posts(actor, [change])
