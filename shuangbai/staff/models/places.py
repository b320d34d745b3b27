"""The points that a station runs in villages, and who serves which village."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.kernel.tables import Personal, PrefForeignKey, Spell
from shuangbai.staff.models.stations import DAYS, Station
from shuangbai.staff.models.workers import Worker


class Point(Personal):
    """社工点: an office in a village that serves one or more villages; area is where it stands."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="points")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class PointSpell(Spell):
    """A point is open; area is the village where it stands."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    point = PrefForeignKey(Point, on_delete=models.PROTECT, related_name="spells")
    point_name = models.CharField(max_length=60)
    """As printed: the point itself may have moved out of one's areas."""
    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="+")

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="staff_pointspell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("point", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]


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
    by_name = models.CharField(max_length=60, blank=True, default="")
    """Name of the point or worker, as printed: either may be in another town by now."""

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(how="point", point__isnull=False)
                | models.Q(how="direct", worker__isnull=False),
                name="staff_villageservice_named",
            ),
        ]
