"""The nouns of this app: places that serve, and the people who work there.

Identities (`Station`, `Point`, `Worker`) live; what is true of them for a time stands in spells,
so that figures of any past day and any instant of knowledge come out again.
"""

from shuangbai.staff.models.places import Point, PointSpell, VillageService
from shuangbai.staff.models.stations import Station, StationSpell
from shuangbai.staff.models.workers import Qualification, Worker, WorkerSpell

__all__ = [
    "Point",
    "PointSpell",
    "Qualification",
    "Station",
    "StationSpell",
    "VillageService",
    "Worker",
    "WorkerSpell",
]
