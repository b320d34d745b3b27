"""Needs that were found during a visit, what became of them, and photos.

Both belong to a visit through all its versions: they point to its first.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Fact, Personal, PrefForeignKey
from shuangbai.visits.models.visits import Visit
from shuangbai.visits.rules import findings

OPEN, TAKEN, CLOSED, WITHDRAWN = findings.STATES
NEVER_TAKEN = models.Q(taken_on=None)
NOT_OVER = models.Q(closed_on=None)


class Finding(Fact):
    """A need of a person or of a whole household. Each move to another state is a new version, so
    that what was open on a day, as known at an instant, is counted again."""

    see_verb: ClassVar[str] = "finding.see"

    visit = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    """The first version of the visit."""
    root = models.UUIDField()
    """Id of the first version of this finding: the row to which moves point."""
    happened_on = models.DateField()
    kind = models.CharField(max_length=12)
    """See rules.findings."""
    urgency = models.CharField(max_length=8)
    person_id = models.UUIDField(null=True)
    """None when it concerns the whole household."""
    whose = SecretField()
    """Printed name of the person, or of the household."""
    words = SecretField(null=True)
    state = models.CharField(max_length=10, choices=findings.MACHINE.choices)
    taken_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "root"],
                condition=models.Q(superseded_at=None),
                name="visits_finding_one_version",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=OPEN) & NEVER_TAKEN & NOT_OVER)
                | (models.Q(state=TAKEN) & ~NEVER_TAKEN & NOT_OVER)
                | (models.Q(state=CLOSED) & ~NOT_OVER)
                | models.Q(state=WITHDRAWN),
                name="visits_finding_state",
            ),
        ]
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["area", "happened_on"], name="visits_finding_day"),
            models.Index(fields=["pref", "person_id"], name="visits_finding_person"),
        ]


class FindingMove(Personal):
    """A finding went from one state to another: who, when, what was done or why."""

    see_verb: ClassVar[str] = "finding.see"

    finding = PrefForeignKey(Finding, on_delete=models.PROTECT, related_name="state_moves")
    """The first version of the finding."""
    verb = models.CharField(max_length=10)
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    words = SecretField(null=True)
    record_kind = models.CharField(max_length=40, blank=True, default="")
    """The record of another app that took it up, if one did: kind and id."""
    record_id = models.CharField(max_length=40, blank=True, default="")

    class Meta(Personal.Meta):
        pass


class Photo(Fact):
    """A picture taken during a visit. Blanked when it is taken back."""

    see_verb: ClassVar[str] = "visit.see"

    visit = PrefForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    """The first version of the visit."""
    picture: SecretField[Any, Any] = SecretField(null=True)
    """JPEG as base64, without what the camera wrote beside it."""
    digest = models.BinaryField()
    """Keyed hash of the picture: the same one is kept once."""
    people: ArrayField[Any, Any] = ArrayField(models.UUIDField(), default=list)
    """Who can be recognised in it: it is shown while all of them agree."""
    words = SecretField(null=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "visit", "digest"],
                condition=models.Q(superseded_at=None),
                name="visits_photo_once",
            ),
        ]
