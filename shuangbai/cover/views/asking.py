"""What a page is asked, of the actor's own area when none is named. Role and area are looked at
before anything else is said."""

from typing import Any

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.request import ActorRequest
from shuangbai.cover import rules, selectors
from shuangbai.cover.rules import Asked, Compared
from shuangbai.cover.views import panels
from shuangbai.figures.selectors import may_ask, opening_area
from shuangbai.kernel import clock


def asked_of(request: ActorRequest, verb: str) -> Asked:
    gate.allow(request.actor, verb)
    asked = rules.asked(request.GET.dict(), clock.today(), clock.ZONE)
    asked = asked if asked.area else asked.to(area=opening_area(request.actor))
    may_ask(request.actor, verb, asked.area)
    return asked


def compared_of(request: ActorRequest, verb: str) -> Compared:
    gate.allow(request.actor, verb)
    compared = rules.compared(request.GET.dict(), clock.today(), clock.ZONE)
    area = compared.asked.area or opening_area(request.actor)
    may_ask(request.actor, verb, area)
    return compared.to(area=area)


def about(actor: Actor, asked: Asked) -> dict[str, Any]:
    """Where one is, and on which day."""
    place = selectors.place_name(actor, asked.area)
    return {
        "asked": asked,
        "place": place,
        "sub": panels.sub(place, asked),
        "path": panels.trail(actor, asked),
    }


def taken_by(actor: Actor) -> str:
    """Who takes a workbook along, and when; printed in it."""
    return f"{actor.name}（{actor.role.label}）{clock.now():%Y-%m-%d %H:%M} 导出"
