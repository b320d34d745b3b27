"""Makers of errands, through the real action."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.models import Person
from shuangbai.cover.actions import NewErrands, give
from shuangbai.cover.models import Errand
from shuangbai.kernel import clock
from shuangbai.staff.models import Worker


def make_errand(
    actor: Actor, worker: Worker, *people: Person, due: date | None = None, **told: Any
) -> list[Errand]:
    """The actor gives these people to the worker, for a week unless told otherwise."""
    until = due or clock.today() + timedelta(days=7)
    with scope.acting(actor):
        ids = tuple(person.pk for person in people)
        return give(actor, NewErrands(uuid4(), worker.pk, until, ids, **told))
