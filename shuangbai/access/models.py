"""Accounts, grants, the audit trail and what this installation is. All of them system tables."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from shuangbai.access.policy import LABELS, Role
from shuangbai.kernel import ids
from shuangbai.kernel.tables import AreaField, System


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, System):
    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    """The printed name: what records and audit rows show."""
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def get_full_name(self) -> str:
        return self.name


class GrantQuerySet(models.QuerySet["Grant"]):
    def on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(
            models.Q(valid_to=None) | models.Q(valid_to__gt=day)
        )

    def overlapping(self, start: date, end: date | None) -> Self:
        """Grants that hold on some day from `start` up to, not including, `end`."""
        found = self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=start))
        return found if end is None else found.filter(valid_from__lt=end)


class Grant(System):
    """A role in one or more areas, for a time."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    areas = ArrayField(AreaField(), default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=60)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role=Role.SYSTEM), name="access_grant_not_the_product"
            )
        ]


class AuditEntry(System):
    """One verb done, looked at or refused: who, under which role, where, when, why."""

    class Outcome(models.TextChoices):
        DONE = "done", "已办"
        SEEN = "seen", "查看"
        REFUSED = "refused", "拒绝"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    actor_id = models.UUIDField(db_index=True)
    actor_name = models.CharField(max_length=60)
    role = models.CharField(max_length=20)
    grant_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    area = AreaField(blank=True, default="")
    subject_kind = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.CharField(max_length=60, blank=True, default="", db_index=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)

    @property
    def verb_label(self) -> str:
        return LABELS.get(self.verb, self.verb)


class AuditChange(System):
    """One record touched by an audited verb. Values of secrets are never in it."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="changes")
    record_kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60, db_index=True)
    area = AreaField(blank=True, default="")
    change: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)


class Installation(System):
    """What this database is. The clock can be set in a demo or test database only."""

    class Purpose(models.TextChoices):
        LIVE = "live", "正式"
        DEMO = "demo", "演示"
        TEST = "test", "测试"

    only = models.SmallIntegerField(primary_key=True, default=1)
    purpose = models.CharField(max_length=4, choices=Purpose.choices, default=Purpose.LIVE)
    clock_shift = models.DurationField(null=True)
    demo_size = models.CharField(max_length=20, blank=True, default="")
    key_fingerprint = models.CharField(max_length=64, blank=True, default="")
    """Of the key ring this database was written with: a lost ring must be noticed, or numbers
    on file would no longer be found and people be registered twice."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=1), name="access_installation_only_one"),
            models.CheckConstraint(
                condition=models.Q(clock_shift=None) | ~models.Q(purpose="live"),
                name="access_installation_live_clock",
            ),
        ]
