"""What a person agreed to, their photo, and who may open the files of children."""

from typing import Any, ClassVar

from django.db import models

from shuangbai.clients.models.people import Person
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Fact, Personal, PrefForeignKey


class Consent(Fact):
    """知情同意: separate for each use (个人信息保护法 art. 25, 29, 31)."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    class Scope(models.TextChoices):
        PHOTO = "photo", "保存照片"
        STORY = "story", "简报和宣传"
        WISH = "wish", "公开微心愿"
        PARTNERS = "partners", "转给合作单位"

    class How(models.TextChoices):
        PAPER = "paper", "书面"
        SPOKEN = "spoken", "口头，有见证人"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    given_by_self = models.BooleanField()
    guardian_name = models.CharField(max_length=60, blank=True, default="")
    guardian_relation = models.CharField(max_length=20, blank=True, default="")
    how = models.CharField(max_length=6, choices=How.choices)
    note = models.CharField(max_length=200, blank=True, default="")
    """Where the paper lies, or who witnessed it."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """Up to, not including."""

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(given_by_self=True) | ~models.Q(guardian_name=""),
                name="clients_consent_given",
            ),
        ]


class ConsentWithdrawal(Personal):
    """A consent was taken back."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    consent = PrefForeignKey(Consent, on_delete=models.PROTECT, related_name="withdrawals")
    day = models.DateField()
    reason = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "consent"], name="clients_consentwithdrawal_once"
            ),
        ]


class Photo(Fact):
    """A picture of a person, kept only while a consent to it holds; blanked with it."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="photos")
    consent = PrefForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    picture: SecretField[Any, Any] = SecretField(null=True)
    """JPEG as base64, without what the camera wrote beside it."""

    class Meta(Fact.Meta):
        pass


class Approval(Fact):
    """A standing approval to open files of children (未成年人网络保护条例 art. 36): given by the
    responsible person, for one worker, for all children of an area or for those named."""

    see_verb: ClassVar[str] = "approval.see"
    moves: ClassVar[bool] = True

    user_id = models.UUIDField()
    user_name = models.CharField(max_length=60)
    every_child = models.BooleanField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    """Up to, not including: an approval without end is none."""
    purpose = models.CharField(max_length=200)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")),
                name="clients_approval_days",
            ),
        ]


class ApprovalChild(Personal):
    """One child whom an approval names."""

    see_verb: ClassVar[str] = "approval.see"
    moves: ClassVar[bool] = True

    approval = PrefForeignKey(Approval, on_delete=models.PROTECT, related_name="children")
    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "approval", "person"], name="clients_approvalchild_once"
            ),
        ]
