"""Where people live and how they are called, for a list that is taken along."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Membership, Person, Profile
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import clock


@dataclass(frozen=True)
class Place:
    """`phone` is masked."""

    address: str = ""
    phone: str = ""


def addresses(actor: Actor, people: Collection[Person]) -> dict[UUID, Place]:
    """What a person said themselves goes before what the household says, the file that goes on
    before merged ones. Three questions."""
    today = clock.today()
    whose = aliases.files([person.pk for person in people])
    homes = Membership.objects.visible_to(actor).as_known(None).on(today)
    homes = homes.filter(person__in=list(whose)).exclude(household__address="")
    told = Profile.objects.visible_to(actor).as_known(None).on(today)
    told = told.filter(person__in=list(whose)).exclude(address="")
    found = _own_first(homes.values_list("person_id", "household__address"), whose)
    found |= _own_first(told.values_list("person_id", "address"), whose)
    return {
        person.pk: Place(found.get(person.pk, ""), str(person.phone) if person.phone else "")
        for person in people
    }


def _own_first(rows: Iterable[tuple[UUID, str]], whose: Mapping[UUID, UUID]) -> dict[UUID, str]:
    """Person → the address in the file that goes on, else in a merged one."""
    ordered = sorted(rows, key=lambda row: whose[row[0]] == row[0])
    return {whose[file]: address for file, address in ordered}
