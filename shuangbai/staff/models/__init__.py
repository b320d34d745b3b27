"""The nouns of this app: places that serve, and the people who work there.

Identities (`Station`, `Point`, `Worker`) live; what is true of them for a time stands in spells,
so that figures of any past day and any instant of knowledge come out again.
"""

from shuangbai.staff.models.equipment import Equipment, Requirement
from shuangbai.staff.models.places import Point, PointSpell, VillageService
from shuangbai.staff.models.stations import Station, StationSpell
from shuangbai.staff.models.workers import Qualification, Worker, WorkerSpell

__all__ = [
    "Equipment",
    "Point",
    "PointSpell",
    "Qualification",
    "Requirement",
    "Station",
    "StationSpell",
    "VillageService",
    "Worker",
    "WorkerSpell",
]
