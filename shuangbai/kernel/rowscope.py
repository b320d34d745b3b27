"""The second lock: the range of area keys that the open transaction may touch.

PostgreSQL's row-level security reads `app.lo` and `app.hi`. Both are set as literals, because a
parameterised `set_config` does not travel to the workers of a distributed database. Python keeps
the same fact on the connection, so that a question asked without a scope fails instead of
quietly answering with nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import sql

from shuangbai.kernel import areakey

ATTRIBUTE = "shuangbai_row_scope"


class NoScope(RuntimeError):
    """People's data was asked for outside a scoped transaction: a programmer's mistake."""


@dataclass(frozen=True)
class RowScope:
    """Keys `lo <= key < hi`. Equal bounds hold nothing."""

    lo: str
    hi: str

    @classmethod
    def covering(cls, keys: Iterable[str]) -> "RowScope":
        """The smallest range that holds all `keys` and what lies below them."""
        together = areakey.common(list(keys))
        return cls(*areakey.bounds(together)) if together else NOTHING


NOTHING = RowScope("", "")


def current(using: str = DEFAULT_DB_ALIAS) -> RowScope | None:
    return getattr(connections[using], ATTRIBUTE, None)


def demand(using: str = DEFAULT_DB_ALIAS) -> None:
    """Raise NoScope unless a scoped transaction is open on this connection."""
    if current(using) is None:
        raise NoScope("personal tables are read and written inside rowscope.scoped() only")


@contextmanager
def scoped(scope: RowScope, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Open a transaction that touches `scope` only; inside one of the same scope, join it.

    Joining makes a savepoint, so that an action refused half-way leaves nothing behind.
    """
    connection = connections[using]
    outer = current(using)
    if outer is not None:
        if outer != scope:
            raise NoScope(f"scope {scope} asked for inside {outer}")
        with transaction.atomic(using=using):
            yield
        return
    if connection.in_atomic_block:
        raise NoScope("a scope is set by the first statements of its transaction")
    with transaction.atomic(using=using):
        _set(scope, using)
        try:
            yield
        finally:
            setattr(connection, ATTRIBUTE, None)


@contextmanager
def widened(scope: RowScope, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Inside an open scope: touch `scope` for a while, then the scope before again.

    What fails inside is rolled back to its beginning, and the bounds with it. The only caller is
    `access.crossing`, which says why and leaves a trace.
    """
    demand(using)
    before = current(using)
    assert before is not None
    try:
        with transaction.atomic(using=using):
            _set(scope, using)
            yield
            _set(before, using)
    finally:
        setattr(connections[using], ATTRIBUTE, before)


def _set(scope: RowScope, using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SET LOCAL app.lo = {}; SET LOCAL app.hi = {}").format(
                sql.Literal(scope.lo), sql.Literal(scope.hi)
            )
        )
    setattr(connection, ATTRIBUTE, scope)
