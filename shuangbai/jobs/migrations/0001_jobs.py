"""The table of jobs behind its wall, and what the application may do with the queue's tables."""

from typing import Any

import django.core.serializers.json
import django.db.models.functions.text
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import ProtectPersonal, application_role

FUNCTIONS = (
    "procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])",
    "procrastinate_fetch_job_v2(character varying[], bigint)",
    "procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean)",
    "procrastinate_retry_job_v2(bigint, timestamptz, integer, character varying, character varying)",
    "procrastinate_register_worker_v1()",
    "procrastinate_unregister_worker_v1(bigint)",
    "procrastinate_update_heartbeat_v1(bigint)",
    "procrastinate_prune_stalled_workers_v1(double precision)",
)


def open_the_queue(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Functions are closed to everybody by default; nothing repeats by the calendar here, and
    what happened to a row of the queue is not rewritten."""
    role = application_role()
    for function in FUNCTIONS:
        schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {function} TO "{role}"', params=None)
    for statement in (
        f'REVOKE INSERT, DELETE ON procrastinate_periodic_defers FROM "{role}"',
        f'REVOKE UPDATE, DELETE ON procrastinate_events FROM "{role}"',
    ):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.CreateModel(
            name="Job",
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
                ("task", models.CharField(max_length=60)),
                ("verb", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("subject_kind", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.CharField(blank=True, default="", max_length=60)),
                ("back", models.CharField(blank=True, default="", max_length=300)),
                (
                    "args",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("started_by", models.UUIDField()),
                ("started_by_name", models.CharField(max_length=60)),
                ("grant_id", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队中"),
                            ("running", "正在办"),
                            ("done", "办完了"),
                            ("failed", "没有办成"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("phase", models.CharField(blank=True, default="", max_length=60)),
                ("done", models.PositiveIntegerField(default=0)),
                ("of", models.PositiveIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("queued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("beat_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("cancel_asked_at", models.DateTimeField(null=True)),
                ("cancel_asked_by", models.UUIDField(null=True)),
                ("cancel_asked_by_name", models.CharField(blank=True, default="", max_length=60)),
                ("problem", models.JSONField(null=True)),
                (
                    "result",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["area", "id"], name="jobs_job_ai"),
                    models.Index(
                        fields=["pref", "subject_kind", "subject_id"], name="jobs_job_subject"
                    ),
                    models.Index(fields=["started_by", "queued_at"], name="jobs_job_mine"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="jobs_job_pref",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "done", "failed", "cancelled"])
                        ),
                        name="jobs_job_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ("waiting", "running"))),
                            models.Q(
                                models.Q(("state__in", ("waiting", "running")), _negated=True),
                                models.Q(("ended_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="jobs_job_ended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "running")),
                            models.Q(("subject_id", ""), _negated=True),
                        ),
                        fields=("pref", "task", "subject_kind", "subject_id"),
                        name="jobs_job_one_alive",
                    ),
                ],
            },
        ),
        ProtectPersonal("jobs_job"),
        migrations.RunPython(open_the_queue, migrations.RunPython.noop),
    ]
