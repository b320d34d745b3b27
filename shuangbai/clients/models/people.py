"""People in need: who they are, with whom they live, why they are on a list, whether a file is
open, and the rosters they came with.

A person's own row lives and carries the area of today. What is counted stands in spells with
their own area and birth date: a move closes one and opens another, and no past figure changes.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from shuangbai.clients import masks
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Personal, PrefForeignKey, Reference, Spell

DAYS = models.Func("valid_from", "valid_to", function="daterange")


class Category(Reference):
    """Why somebody is on the list (特困、低保 …). `in_scope` puts it into the whole of cover."""

    class Unit(models.TextChoices):
        PERSON = "person", "个人"
        HOUSEHOLD = "household", "家庭"
        EITHER = "person_or_household", "个人或家庭"

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=40)
    short = models.CharField(max_length=20)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    in_scope = models.BooleanField()
    source = models.CharField(max_length=100, blank=True, default="")
    evidence = models.CharField(max_length=40, blank=True, default="")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Household(Personal):
    """户: people who live together; area is their village, or the town when it is not known."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    head_name = models.CharField(max_length=60)
    number = models.CharField(max_length=40, blank=True, default="")
    """The number under which a roster knows the household, if it has one."""
    address = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        pass

    def __str__(self) -> str:
        return self.head_name


class Person(Personal):
    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    class Sex(models.TextChoices):
        MALE = "M", "男"
        FEMALE = "F", "女"

    name = models.CharField(max_length=60)
    name_sort = models.CharField(max_length=120, db_collation="C")
    name_initials = models.CharField(max_length=30, db_collation="C")
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default="")
    birth_date = models.DateField(null=True)
    identity = SecretField(null=True, mask=masks.identity)
    identity_hash = models.BinaryField(null=True)
    """Keyed hash of the normalised number: found by exact match, read by nobody."""
    provisional = models.BooleanField(default=False)
    """Registered without knowing whether the number is on file; outside the uniqueness rule."""
    phone = SecretField(null=True, mask=masks.phone)
    phone_hash = models.BinaryField(null=True)
    """Keyed hash of the digits: found by exact match."""
    died_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "identity_hash"],
                condition=models.Q(provisional=False, identity_hash__isnull=False),
                name="clients_person_one_file",
            ),
        ]
        indexes: ClassVar = [
            *Personal.Meta.indexes,
            models.Index(fields=["area", "name_sort", "id"], name="clients_person_list"),
            models.Index(fields=["pref", "phone_hash"], name="clients_person_phone"),
            models.Index(
                fields=["pref", "identity_hash"],
                condition=models.Q(provisional=True),
                name="clients_person_unsettled",
            ),
            GinIndex(
                models.Func("name", models.Value(None), function="string_to_array"),
                name="clients_person_letters",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Spell):
    """A person belongs to a household."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    household = PrefForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=20, blank=True, default="")
    apart = models.CharField(max_length=100, blank=True, default="")
    """Why a member does not live under the same roof (外出务工、住校 …); '' lives there."""

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="clients_membership_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]


class Look(Personal):
    """Somebody whose daily work it is not opened this file, and said why."""

    see_verb: ClassVar[str] = "person.look"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta(Personal.Meta):
        pass
