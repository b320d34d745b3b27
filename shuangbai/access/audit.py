"""Writing the audit trail. Rows are added, never changed: the application role may not."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.kernel import clock

Outcome = AuditEntry.Outcome


def write(
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
    return AuditEntry.objects.create(
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


def seen(
    actor: Actor, verb: str, *, area: str = "", subject: tuple[str, str] = ("", ""), **detail: Any
) -> None:
    """A look at people's data, in the transaction that showed it."""
    write(actor, verb, Outcome.SEEN, area=area, subject=subject, detail=detail)


def refused(actor: Actor, verb: str, reason: str, **where: Any) -> None:
    """A refusal, in a transaction of its own after the refused one was rolled back."""
    assert not connection.in_atomic_block, "a refusal outlives what it refused"
    with transaction.atomic():
        write(actor, verb, Outcome.REFUSED, reason=reason, **where)


def changes(rows: Iterable[AuditChange]) -> None:
    AuditChange.objects.bulk_create(rows, batch_size=2000)
