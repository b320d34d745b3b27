"""From an actor to the open transaction: its row scope and its recording lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from shuangbai.access import audit
from shuangbai.access.actor import Actor
from shuangbai.kernel import clock, rowscope

RECORDING = 4453_2023
"""Advisory lock: writers of counted rows share it, freezing a figure takes it alone."""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """A transaction in which only the actor's range of areas exists. Around the outermost one the
    audit trail keeps what must be known although it is rolled back."""
    if rowscope.current() is not None:
        with rowscope.scoped(actor.scope):
            yield
        return
    with audit.outliving() as trail, rowscope.scoped(actor.scope):
        yield
        trail.undone = transaction.get_rollback()


def instant() -> datetime:
    """The database's clock, as all servers share it; shifted in a demo or test database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment + clock.shift()


def begin_recording() -> datetime:
    """Hold the shared lock until the transaction ends; the instant is taken after the lock, so a
    frozen figure never meets a row that is older than its instant and was not yet committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [RECORDING])
    return instant()


def begin_freezing() -> datetime:
    """Wait for all writers, keep new ones out until the transaction ends, then take the instant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECORDING])
    return instant()
