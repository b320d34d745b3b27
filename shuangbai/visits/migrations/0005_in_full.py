"""Visits in full: versions, services, who came along, scales, findings, photos."""

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
        ("clients", "0009_deaths"),
        ("visits", "0004_past_door"),
    ]

    operations = [
        migrations.CreateModel(
            name="Companion",
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
                ("happened_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("words", shuangbai.kernel.fields.SecretField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("reason", shuangbai.kernel.fields.SecretField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                ("root", models.UUIDField()),
                ("happened_on", models.DateField()),
                ("kind", models.CharField(max_length=12)),
                ("urgency", models.CharField(max_length=8)),
                ("person_id", models.UUIDField(null=True)),
                ("whose", shuangbai.kernel.fields.SecretField()),
                ("words", shuangbai.kernel.fields.SecretField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "还没人接"),
                            ("taken", "在办"),
                            ("closed", "办结"),
                            ("withdrawn", "撤回"),
                        ],
                        max_length=10,
                    ),
                ),
                ("taken_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="FindingMove",
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
                ("verb", models.CharField(max_length=10)),
                ("from_state", models.CharField(max_length=10)),
                ("to_state", models.CharField(max_length=10)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=60)),
                ("words", shuangbai.kernel.fields.SecretField(null=True)),
                ("record_kind", models.CharField(blank=True, default="", max_length=40)),
                ("record_id", models.CharField(blank=True, default="", max_length=40)),
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
                ("digest", models.BinaryField()),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list
                    ),
                ),
                ("words", shuangbai.kernel.fields.SecretField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="served",
            name="scales",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="served",
            name="services",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), default=list
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="late_why",
            field=shuangbai.kernel.fields.SecretField(null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="next_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="root",
            field=models.UUIDField(null=True),
        ),
        # Every visit of before is the first and only version of itself.
        migrations.RunSQL("UPDATE visits_visit SET root = id", reverse_sql=migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="visit",
            name="root",
            field=models.UUIDField(),
        ),
        migrations.AddField(
            model_name="visit",
            name="services",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), default=list
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("pref", "root"),
                name="visits_visit_one_version",
            ),
        ),
        migrations.AddField(
            model_name="companion",
            name="visit",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="companions",
                to="visits.visit",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="new",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.visit"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="old",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="visits.visit"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="visit",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="visits.visit",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="visit",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="visits.visit",
            ),
        ),
        migrations.AddField(
            model_name="findingmove",
            name="finding",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="state_moves",
                to="visits.finding",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="visit",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photos",
                to="visits.visit",
            ),
        ),
        migrations.AddIndex(
            model_name="companion",
            index=models.Index(fields=["area", "id"], name="visits_companion_ai"),
        ),
        migrations.AddIndex(
            model_name="companion",
            index=models.Index(fields=["area", "happened_on"], name="visits_companion_day"),
        ),
        migrations.AddConstraint(
            model_name="companion",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="visits_companion_pref",
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["area", "id"], name="visits_correction_ai"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="visits_correction_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                fields=("pref", "old"), name="visits_correction_once"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["area", "id"], name="visits_finding_ai"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["area", "happened_on"], name="visits_finding_day"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["pref", "person_id"], name="visits_finding_person"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="visits_finding_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("pref", "root"),
                name="visits_finding_one_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), ("taken_on", None), ("closed_on", None)),
                    models.Q(
                        ("state", "taken"),
                        models.Q(("taken_on", None), _negated=True),
                        ("closed_on", None),
                    ),
                    models.Q(("state", "closed"), models.Q(("closed_on", None), _negated=True)),
                    ("state", "withdrawn"),
                    _connector="OR",
                ),
                name="visits_finding_state",
            ),
        ),
        migrations.AddIndex(
            model_name="findingmove",
            index=models.Index(fields=["area", "id"], name="visits_findingmove_ai"),
        ),
        migrations.AddConstraint(
            model_name="findingmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="visits_findingmove_pref",
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["area", "id"], name="visits_photo_ai"),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="visits_photo_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("pref", "visit", "digest"),
                name="visits_photo_once",
            ),
        ),
        ProtectPersonal("visits_companion"),
        ProtectPersonal("visits_correction"),
        ProtectPersonal("visits_finding"),
        ProtectPersonal("visits_findingmove"),
        ProtectPersonal("visits_photo"),
    ]
