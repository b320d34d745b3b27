"""Questions about accounts and grants."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from shuangbai.access import gate, rules
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry, Grant, Installation, User
from shuangbai.access.policy import Role
from shuangbai.areas import selectors as areas
from shuangbai.kernel import areakey, clock, figures


def grants_of(user: Any) -> list[Grant]:
    """Grants of this account that hold today, oldest first."""
    return list(Grant.objects.filter(user=user).on(clock.today()).order_by("valid_from", "id"))


def actor_for(user: Any, chosen: str | None) -> Actor | None:
    """The user under the chosen grant, else under the first; None without any grant."""
    grants = grants_of(user)
    if not grants:
        return None
    grant = next((grant for grant in grants if str(grant.pk) == chosen), grants[0])
    return actor_under(grant, user)


def actor_under(grant: Grant, user: User) -> Actor:
    """With the areas of the grant come the keys under which their units stood before a move:
    who answers for a unit now reads what happened in it."""
    before = areas.predecessors(grant.areas)
    return Actor(user.pk, user.name, Role(grant.role), (*grant.areas, *before), grant.pk)


def actor_named(username: str) -> Actor | None:
    """For commands: the account of that name under its first grant of today."""
    user = User.objects.filter(username=username, is_active=True).first()
    return actor_for(user, None) if user else None


def actor_again(user_id: UUID, grant_id: UUID | None) -> Actor | None:
    """Somebody who asked for work to be done later, under the same grant as then; None when the
    account is closed or the grant no longer holds."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    grants = {grant.pk: grant for grant in grants_of(user)}
    return actor_under(grants[grant_id], user) if grant_id in grants else None


def installation() -> Installation:
    return Installation.objects.filter(only=1).first() or Installation()


def is_own_grant(user: Any, grant_id: UUID | str) -> bool:
    return any(str(grant.pk) == str(grant_id) for grant in grants_of(user))


def people_in(area: str) -> list[User]:
    """Accounts that work or supervise in this area today, by name."""
    roles = (Role.WORKER, Role.SUPERVISOR)
    held = Grant.objects.on(clock.today()).filter(role__in=roles, user__is_active=True)
    covering = held.filter(areas__overlap=[*areakey.ancestors(area), area]).select_related("user")
    found = {grant.user.pk: grant.user for grant in covering}
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


AUDIT_PAGE = 50


@dataclass(frozen=True)
class AuditLine:
    """An entry as the page shows it; `times`: how many alike follow each other."""

    entry: AuditEntry
    place: str
    note: str
    times: int


def audit_page(actor: Actor, who: str, verb: str, before: str) -> list[AuditEntry]:
    """The newest entries, one more than a page; `before`: id of the last one already shown."""
    gate.allow(actor, "audit.see")
    found = AuditEntry.objects.order_by("-id")
    if who:
        found = found.filter(actor_name__contains=who)
    if verb:
        found = found.filter(verb=verb)
    if before:
        found = found.filter(id__lt=UUID(before))
    return list(found[: AUDIT_PAGE + 1])


def audit_lines(entries: Sequence[AuditEntry]) -> list[AuditLine]:
    """Areas by name, detail in words; the same look again in the same minute is one line."""
    places = areas.names(entry.area for entry in entries)

    def alike(entry: AuditEntry) -> tuple[Any, ...]:
        minute = entry.at.replace(second=0, microsecond=0)
        return (entry.actor_id, entry.verb, entry.outcome, entry.area, minute, _note(entry))

    groups = [list(group) for _, group in groupby(entries, key=alike)]
    return [
        AuditLine(one[0], places.get(one[0].area, ""), _note(one[0]), len(one)) for one in groups
    ]


def _note(entry: AuditEntry) -> str:
    """Which number, why, and what came of it."""
    known = {figure.key: figure.name for figure in figures.every()}
    number = known.get(entry.subject_id, "") if entry.subject_kind == "figure" else ""
    return "，".join(part for part in (number, entry.reason, rules.told(entry.detail)) if part)
