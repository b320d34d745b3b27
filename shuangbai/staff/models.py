"""Stations, the points they run in villages, who is served by which, and workers (minimal).

Identities (`Station`, `Point`, `Worker`) live; what is true of them for a time stands in spells,
so that figures of any past day and any instant of knowledge come out again.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.kernel.tables import Personal, PrefForeignKey, Spell


class Station(Personal):
    """社工站: one for each town; its area is the town's key."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class StationSpell(Spell):
    """A station is open."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="spells")

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="staff_stationspell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("station", RangeOperators.EQUAL),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]


class Point(Personal):
    """社工点: an office in a village that serves one or more villages; area is where it stands."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="points")
    name = models.CharField(max_length=60)

    class Meta(Personal.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class Worker(Personal):
    """社工: area is the town of the station."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    class Post(models.TextChoices):
        SERVICE = "service", "服务岗"
        AFFAIRS = "affairs", "事务岗"

    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="workers")
    user_id = models.UUIDField(null=True)
    """The account under which this worker signs in, if any; no foreign key to system tables."""
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=8, choices=Post.choices, blank=True, default="")
    hired_on = models.DateField(null=True)

    class Meta(Personal.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class VillageService(Spell):
    """Somebody serves this village: an open point, or the station itself with a named worker."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    class How(models.TextChoices):
        POINT = "point", "社工点负责"
        DIRECT = "direct", "站直接负责"

    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="village_services")
    how = models.CharField(max_length=6, choices=How.choices)
    point = PrefForeignKey(Point, on_delete=models.PROTECT, null=True, related_name="+")
    worker = PrefForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(how="point", point__isnull=False)
                | models.Q(how="direct", worker__isnull=False),
                name="staff_villageservice_named",
            ),
        ]
