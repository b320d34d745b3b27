"""A station itself."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.kernel.tables import Personal, PrefForeignKey, Spell

DAYS = models.Func("valid_from", "valid_to", function="daterange")


class Station(Personal):
    """社工站: one for each town; its area is the town's key."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    """Of the office, printed on its door: no secret."""

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
                    (DAYS, "&&"),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]
