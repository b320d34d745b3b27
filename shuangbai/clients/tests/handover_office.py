"""Two stations for tests of hand-over: what they ask and offer through the real actions."""

from datetime import date
from typing import Any

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import NEXT_TOWN
from shuangbai.clients.actions import handovers as actions
from shuangbai.clients.actions.handovers import Ask, Offer
from shuangbai.clients.models import HandOver, Person
from shuangbai.clients.testing import NEXT_VILLAGE
from shuangbai.kernel import ids

DAY = date(2025, 4, 1)
MOVED = date(2025, 6, 1)
WHY = "搬到女儿家住"


def rows(actor: Actor, model: Any, **where: Any) -> list[Any]:
    with scope.acting(actor):
        return list(model.objects.filter(**where).order_by("pk"))


def ask_for(actor: Actor, number: str, **told: Any) -> HandOver:
    given = {"name": "李秀英", "to_area": NEXT_VILLAGE, "day": MOVED, "reason": WHY}
    return actions.ask(actor, Ask(id=ids.uuid7(), number=number, **{**given, **told}))


def offer_of(actor: Actor, person: Person, **told: Any) -> HandOver:
    given = {"to_area": NEXT_TOWN, "day": MOVED, "reason": WHY}
    return actions.offer(actor, Offer(id=ids.uuid7(), person_id=person.pk, **{**given, **told}))


def mirror(actor: Actor, row: HandOver) -> HandOver:
    [found] = rows(actor, HandOver, pair=row.pair)
    assert isinstance(found, HandOver)
    return found
