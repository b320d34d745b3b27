"""The catalogue of services, groups, themes and lines of work, and its wall."""

import django.contrib.postgres.constraints
from django.db import migrations, models

import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectSharedDown


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "专业服务"),
                            ("item", "服务项目"),
                            ("group", "服务群体"),
                            ("theme", "主题"),
                            ("line", "工作线"),
                        ],
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=24)),
                ("name", models.CharField(max_length=40)),
                ("said", models.CharField(blank=True, default="", max_length=200)),
                ("source", models.CharField(blank=True, default="", max_length=100)),
                ("shipped", models.BooleanField(default=False)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField()),
                ("added_by_name", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_by_name", models.CharField(blank=True, default="", max_length=60)),
                ("ended_why", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area", "kind"], name="catalogue_entry_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="catalogue_entry_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("valid_to", None)),
                            models.Q(("ended_at__isnull", False), ("valid_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="catalogue_entry_ended",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("code", "="),
                            (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                        ],
                        name="catalogue_entry_one",
                    ),
                ],
            },
        ),
        ProtectSharedDown("catalogue_entry"),
    ]
