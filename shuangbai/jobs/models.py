"""Long work: what was asked for, how far it is, what came of it."""

from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from shuangbai.access.policy import POLICY
from shuangbai.jobs import rules
from shuangbai.kernel.tables import Personal, PersonalQuerySet, Viewer


class JobQuerySet(PersonalQuerySet["Job"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Jobs of the viewer's areas that do what the viewer may do too."""
        verbs = [verb for verb in POLICY if viewer.may(verb)]
        return super().visible_to(viewer).filter(verb__in=verbs)

    def live(self) -> Self:
        return self.filter(state__in=rules.LIVE)

    def about(self, kind: str, ident: str) -> Self:
        return self.filter(subject_kind=kind, subject_id=ident)


class Job(Personal):
    """任务. Title, phase and args name no person: they are shown and kept in plain words."""

    see_verb: ClassVar[str] = "job.see"

    task = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    """What it does, as a verb of the policy table: who may not do it does not see it."""
    title = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.CharField(max_length=60, blank=True, default="")
    back = models.CharField(max_length=300, blank=True, default="")
    """Address of the page from which it was started."""
    args: models.JSONField[Any, Any] = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    started_by = models.UUIDField()
    started_by_name = models.CharField(max_length=60)
    grant_id = models.UUIDField(null=True)

    state = models.CharField(
        max_length=10, choices=rules.JOB.choices, default=rules.WAITING, editable=False
    )
    phase = models.CharField(max_length=60, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    """Nought when nobody knows how much there is."""
    tries = models.PositiveSmallIntegerField(default=0)

    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    """When it last said how far it is."""
    ended_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    cancel_asked_by = models.UUIDField(null=True)
    cancel_asked_by_name = models.CharField(max_length=60, blank=True, default="")

    problem: models.JSONField[Any, Any] = models.JSONField(null=True)
    """Of a failure: code, message, fix, row, column."""
    result: models.JSONField[Any, Any] = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=list(rules.JOB.states)), name="jobs_job_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=rules.LIVE, ended_at=None)
                | (~models.Q(state__in=rules.LIVE) & ~models.Q(ended_at=None)),
                name="jobs_job_ended",
            ),
            models.UniqueConstraint(
                fields=["pref", "task", "subject_kind", "subject_id"],
                condition=models.Q(state__in=rules.LIVE) & ~models.Q(subject_id=""),
                name="jobs_job_one_alive",
            ),
        ]
        indexes: ClassVar = [
            *Personal.Meta.indexes,
            models.Index(fields=["pref", "subject_kind", "subject_id"], name="jobs_job_subject"),
            models.Index(fields=["started_by", "queued_at"], name="jobs_job_mine"),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in rules.LIVE
