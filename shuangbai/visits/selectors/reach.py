"""Where a service counts: *here* is the area that is asked for, as far as the question reaches
(decision 0006). What judges people by their services stands on this: cover, and the plan.

In a town, services of that town; in a county, of any of its towns; a village is judged by its
town, because calls and visits at the station carry the town's key. What happened in a town before
it got another parent is the same town's work.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Expression, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Left

from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.clients.figures import same_person
from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask
from shuangbai.kernel.tables import below
from shuangbai.visits.models import Served

TOWN = LEVELS[Level.TOWN]


def services(ask: Ask) -> "QuerySet[Any]":
    """Every service up to the last day, as known, with the `town` where it happened."""
    known = Served.objects.as_known(ask.known).filter(happened_on__lte=ask.period.end)
    served: QuerySet[Any] = known.annotate(town=Left("area", TOWN))
    return served


def in_towns(ask: Ask) -> Q:
    """Where the work for the scope was done, for rows that know their `town`."""
    towns = _towns(ask.scope)
    before = Area.objects.filter(below(towns, "moved_to")).values("key")
    return below(towns) | Q(town__in=before)


def moves(ask: Ask) -> dict[str, str]:
    """Keys that towns of the scope had before they got another parent → the key since, for moves
    up to the last day, as known. Mostly there are none."""
    units = Area.objects.level(Level.TOWN).filter(below(_towns(ask.scope), "moved_to"))
    units = units.filter(closed_on__lte=ask.period.end)
    if ask.known is not None:
        units = units.filter(closing_recorded_at__lte=ask.known)
    return dict(units.values_list("key", "moved_to"))


def before(ask: Ask, moved: Mapping[str, str]) -> list[str]:
    """What the scope was called before those moves."""
    found = []
    for old, new in moved.items():
        for key in ask.scope:
            if new.startswith(key):
                found.append(old)
            elif key.startswith(new):
                found.append(old + key[len(new) :])
    return found


def now(ask: Ask, moved: Mapping[str, str]) -> Expression:
    """The place of a row, as far as *here* reaches, by the keys of the last day."""
    if ask.reach is None or not moved:
        return here(ask)
    size = length(ask)
    whens = [When(below([old]), then=Value(new[:size])) for old, new in moved.items()]
    return Case(*whens, default=here(ask), output_field=TextField())


def serving_towns(scope: tuple[str, ...]) -> list[str]:
    """Where the work for `scope` was done: its towns, and the keys they had before a move."""
    towns = _towns(scope)
    return [*towns, *areas.predecessors(towns)]


def _towns(scope: tuple[str, ...]) -> list[str]:
    """A village is served by its town's station, whose calls carry the town's key."""
    return [areakey.cut(key, Level.TOWN) if len(key) > TOWN else key for key in scope]


def length(ask: Ask) -> int:
    """Characters of a key by which *here* is told; 0 when it is anywhere in the scope."""
    return min(LEVELS[ask.reach], TOWN) if ask.reach is not None else 0


def here(ask: Ask, field: str = "area") -> Expression:
    """The place of a row, as far as *here* reaches."""
    return Left(field, length(ask)) if ask.reach is not None else Value("", TextField())


def at(ask: Ask, place: Expression) -> Concat:
    """One text for a person at a place."""
    return Concat(
        Cast(same_person(ask), TextField()), Cast(place, TextField()), output_field=TextField()
    )


def places(ask: Ask, served: "QuerySet[Any]") -> "list[tuple[QuerySet[Any], Expression]]":
    """Those of `served` that count for the scope, each with the place for which it counts: the
    town where it happened and, when that has another key by now, the town that it is today."""
    inside = served.filter(in_towns(ask))
    if ask.reach is None:
        return [(inside, here(ask))]
    moved: Any = Area.objects.exclude(moved_to="")
    now = Left(moved.filter(key=OuterRef("town")).values("moved_to"), length(ask))
    return [(inside, here(ask)), (inside.filter(town__in=moved.values("key")), now)]
