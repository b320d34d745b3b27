"""Households for tests of visits: made through the register's own actions."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.testing import OWN_VILLAGE, make_person
from shuangbai.kernel import clock, ids
from shuangbai.visits.actions import NewVisit

LONG_AGO = date(2024, 1, 5)
CHILD_BORN = date(2019, 6, 1)


@dataclass(frozen=True)
class Family:
    """A grandmother and her grandchild in one household."""

    head: Person
    child: Person
    home: UUID


def family(actor: Actor, name: str = "李秀英", area: str = OWN_VILLAGE) -> Family:
    head = make_person(actor, area, name=name, since=LONG_AGO)
    with scope.acting(actor):
        home = clients.household_of(actor, head, clock.today())
    assert home is not None
    child = make_person(
        actor,
        area,
        name=f"{name[0]}小宝",
        categories=("LSET",),
        number=None,
        birth_date=CHILD_BORN,
        household=home.pk,
        relation="孙子女",
        since=LONG_AGO,
    )
    return Family(head, child, home.pk)


def new(of: Family, *served: Person, **told: Any) -> NewVisit:
    """A visit of today to the head, or to those named."""
    people = tuple(one.pk for one in served or (of.head,))
    given = {"happened_on": clock.today(), **told}
    return NewVisit(id=ids.uuid7(), household_id=of.home, person_ids=people, **given)
