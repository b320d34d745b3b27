"""Visits: what a worker did for a household or a lone person, who of it was served, and who came
along.

All rows carry their own facts (place, printed name, group, age band, categories, services of that
day), so that no figure needs the person's row of today. A correction is a new version of a visit
and of its rows; `root` is the same for all versions: the id of the first.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shuangbai.clients.models import Household
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Fact, Personal, PrefForeignKey

CODE = 24
"""Length of a code of the catalogue."""


class Visit(Fact):
    """走访. Area is where it happened: the household's village for a visit at home."""

    see_verb: ClassVar[str] = "visit.see"

    class Kind(models.TextChoices):
        HOME = "home", "上门"
        PHONE = "phone", "电话"
        VIDEO = "video", "视频"
        STATION = "station", "到站"

    root = models.UUIDField()
    """Id of the first version: the row to which findings, photos and corrections point."""
    household = PrefForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="visits"
    )
    """None for a lone person."""
    happened_on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    services: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=CODE), default=list)
    """Codes of items of the catalogue; what each was called then stands there, dated."""
    worker_id = models.UUIDField()
    worker_name = models.CharField(max_length=60)
    note = SecretField(null=True)
    next_on = models.DateField(null=True)
    """When to come again, as agreed."""
    late_why = SecretField(null=True)
    """Why it was recorded long after it happened."""

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "root"],
                condition=models.Q(superseded_at=None),
                name="visits_visit_one_version",
            ),
        ]
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
    services: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=CODE), default=list)
    """The visit's services, which this person received."""
    scales: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """How the person was found to be: scale → step 1 to 4, see rules.scales."""

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["pref", "person_id", "happened_on"], name="visits_served_person"),
            models.Index(fields=["area", "happened_on"], name="visits_served_day"),
        ]


class Companion(Fact):
    """One person of others who came along on a visit: a row each, so that person-times are
    counted as rows, like those served."""

    see_verb: ClassVar[str] = "visit.see"

    visit = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="companions")
    happened_on = models.DateField()
    kind = models.CharField(max_length=12)
    """See rules.party."""
    words = SecretField(null=True)
    """Which committee, organisation or who, as written; the same for all who came together."""

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["area", "happened_on"], name="visits_companion_day"),
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


class Correction(Personal):
    """A visit got a new version: who corrected it, when and why."""

    see_verb: ClassVar[str] = "visit.see"

    visit = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="corrections")
    """The first version."""
    old = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    new = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = SecretField()

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(fields=["pref", "old"], name="visits_correction_once"),
        ]
