"""Writing the audit trail. Rows are added, never changed: the application role may not.

What is done is written in the transaction that does it. What must be known although that
transaction is rolled back (a refusal, a look at somebody) is kept on its `Trail` and written after
it, in a transaction of its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.kernel import bulk, clock

Outcome = AuditEntry.Outcome
ATTRIBUTE = "shuangbai_audit_trail"


@dataclass
class Trail:
    """Rows that outlive the open transaction. `undone`: it was rolled back."""

    undone: bool = False
    seen: list[AuditEntry] = field(default_factory=list)
    """Written in it already; written again only if it was undone."""
    refused: list[AuditEntry] = field(default_factory=list)


@contextmanager
def outliving() -> Iterator[Trail]:
    """Around a transaction: afterwards, whatever became of it, write what must be known of it."""
    trail = Trail()
    setattr(connection, ATTRIBUTE, trail)
    try:
        yield trail
    except BaseException:
        trail.undone = True
        raise
    finally:
        setattr(connection, ATTRIBUTE, None)
        _add([*(trail.seen if trail.undone else ()), *trail.refused])


def _trail() -> Trail | None:
    return getattr(connection, ATTRIBUTE, None)


def _add(rows: list[AuditEntry]) -> None:
    if rows:
        with transaction.atomic():
            AuditEntry.objects.bulk_create(rows)


def _entry(
    actor: Actor,
    verb: str,
    outcome: str,
    *,
    at: datetime | None = None,
    area: str = "",
    subject: tuple[str, str] = ("", ""),
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    return AuditEntry(
        at=at or clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        role=actor.role,
        grant_id=actor.grant_id,
        verb=verb,
        outcome=outcome,
        area=area,
        subject_kind=subject[0],
        subject_id=subject[1],
        reason=reason[:300],
        detail=detail or {},
    )


def write(actor: Actor, verb: str, outcome: str, **about: Any) -> AuditEntry:
    """`about`: at, area, subject, reason, detail."""
    entry = _entry(actor, verb, outcome, **about)
    entry.save(force_insert=True)
    return entry


def seen(
    actor: Actor, verb: str, *, area: str = "", subject: tuple[str, str] = ("", ""), **detail: Any
) -> None:
    """A look at people's data, in the transaction that showed it; kept if that is rolled back, as
    a form that lacks something shows people too."""
    entry = write(actor, verb, Outcome.SEEN, area=area, subject=subject, detail=detail)
    if (trail := _trail()) is not None:
        trail.seen.append(entry)


def refused(actor: Actor, verb: str, reason: str, **where: Any) -> None:
    """A refusal, in a transaction of its own: after the open one, which it outlives."""
    entry = _entry(actor, verb, Outcome.REFUSED, reason=reason, **where)
    if (trail := _trail()) is not None:
        trail.refused.append(entry)
        return
    assert not connection.in_atomic_block, "a refusal outlives what it refused"
    _add([entry])


class Touched(NamedTuple):
    """A record that an action touched. Values of secrets are never in it."""

    record_kind: str
    record_id: str
    area: str
    change: dict[str, Any]


def changes(entry: AuditEntry, touched: Iterable[Touched]) -> None:
    """One row for each record, also when there are a hundred thousand of them."""
    rows = ((entry.pk, *one) for one in touched)
    bulk.insert_values(AuditChange, ("entry_id", *Touched._fields), rows)
