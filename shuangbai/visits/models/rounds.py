"""Special rounds: everybody of a list is to be seen within some days."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Fact, FactQuerySet, SharedDown, SharedDownQuerySet


class RoundQuerySet(SharedDownQuerySet["Round"], FactQuerySet["Round"]):  # type: ignore[override]
    """Shared down, and versioned like a fact."""


class Round(SharedDown):
    """专项走访: what it is for, where, from which day to which. Owned by who starts it and read by
    the stations below; the names stand in `RoundTarget`."""

    class Kind(models.TextChoices):
        COLD = "cold", "低温寒潮"
        HEAT = "heat", "高温"
        TYPHOON = "typhoon", "台风"
        FLOOD = "flood", "防汛"
        FESTIVAL = "festival", "节日慰问"
        OTHER = "other", "其他"

    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    first_on = models.DateField()
    last_on = models.DateField()
    """Included."""
    chosen = models.CharField(max_length=500)
    """In words, by what the list was made."""
    targets_count = models.PositiveIntegerField()
    """How many were on the list when it was made."""
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=60)
    superseded_at = models.DateTimeField(null=True)
    """Called off: from then on it is counted no more."""
    off_by_name = models.CharField(max_length=60, blank=True, default="")
    off_reason = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar[Any] = RoundQuerySet.as_manager()

    class Meta(SharedDown.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="visits_round_days"
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_at=None) | ~models.Q(off_reason=""),
                name="visits_round_off",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "last_on"], name="visits_round_area")]

    def __str__(self) -> str:
        return self.name


class RoundTarget(Fact):
    """Somebody on the list of a round, as they were when it was made. Whether they were reached is
    never written here: it is found by the visits."""

    see_verb: ClassVar[str] = "round.see"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="targets")
    person_id = models.UUIDField()
    """No foreign key: a person who moves away stays on the list."""
    person_name = SecretField()
    first_on = models.DateField()
    last_on = models.DateField()
    """The days of the round."""
    group = models.CharField(max_length=10)
    categories: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=8), default=list)
    worker_id = models.UUIDField(null=True)
    """Who was responsible; None when nobody was."""
    worker_name = models.CharField(max_length=60, blank=True, default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "round", "person_id"], name="visits_roundtarget_once"
            ),
        ]
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["round", "area"], name="visits_roundtarget_round"),
        ]
