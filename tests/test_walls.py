"""The second lock, tried from outside Django: what the application role sees on a bare connection.

Three areas, one row each, in every table of people that the database has.
"""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from psycopg import errors, sql

from shuangbai.config import engine
from shuangbai.kernel.rls import ProtectSharedDown, application_role
from shuangbai.kernel.tables import Personal
from tests import rows, tree

OWN, NEIGHBOUR, FAR = "445302103", "445302102", "445321100"

type Connection = psycopg.Connection[Any]


@pytest.fixture
def owner(database: None) -> Iterator[Connection]:
    with psycopg.connect(engine.addresses().owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(database: None) -> Iterator[Connection]:
    """The application role, told to use parallel workers whenever it can."""
    with psycopg.connect(engine.addresses().app, autocommit=True) as connection:
        forced = (
            "debug_parallel_query"
            if connection.info.server_version >= 160000
            else ("force_parallel_mode")
        )
        connection.execute(
            f"SET {forced} = on; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;"
            "SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2"
        )
        yield connection


def _areas(app: Connection, table: str) -> set[str]:
    found = app.execute(sql.SQL("SELECT area FROM {}").format(sql.Identifier(table)))
    return {row[0] for row in found}


def _scope(app: Connection, key: str) -> None:
    app.execute(f"SET LOCAL app.lo = '{key}'; SET LOCAL app.hi = '{key}:'")


def _seen(app: Connection, table: str, key: str) -> set[str]:
    with app.transaction():
        _scope(app, key)
        return _areas(app, table)


def _refused(app: Connection, key: str | None, do: Callable[[], object]) -> bool:
    """Whether the wall refuses it in that scope; whatever it did is taken back."""
    try:
        with app.transaction(force_rollback=True):
            if key is not None:
                _scope(app, key)
            do()
    except errors.InsufficientPrivilege:
        return True
    return False


def _changed(app: Connection, table: str, key: str, where: str) -> int:
    statement = sql.SQL("UPDATE {} SET area = area WHERE area = {}")
    with app.transaction(force_rollback=True):
        _scope(app, key)
        done = app.execute(statement.format(sql.Identifier(table), sql.Literal(where)))
        return done.rowcount


def reading_leaks(app: Connection, table: str) -> list[str]:
    wrong = []
    if _areas(app, table):
        wrong.append("rows are seen without a scope")
    if _seen(app, table, OWN) != {OWN}:
        wrong.append("a scope shows other rows than its own")
    if _areas(app, table):
        wrong.append("rows are seen after the scope has ended")
    if _seen(app, table, "445302") != {OWN, NEIGHBOUR}:
        wrong.append("a county does not see exactly its towns")
    if _seen(app, table, "445303"):
        wrong.append("a county without rows sees some")
    with app.transaction():
        app.execute("SET LOCAL app.lo = '44'")
        if _areas(app, table):
            wrong.append("rows are seen with half a scope")
    return wrong


def writing_leaks(app: Connection, owner: Connection, table: str) -> list[str]:
    wrong = []
    outside = rows.values(owner, table, NEIGHBOUR)
    inside = rows.values(owner, table, OWN)
    move = sql.SQL("UPDATE {} SET area = {}").format(sql.Identifier(table), sql.Literal(NEIGHBOUR))
    remove = sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
    if not _refused(app, None, lambda: rows.insert(app, table, inside)):
        wrong.append("a row is added without a scope")
    if not _refused(app, OWN, lambda: rows.insert(app, table, outside)):
        wrong.append("a row is added outside the scope")
    if _refused(app, OWN, lambda: rows.insert(app, table, inside)):
        wrong.append("a row inside the scope is refused")
    if not _refused(app, OWN, lambda: app.execute(move)):
        wrong.append("a row is moved out of the scope")
    if _changed(app, table, OWN, NEIGHBOUR) or not _changed(app, table, OWN, OWN):
        wrong.append("a scope changes other rows than its own")
    if not _refused(app, OWN, lambda: app.execute(remove)):
        wrong.append("a row is deleted")
    return wrong


def leaks(app: Connection, owner: Connection, table: str) -> list[str]:
    """What is wrong with the wall around `table`, in words; nothing when it stands."""
    for area in (OWN, NEIGHBOUR, FAR):
        rows.insert(owner, table, rows.values(owner, table, area))
    return [
        f"{table}: {what}"
        for what in (*reading_leaks(app, table), *writing_leaks(app, owner, table))
    ]


def test_the_wall_stands_around_every_table_of_people(owner: Connection, app: Connection) -> None:
    tables = rows.personal_tables(owner)
    wrong = []
    for table in tables:
        wrong += leaks(app, owner, table)
        owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))
    assert tables
    assert not wrong, tree.listed(wrong)


