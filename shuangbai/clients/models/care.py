"""How closely somebody is looked after, and by whom."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.clients.models.people import DAYS, Person
from shuangbai.kernel.tables import PrefForeignKey, Reference, Spell
from shuangbai.staff.models import Worker


class Grade(Reference):
    """关注等级. No published rule names the grades, so they are data that an office may change."""

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=20)
    meaning = models.CharField(max_length=100, blank=True, default="")
    order = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=True)
    """Shipped with the product, not law."""

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class GradeSpell(Spell):
    """A person is looked after at a grade, for a reason."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="grade_spells")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="clients_gradespell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]


class ChargeSpell(Spell):
    """A worker is responsible for a person (责任社工)."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="charge_spells")
    worker = PrefForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    worker_name = models.CharField(max_length=60)
    """As printed: a worker may be gone from one's areas when the file is read."""

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="clients_chargespell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]
