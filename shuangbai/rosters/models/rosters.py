"""Rosters: named, dated lists, their lines as read, and what became of them."""

from typing import Any, ClassVar

from django.db import models

from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import AreaField, Personal, PrefForeignKey
from shuangbai.rosters.models.files import RosterFile


class Roster(Personal):
    """One upload of a named list: which kind, which list of it, which area, which day."""

    see_verb: ClassVar[str] = "roster.see"

    class State(models.TextChoices):
        RECEIVED = "received", "已收到"
        STAGED = "staged", "待核对"
        MERGED = "merged", "已合并"
        DISCARDED = "discarded", "已作废"

    kind = models.CharField(max_length=20)
    """Code of the ListKind."""
    list_code = models.CharField(max_length=20, blank=True, default="")
    """Which of the kind's lists; '' where it has only one."""
    day = models.DateField()
    file = PrefForeignKey(RosterFile, on_delete=models.PROTECT, related_name="+", null=True)
    """None for what was taken in before files were kept."""
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveIntegerField(default=0)
    """Bytes."""
    file_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    uploaded_by_name = models.CharField(max_length=60)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """How a person said the columns are to be read, see rules.match; {} as the machine found."""
    trouble: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """{message, fix} of why a received file could not be read; {} when nothing is wrong."""
    outcome: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Counts by outcome, of the check while staged, of the merge once merged."""

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "staged", "merged", "discarded"]),
                name="rosters_roster_state",
            ),
        ]
        indexes: ClassVar = [
            *Personal.Meta.indexes,
            models.Index(fields=["pref", "file_digest"], name="rosters_roster_file"),
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
    raw = SecretField(sealed_as="clients.rosterrow.raw")
    """JSON: heading → text, as read. Sealed under the name that the table once had."""
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{column, message, fix}] of a refused row, or a note on one that is taken."""
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    """[{field, old, new}] of an update; secrets masked."""
    subject_id = models.UUIDField(null=True)
    """Whom or what the row is about: found on file, or made by the merge."""
    place = AreaField(blank=True, default="")

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "roster", "number"], name="rosters_rosterrow_number"
            ),
        ]
