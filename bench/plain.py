"""What the same rows cost when nothing is done but COPY, as the owner of the tables."""

from pathlib import Path

from django.db import connections, transaction
from psycopg import sql

from bench.office import timed

FOUND = """
SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
AND c.relname !~ %s ORDER BY c.relname
"""
SHIPPED = (
    r"^(django_|auth_|account_|areas_|catalogue_|access_(installation|grant|user)|cache$)"
    r"|_category$|_grade$|_frequencyspell$"
)
"""Tables that are full before anybody comes."""


def empty() -> None:
    """Nobody is on file any more, as before the first benchmark."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(FOUND, [SHIPPED])
        tables = ", ".join(f'"{table}"' for (table,) in cursor.fetchall())
        cursor.execute(f"TRUNCATE {tables} CASCADE")


class Copies:
    """The rows of all tables as they are now, kept in files in the binary form of COPY."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables: list[str] = []
        self.rows = 0
        with connections["owner"].cursor() as cursor:
            cursor.execute(FOUND, [SHIPPED])
            for (table,) in cursor.fetchall():
                self._keep(table)

    def _keep(self, table: str) -> None:
        out = sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(sql.Identifier(table))
        with connections["owner"].cursor() as cursor, self._file(table).open("wb") as file:
            with cursor.copy(out) as copy:
                for block in copy:
                    file.write(block)
            if cursor.rowcount:
                self.tables.append(table)
                self.rows += cursor.rowcount

    def with_indexes(self) -> float:
        """Seconds to copy them into the product's own tables, emptied, with indexes, constraints
        and keys; emptied again afterwards."""
        everything = sql.SQL(", ").join(map(sql.Identifier, self.tables))
        empty = sql.SQL("TRUNCATE {} CASCADE").format(everything)
        _run(empty)
        seconds, _ = timed(lambda: self._copy("public"))
        _run(empty)
        return seconds

    def without_indexes(self) -> float:
        """Seconds to copy them into tables that have nothing but columns."""
        _run(sql.SQL("CREATE SCHEMA bare"))
        for table in self.tables:
            names = sql.Identifier("bare", table), sql.Identifier("public", table)
            _run(sql.SQL("CREATE TABLE {} AS TABLE {} WITH NO DATA").format(*names))
        seconds, _ = timed(lambda: self._copy("bare"))
        _run(sql.SQL("DROP SCHEMA bare CASCADE"))
        return seconds

    def _copy(self, schema: str) -> None:
        """In one transaction, as a merge; what waits for its end is checked at its end."""
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for table in self.tables:
                name = sql.Identifier(schema, table)
                into = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(name)
                with cursor.copy(into) as copy, self._file(table).open("rb") as file:
                    while block := file.read(1 << 20):
                        copy.write(block)

    def _file(self, table: str) -> Path:
        return self.folder / f"{table}.copy"


def _run(statement: sql.Composable) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
