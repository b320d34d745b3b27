"""People as the review of a roster shows them."""

from collections.abc import Sequence
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Person
from shuangbai.rosters.rules.kinds import Shown


def shown(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    """Those whom the actor may see, in the order of the list of people."""
    people = Person.objects.visible_to(actor).filter(pk__in=ids)
    found = list(people.order_by("area", "name_sort", "id"))
    names = areas.names(person.area for person in found)
    return [
        Shown(
            person.pk,
            person.name,
            names.get(person.area, ""),
            str(person.identity) if person.identity else "",
        )
        for person in found
    ]
