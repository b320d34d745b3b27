"""Questions about the catalogue. Actor first; only what is owned above, at or below their areas."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.catalogue import rules
from shuangbai.catalogue.models import Entry
from shuangbai.catalogue.rules import Names
from shuangbai.kernel import areakey, clock


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it: who owns it, whether the actor may end it."""

    entry: Entry
    owner: str
    own: bool
    since: bool
    """Whether the day on which it began says anything; a default has none of its own."""


@dataclass(frozen=True)
class Service:
    """One of the five services with its items."""

    line: Line
    items: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    services: list[Service]
    groups: list[Line]
    themes: list[Line]
    lines: list[Line]
    ended: list[Line]


def page(actor: Actor) -> Page:
    """Everything that holds today or begins later; and what ended, the latest first."""
    today = clock.today()
    told = _lines(actor, list(_visible(actor).order_by("order", "code", "valid_from")))
    over = [one for one in told if one.entry.valid_to is not None and one.entry.valid_to <= today]
    going = [one for one in told if one not in over]
    by_kind: dict[str, list[Line]] = {kind: [] for kind in Entry.Kind.values}
    for one in going:
        by_kind[one.entry.kind].append(one)
    items: dict[str, list[Line]] = {}
    for one in by_kind[rules.ITEM]:
        items.setdefault(rules.service_of(one.entry.code), []).append(one)
    services = [Service(one, items.get(one.entry.code, [])) for one in by_kind[rules.SERVICE]]
    over.sort(key=lambda one: (one.entry.valid_to, one.entry.code), reverse=True)
    return Page(services, by_kind[rules.GROUP], by_kind[rules.THEME], by_kind[rules.LINE], over)


def find(actor: Actor, entry_id: UUID) -> Entry:
    """The entry, or Absent."""
    found: Entry | None = _visible(actor).filter(pk=entry_id).first()
    if found is None:
        raise Absent("catalogue.see", "catalogue.entry", str(entry_id))
    return found


def may_change(actor: Actor, entry: Entry) -> bool:
    """An office changes what it owns itself, of the kinds to which one may add."""
    own = entry.area in actor.areas and entry.kind in rules.OPEN
    return own and actor.may("catalogue.manage")


def offered(actor: Actor, kind: str, area: str, day: date) -> list[Entry]:
    """What a record of `area` may name on `day`: owned there or above."""
    above = [*areakey.ancestors(area), area]
    found = _visible(actor).filter(kind=kind, area__in=above, valid_from__lte=day)
    return list(found.exclude(valid_to__lte=day).order_by("order", "code"))


def every(actor: Actor, kind: str) -> list[Entry]:
    """All of a kind that the actor may see, ended ones too, in the order of the page."""
    return list(_visible(actor).filter(kind=kind).order_by("order", "code", "valid_from"))


def names(actor: Actor) -> Names:
    """What each code was called on which day."""
    return Names(_visible(actor))


def last_names(*kinds: str) -> dict[str, str]:
    """Code → its newest name, in the open scope: for the parts of a figure."""
    found = Entry.objects.filter(kind__in=kinds).order_by("order", "code")
    return Names(found).last()


def services() -> list[Entry]:
    """The five services, in their order."""
    found = Entry.objects.filter(kind=rules.SERVICE, valid_to=None)
    return list(found.order_by("order", "code"))


def _visible(actor: Actor) -> Any:
    return Entry.objects.visible_to(actor)


def _lines(actor: Actor, found: list[Entry]) -> list[Line]:
    owners = areas.names(one.area for one in found)
    return [
        Line(one, owners.get(one.area, one.area), may_change(actor, one), not one.shipped)
        for one in found
    ]
