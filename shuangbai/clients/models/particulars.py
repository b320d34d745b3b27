"""What is known of a person beyond name and number, each for the time it held.

`Profile` is one row of particulars that holds from a day on: a change in somebody's life splits
the spell, a correction gives it a new version. What somebody can have several of (certificates,
people they depend on) stands in spells of its own. `FieldChange` keeps what a person's or a
household's own row said before.
"""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from shuangbai.clients import masks
from shuangbai.clients.models.people import DAYS, Household, Person
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import AreaField, Personal, PrefForeignKey, Spell


class Profile(Spell):
    """情况: residence, care, health, schooling, work, accounts of one person from a day on.

    Codes are what figures and rules ask for; '' says that nobody told.
    """

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    class Registration(models.TextChoices):
        URBAN = "urban", "城镇"
        RURAL = "rural", "农村"

    class Living(models.TextChoices):
        ALONE = "alone", "独居"
        SPOUSE = "spouse", "只与配偶同住"
        FAMILY = "family", "与家人同住"
        RELATIVES = "relatives", "与亲属同住或寄养"
        INSTITUTION = "institution", "住在机构"
        HOMELESS = "homeless", "没有固定住处"
        OTHER = "other", "其他"

    class SelfCare(models.TextChoices):
        FULL = "full", "全自理"
        PARTIAL = "partial", "部分丧失自理"
        NONE = "none", "完全丧失自理"

    class Labour(models.TextChoices):
        FULL = "full", "有劳动能力"
        PARTIAL = "partial", "部分丧失劳动能力"
        NONE = "none", "无劳动能力"

    class Marriage(models.TextChoices):
        SINGLE = "single", "未婚"
        MARRIED = "married", "已婚"
        DIVORCED = "divorced", "离婚"
        WIDOWED = "widowed", "丧偶"

    class Support(models.TextChoices):
        INSTITUTION = "institution", "集中供养"
        HOME = "home", "分散供养"

    class Schooling(models.TextChoices):
        NOT_YET = "not_yet", "未入学"
        KINDERGARTEN = "kindergarten", "幼儿园"
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初中"
        SENIOR = "senior", "高中"
        VOCATIONAL = "vocational", "中职、技校"
        COLLEGE = "college", "大专及以上"
        SPECIAL = "special", "特殊教育"
        DROPPED = "dropped", "适龄未在学"
        FINISHED = "finished", "已不在学"

    class Work(models.TextChoices):
        FARMING = "farming", "务农"
        EMPLOYED = "employed", "就业"
        CASUAL = "casual", "打零工"
        WELFARE_POST = "welfare_post", "公益性岗位"
        BUSINESS = "business", "个体经营"
        UNEMPLOYED = "unemployed", "无业"
        RETIRED = "retired", "退休"
        STUDENT = "student", "在学"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="profiles")
    ethnicity = models.CharField(max_length=20, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    """Where they live now, below the village."""
    registered_area = AreaField(blank=True, default="")
    """Key of the place of registration (户籍地), as deep as known."""
    registered_address = models.CharField(max_length=200, blank=True, default="")
    registration = models.CharField(
        max_length=10, choices=Registration.choices, blank=True, default=""
    )
    living = models.CharField(max_length=12, choices=Living.choices, blank=True, default="")
    marriage = models.CharField(max_length=10, choices=Marriage.choices, blank=True, default="")
    self_care = models.CharField(max_length=10, choices=SelfCare.choices, blank=True, default="")
    labour = models.CharField(max_length=10, choices=Labour.choices, blank=True, default="")
    support = models.CharField(max_length=12, choices=Support.choices, blank=True, default="")
    """供养方式 of people in extreme hardship."""
    illnesses = SecretField(null=True)
    """Chronic and serious illnesses, as told."""
    schooling = models.CharField(max_length=12, choices=Schooling.choices, blank=True, default="")
    school = models.CharField(max_length=100, blank=True, default="")
    school_class = models.CharField(max_length=40, blank=True, default="")
    work = models.CharField(max_length=14, choices=Work.choices, blank=True, default="")
    workplace = models.CharField(max_length=100, blank=True, default="")
    social_number = SecretField(null=True, mask=masks.identity)
    """社会保障号码; the card's number and the bank's are fields apart."""
    card_number = SecretField(null=True, mask=masks.account)
    bank = models.CharField(max_length=60, blank=True, default="")
    bank_account = SecretField(null=True, mask=masks.account)
    bank_holder = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=10, blank=True, default="")
    """Where it is known from: a source of CategorySpell."""
    roster_id = models.UUIDField(null=True)

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            ExclusionConstraint(
                name="clients_profile_one",
                expressions=[
                    ("pref", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=None),
            ),
        ]


class Certificate(Spell):
    """残疾人证: holds from its issue. Kinds and levels: GB/T 26341-2010."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    class Kind(models.IntegerChoices):
        SIGHT = 1, "视力"
        HEARING = 2, "听力"
        SPEECH = 3, "言语"
        LIMBS = 4, "肢体"
        INTELLECT = 5, "智力"
        MIND = 6, "精神"
        MULTIPLE = 7, "多重"

    class Level(models.IntegerChoices):
        FIRST = 1, "一级"
        SECOND = 2, "二级"
        THIRD = 3, "三级"
        FOURTH = 4, "四级"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    number = SecretField(null=True, mask=masks.identity)
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    expires_on = models.DateField(null=True)
    source = models.CharField(max_length=10, blank=True, default="")
    roster_id = models.UUIDField(null=True)

    class Meta(Spell.Meta):
        constraints: ClassVar = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__in=range(1, 8), level__in=range(1, 5)),
                name="clients_certificate_known",
            ),
        ]


class Tie(Spell):
    """Somebody whom a person depends on or who can be called: guardian, carer, contact."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    class Role(models.TextChoices):
        GUARDIAN = "guardian", "监护人"
        CARER = "carer", "照料人"
        CONTACT = "contact", "紧急联系人"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="ties")
    role = models.CharField(max_length=8, choices=Role.choices)
    name = models.CharField(max_length=60)
    relation = models.CharField(max_length=20, blank=True, default="")
    phone = SecretField(null=True, mask=masks.phone)
    identity = SecretField(null=True, mask=masks.identity)
    workplace = models.CharField(max_length=100, blank=True, default="")
    source = models.CharField(max_length=10, blank=True, default="")
    roster_id = models.UUIDField(null=True)

    class Meta(Spell.Meta):
        pass


class FieldChange(Personal):
    """One field of a person's or household's own row: what it said before, and what it says now."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    person = PrefForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="field_changes"
    )
    household = PrefForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="field_changes"
    )
    field = models.CharField(max_length=30)
    values: SecretField[Any, Any] = SecretField()
    """JSON {old, new}: sealed, as it may hold a number or a telephone."""
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    source = models.CharField(max_length=10, blank=True, default="")
    roster_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, household=None)
                | models.Q(person=None, household__isnull=False),
                name="clients_fieldchange_of_one",
            ),
        ]
