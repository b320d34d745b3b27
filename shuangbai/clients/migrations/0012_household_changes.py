"""What was done with a household: who went where, since when, told by whom and why."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.fields
import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0011_doors_of_merged_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseholdChange",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("join", "加入"),
                            ("split", "分户"),
                            ("merger", "并户"),
                            ("apart", "在外住"),
                            ("back", "回家住"),
                            ("details", "户的情况"),
                            ("category", "按户给类别"),
                            ("category_end", "按户终止类别"),
                            ("roster", "按名册"),
                            ("undo", "撤回"),
                        ],
                        max_length=12,
                    ),
                ),
                ("other", models.UUIDField(null=True)),
                ("day", models.DateField()),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list
                    ),
                ),
                ("names", shuangbai.kernel.fields.SecretField()),
                ("category", models.CharField(blank=True, default="", max_length=8)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
                ("roster_id", models.UUIDField(null=True)),
                ("undoes", models.UUIDField(null=True)),
                (
                    "household",
                    shuangbai.kernel.tables.PrefForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="clients.household",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["area", "id"], name="clients_householdchange_ai"),
                    models.Index(fields=["pref", "other"], name="clients_householdchange_other"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="clients_householdchange_pref",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "undo"), ("undoes__isnull", False)),
                            models.Q(models.Q(("kind", "undo"), _negated=True), ("undoes", None)),
                            _connector="OR",
                        ),
                        name="clients_householdchange_undo",
                    ),
                    models.UniqueConstraint(
                        fields=("pref", "undoes"), name="clients_householdchange_once"
                    ),
                ],
            },
        ),
        ProtectPersonal("clients_householdchange"),
    ]
