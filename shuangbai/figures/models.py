"""Frozen figures: a number as it was printed, with the very rows that it counted."""

from typing import Any, ClassVar

from django.db import models

from shuangbai.kernel.tables import Personal


class FrozenFigure(Personal):
    """定格存证. Area is the smallest unit that holds the scope."""

    see_verb: ClassVar[str] = "figure.count"

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    scope: models.JSONField[Any, Any] = models.JSONField()
    period_start = models.DateField()
    period_end = models.DateField()
    window = models.PositiveSmallIntegerField()
    known = models.DateTimeField()
    by = models.CharField(max_length=20, blank=True, default="")
    total = models.BigIntegerField()
    parts: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{part, name, value}]"""
    rows_count = models.BigIntegerField()
    rows_digest = models.CharField(max_length=64)
    rows_packed = models.BinaryField(null=True)
    """Ids of the rows, zlib; None above the limit, where digest and counts per town stand."""
    rows_by_town: models.JSONField[Any, Any] = models.JSONField(default=dict)
    frozen_by = models.UUIDField()
    frozen_by_name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=120, blank=True, default="")

    class Meta(Personal.Meta):
        pass
