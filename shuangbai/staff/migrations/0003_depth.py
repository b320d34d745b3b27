"""Stations, points and workers in depth: what holds for a time stands in spells; walls and the
narrow door of the new tables.

Points and workers that were there before get the spell that follows from what was known of them,
with the instant and the name from the audit trail, so that figures of earlier knowledge stay.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.fields
import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import Door, ProtectPersonal

PRODUCT = "00000000-0000-7000-8000-000000000001"


def _rows(apps: Any, schema_editor: Any, app: str, name: str) -> Any:
    """As the owner, on the connection that migrates: the default one is another and would wait."""
    return apps.get_model(app, name).objects.using(schema_editor.connection.alias)


def _recorded(apps: Any, schema_editor: Any, kind: str) -> dict[str, Any]:
    """Record → when and by whom it was entered, as the audit trail has it."""
    changes = _rows(apps, schema_editor, "access", "AuditChange").filter(record_kind=kind)
    known: dict[str, Any] = {}
    for change in changes.select_related("entry").order_by("entry__at"):
        entry = change.entry
        stamp = {"recorded_at": entry.at, "recorded_by": entry.actor_id}
        known.setdefault(change.record_id, {**stamp, "recorded_by_name": entry.actor_name})
    return known


def _unknown() -> dict[str, Any]:
    return {"recorded_at": datetime.now(UTC), "recorded_by": PRODUCT, "recorded_by_name": "系统"}


def fill_points(apps: Any, schema_editor: Any) -> None:
    """A point that stood before was open while it served some village, as it was known then."""
    model = apps.get_model("staff", "PointSpell")
    services = _rows(apps, schema_editor, "staff", "VillageService")
    recorded = _recorded(apps, schema_editor, "staff.point")
    made = []
    for point in _rows(apps, schema_editor, "staff", "Point"):
        held = list(services.filter(point=point, superseded_at=None))
        if not held:
            continue
        ends = [one.valid_to for one in held]
        made.append(
            model(
                area=point.area,
                point=point,
                point_name=point.name,
                station_id=point.station_id,
                valid_from=min(one.valid_from for one in held),
                valid_to=None if None in ends else max(ends),
                **(recorded.get(str(point.pk)) or _unknown()),
            )
        )
    model.objects.using(schema_editor.connection.alias).bulk_create(made, batch_size=2000)


def fill_workers(apps: Any, schema_editor: Any) -> None:
    """A worker who was registered before works at the station since the day of hiring, or since
    the station opened when that day is not known or earlier."""
    model = apps.get_model("staff", "WorkerSpell")
    spells = _rows(apps, schema_editor, "staff", "StationSpell").filter(superseded_at=None)
    opened = {one.station_id: one.valid_from for one in spells.order_by("-valid_from")}
    recorded = _recorded(apps, schema_editor, "staff.worker")
    made = []
    for worker in _rows(apps, schema_editor, "staff", "Worker"):
        first = opened.get(worker.station_id) or worker.hired_on or datetime.now(UTC).date()
        made.append(
            model(
                area=worker.area,
                worker=worker,
                worker_name=worker.name,
                station_id=worker.station_id,
                post=worker.post,
                valid_from=max(worker.hired_on or first, first),
                **(recorded.get(str(worker.pk)) or _unknown()),
            )
        )
    model.objects.using(schema_editor.connection.alias).bulk_create(made, batch_size=2000)


def print_names(apps: Any, schema_editor: Any) -> None:
    services = _rows(apps, schema_editor, "staff", "VillageService")
    changed = list(services.select_related("point", "worker"))
    for one in changed:
        one.by_name = (one.point or one.worker).name
    services.bulk_update(changed, ["by_name"], batch_size=2000)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("staff", "0002_walls"),
        ("access", "0004_cache_table"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PointSpell",
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
                ("point_name", models.CharField(max_length=60)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Qualification",
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
                    "level",
                    models.CharField(
                        choices=[
                            ("assistant", "助理社会工作师"),
                            ("social", "社会工作师"),
                            ("senior", "高级社会工作师"),
                        ],
                        max_length=9,
                    ),
                ),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("issued_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="WorkerSpell",
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
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pioneer", "原双百社工"),
                            ("relief", "社会救助经办人员"),
                            ("disabled", "残疾人专职委员"),
                            ("hired", "招聘"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        blank=True,
                        choices=[("service", "服务岗"), ("affairs", "事务岗")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("duties", models.CharField(blank=True, default="", max_length=200)),
                ("pay_grade", models.CharField(blank=True, default="", max_length=20)),
                ("employer", models.CharField(blank=True, default="", max_length=60)),
                ("came_from", models.CharField(blank=True, default="", max_length=60)),
                (
                    "left",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resigned", "辞职"),
                            ("retired", "退休"),
                            ("moved", "调离"),
                            ("ended", "合同到期"),
                            ("died", "去世"),
                            ("other", "其他"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("left_note", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="point",
            name="address",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="station",
            name="phone",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="villageservice",
            name="by_name",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="worker",
            name="birth_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="worker",
            name="education",
            field=models.CharField(
                blank=True,
                choices=[
                    ("secondary", "高中、中专及以下"),
                    ("college", "大专"),
                    ("bachelor", "本科"),
                    ("master", "研究生"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="worker",
            name="identity",
            field=shuangbai.kernel.fields.SecretField(null=True),
        ),
        migrations.AddField(
            model_name="worker",
            name="identity_hash",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="worker",
            name="phone",
            field=shuangbai.kernel.fields.SecretField(null=True),
        ),
        migrations.AddField(
            model_name="worker",
            name="sex",
            field=models.CharField(
                blank=True, choices=[("M", "男"), ("F", "女")], default="", max_length=1
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("identity_hash__isnull", False)),
                fields=("pref", "identity_hash"),
                name="staff_worker_once",
            ),
        ),
        migrations.AddField(
            model_name="pointspell",
            name="point",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="spells", to="staff.point"
            ),
        ),
        migrations.AddField(
            model_name="pointspell",
            name="station",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.station"
            ),
        ),
        migrations.AddField(
            model_name="qualification",
            name="worker",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="qualifications",
                to="staff.worker",
            ),
        ),
        migrations.AddField(
            model_name="workerspell",
            name="station",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="worker_spells",
                to="staff.station",
            ),
        ),
        migrations.AddField(
            model_name="workerspell",
            name="worker",
            field=shuangbai.kernel.tables.PrefForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spells",
                to="staff.worker",
            ),
        ),
        migrations.AddIndex(
            model_name="pointspell",
            index=models.Index(fields=["area", "id"], name="staff_pointspell_ai"),
        ),
        migrations.AddConstraint(
            model_name="pointspell",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="staff_pointspell_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointspell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="staff_pointspell_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointspell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("pref", "="),
                    ("point", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="staff_pointspell_one",
            ),
        ),
        migrations.AddIndex(
            model_name="qualification",
            index=models.Index(fields=["area", "id"], name="staff_qualification_ai"),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="staff_qualification_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="staff_qualification_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("pref", "="),
                    ("worker", "="),
                    ("level", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="staff_qualification_one",
            ),
        ),
        migrations.AddIndex(
            model_name="workerspell",
            index=models.Index(fields=["area", "id"], name="staff_workerspell_ai"),
        ),
        migrations.AddConstraint(
            model_name="workerspell",
            constraint=models.CheckConstraint(
                condition=models.Q(("pref", django.db.models.functions.text.Left("area", 4))),
                name="staff_workerspell_pref",
            ),
        ),
        migrations.AddConstraint(
            model_name="workerspell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="staff_workerspell_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="workerspell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("superseded_at", None)),
                expressions=[
                    ("pref", "="),
                    ("worker", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                name="staff_workerspell_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="workerspell",
            constraint=models.CheckConstraint(
                condition=models.Q(("left", ""), ("valid_to__isnull", False), _connector="OR"),
                name="staff_workerspell_left",
            ),
        ),
        migrations.RunPython(fill_points, migrations.RunPython.noop),
        migrations.RunPython(fill_workers, migrations.RunPython.noop),
        migrations.RunPython(print_names, migrations.RunPython.noop),
        # The tables are altered again below, which waiting checks would forbid.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="worker",
            name="post",
        ),
        migrations.RemoveField(
            model_name="worker",
            name="station",
        ),
        ProtectPersonal("staff_pointspell"),
        ProtectPersonal("staff_workerspell"),
        ProtectPersonal("staff_qualification"),
        Door(
            "staff_on_file(in_pref text, in_hashes bytea[])",
            "TABLE (identity_hash bytea, town text)",
            """
            SELECT w.identity_hash, left(w.area, 9) FROM staff_worker w
            WHERE w.pref = in_pref AND w.identity_hash = ANY (in_hashes)
            """,
        ),
    ]
