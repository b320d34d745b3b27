"""Visits: what a worker did for a household or a lone person, and who of it was served.

Both rows carry their own facts (place, printed name, group, age band, categories of that day), so
that no figure needs the person's row of today.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shuangbai.clients.models import Household
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Fact, Personal, PrefForeignKey


class Visit(Fact):
    """走访. Area is where it happened: the household's village for a visit at home."""

    see_verb: ClassVar[str] = "visit.see"

    class Kind(models.TextChoices):
        HOME = "home", "上门"
        PHONE = "phone", "电话"
        VIDEO = "video", "视频"
        STATION = "station", "到站"

    household = PrefForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="visits"
    )
    """None for a lone person."""
    happened_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    worker_id = models.UUIDField()
    worker_name = models.CharField(max_length=60)
    note = SecretField(null=True)

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["area", "happened_on"], name="visits_visit_day"),
        ]


class Served(Fact):
    """One person who was served by a visit, as that person was on that day."""

    see_verb: ClassVar[str] = "visit.see"

    visit = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="served")
    person_id = models.UUIDField()
    """No foreign key: a person who moved away must not vanish from what happened."""
    person_name = SecretField()
    happened_on = models.DateField()
    group = models.CharField(max_length=10)
    age_band = models.CharField(max_length=10)
    categories: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=8), default=list)

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["pref", "person_id", "happened_on"], name="visits_served_person"),
            models.Index(fields=["area", "happened_on"], name="visits_served_day"),
        ]


class Withdrawal(Personal):
    """Who took back a visit that was recorded by mistake, when and why; for its page."""

    see_verb: ClassVar[str] = "visit.see"

    visit = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="withdrawals")
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = SecretField()

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(fields=["pref", "visit"], name="visits_withdrawal_once"),
        ]
