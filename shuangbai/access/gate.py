"""The door to one row of people's data: `gate.find` looks among what is visible to the actor."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent, Refused
from shuangbai.kernel.tables import Personal

GUARDS: dict[type[Personal], Callable[[Actor, Any], None]] = {}
"""What an app asks at the door of one row of its own, beyond role and area."""


def guard(model: type[Personal], check: Callable[[Actor, Any], None]) -> None:
    """`check(actor, row)` raises when this single row does not open for the actor."""
    GUARDS[model] = check


def allow(actor: Actor, verb: str) -> None:
    """Go on, or refuse because the role does not do this."""
    if not actor.may(verb):
        raise Refused(verb, "岗位没有这项权限")


def cover(actor: Actor, verb: str, area: str) -> None:
    """Go on, or refuse because role or area does not allow it. The area is answered as absent."""
    allow(actor, verb)
    if not actor.covers(area):
        raise Absent(verb, "areas.area", area)


def find[P: Personal](model: type[P], actor: Actor, ident: Any, *related: str) -> P:
    """The row of that id, or Absent: not there and not yours are the same answer."""
    allow(actor, model.see_verb)
    rows = model.objects.visible_to(actor).filter(pk=ident)
    found = (rows.select_related(*related) if related else rows).first()
    if found is None:
        raise Absent(model.see_verb, model._meta.label_lower, str(ident))
    if model in GUARDS:
        GUARDS[model](actor, found)
    return cast(P, found)


def find_many[P: Personal](model: type[P], actor: Actor, idents: Iterable[Any]) -> list[P]:
    """The rows of all these ids, in their order, or Absent for the first that is missing."""
    allow(actor, model.see_verb)
    wanted = list(dict.fromkeys(idents))
    found = model.objects.visible_to(actor).in_bulk(wanted)
    for ident in wanted:
        if ident not in found:
            raise Absent(model.see_verb, model._meta.label_lower, str(ident))
    return [cast(P, found[ident]) for ident in wanted]
