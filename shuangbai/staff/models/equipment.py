"""What a station must have, as an office says it, and what a station has."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.kernel.tables import (
    PrefForeignKey,
    SharedDown,
    SharedDownQuerySet,
    Spell,
    SpellQuerySet,
)
from shuangbai.staff.equipment_rules import Kind
from shuangbai.staff.models.stations import DAYS, Station


class RequirementQuerySet(  # type: ignore[override]  # of as_manager, which the stubs make up
    SharedDownQuerySet["Requirement"], SpellQuerySet["Requirement"]
):
    """Shared down, and dated and versioned like a spell."""


class Requirement(SharedDown):
    """配备清单: one line of the list of `area`. Every open station in the area must have that
    much of it in use, for as long as the line holds. Nothing is shipped: no list, no judgement.

    A thing is known by its name, here and in the ledger. Lists of a city and of a county both
    hold; of what both name, the larger quantity is asked for.
    """

    class Kinds(models.TextChoices):
        PLACE = Kind.PLACE.value, "场地"
        OFFICE = Kind.OFFICE.value, "办公设备"
        SERVICE = Kind.SERVICE.value, "服务设施"
        SOFTWARE = Kind.SOFTWARE.value, "软件"

    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kinds.choices)
    least = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    note = models.CharField(max_length=100, blank=True, default="")
    document = models.CharField(max_length=100, blank=True, default="")
    """The paper that asks for it, as the office names it."""
    order = models.PositiveSmallIntegerField(default=0)
    """Its place in the list as it was typed."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """Up to, not including."""
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=60)
    superseded_at = models.DateTimeField(null=True)
    supersedes = models.UUIDField(null=True)

    objects: ClassVar[Any] = RequirementQuerySet.as_manager()

    class Meta(SharedDown.Meta):
        constraints: ClassVar = [
            ExclusionConstraint(
                name="staff_requirement_one",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(least__gte=1), name="staff_requirement_least"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="staff_requirement_days",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area"], name="staff_requirement_area")]

    def __str__(self) -> str:
        return self.name


class Equipment(Spell):
    """配备台账: a station has so much of something in one condition, for a time."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    class Condition(models.TextChoices):
        USED = "used", "在用"
        BROKEN = "broken", "坏了"
        SCRAPPED = "scrapped", "报废"

    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="equipment")
    name = models.CharField(max_length=40)
    unit = models.CharField(max_length=10, blank=True, default="")
    condition = models.CharField(max_length=8, choices=Condition.choices)
    quantity = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=100, blank=True, default="")

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="staff_equipment_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("station", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("condition", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1), name="staff_equipment_quantity"
            ),
        ]
