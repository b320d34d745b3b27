"""The tests' database: made once by the owner, used by the application role, emptied after use.

No transaction is wrapped around a test: it would keep a row scope alive and hide what leaks.
Areas and categories are loaded once and stay; a pristine copy lies in the schema `harness`, which
the application role cannot enter.
"""

import hashlib
import sys
from importlib import import_module, metadata, reload
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected

from shuangbai.config import engine
from shuangbai.kernel import clock
from tests.place import ROOT

KEPT = frozenset(
    {
        "areas_area",
        "areas_label",
        "clients_category",
        "clients_grade",
        "catalogue_entry",
        "visits_frequencyspell",
        "access_installation",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        # A worker that runs beside the tests is signed in here.
        "procrastinate_workers",
    }
)
QUEUE = "procrastinate_jobs"
TRIES = 5
OF_THE_PLACE = ("DATA", "DATABASES", "SECRET_KEY", "STATIC_ROOT")
AREAS = ("areas_area", "areas_label")
ENTRIES = "catalogue_entry"
"""Shipped with the product; what a test adds or ends is put right afterwards."""
MAKERS = (
    "shuangbai/*/migrations/*.py",
    "shuangbai/*/data/*",
    "shuangbai/kernel/rls.py",
    "shuangbai/areas/actions.py",
    "shuangbai/areas/rules.py",
    "tests/database.py",
)
"""Files that decide how a fresh database looks."""


class NotForTests(RuntimeError):
    """The configured database holds something other than tests."""


def read_settings_again() -> None:
    """pytest-django reads the settings before conftest.py could name the tests' place."""
    fresh = reload(import_module("shuangbai.config.settings"))
    for name in OF_THE_PLACE:
        setattr(settings, name, getattr(fresh, name))
    for alias, found in fresh.DATABASES.items():
        connections[alias].close()
        connections[alias].settings_dict.update(found)


def make() -> None:
    """Bring the database up; quick when nothing that decides how it looks has changed."""
    engine.ensure()
    mark = _fingerprint()
    if _mark() == mark:
        return
    print("\n准备测试数据库…", file=sys.stderr, flush=True)
    _remove()
    import_module("shuangbai.config.schema").prepare(lambda line: None)
    _owner("UPDATE access_installation SET purpose = 'test', clock_shift = NULL")
    _owner("DROP SCHEMA IF EXISTS harness CASCADE; CREATE SCHEMA harness")
    for table in (*AREAS, ENTRIES):
        _owner(f"CREATE TABLE harness.{table} AS TABLE {table}")
    clear()
    _owner(f"CREATE TABLE harness.mark AS SELECT '{mark}'::text AS mark")
    connections["default"].close()


def clear() -> None:
    """Empty every table that a test filled, in one statement; right the clock and the caches."""
    full = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in _emptied()
    )
    # In the order in which a worker locks them, or each would wait for the other.
    names = sorted((row[0] for row in _owner(full)), key=lambda name: name != QUEUE)
    if names:
        _truncate(", ".join(f'"{name}"' for name in names))
    _restore_entries()
    _owner(
        "UPDATE access_installation SET purpose = 'test', clock_shift = NULL"
        " WHERE purpose <> 'test' OR clock_shift IS NOT NULL"
    )
    _owner("DELETE FROM visits_frequencyspell WHERE NOT is_default")
    cache.clear()
    clock.forget()


def _truncate(names: str) -> None:
    """A server may still be making panels for a page that the browser has closed. It locks tables
    in an order of its own; whoever loses lets the other end, and tries again."""
    for left in reversed(range(TRIES)):
        try:
            _owner(f"TRUNCATE {names} CASCADE")
            return
        except OperationalError as error:
            if not (left and isinstance(error.__cause__, DeadlockDetected)):
                raise


def restore_areas() -> None:
    """The tree of areas as it was shipped, after a test that changed it."""
    _owner(
        "TRUNCATE areas_label, areas_area;"
        "INSERT INTO areas_area SELECT * FROM harness.areas_area;"
        "INSERT INTO areas_label OVERRIDING SYSTEM VALUE SELECT * FROM harness.areas_label"
    )


def _restore_entries() -> None:
    """The catalogue as it was shipped."""
    told = f"TABLE {ENTRIES} EXCEPT TABLE harness.{ENTRIES}"
    if _owner(told) or _owner(f"TABLE harness.{ENTRIES} EXCEPT TABLE {ENTRIES}"):
        _owner(f"DELETE FROM {ENTRIES}; INSERT INTO {ENTRIES} TABLE harness.{ENTRIES}")


def _emptied() -> list[str]:
    found = _owner("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in found if row[0] not in KEPT]


def _fingerprint() -> str:
    """Of everything that decides how a fresh database looks."""
    digest = hashlib.sha256()
    for pattern in MAKERS:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file():
                digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    for package in ("django", "django-allauth", "procrastinate"):
        digest.update(metadata.version(package).encode())
    return digest.hexdigest()


def _mark() -> str:
    if not _owner("SELECT 1 FROM pg_tables WHERE schemaname = 'harness' AND tablename = 'mark'"):
        return ""
    return str(_owner("SELECT mark FROM harness.mark")[0][0])


def _remove() -> None:
    """Start from nothing. A configured database must be empty or marked as one for tests."""
    found = engine.addresses()
    if found.embedded:
        for alias in connections:
            connections[alias].close()
        engine.drop(str(settings.DATABASES["default"]["NAME"]))
        engine.ensure()
        return
    tables = [row[0] for row in _owner("SELECT tablename FROM pg_tables WHERE schemaname='public'")]
    if "access_installation" in tables:
        if _owner("SELECT 1 FROM access_installation WHERE purpose <> 'test'"):
            raise NotForTests("SHUANGBAI_DATABASE_URL names a database that is not for tests")
        names = ", ".join(f'"{name}"' for name in tables)
        _owner(f"DROP TABLE {names} CASCADE; DROP OWNED BY CURRENT_USER CASCADE")
        engine.ensure()


def _owner(statement: str) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'")
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def migrations_missing() -> str:
    """What `makemigrations` would write; empty when models and migrations agree."""
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        return "models and migrations differ"
    return ""


def files(*patterns: str) -> list[Path]:
    """Files of the project by pattern, generated folders left out."""
    return sorted(file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file())
