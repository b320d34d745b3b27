"""Makers of visits, through the real action."""

from datetime import date
from typing import Any

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import people
from shuangbai.kernel import clock, ids
from shuangbai.visits.actions import NewVisit, record
from shuangbai.visits.models import Visit


def make_visit(actor: Actor, person: Person, day: date | None = None, **told: Any) -> Visit:
    """The actor visits one person at home. `told`: any other field of NewVisit."""
    happened_on = day or clock.today()
    with scope.acting(actor):
        home = people.household_of(actor, person, happened_on)
        new = NewVisit(
            **{
                "id": ids.uuid7(),
                "household_id": home.pk if home else None,
                "person_ids": (person.pk,),
                "happened_on": happened_on,
                "again": True,
                "late_why": "补记",
                **told,
            }
        )
        return record(actor, new)
