"""Many rows at once, at the speed of COPY, as the application's role.

PostgreSQL refuses COPY into a table under row-level security. So rows are copied into a temporary
table and go from there in one statement, under the same policies, constraints and keys as a single
row. Values are prepared by the fields themselves (`pre_save`, `get_db_prep_save`), as Django does
it: what is stored does not differ. Errors are Django's (IntegrityError, DataError …); NoScope for
a personal table outside a scoped transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import Binary, sql

from shuangbai.kernel import ids, rowscope

FEW = 100
"""Up to so many rows plain statements are quicker than a temporary table."""

type Row = Sequence[Any]
type Convert = Callable[[Any], Any]

_NATIVE: dict[Any, type] = {
    models.CharField: str,
    models.TextField: str,
    models.UUIDField: UUID,
    models.DateField: date,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.BinaryField: bytes,
}
"""What these fields, when they prepare nothing in a way of their own, hand on as it is."""
_PREPARING = ("get_prep_value", "get_db_prep_value", "get_db_prep_save", "to_python")


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


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """The same without an instance for each row: values in the order of `names` (attnames).
    Fields that are not named take their default."""
    rest = iter(rows)
    first = list(islice(rest, FEW + 1))
    if len(first) <= FEW:
        insert(model, [model(**dict(zip(names, row, strict=True))) for row in first])
    else:
        holder = model(**dict(zip(names, first[0], strict=True)))
        _insert(_columns_of(model), _completed(holder, names, chain(first, rest)))


def update(model: type[models.Model], pref: str, names: Sequence[str], rows: Iterable[Row]) -> int:
    """Set `names` in rows of a personal table of one prefecture. A row is its id, which comes
    once only, and then the values. Returns how many rows were there to be written."""
    columns = _Columns(model, ("id", *names))
    sets = [sql.SQL("{0} = fresh.{0}").format(sql.Identifier(name)) for name in columns.names[1:]]
    _demand(model)
    told = list(rows)
    if not told:
        return 0
    with _staged(columns, map(columns.prepared, told)) as (cursor, stage):
        # Nobody else counts the rows of a temporary table, and the plan depends on it.
        cursor.execute(sql.SQL("ANALYZE {}").format(stage))
        statement = sql.SQL(
            "UPDATE {} kept SET {} FROM {} fresh WHERE kept.pref = %s AND kept.id = fresh.id"
        ).format(columns.table, sql.SQL(", ").join(sets), stage)
        cursor.execute(statement, [pref])
        return int(cursor.rowcount)


class _Columns:
    """Columns of a table, and how values become what the database takes. By the types of a row's
    values it is known which of them must be prepared; most need nothing."""

    def __init__(self, model: type[models.Model], attnames: Sequence[str] | None = None) -> None:
        by_name = {field.attname: field for field in model._meta.local_concrete_fields}
        self.fields: list[Any] = [by_name[name] for name in attnames or by_name]
        self.names = [field.column for field in self.fields]
        self.table = sql.Identifier(model._meta.db_table)
        self.model = model
        self._read: Callable[[Any], Row] = attrgetter(*(field.attname for field in self.fields))
        self._saving = [(n, one) for n, one in enumerate(self.fields) if _saves_itself(one)]
        self._known: dict[tuple[type, ...], list[tuple[int, Convert]]] = {}

    def saved(self, one: models.Model) -> Row:
        """The row of an instance."""
        values = list(self._read(one))
        for index, field in self._saving:
            values[index] = field.pre_save(one, add=True)
        return self.prepared(values)

    def prepared(self, values: Row) -> Row:
        types = tuple(map(type, values))
        converts = self._known.get(types)
        if converts is None:
            pairs = enumerate(zip(self.fields, types, strict=True))
            converts = [(n, _convert(field)) for n, (field, kind) in pairs if _needed(field, kind)]
            self._known[types] = converts
        if not converts:
            return values
        ready = list(values)
        for index, convert in converts:
            ready[index] = convert(ready[index])
        return ready


@lru_cache(maxsize=256)
def _columns_of(model: type[models.Model]) -> _Columns:
    return _Columns(model)


def _saves_itself(field: Any) -> bool:
    """Whether the field decides at writing what is written (`pref`)."""
    plain = (models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save)
    automatic = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return type(field).pre_save not in plain or automatic


def _needed(field: Any, kind: type) -> bool:
    """Whether values of this type are prepared by the field."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    for known, native in _NATIVE.items():
        if isinstance(field, known) and not isinstance(field, models.DateTimeField):
            own = any(getattr(type(field), way) is not getattr(known, way) for way in _PREPARING)
            return kind not in (native, type(None)) or own
    return True


def _convert(field: Any) -> Convert:
    def convert(value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{field} takes a value here, not an expression")
        ready = field.get_db_prep_save(value, connection)
        return ready.obj if isinstance(ready, Binary) else ready

    def moment(value: Any) -> Any:
        return value if type(value) is datetime and value.tzinfo is not None else convert(value)

    return moment if isinstance(field, models.DateTimeField) else convert


def _completed(holder: models.Model, names: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """One instance holds all rows in turn, for defaults and for fields that save themselves."""
    columns = _columns_of(type(holder))
    makers = [
        (field.attname, field.get_default)
        for field in columns.fields
        if field.attname not in names and field.has_default()
    ]
    for row in rows:
        holder.__dict__.update(zip(names, row, strict=True))
        holder.__dict__.update((name, make()) for name, make in makers)
        yield columns.saved(holder)


def _demand(model: type[models.Model]) -> None:
    if getattr(model, "table_class", "") in ("personal", "shared_down"):
        rowscope.demand(connection.alias)


def _insert(columns: _Columns, rows: Iterable[Row]) -> None:
    _demand(columns.model)
    listed = sql.SQL(", ").join(map(sql.Identifier, columns.names))
    with _staged(columns, rows) as (cursor, stage):
        statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}")
        cursor.execute(statement.format(columns.table, listed, listed, stage))


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
        types = [column.type_code for column in cursor.description]
        with connection.wrap_database_errors, cursor.copy(into) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
        yield cursor, stage
        cursor.execute(sql.SQL("DROP TABLE {}").format(stage))
