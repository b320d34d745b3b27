"""Every table is of one of four classes, and the database itself holds what the class promises."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import models

from shuangbai.access.policy import POLICY
from shuangbai.config import engine
from shuangbai.kernel.tables import (
    Personal,
    PersonalQuerySet,
    PrefForeignKey,
    Reference,
    SharedDown,
    System,
)
from tests import tree

CLASSES = (System, Reference, Personal, SharedDown)
SYSTEM_OF_OTHERS = {
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Group",
    "auth.Group_permissions",
    "auth.Permission",
    "contenttypes.ContentType",
    "procrastinate.ProcrastinateEvent",
    "procrastinate.ProcrastinateJob",
    "procrastinate.ProcrastinatePeriodicDefer",
    "procrastinate.ProcrastinateWorker",
    "sessions.Session",
}
"""Tables that came with libraries, each looked at by hand: none holds people who are served."""
WITHOUT_MODEL = {"cache", "django_migrations"}
APPEND_ONLY = ("access_auditentry", "access_auditchange")


def _every() -> list[type[models.Model]]:
    return apps.get_models(include_auto_created=True)


def _ours() -> list[type[models.Model]]:
    return [model for model in _every() if model.__module__.startswith("shuangbai.")]


def _personal() -> list[type[Personal]]:
    return [model for model in _ours() if issubclass(model, Personal)]


@pytest.fixture
def owner(database: None) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(engine.addresses().owner, autocommit=True) as connection:
        yield connection


def test_each_of_our_tables_has_one_class() -> None:
    found = [
        model._meta.label
        for model in _ours()
        if len([one for one in CLASSES if issubclass(model, one)]) != 1
    ]
    assert _ours()
    assert not found, tree.listed(found)


def test_tables_of_others_are_listed_by_hand() -> None:
    assert {model._meta.label for model in _every()} - {
        model._meta.label for model in _ours()
    } == SYSTEM_OF_OTHERS


def test_no_table_without_a_model(owner: "psycopg.Connection[Any]") -> None:
    rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    known = {model._meta.db_table for model in _every()}
    assert {row[0] for row in rows} - known == WITHOUT_MODEL


def test_personal_tables_are_asked_through_the_scope_only() -> None:
    found = [
        model._meta.label
        for model in _personal()
        for manager in (model._default_manager, model._base_manager)
        if not isinstance(manager.all(), PersonalQuerySet)
    ]
    assert not found, tree.listed(found)


def test_personal_tables_name_the_verb_that_reads_them() -> None:
    found = [m._meta.label for m in _personal() if getattr(m, "see_verb", None) not in POLICY]
    assert not found, tree.listed(found)


def test_personal_tables_point_to_no_account() -> None:
    """A foreign key goes to a personal table, joined on `pref` too, or to a reference."""
    found = [
        f"{model._meta.label}.{field.name}"
        for model in _personal()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        if not (
            isinstance(field, PrefForeignKey)
            if issubclass(field.related_model, Personal)
            else issubclass(field.related_model, Reference | SharedDown)
        )
    ]
    assert not found, tree.listed(found)


def test_the_database_walls_every_personal_table(owner: "psycopg.Connection[Any]") -> None:
    walled = {
        row[0]
        for row in owner.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policies p ON p.tablename = c.relname"
            " WHERE c.relrowsecurity AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL'"
            " AND p.qual LIKE '%%app.lo%%app.hi%%' AND p.with_check = p.qual"
        )
    }
    found = [m._meta.db_table for m in _personal() if m._meta.db_table not in walled]
    assert not found, tree.listed(found)


def test_one_policy_and_no_other(owner: "psycopg.Connection[Any]") -> None:
    """Permissive policies add up: a second one could open what the first one closes."""
    rows = owner.execute("SELECT tablename, count(*) FROM pg_policies GROUP BY 1")
    counted = {row[0]: row[1] for row in rows}
    found = [m._meta.db_table for m in _personal() if counted.get(m._meta.db_table) != 1]
    assert not found, tree.listed(found)


def test_uniqueness_contains_pref(owner: "psycopg.Connection[Any]") -> None:
    """So that a cluster can hold it; the primary key is a UUID and need not."""
    rows = owner.execute(
        "SELECT t.relname, i.relname FROM pg_index x"
        " JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
        " WHERE (x.indisunique OR x.indisexclusion) AND NOT x.indisprimary AND NOT EXISTS ("
        "  SELECT 1 FROM pg_attribute a WHERE a.attrelid = x.indrelid"
        "  AND a.attnum = ANY (x.indkey::int2[]) AND a.attname = 'pref')"
    )
    tables = {model._meta.db_table for model in _personal()}
    found = [f"{table}: {index}" for table, index in rows if table in tables]
    assert not found, tree.listed(found)


def test_personal_tables_are_listed_by_area(owner: "psycopg.Connection[Any]") -> None:
    rows = owner.execute("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%%(area, id)%%'")
    indexed = {row[0] for row in rows}
    found = [m._meta.db_table for m in _personal() if m._meta.db_table not in indexed]
    assert not found, tree.listed(found)


def _may(owner: "psycopg.Connection[Any]", table: str, *rights: str) -> list[str]:
    role = engine.addresses().app_role
    asked = "SELECT has_table_privilege(%s, %s, %s)"
    return [
        f"{table}: {right}"
        for right in rights
        for row in owner.execute(asked, [role, f'public."{table}"', right])
        if row[0]
    ]


def test_the_application_deletes_no_people(owner: "psycopg.Connection[Any]") -> None:
    found = [
        right
        for model in _personal()
        for right in _may(owner, model._meta.db_table, "DELETE", "TRUNCATE", "TRIGGER")
    ]
    assert not found, tree.listed(found)


def test_the_application_changes_no_audit_row(owner: "psycopg.Connection[Any]") -> None:
    found = [
        right
        for table in APPEND_ONLY
        for right in _may(owner, table, "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
    ]
    assert not found, tree.listed(found)


def test_the_application_owns_nothing(owner: "psycopg.Connection[Any]") -> None:
    """Row-level security does not bind the owner of a table, nor who may bypass it."""
    role = engine.addresses().app_role
    owned = owner.execute(
        "SELECT relname FROM pg_class WHERE relowner = %s::regrole AND relkind = 'r'", [role]
    ).fetchall()
    powers = owner.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    memberships = owner.execute(
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole", [role]
    ).fetchall()
    assert owned == []
    assert powers == (False,)
    assert memberships == []


def test_doors_answer_the_application_only(owner: "psycopg.Connection[Any]") -> None:
    """A definer function passes the wall: its search path is fixed, and PUBLIC may not call it."""
    rows = owner.execute(
        "SELECT p.proname, p.proconfig, has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE p.prosecdef AND n.nspname = 'public'"
    )
    found = [
        name
        for name, config, open_to_all in rows
        if open_to_all or not any(line.startswith("search_path=") for line in config or [])
    ]
    assert not found, tree.listed(found)
