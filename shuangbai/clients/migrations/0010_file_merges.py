"""Two files put together, as each of them tells it, and the wall around that."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0009_deaths"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileMerge",
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
                ("merge", models.UUIDField()),
                ("goes_on", models.BooleanField()),
                ("other_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=200)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_by_name", models.CharField(blank=True, default="", max_length=60)),
                ("undone_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "person",
                    shuangbai.kernel.tables.PrefForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_merges",
                        to="clients.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area", "id"], name="clients_filemerge_ai")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="clients_filemerge_pref",
                    ),
                    models.UniqueConstraint(
                        fields=("pref", "merge", "goes_on"), name="clients_filemerge_side"
                    ),
                ],
            },
        ),
        ProtectPersonal("clients_filemerge"),
    ]
