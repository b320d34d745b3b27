"""The register in depth: particulars, certificates, ties, grades, consents, hand-overs, aliases.

Grades are shipped as a default that an office may change; no published rule names them.
"""

from typing import Any

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.fields
import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal

GRADES = (
    ("A", "重点", "情况急或变化大，要常去看"),
    ("B", "关注", "有困难，要按时去看"),
    ("C", "一般", "情况稳定，定期去看"),
)


def load_grades(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("clients", "Grade")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(code=code, name=name, meaning=meaning, order=order)
        for order, (code, name, meaning) in enumerate(GRADES)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0005_roster_door"),
        ("staff", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("alias", models.UUIDField()),
                ("canonical", models.UUIDField(db_index=True)),
                ("merge", models.UUIDField()),
                ("merged_at", models.DateTimeField()),
                ("merged_by", models.UUIDField()),
                ("merged_by_name", models.CharField(max_length=60)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_by_name", models.CharField(blank=True, default="", max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("user_id", models.UUIDField()),
                ("user_name", models.CharField(max_length=60)),
                ("every_child", models.BooleanField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                ("purpose", models.CharField(max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ApprovalChild",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("number", shuangbai.kernel.fields.SecretField(null=True)),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "视力"),
                            (2, "听力"),
                            (3, "言语"),
                            (4, "肢体"),
                            (5, "智力"),
                            (6, "精神"),
                            (7, "多重"),
                        ]
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一级"), (2, "二级"), (3, "三级"), (4, "四级")]
                    ),
                ),
                ("expires_on", models.DateField(null=True)),
                ("source", models.CharField(blank=True, default="", max_length=10)),
                ("roster_id", models.UUIDField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ChargeSpell",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("worker_name", models.CharField(max_length=60)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("photo", "保存照片"),
                            ("story", "简报和宣传"),
                            ("wish", "公开微心愿"),
                            ("partners", "转给合作单位"),
                        ],
                        max_length=8,
                    ),
                ),
                ("given_by_self", models.BooleanField()),
                ("guardian_name", models.CharField(blank=True, default="", max_length=60)),
                ("guardian_relation", models.CharField(blank=True, default="", max_length=20)),
                (
                    "how",
                    models.CharField(
                        choices=[("paper", "书面"), ("spoken", "口头，有见证人")], max_length=6
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ConsentWithdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("day", models.DateField()),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("category", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("roster_id", models.UUIDField()),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("died", "去世"),
                            ("moved", "迁走"),
                            ("not_entitled", "不再符合条件"),
                            ("merged", "与别人是同一个人"),
                            ("mistake", "名册漏了或写错了"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("happened_on", models.DateField(null=True)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="FieldChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("field", models.CharField(max_length=30)),
                ("values", shuangbai.kernel.fields.SecretField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
                ("source", models.CharField(blank=True, default="", max_length=10)),
                ("roster_id", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=20)),
                ("meaning", models.CharField(blank=True, default="", max_length=100)),
                ("order", models.PositiveSmallIntegerField()),
                ("is_default", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="GradeSpell",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("pair", models.UUIDField()),
                (
                    "side",
                    models.CharField(
                        choices=[("giving", "转出"), ("receiving", "转入")], max_length=9
                    ),
                ),
                (
                    "asked_by_side",
                    models.CharField(
                        choices=[("giving", "转出"), ("receiving", "转入")], max_length=9
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "等待答复"),
                            ("accepted", "已转接"),
                            ("refused", "未同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=9,
                    ),
                ),
                ("person_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=60)),
                ("identity", shuangbai.kernel.fields.SecretField(null=True)),
                ("to_area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "other_town",
                    shuangbai.kernel.tables.AreaField(
                        blank=True, db_collation="C", default="", max_length=12
                    ),
                ),
                ("day", models.DateField()),
                ("whole_household", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.CharField(max_length=60)),
                ("roster_id", models.UUIDField(null=True)),
                ("list_code", models.CharField(blank=True, default="", max_length=8)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="HandOverMove",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("verb", models.CharField(max_length=20)),
                ("from_state", models.CharField(blank=True, default="", max_length=9)),
                ("to_state", models.CharField(max_length=9)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("picture", shuangbai.kernel.fields.SecretField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("ethnicity", models.CharField(blank=True, default="", max_length=20)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                (
                    "registered_area",
                    shuangbai.kernel.tables.AreaField(
                        blank=True, db_collation="C", default="", max_length=12
                    ),
                ),
                ("registered_address", models.CharField(blank=True, default="", max_length=200)),
                (
                    "registration",
                    models.CharField(
                        blank=True,
                        choices=[("urban", "城镇"), ("rural", "农村")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "living",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("alone", "独居"),
                            ("spouse", "只与配偶同住"),
                            ("family", "与家人同住"),
                            ("relatives", "与亲属同住或寄养"),
                            ("institution", "住在机构"),
                            ("homeless", "没有固定住处"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "marriage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("single", "未婚"),
                            ("married", "已婚"),
                            ("divorced", "离婚"),
                            ("widowed", "丧偶"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "self_care",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "全自理"),
                            ("partial", "部分丧失自理"),
                            ("none", "完全丧失自理"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "labour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "有劳动能力"),
                            ("partial", "部分丧失劳动能力"),
                            ("none", "无劳动能力"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "support",
                    models.CharField(
                        blank=True,
                        choices=[("institution", "集中供养"), ("home", "分散供养")],
                        default="",
                        max_length=12,
                    ),
                ),
                ("illnesses", shuangbai.kernel.fields.SecretField(null=True)),
                (
                    "schooling",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_yet", "未入学"),
                            ("kindergarten", "幼儿园"),
                            ("primary", "小学"),
                            ("junior", "初中"),
                            ("senior", "高中"),
                            ("vocational", "中职、技校"),
                            ("college", "大专及以上"),
                            ("special", "特殊教育"),
                            ("dropped", "适龄未在学"),
                            ("finished", "已不在学"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("school", models.CharField(blank=True, default="", max_length=100)),
                ("school_class", models.CharField(blank=True, default="", max_length=40)),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("farming", "务农"),
                            ("employed", "就业"),
                            ("casual", "打零工"),
                            ("welfare_post", "公益性岗位"),
                            ("business", "个体经营"),
                            ("unemployed", "无业"),
                            ("retired", "退休"),
                            ("student", "在学"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                ("workplace", models.CharField(blank=True, default="", max_length=100)),
                ("social_number", shuangbai.kernel.fields.SecretField(null=True)),
                ("card_number", shuangbai.kernel.fields.SecretField(null=True)),
                ("bank", models.CharField(blank=True, default="", max_length=60)),
                ("bank_account", shuangbai.kernel.fields.SecretField(null=True)),
                ("bank_holder", models.CharField(blank=True, default="", max_length=60)),
                ("source", models.CharField(blank=True, default="", max_length=10)),
                ("roster_id", models.UUIDField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=shuangbai.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("area", shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12)),
                (
                    "pref",
                    shuangbai.kernel.tables.PrefField(
                        db_collation="C", editable=False, max_length=4
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("guardian", "监护人"),
                            ("carer", "照料人"),
                            ("contact", "紧急联系人"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("relation", models.CharField(blank=True, default="", max_length=20)),
                ("phone", shuangbai.kernel.fields.SecretField(null=True)),
                ("identity", shuangbai.kernel.fields.SecretField(null=True)),
                ("workplace", models.CharField(blank=True, default="", max_length=100)),
                ("source", models.CharField(blank=True, default="", max_length=10)),
                ("roster_id", models.UUIDField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="categoryspell",
            name="amount",
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name="categoryspell",
            name="granted_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="categoryspell",
            name="household_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="categoryspell",
            name="level",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="categoryspell",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="categoryspell",
            name="reference",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="membership",
            name="apart",
            field=models.CharField(blank=True, default="", max_length=100),
        ),
        migrations.AddField(
            model_name="person",
            name="phone_hash",
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name="categoryspell",
            name="source",
            field=models.CharField(
                choices=[("roster", "名册"), ("field", "走访发现"), ("inherited", "随户")],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["pref", "phone_hash"], name="clients_person_phone"),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("alias",), name="clients_alias_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.CheckConstraint(
                condition=models.Q(("alias", models.F("canonical")), _negated=True),
                name="clients_alias_other",
            ),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(fields=["area", "id"], name="clients_approval_ai"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_approval_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gt", models.F("valid_from"))),
                name="clients_approval_days",
            ),
        ),
        migrations.AddField(
            model_name="approvalchild",
            name="approval",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="clients.approval",
            ),
        ),
        migrations.AddField(
            model_name="approvalchild",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.person"
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="chargespell",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="charge_spells",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="chargespell",
            name="worker",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.worker"
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="consentwithdrawal",
            name="consent",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals",
                to="clients.consent",
            ),
        ),
        migrations.AddField(
            model_name="departure",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="departures",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="fieldchange",
            name="household",
            field=shuangbai.kernel.tables.PrefForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="field_changes",
                to="clients.household",
            ),
        ),
        migrations.AddField(
            model_name="fieldchange",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="field_changes",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="gradespell",
            name="grade",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.grade"
            ),
        ),
        migrations.AddField(
            model_name="gradespell",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grade_spells",
                to="clients.person",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["area", "id"], name="clients_handover_ai"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_handover_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("pref", "pair", "side"), name="clients_handover_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "accepted", "refused", "withdrawn"])),
                name="clients_handover_state",
            ),
        ),
        migrations.AddField(
            model_name="handovermove",
            name="hand_over",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="state_moves",
                to="clients.handover",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="consent",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.consent"
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photos",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="profile",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="profiles",
                to="clients.person",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="person",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties",
                to="clients.person",
            ),
        ),
        migrations.AddIndex(
            model_name="approvalchild",
            index=models.Index(fields=["area", "id"], name="clients_approvalchild_ai"),
        ),
        migrations.AddConstraint(
            model_name="approvalchild",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_approvalchild_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalchild",
            constraint=models.UniqueConstraint(
                fields=("pref", "approval", "person"), name="clients_approvalchild_once"
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["area", "id"], name="clients_certificate_ai"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_certificate_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="clients_certificate_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", range(1, 8)), ("level__in", range(1, 5))),
                name="clients_certificate_known",
            ),
        ),
        migrations.AddIndex(
            model_name="chargespell",
            index=models.Index(fields=["area", "id"], name="clients_chargespell_ai"),
        ),
        migrations.AddConstraint(
            model_name="chargespell",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_chargespell_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="chargespell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="clients_chargespell_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="chargespell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("pref", "="),
                    ("person", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="clients_chargespell_one",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["area", "id"], name="clients_consent_ai"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_consent_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_by_self", True),
                    models.Q(("guardian_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="clients_consent_given",
            ),
        ),
        migrations.AddIndex(
            model_name="consentwithdrawal",
            index=models.Index(fields=["area", "id"], name="clients_consentwithdrawal_ai"),
        ),
        migrations.AddConstraint(
            model_name="consentwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_consentwithdrawal_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentwithdrawal",
            constraint=models.UniqueConstraint(
                fields=("pref", "consent"), name="clients_consentwithdrawal_once"
            ),
        ),
        migrations.AddIndex(
            model_name="departure",
            index=models.Index(fields=["area", "id"], name="clients_departure_ai"),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_departure_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("pref", "person", "roster_id"),
                name="clients_departure_one",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldchange",
            index=models.Index(fields=["area", "id"], name="clients_fieldchange_ai"),
        ),
        migrations.AddConstraint(
            model_name="fieldchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_fieldchange_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("household", None), ("person__isnull", False)),
                    models.Q(("household__isnull", False), ("person", None)),
                    _connector="OR",
                ),
                name="clients_fieldchange_of_one",
            ),
        ),
        migrations.AddIndex(
            model_name="gradespell",
            index=models.Index(fields=["area", "id"], name="clients_gradespell_ai"),
        ),
        migrations.AddConstraint(
            model_name="gradespell",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_gradespell_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="gradespell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="clients_gradespell_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="gradespell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("pref", "="),
                    ("person", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="clients_gradespell_one",
            ),
        ),
        migrations.AddIndex(
            model_name="handovermove",
            index=models.Index(fields=["area", "id"], name="clients_handovermove_ai"),
        ),
        migrations.AddConstraint(
            model_name="handovermove",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_handovermove_pref",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["area", "id"], name="clients_photo_ai"),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_photo_pref",
            ),
        ),
        migrations.AddIndex(
            model_name="profile",
            index=models.Index(fields=["area", "id"], name="clients_profile_ai"),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_profile_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="clients_profile_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("pref", "="),
                    ("person", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="clients_profile_one",
            ),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(fields=["area", "id"], name="clients_tie_ai"),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="clients_tie_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="clients_tie_days",
            ),
        ),
        ProtectPersonal("clients_profile"),
        ProtectPersonal("clients_certificate"),
        ProtectPersonal("clients_tie"),
        ProtectPersonal("clients_fieldchange"),
        ProtectPersonal("clients_gradespell"),
        ProtectPersonal("clients_chargespell"),
        ProtectPersonal("clients_consent"),
        ProtectPersonal("clients_consentwithdrawal"),
        ProtectPersonal("clients_photo"),
        ProtectPersonal("clients_approval"),
        ProtectPersonal("clients_approvalchild"),
        ProtectPersonal("clients_handover"),
        ProtectPersonal("clients_handovermove"),
        ProtectPersonal("clients_departure"),
        migrations.RunPython(load_grades, migrations.RunPython.noop),
    ]
