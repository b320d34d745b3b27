"""Makers of people, through the real action, with numbers that pass their check."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from shuangbai.access.action import Act, action
from shuangbai.access.actor import Actor
from shuangbai.access.models import User
from shuangbai.access.testing import OWN_TOWN
from shuangbai.clients.actions import alias_rows, approvals
from shuangbai.clients.actions.approvals import NewApproval
from shuangbai.clients.actions.people import register
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.models import Approval, Person
from shuangbai.clients.selectors.onfile import digest
from shuangbai.kernel import clock, identity

BORN = date(1950, 3, 5)
OWN_VILLAGE = "445302103201"
OTHER_VILLAGE = "445302103202"
NEXT_VILLAGE = "445302102201"

_serial: Iterator[int] = itertools.count(1)


def make_number(birth_date: date = BORN, sex: str = "F") -> str:
    """A valid identity number that this process has not made before (up to 500 a birth date)."""
    serial = next(_serial)
    odd = sex == "M"
    order = (2 * serial + odd) % 1000
    first17 = f"445302{birth_date:%Y%m%d}{order:03d}"
    return first17 + identity.check_digit(first17)


def make_person(
    actor: Actor,
    area: str = OWN_VILLAGE,
    name: str = "李秀英",
    categories: tuple[str, ...] = ("DB",),
    **told: Any,
) -> Person:
    """Somebody on file. `told`: any field of NewPerson; `number=None` makes one without."""
    given = {"since": clock.today(), **told}
    if "number" not in given:
        born = given.get("birth_date") or BORN
        given["number"] = make_number(born, given.get("sex") or "F")
    return register(actor, NewPerson(area=area, name=name, categories=categories, **given))


def make_provisional(
    actor: Actor, area: str = OWN_VILLAGE, name: str = "阿英", **told: Any
) -> Person:
    """Somebody on file of whom nobody knows yet whether they are new. `told`: as for make_person;
    `number` may be one that is on file."""
    number = told.pop("number", None)
    person = make_person(actor, area, name, **{"number": None, "birth_date": BORN, **told})
    return _hold(actor, person, number)


@action("person.register", counted=True)
def _hold(act: Act, person: Person, number: str | None) -> Person:
    act.within(person.area)
    alias_rows.hold(act, person.pk)
    person.provisional, person.identity = True, number
    person.identity_hash = digest(number) if number else None
    person.save(update_fields=["provisional", "identity", "identity_hash"])
    return Person.objects.get(pk=person.pk, pref=person.pref)


def approve(giver: Actor, user: User, area: str = OWN_TOWN) -> Approval:
    """The user may open the files of the area's children for a month."""
    until = clock.today() + timedelta(days=30)
    return approvals.give(giver, NewApproval(area, user.pk, until, "走访服务", every_child=True))
