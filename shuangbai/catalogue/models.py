"""What services are called, which groups they are for, and which lines of work are followed.

An entry is owned by an area and used by everybody below it. It is never renamed in place: the old
one ends on a day and another of the same code goes on from there, so that what was recorded in
between prints what it was called then.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.kernel.tables import SharedDown

DAYS = models.Func("valid_from", "valid_to", function="daterange")


class Entry(SharedDown):
    """One name of the catalogue, for as long as it holds."""

    class Kind(models.TextChoices):
        SERVICE = "service", "专业服务"
        ITEM = "item", "服务项目"
        GROUP = "group", "服务群体"
        THEME = "theme", "主题"
        LINE = "line", "工作线"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=24, db_collation="C")
    """What records keep. The code of an item begins with the code of its service."""
    name = models.CharField(max_length=40)
    said = models.CharField(max_length=200, blank=True, default="")
    """What is meant by it, or by which rule somebody falls under it."""
    source = models.CharField(max_length=100, blank=True, default="")
    """The document that names it; '' for what no document names."""
    shipped = models.BooleanField(default=False)
    """Came with the product, as a default."""
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """Up to, not including."""
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    added_by_name = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=60, blank=True, default="")
    ended_why = models.CharField(max_length=200, blank=True, default="")

    class Meta(SharedDown.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="catalogue_entry_days",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None, ended_at=None)
                | models.Q(valid_to__isnull=False, ended_at__isnull=False),
                name="catalogue_entry_ended",
            ),
            ExclusionConstraint(
                name="catalogue_entry_one",
                expressions=[("code", RangeOperators.EQUAL), (DAYS, RangeOperators.OVERLAPS)],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind"], name="catalogue_entry_of")]

    def __str__(self) -> str:
        return self.name
