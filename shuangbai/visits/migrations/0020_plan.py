"""How often whom, and who stands in for whom.

Week, month and quarter for the grades, a visit a month to old people who live alone and a quarter
for everybody else are shipped as a default. They lie at the province and are nobody's rule.
"""

from datetime import UTC, datetime
from typing import Any

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.fields
import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal, ProtectSharedDown

FREQUENCIES = (
    ("ordinary", "", 90),
    ("grade", "A", 7),
    ("grade", "B", 30),
    ("grade", "C", 90),
    ("situation", "alone", 30),
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PRODUCT = "00000000-0000-7000-8000-000000000001"


def load_frequencies(apps: Any, schema_editor: Any) -> None:
    """Known all along, like the areas of a first load."""
    model = apps.get_model("visits", "FrequencySpell")
    model.objects.using(schema_editor.connection.alias).bulk_create(
        model(
            area="44",
            kind=kind,
            code=code,
            days=days,
            valid_from=LONG_AGO.date(),
            is_default=True,
            recorded_at=LONG_AGO,
            recorded_by=PRODUCT,
            recorded_by_name="系统",
        )
        for kind, code, days in FREQUENCIES
    )


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0003_depth"),
        ("visits", "0005_in_full"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrequencySpell",
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
                            ("ordinary", "一般在册对象"),
                            ("grade", "关注等级"),
                            ("category", "对象类别"),
                            ("situation", "情况"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=8)),
                ("days", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("document", models.CharField(blank=True, default="", max_length=100)),
                ("is_default", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("supersedes", models.UUIDField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area"], name="visits_frequencyspell_area")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[
                            ("area", "="),
                            ("kind", "="),
                            ("code", "="),
                            (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                        ],
                        name="visits_frequencyspell_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 366)),
                        name="visits_frequencyspell_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), ("kind", "ordinary")),
                            models.Q(
                                ("kind__in", ["grade", "category"]),
                                models.Q(("code", ""), _negated=True),
                            ),
                            models.Q(("code__in", ["alone"]), ("kind", "situation")),
                            _connector="OR",
                        ),
                        name="visits_frequencyspell_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                ("colleague_name", models.CharField(max_length=60)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("leave", "休假"),
                            ("illness", "病假"),
                            ("training", "培训"),
                            ("other", "其他"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=100)),
                (
                    "colleague",
                    shuangbai.kernel.tables.PrefForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in",
                        to="staff.worker",
                    ),
                ),
                (
                    "worker",
                    shuangbai.kernel.tables.PrefForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="staff.worker",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area", "id"], name="visits_absence_ai")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="visits_absence_pref",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="visits_absence_days",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_at", None)),
                        expressions=[
                            ("pref", "="),
                            ("worker", "="),
                            (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                        ],
                        name="visits_absence_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__isnull", False)), name="visits_absence_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worker", models.F("colleague")), _negated=True),
                        name="visits_absence_other",
                    ),
                ],
            },
        ),
        ProtectSharedDown("visits_frequencyspell"),
        ProtectPersonal("visits_absence"),
        migrations.RunPython(load_frequencies, migrations.RunPython.noop),
    ]
