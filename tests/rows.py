"""Rows for any table, made from its columns alone: so coming tables are tested as well."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg import sql

CHOSEN = {
    ("jobs_job", "state"): "waiting",
    ("rosters_roster", "state"): "staged",
    ("clients_certificate", "kind"): 4,
    ("clients_fieldchange", "household_id"): None,
    ("clients_certificate", "level"): 2,
    ("clients_handover", "state"): "asked",
    ("clients_approval", "valid_to"): date(2026, 12, 31),
    ("staff_villageservice", "how"): "direct",
    ("staff_workerspell", "left"): "",
    ("visits_finding", "state"): "open",
    ("visits_absence", "valid_to"): date(2026, 12, 31),
}
"""Values that check constraints ask for. A new constraint of this kind gets a line here."""

type Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    length: int | None
    needed: bool
    target: str
    """The table that a foreign key points to; '' for none."""


def personal_tables(owner: Connection) -> list[str]:
    """Tables of people, by their columns and not by what Python calls them."""
    found = owner.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name IN ('area', 'pref') GROUP BY 1 HAVING count(*) = 2 ORDER BY 1"
    )
    return [row[0] for row in found]


def columns(owner: Connection, table: str) -> list[Column]:
    found = owner.execute(
        "SELECT a.attname, format_type(a.atttypid, NULL),"
        " CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 END,"
        " a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',"
        " COALESCE((SELECT f.confrelid::regclass::text FROM pg_constraint f"
        "   WHERE f.contype = 'f' AND f.conrelid = a.attrelid AND f.conkey = ARRAY[a.attnum]), '')"
        " FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0"
        " AND NOT a.attisdropped ORDER BY a.attnum",
        [table],
    )
    return [Column(*row) for row in found]


def values(owner: Connection, table: str, area: str) -> dict[str, Any]:
    """A row of `area` that the table's constraints accept; what it points to is made as well."""
    made: dict[str, Any] = {}
    for column in columns(owner, table):
        if column.name == "area":
            made["area"] = area
        elif column.name == "pref":
            made["pref"] = area[:4]
        elif (table, column.name) in CHOSEN:
            made[column.name] = CHOSEN[table, column.name]
        elif column.target:
            made[column.name] = _pointed(owner, column.target, area)
        elif column.needed:
            made[column.name] = _value(column)
    return made


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        ),
        list(row.values()),
    )


def _pointed(owner: Connection, table: str, area: str) -> Any:
    key = columns(owner, table)[0].name
    found = {column.name for column in columns(owner, table)}
    if not {"area", "pref"} <= found:
        first = owner.execute(
            sql.SQL("SELECT {} FROM {} LIMIT 1").format(sql.Identifier(key), sql.Identifier(table))
        ).fetchone()
        if first is not None:
            return first[0]
    row = values(owner, table, area)
    insert(owner, table, row)
    return row[key]


def _value(column: Column) -> Any:
    simple: dict[str, Any] = {
        "uuid": uuid.uuid4(),
        "date": date(2026, 1, 5),
        "timestamp with time zone": datetime(2026, 1, 5, tzinfo=UTC),
        "boolean": False,
        "jsonb": "{}",
        "bytea": secrets.token_bytes(16),
        "smallint": 1,
        "integer": 1,
        "bigint": 1,
        "numeric": 1,
        "interval": "1 day",
    }
    if column.type.endswith("[]"):
        return []
    if column.type in ("text", "character varying"):
        return secrets.token_hex(4)[: column.length or 8]
    if column.type not in simple:
        raise NotImplementedError(f"no value is known for a column of type {column.type}")
    return simple[column.type]
