"""Where people live and how they are called, for a list that is taken along."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Membership, Person, Profile
from shuangbai.kernel import clock


@dataclass(frozen=True)
class Place:
    """`phone` is masked."""

    address: str = ""
    phone: str = ""


def addresses(actor: Actor, people: Collection[Person]) -> dict[UUID, Place]:
    """What a person said themselves goes before what the household says. Two questions."""
    today, ids = clock.today(), [person.pk for person in people]
    homes = Membership.objects.visible_to(actor).as_known(None).on(today).filter(person__in=ids)
    found = dict(homes.values_list("person_id", "household__address"))
    told = Profile.objects.visible_to(actor).as_known(None).on(today).filter(person__in=ids)
    found |= dict(told.exclude(address="").values_list("person_id", "address"))
    return {
        person.pk: Place(found.get(person.pk, ""), str(person.phone) if person.phone else "")
        for person in people
    }
