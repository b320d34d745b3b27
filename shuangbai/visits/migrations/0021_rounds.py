"""Special rounds and who is on their lists."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.fields
import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal, ProtectSharedDown


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0020_plan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
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
                ("name", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cold", "低温寒潮"),
                            ("heat", "高温"),
                            ("typhoon", "台风"),
                            ("flood", "防汛"),
                            ("festival", "节日慰问"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                    ),
                ),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("chosen", models.CharField(max_length=500)),
                ("targets_count", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("off_by_name", models.CharField(blank=True, default="", max_length=60)),
                ("off_reason", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area", "last_on"], name="visits_round_area")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="visits_round_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_at", None),
                            models.Q(("off_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visits_round_off",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundTarget",
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
                ("person_id", models.UUIDField()),
                ("person_name", shuangbai.kernel.fields.SecretField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("group", models.CharField(max_length=10)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list
                    ),
                ),
                ("worker_id", models.UUIDField(null=True)),
                ("worker_name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="visits.round",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["area", "id"], name="visits_roundtarget_ai"),
                    models.Index(fields=["round", "area"], name="visits_roundtarget_round"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="visits_roundtarget_pref",
                    ),
                    models.UniqueConstraint(
                        fields=("pref", "round", "person_id"), name="visits_roundtarget_once"
                    ),
                ],
            },
        ),
        ProtectSharedDown("visits_round"),
        ProtectPersonal("visits_roundtarget"),
    ]
