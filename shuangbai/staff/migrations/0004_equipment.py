"""What stations must have and what they have, each behind its wall."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal, ProtectSharedDown


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0003_depth"),
    ]

    operations = [
        migrations.CreateModel(
            name="Requirement",
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
                            ("place", "场地"),
                            ("office", "办公设备"),
                            ("service", "服务设施"),
                            ("software", "软件"),
                        ],
                        max_length=8,
                    ),
                ),
                ("least", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=10)),
                ("note", models.CharField(blank=True, default="", max_length=100)),
                ("document", models.CharField(blank=True, default="", max_length=100)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area"], name="staff_requirement_area")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[
                            ("area", "="),
                            ("name", "="),
                            (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                        ],
                        name="staff_requirement_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least__gte", 1)), name="staff_requirement_least"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="staff_requirement_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
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
                ("name", models.CharField(max_length=40)),
                ("unit", models.CharField(blank=True, default="", max_length=10)),
                (
                    "condition",
                    models.CharField(
                        choices=[("used", "在用"), ("broken", "坏了"), ("scrapped", "报废")],
                        max_length=8,
                    ),
                ),
                ("quantity", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, default="", max_length=100)),
                (
                    "station",
                    shuangbai.kernel.tables.PrefForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="staff.station",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area", "id"], name="staff_equipment_ai")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="staff_equipment_pref",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="staff_equipment_days",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[
                            ("pref", "="),
                            ("station", "="),
                            ("name", "="),
                            ("condition", "="),
                            (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                        ],
                        name="staff_equipment_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1)), name="staff_equipment_quantity"
                    ),
                ],
            },
        ),
        ProtectSharedDown("staff_requirement"),
        ProtectPersonal("staff_equipment"),
    ]
