"""Those who work or worked at a station."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Personal, PrefForeignKey, Spell
from shuangbai.staff import masks
from shuangbai.staff.models.stations import DAYS, Station


class Worker(Personal):
    """社工: who it is. Where and as what they work stands in `WorkerSpell`; area is the town of
    the station where they work now, or worked last."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    class Post(models.TextChoices):
        SERVICE = "service", "服务岗"
        AFFAIRS = "affairs", "事务岗"

    class Origin(models.TextChoices):
        PIONEER = "pioneer", "原双百社工"
        RELIEF = "relief", "社会救助经办人员"
        DISABLED = "disabled", "残疾人专职委员"
        HIRED = "hired", "招聘"
        OTHER = "other", "其他"

    class Sex(models.TextChoices):
        MALE = "M", "男"
        FEMALE = "F", "女"

    class Education(models.TextChoices):
        SECONDARY = "secondary", "高中、中专及以下"
        COLLEGE = "college", "大专"
        BACHELOR = "bachelor", "本科"
        MASTER = "master", "研究生"

    user_id = models.UUIDField(null=True)
    """The account under which this worker signs in, if any; no foreign key to system tables."""
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default="")
    birth_date = models.DateField(null=True)
    identity = SecretField(null=True, mask=masks.identity)
    identity_hash = models.BinaryField(null=True)
    """Keyed hash of the normalised number: found by exact match, read by nobody."""
    phone = SecretField(null=True, mask=masks.phone)
    education = models.CharField(max_length=10, choices=Education.choices, blank=True, default="")
    hired_on = models.DateField(null=True)

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "identity_hash"],
                condition=models.Q(identity_hash__isnull=False),
                name="staff_worker_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkerSpell(Spell):
    """A worker is at a station, in a post. What is counted and printed of them stands here, so
    that a move to another town changes no past figure."""

    see_verb: ClassVar[str] = "station.see"
    moves: ClassVar[bool] = True

    class Left(models.TextChoices):
        RESIGNED = "resigned", "辞职"
        RETIRED = "retired", "退休"
        MOVED = "moved", "调离"
        ENDED = "ended", "合同到期"
        DIED = "died", "去世"
        OTHER = "other", "其他"

    worker = PrefForeignKey(Worker, on_delete=models.PROTECT, related_name="spells")
    worker_name = models.CharField(max_length=60)
    station = PrefForeignKey(Station, on_delete=models.PROTECT, related_name="worker_spells")
    origin = models.CharField(max_length=8, choices=Worker.Origin.choices, blank=True, default="")
    post = models.CharField(max_length=8, choices=Worker.Post.choices, blank=True, default="")
    duties = models.CharField(max_length=200, blank=True, default="")
    pay_grade = models.CharField(max_length=20, blank=True, default="")
    employer = models.CharField(max_length=60, blank=True, default="")
    came_from = models.CharField(max_length=60, blank=True, default="")
    """The station before this one, as printed: its rows may lie outside one's areas."""
    left = models.CharField(max_length=8, choices=Left.choices, blank=True, default="")
    """Why they left when the spell ended; '' when they work on, here or at another station."""
    left_note = models.CharField(max_length=100, blank=True, default="")

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="staff_workerspell_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("worker", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(left="") | models.Q(valid_to__isnull=False),
                name="staff_workerspell_left",
            ),
        ]


class Qualification(Spell):
    """社工证: a worker holds a certificate from the day of its issue. Its area goes with the
    worker, so that each town counts its own on any past day."""

    see_verb: ClassVar[str] = "staff.see"
    moves: ClassVar[bool] = True

    class Level(models.TextChoices):
        ASSISTANT = "assistant", "助理社会工作师"
        SOCIAL = "social", "社会工作师"
        SENIOR = "senior", "高级社会工作师"

    worker = PrefForeignKey(Worker, on_delete=models.PROTECT, related_name="qualifications")
    level = models.CharField(max_length=9, choices=Level.choices)
    number = models.CharField(max_length=40, blank=True, default="")
    issued_on = models.DateField()
    """Stays, while `valid_from` becomes the day of a move."""

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="staff_qualification_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("worker", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]
