"""Whose words may be read: what was written during a visit belongs to the files of its people."""

from collections.abc import Iterable
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Person
from shuangbai.clients.rules import Group
from shuangbai.clients.selectors import aliases, approvals
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.approvals import Asked
from shuangbai.visits.models import Served


def closed(actor: Actor, served: Iterable[Served]) -> set[UUID]:
    """Of those who were served the children whose files do not open for the actor."""
    asked = [Asked(one.person_id, one.area, one.group == Group.CHILD) for one in served]
    return approvals.closed_to(actor, asked)


def opened(actor: Actor, people: Iterable[UUID]) -> bool:
    """Whether one who needs a reason has given it for any of these people."""
    if not actor.needs_reason:
        return True
    rows = Person.objects.visible_to(actor).filter(pk__in=list(people))
    return any(clients.is_open(actor, person) for person in aliases.going_on(actor, rows))
