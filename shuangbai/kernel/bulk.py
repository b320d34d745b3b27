"""Many rows at once, at the speed of COPY, as the application's role.

PostgreSQL refuses COPY into a table under row-level security. So rows are copied into a temporary
table and go from there in one statement, under the same policies, constraints and keys as a single
row. Values are prepared by the fields themselves (`pre_save`, `get_db_prep_save`), as Django does
it: what is stored does not differ. Errors are Django's (IntegrityError, DataError …); NoScope for
a personal table outside a scoped transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from shuangbai.kernel import copying, ids, rowscope

FEW = 100
"""Up to so many rows plain statements are quicker than a temporary table."""
CHUNK = 1 << 17
"""Bytes that are sent at once."""

type Row = Sequence[Any]


def insert[M: models.Model](model: type[M], made: Iterable[M]) -> list[M]:
    """Write new instances of one model, as `bulk_create` does."""
    rows = list(made)
    if len(rows) <= FEW:
        return list(model._base_manager.bulk_create(rows))
    columns = _columns_of(model)
    _insert(columns, (columns.saved(one) for one in rows))
    for one in rows:
        one._state.adding, one._state.db = False, connection.alias
    return rows


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Row],
    same: Mapping[str, Any] | None = None,
) -> None:
    """The same without an instance for each row: values in the order of `names` (attnames), and
    those that are the `same` in every row, no secrets. The others take their default."""
    rest = iter(rows)
    first = list(islice(rest, FEW + 1))
    if len(first) <= FEW:
        alike = same or {}
        insert(model, [model(**dict(zip(names, row, strict=True)), **alike) for row in first])
    else:
        completed = _Completed(model, names, same or {})
        _insert(completed.columns, completed.rows(chain(first, rest)), completed.same)


def update(model: type[models.Model], pref: str, names: Sequence[str], rows: Iterable[Row]) -> int:
    """Set `names` in rows of a personal table of one prefecture. A row is its id, which comes
    once only, and then the values. Returns how many rows were there to be written."""
    columns = _Columns(model, ("id", *names))
    sets = [sql.SQL("{0} = fresh.{0}").format(sql.Identifier(name)) for name in columns.names[1:]]
    _demand(model)
    told = list(rows)
    if not told:
        return 0
    with _staged(columns, told) as (cursor, stage):
        # Nobody else counts the rows of a temporary table, and the plan depends on it.
        cursor.execute(sql.SQL("ANALYZE {}").format(stage))
        statement = sql.SQL(
            "UPDATE {} kept SET {} FROM {} fresh WHERE kept.pref = %s AND kept.id = fresh.id"
        ).format(columns.table, sql.SQL(", ").join(sets), stage)
        cursor.execute(statement, [pref])
        return int(cursor.rowcount)


class _Columns:
    """Columns of a table, in the order in which values come."""

    def __init__(self, model: type[models.Model], attnames: Sequence[str] | None = None) -> None:
        by_name = {field.attname: field for field in model._meta.local_concrete_fields}
        self.fields: list[Any] = [by_name[name] for name in attnames or by_name]
        self.names = [field.column for field in self.fields]
        self.table = sql.Identifier(model._meta.db_table)
        self.model = model
        self._read: Callable[[Any], Row] = attrgetter(*(field.attname for field in self.fields))
        self._saving = [(n, one) for n, one in enumerate(self.fields) if _saves_itself(one)]

    def saved(self, one: models.Model) -> Row:
        """The row of an instance."""
        values = list(self._read(one))
        for index, field in self._saving:
            values[index] = field.pre_save(one, add=True)
        return values


@lru_cache(maxsize=256)
def _columns_of(model: type[models.Model]) -> _Columns:
    return _Columns(model)


def _saves_itself(field: Any) -> bool:
    """Whether the field decides at writing what is written (`pref`)."""
    plain = (models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save)
    automatic = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return type(field).pre_save not in plain or automatic


class _Completed:
    """Rows of named values, with what the other columns take: `pref` from the row's area, a
    default made for each row. `same`: columns that are alike in all rows, with their value."""

    def __init__(
        self, model: type[models.Model], names: Sequence[str], same: Mapping[str, Any]
    ) -> None:
        others = [one for one in model._meta.local_concrete_fields if one.attname not in names]
        self._saving = [one for one in others if _saves_itself(one)]
        made = [one for one in others if one not in self._saving and one.has_default()]
        made = [one for one in made if one.attname not in same]
        self._makers = [one.get_default for one in made]
        self.same: dict[str, Any] = {
            str(one.column): one.get_db_prep_save(
                same.get(one.attname, one.get_default()), connection
            )
            for one in others
            if one not in self._saving and one not in made
        }
        self._area = names.index("area") if self._saving else 0
        self._holder = model.__new__(model)
        self._known: dict[Any, Row] = {}
        order = [one.attname for one in (*self._saving, *made)]
        self.columns = _Columns(model, [*names, *order])

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        makers = self._makers
        for row in rows:
            saved = self._saved(row) if self._saving else ()
            yield (*row, *saved, *[make() for make in makers])

    def _saved(self, row: Row) -> Row:
        """What follows from the area alone."""
        area = row[self._area]
        found = self._known.get(area)
        if found is None:
            self._holder.area = area  # type: ignore[attr-defined]
            found = tuple(one.pre_save(self._holder, add=True) for one in self._saving)
            self._known[area] = found
        return found


def _demand(model: type[models.Model]) -> None:
    if getattr(model, "table_class", "") in ("personal", "shared_down"):
        rowscope.demand(connection.alias)


def _insert(columns: _Columns, rows: Iterable[Row], same: Mapping[str, Any] | None = None) -> None:
    _demand(columns.model)
    alike = same or {}
    staged = [sql.Identifier(name) for name in columns.names]
    into = [*staged, *map(sql.Identifier, alike)]
    told = [*staged, *(sql.Placeholder() for _ in alike)]
    comma = sql.SQL(", ")
    with _staged(columns, rows) as (cursor, stage):
        statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
            columns.table, comma.join(into), comma.join(told), stage
        )
        cursor.execute(statement, list(alike.values()))


@contextmanager
def _staged(
    columns: _Columns, rows: Iterable[Row]
) -> Iterator[tuple[CursorWrapper, sql.Composable]]:
    """A temporary table that holds these rows, gone afterwards."""
    stage = sql.Identifier("pg_temp", f"bulk_{ids.uuid7().hex}")
    listed = sql.SQL(", ").join(map(sql.Identifier, columns.names))
    made = "CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA"
    into = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(stage)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(sql.SQL(made).format(stage, listed, columns.table))
        cursor.execute(sql.SQL("SELECT * FROM {}").format(stage))
        oids = [column.type_code for column in cursor.description]
        encode = copying.encoders(columns.fields, oids, cursor.connection)
        with connection.wrap_database_errors, cursor.copy(into) as copy:
            for block in _blocks(encode, rows):
                copy.write(block)
        yield cursor, stage
        cursor.execute(sql.SQL("DROP TABLE {}").format(stage))


def _blocks(encode: Sequence[copying.Encode], rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as COPY reads them, in pieces."""
    head, block, size = copying.head(len(encode)), [copying.SIGNATURE], 0
    for row in rows:
        told = head + b"".join([one(value) for one, value in zip(encode, row, strict=True)])
        block.append(told)
        size += len(told)
        if size > CHUNK:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join([*block, copying.TRAILER])
