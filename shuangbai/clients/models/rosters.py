"""Rosters: named, dated lists, their lines as read, and what became of them."""

from typing import Any, ClassVar

from django.db import models

from shuangbai.clients.models.people import Category
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import AreaField, Personal, PrefForeignKey


class Roster(Personal):
    """One upload of a named list: which category, which area, which day."""

    see_verb: ClassVar[str] = "roster.see"

    class State(models.TextChoices):
        STAGED = "staged", "待核对"
        MERGED = "merged", "已合并"
        DISCARDED = "discarded", "已作废"

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    uploaded_by_name = models.CharField(max_length=60)
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Counts by outcome, of the check while staged, of the merge once merged."""

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=["staged", "merged", "discarded"]),
                name="clients_roster_state",
            ),
        ]


class RosterMove(Personal):
    """A roster went from one state to another: who, when, why."""

    see_verb: ClassVar[str] = "roster.see"

    roster = PrefForeignKey(Roster, on_delete=models.PROTECT, related_name="state_moves")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        pass


class RosterRow(Personal):
    """One line of the upload as it was, what was made of it, and what the merge did with it."""

    see_verb: ClassVar[str] = "roster.see"

    class Outcome(models.TextChoices):
        CREATE = "create", "新增"
        UPDATE = "update", "变更"
        UNCHANGED = "unchanged", "没有变化"
        REFUSE = "refuse", "不能收"

    roster = PrefForeignKey(Roster, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    """Row number as the spreadsheet program shows it."""
    raw = SecretField()
    """JSON: heading → text, as read."""
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{column, message, fix}] of a refused row."""
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{field, old, new}] of an update; secrets masked."""
    person_id = models.UUIDField(null=True)
    village = AreaField(blank=True, default="")

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "roster", "number"], name="clients_rosterrow_number"
            ),
        ]