def test_columns_and_classes_agree_on_what_is_personal(owner: Connection) -> None:
    by_class = {m._meta.db_table for m in apps.get_models() if issubclass(m, Personal)}
    assert set(rows.personal_tables(owner)) == by_class


def test_the_questions_above_do_use_workers(owner: Connection, app: Connection) -> None:
    rows.insert(owner, "clients_person", rows.values(owner, "clients_person", OWN))
    plan = app.execute("EXPLAIN SELECT area FROM clients_person").fetchall()
    assert any("Gather" in row[0] for row in plan)


@pytest.fixture
def new_table(owner: Connection) -> Iterator[Callable[..., str]]:
    made: list[str] = []

    def make(name: str, *extra: str) -> str:
        owner.execute(
            f'CREATE TABLE {name} (id uuid PRIMARY KEY, area varchar(12) COLLATE "C" NOT NULL'
            f"{''.join(', ' + line for line in extra)})"
        )
        made.append(name)
        return name

    yield make
    for name in made:
        owner.execute(f"DROP TABLE {name}")


def test_a_table_without_a_wall_is_noticed(
    owner: Connection, app: Connection, new_table: Callable[..., str]
) -> None:
    table = new_table("walls_forgotten", "pref varchar(4) NOT NULL")
    assert table in rows.personal_tables(owner)
    assert leaks(app, owner, table) == [
        f"{table}: {what}"
        for what in (
            "rows are seen without a scope",
            "a scope shows other rows than its own",
            "rows are seen after the scope has ended",
            "a county does not see exactly its towns",
            "a county without rows sees some",
            "rows are seen with half a scope",
            "a row is added without a scope",
            "a row is added outside the scope",
            "a row is moved out of the scope",
            "a scope changes other rows than its own",
            "a row is deleted",
        )
    ]


def test_a_wall_that_only_guards_reading_is_noticed(
    owner: Connection, app: Connection, new_table: Callable[..., str]
) -> None:
    table = new_table("walls_reading", "pref varchar(4) NOT NULL")
    owner.execute(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY scope ON {table} USING (area >= current_setting('app.lo', true)"
        " AND area < current_setting('app.hi', true)) WITH CHECK (true)"
    )
    assert "a row is added outside the scope" in " ".join(leaks(app, owner, table))


def test_shared_down_is_read_from_below_and_written_by_its_owner(
    owner: Connection, app: Connection, new_table: Callable[..., str]
) -> None:
    table = new_table("walls_shared")
    for statement in ProtectSharedDown(table).statements():
        owner.execute(statement)
    for area in ("44", "4453", OWN, "445302103201", FAR):
        rows.insert(owner, table, rows.values(owner, table, area))
    assert _areas(app, table) == set()
    assert _seen(app, table, OWN) == {"44", "4453", OWN, "445302103201"}
    assert _areas(app, table) == set()
    assert _seen(app, table, FAR) == {"44", "4453", FAR}
    assert _changed(app, table, OWN, "4453") == 0
    assert _changed(app, table, OWN, OWN) == 1
    above = rows.values(owner, table, "4453")
    assert _refused(app, OWN, lambda: rows.insert(app, table, above))


def test_the_application_cannot_lift_the_wall(app: Connection) -> None:
    role = application_role()
    for statement in (
        "ALTER TABLE clients_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY scope ON clients_person",
        "SET SESSION AUTHORIZATION shuangbai_owner",
        f'ALTER ROLE "{role}" BYPASSRLS',
        "CREATE TABLE public.aside (id int)",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute(statement)
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute("SET row_security = off")
        app.execute("SELECT count(*) FROM clients_person")
