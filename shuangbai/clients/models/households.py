"""What was done with a household: who went where, since when, told by whom and why.

Who belongs where stands in the memberships, what the household's own row said before in
`FieldChange`; each of these rows names one deed that wrote them, at the same instant.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shuangbai.clients.models.people import Household
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Personal, PrefForeignKey


class HouseholdChange(Personal):
    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    class Kind(models.TextChoices):
        JOIN = "join", "加入"
        SPLIT = "split", "分户"
        MERGER = "merger", "并户"
        APART = "apart", "在外住"
        BACK = "back", "回家住"
        DETAILS = "details", "户的情况"
        CATEGORY = "category", "按户给类别"
        CATEGORY_END = "category_end", "按户终止类别"
        ROSTER = "roster", "按名册"
        UNDO = "undo", "撤回"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    household = PrefForeignKey(Household, on_delete=models.PROTECT, related_name="changes")
    """Where the people were."""
    other = models.UUIDField(null=True)
    """The household to which they went."""
    day = models.DateField()
    """From which day on it is so."""
    people: ArrayField[Any, Any] = ArrayField(models.UUIDField(), default=list)
    names = SecretField()
    """As printed: who has moved away since still stands there."""
    category = models.CharField(max_length=8, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    roster_id = models.UUIDField(null=True)
    undoes = models.UUIDField(null=True)
    """The change that was a mistake."""

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="undo", undoes__isnull=False)
                | (~models.Q(kind="undo") & models.Q(undoes=None)),
                name="clients_householdchange_undo",
            ),
            models.UniqueConstraint(fields=["pref", "undoes"], name="clients_householdchange_once"),
        ]
        indexes: ClassVar = [
            *Personal.Meta.indexes,
            models.Index(fields=["pref", "other"], name="clients_householdchange_other"),
        ]
