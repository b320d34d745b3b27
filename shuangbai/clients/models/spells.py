"""What holds for a person for a while: a category, an open file."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.clients.models.people import DAYS, Category, Person
from shuangbai.kernel.tables import PrefForeignKey, Spell


class CategorySpell(Spell):
    """A person holds a category here."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    class Source(models.TextChoices):
        ROSTER = "roster", "名册"
        FIELD = "field", "走访发现"
        INHERITED = "inherited", "随户"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="category_spells")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    birth_date = models.DateField(null=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    roster_id = models.UUIDField(null=True)
    household_id = models.UUIDField(null=True)
    """The household through which the category is held; None in one's own right."""
    level = models.CharField(max_length=20, blank=True, default="")
    """As the list says: A类, 一档, 差额 …"""
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    """Yuan a month, as the list says."""
    reference = models.CharField(max_length=40, blank=True, default="")
    """Number of the grant (低保证编号)."""
    granted_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    """Why it was given in the field, or why it ended."""

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="clients_categoryspell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
            # A person is on the lists of one place at a time: this is what lets numbers of people
            # on a day be added over areas.
            ExclusionConstraint(
                name="clients_categoryspell_place",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("area", RangeOperators.NOT_EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
                # A move closes and opens several spells one after another.
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes: ClassVar = [
            *Spell.Meta.indexes,
            models.Index(fields=["pref", "person"], name="clients_categoryspell_person"),
        ]


class FileSpell(Spell):
    """A file is open for a person (建档)."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="file_spells")
    number = models.CharField(max_length=30)
    birth_date = models.DateField(null=True)

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="clients_filespell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]
