"""Areas: the tree of official divisions, with its history.

The key is ours: made from the official code at first load, prefix = descent. It never changes.
Official codes and names change, so they are dated labels. A unit that moves to another parent
closes its key and opens a new one; events keep the key under which they happened.
"""

from datetime import date, datetime
from typing import Self

from django.db import models

from shuangbai.kernel.areakey import Level
from shuangbai.kernel.tables import AreaField, Reference, below


class Kind(models.TextChoices):
    ADMINISTRATIVE = "administrative", "行政单位"
    FARM_FOREST = "farm_forest", "农林场"
    VILLAGE_LIKE = "village_like", "类似村级单位"
    TECHNICAL = "technical", "无县级的过渡层"


class AreaQuerySet(models.QuerySet["Area"]):
    def below(self, *keys: str) -> Self:
        return self.filter(below(keys, "key"))

    def level(self, level: Level) -> Self:
        return self.filter(level=level.value)

    def counted(self) -> Self:
        """Units that belong in a denominator."""
        return self.filter(kind=Kind.ADMINISTRATIVE)

    def on(self, day: date, known: datetime | None = None) -> Self:
        """Units that stand on `day`, as known at an instant. What a first load brings was known
        all along; a closing that was entered later had not yet happened then."""
        open_then = models.Q(closed_on=None) | models.Q(closed_on__gt=day)
        if known is None:
            return self.filter(opened_on__lte=day).filter(open_then)
        heard_of = models.Q(recorded_at=None) | models.Q(recorded_at__lte=known)
        return self.filter(heard_of, opened_on__lte=day).filter(
            open_then | models.Q(closing_recorded_at__gt=known)
        )


class Area(Reference):
    key = AreaField(primary_key=True)
    parent_key = AreaField(db_index=True)
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    kind = models.CharField(max_length=16, choices=Kind.choices)
    code = models.CharField(max_length=12)
    """Official code now, without trailing zeros."""
    name = models.CharField(max_length=60)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    moved_to = AreaField(blank=True, default="")
    recorded_at = models.DateTimeField(null=True)
    """When it was entered by hand; None for units of an official load."""
    closing_recorded_at = models.DateTimeField(null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("opened_on")),
                name="areas_area_days",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Label(Reference):
    """Code and name of a unit from a day, up to (not including) another."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="labels")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(until=None), name="areas_label_one_open"
            )
        ]
