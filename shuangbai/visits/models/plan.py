"""The plan: how often whom, and who stands in for whom."""

from datetime import date, timedelta
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
from shuangbai.staff.models import Worker
from shuangbai.visits.plan_rules.frequency import LONGEST, SITUATIONS, Kind

DAYS = models.Func("valid_from", "valid_to", function="daterange")


class FrequencyQuerySet(  # type: ignore[override]  # of as_manager, which the stubs make up
    SharedDownQuerySet["FrequencySpell"], SpellQuerySet["FrequencySpell"]
):
    """Shared down, and dated and versioned like a spell."""


class FrequencySpell(SharedDown):
    """走访频次: one visit every `days` for those of whom it speaks, as `area` says it, for a time.

    What is shipped belongs to the province and is nobody's rule. Versions follow each other as
    those of a fact do: an earlier number comes out again as it was known.
    """

    class Kinds(models.TextChoices):
        ORDINARY = Kind.ORDINARY.value, "一般在册对象"
        GRADE = Kind.GRADE.value, "关注等级"
        CATEGORY = Kind.CATEGORY.value, "对象类别"
        SITUATION = Kind.SITUATION.value, "情况"

    kind = models.CharField(max_length=10, choices=Kinds.choices)
    code = models.CharField(max_length=8, blank=True, default="")
    """Of the grade, the category or the situation; '' for everybody on the lists."""
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """Up to, not including."""
    document = models.CharField(max_length=100, blank=True, default="")
    is_default = models.BooleanField(default=False)
    """Shipped with the product, not a rule of anybody."""
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=60)
    superseded_at = models.DateTimeField(null=True)
    supersedes = models.UUIDField(null=True)

    objects: ClassVar[Any] = FrequencyQuerySet.as_manager()

    class Meta(SharedDown.Meta):
        constraints: ClassVar = [
            ExclusionConstraint(
                name="visits_frequencyspell_one",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=LONGEST),
                name="visits_frequencyspell_days",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="ordinary", code="")
                | models.Q(kind__in=["grade", "category"]) & ~models.Q(code="")
                | models.Q(kind="situation", code__in=[*SITUATIONS]),
                name="visits_frequencyspell_subject",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area"], name="visits_frequencyspell_area")]


class Absence(Spell):
    """A worker is away and a colleague of the station visits their people meanwhile (顶班).
    Area is the town of the station; `valid_to` is always known: nobody is away for ever."""

    see_verb: ClassVar[str] = "plan.see"
    moves: ClassVar[bool] = True

    class Reason(models.TextChoices):
        LEAVE = "leave", "休假"
        ILLNESS = "illness", "病假"
        TRAINING = "training", "培训"
        OTHER = "other", "其他"

    worker = PrefForeignKey(Worker, on_delete=models.PROTECT, related_name="absences")
    worker_name = models.CharField(max_length=60)
    colleague = PrefForeignKey(Worker, on_delete=models.PROTECT, related_name="stands_in")
    colleague_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=100, blank=True, default="")

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="visits_absence_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("worker", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=False), name="visits_absence_ends"
            ),
            models.CheckConstraint(
                condition=~models.Q(worker=models.F("colleague")), name="visits_absence_other"
            ),
        ]

    @property
    def last_on(self) -> date:
        """The last day away."""
        assert self.valid_to is not None
        return self.valid_to - timedelta(days=1)
