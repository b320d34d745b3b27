"""Rosters get an app of their own: the tables move with their rows, nothing is copied.

What was a category becomes the code of a list, of whatever kind; files and how headings were
understood are kept from here on.
"""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import shuangbai.kernel.fields
import shuangbai.kernel.ids
import shuangbai.kernel.tables
from shuangbai.kernel.rls import Door, ProtectPersonal, ProtectSharedDown

MOVE = """
ALTER TABLE clients_roster RENAME TO rosters_roster;
ALTER TABLE clients_rostermove RENAME TO rosters_rostermove;
ALTER TABLE clients_rosterrow RENAME TO rosters_rosterrow;

DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT conname FROM pg_constraint
    WHERE conrelid = 'rosters_roster'::regclass AND contype = 'f'
    AND confrelid = 'clients_category'::regclass
  LOOP
    EXECUTE format('ALTER TABLE rosters_roster DROP CONSTRAINT %I', found.conname);
  END LOOP;
  FOR found IN
    SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attname = 'category_id'
    WHERE x.indrelid = 'rosters_roster'::regclass AND a.attnum = ANY (x.indkey::int2[])
  LOOP
    EXECUTE format('DROP INDEX %I', found.relname);
  END LOOP;
END $$;

ALTER TABLE rosters_roster RENAME COLUMN category_id TO list_code;
ALTER TABLE rosters_roster ALTER COLUMN list_code TYPE varchar(20);
ALTER TABLE rosters_roster ADD COLUMN kind varchar(20) NOT NULL DEFAULT 'people',
  ADD COLUMN file_size integer NOT NULL DEFAULT 0 CHECK (file_size >= 0),
  ADD COLUMN mapping jsonb NOT NULL DEFAULT '{}', ADD COLUMN trouble jsonb NOT NULL DEFAULT '{}';
ALTER TABLE rosters_roster ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN file_size DROP DEFAULT,
  ALTER COLUMN mapping DROP DEFAULT, ALTER COLUMN trouble DROP DEFAULT;
ALTER TABLE rosters_rosterrow RENAME COLUMN person_id TO subject_id;
ALTER TABLE rosters_rosterrow RENAME COLUMN village TO place;
ALTER TABLE rosters_roster DROP CONSTRAINT clients_roster_state;
ALTER TABLE rosters_roster ADD CONSTRAINT rosters_roster_state
  CHECK (state IN ('received', 'staged', 'merged', 'discarded'));

DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT conrelid::regclass AS held, conname FROM pg_constraint
    WHERE conrelid IN ('rosters_roster'::regclass, 'rosters_rostermove'::regclass,
      'rosters_rosterrow'::regclass) AND starts_with(conname, 'clients_roster')
  LOOP
    EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', found.held, found.conname,
      replace(found.conname, 'clients_roster', 'rosters_roster'));
  END LOOP;
  FOR found IN
    SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid IN ('rosters_roster'::regclass, 'rosters_rostermove'::regclass,
      'rosters_rosterrow'::regclass) AND starts_with(i.relname, 'clients_roster')
  LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', found.relname,
      replace(found.relname, 'clients_roster', 'rosters_roster'));
  END LOOP;
END $$;

DROP FUNCTION clients_roster_newest(text, text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [("clients", "0006_register_in_depth")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ColumnMatch",
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
                ("kind", models.CharField(max_length=20)),
                ("list_code", models.CharField(blank=True, default="", max_length=20)),
                ("headings", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.CharField(max_length=60)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["kind", "list_code", "area"], name="rosters_columnmatch_of"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterFile",
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
                ("data", shuangbai.kernel.fields.SecretField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["area", "id"], name="rosters_rosterfile_ai")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="rosters_rosterfile_pref",
                    )
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MOVE)],
            state_operations=[
                migrations.CreateModel(
                    name="Roster",
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
                        (
                            "area",
                            shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12),
                        ),
                        (
                            "pref",
                            shuangbai.kernel.tables.PrefField(
                                db_collation="C", editable=False, max_length=4
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("list_code", models.CharField(blank=True, default="", max_length=20)),
                        ("day", models.DateField()),
                        ("file_name", models.CharField(max_length=200)),
                        ("file_size", models.PositiveIntegerField(default=0)),
                        ("file_digest", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "已收到"),
                                    ("staged", "待核对"),
                                    ("merged", "已合并"),
                                    ("discarded", "已作废"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        ("uploaded_by", models.UUIDField()),
                        ("uploaded_by_name", models.CharField(max_length=60)),
                        ("mapping", models.JSONField(default=dict)),
                        ("trouble", models.JSONField(default=dict)),
                        ("outcome", models.JSONField(default=dict)),
                    ],
                    options={
                        "abstract": False,
                        "base_manager_name": "objects",
                    },
                ),
                migrations.CreateModel(
                    name="RosterMove",
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
                        (
                            "area",
                            shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12),
                        ),
                        (
                            "pref",
                            shuangbai.kernel.tables.PrefField(
                                db_collation="C", editable=False, max_length=4
                            ),
                        ),
                        ("verb", models.CharField(max_length=20)),
                        ("from_state", models.CharField(max_length=10)),
                        ("to_state", models.CharField(max_length=10)),
                        ("at", models.DateTimeField()),
                        ("by", models.UUIDField()),
                        ("by_name", models.CharField(max_length=60)),
                        ("reason", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "roster",
                            shuangbai.kernel.tables.PrefForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="state_moves",
                                to="rosters.roster",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "base_manager_name": "objects",
                    },
                ),
                migrations.CreateModel(
                    name="RosterRow",
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
                        (
                            "area",
                            shuangbai.kernel.tables.AreaField(db_collation="C", max_length=12),
                        ),
                        (
                            "pref",
                            shuangbai.kernel.tables.PrefField(
                                db_collation="C", editable=False, max_length=4
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "raw",
                            shuangbai.kernel.fields.SecretField(sealed_as="clients.rosterrow.raw"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("create", "新增"),
                                    ("update", "变更"),
                                    ("unchanged", "没有变化"),
                                    ("refuse", "不能收"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("problems", models.JSONField(default=list)),
                        ("changes", models.JSONField(default=list)),
                        ("subject_id", models.UUIDField(null=True)),
                        (
                            "place",
                            shuangbai.kernel.tables.AreaField(
                                blank=True, db_collation="C", default="", max_length=12
                            ),
                        ),
                        (
                            "roster",
                            shuangbai.kernel.tables.PrefForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="rosters.roster",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "base_manager_name": "objects",
                    },
                ),
                migrations.AddIndex(
                    model_name="roster",
                    index=models.Index(fields=["area", "id"], name="rosters_roster_ai"),
                ),
                migrations.AddConstraint(
                    model_name="roster",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="rosters_roster_pref",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="roster",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "staged", "merged", "discarded"])
                        ),
                        name="rosters_roster_state",
                    ),
                ),
                migrations.AddIndex(
                    model_name="rostermove",
                    index=models.Index(fields=["area", "id"], name="rosters_rostermove_ai"),
                ),
                migrations.AddConstraint(
                    model_name="rostermove",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="rosters_rostermove_pref",
                    ),
                ),
                migrations.AddIndex(
                    model_name="rosterrow",
                    index=models.Index(fields=["area", "id"], name="rosters_rosterrow_ai"),
                ),
                migrations.AddConstraint(
                    model_name="rosterrow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("pref", django.db.models.functions.text.Left("area", 4))
                        ),
                        name="rosters_rosterrow_pref",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="rosterrow",
                    constraint=models.UniqueConstraint(
                        fields=("pref", "roster", "number"), name="rosters_rosterrow_number"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="roster",
            name="file",
            field=shuangbai.kernel.tables.PrefForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="rosters.rosterfile",
            ),
        ),
        migrations.AddIndex(
            model_name="roster",
            index=models.Index(fields=["pref", "file_digest"], name="rosters_roster_file"),
        ),
        ProtectPersonal("rosters_rosterfile"),
        ProtectSharedDown("rosters_columnmatch"),
        # Of which day is the newest merged roster of this list that touches an area? A head sees
        # rosters of the own town only, but a list of the county, or of one village, orders theirs
        # too. The least answer: a day. Who asked is audited with the merge.
        Door(
            "rosters_newest(in_kind text, in_list text, in_area text)",
            "date",
            """
            SELECT max(r.day) FROM rosters_roster r
            WHERE r.pref = left(in_area, 4) AND r.kind = in_kind AND r.list_code = in_list
            AND r.state = 'merged'
            AND (starts_with(in_area, r.area) OR starts_with(r.area, in_area))
            """,
        ),
    ]
