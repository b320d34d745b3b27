"""The second of the two 100%: who on the lists has an open file and was served lately.

Whole: `people` (clients). Covered: those of them with an open file and at least one service in the
window. A service counts for the town where it happened, so *here* is judged by the scope that is
asked for, never by who asks: in a town, services of that town; in a county, of any of its towns.
The towns of a county therefore need not add up to it, and the figures do not claim so.

Of merged files each may hold a part: the category here, the file or the service there. They are
judged together, in a queryset of their own, so that the many others are asked as simply as ever.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Left, Substr

from shuangbai.areas.models import Area
from shuangbai.clients.figures import (
    CATEGORY_FACET,
    GROUP_SPLIT,
    any_merged,
    in_scope_spells,
    of_merged,
    person_cards,
    same_person,
)
from shuangbai.clients.models import FileSpell
from shuangbai.kernel.figures import Ask, Figure, register
from shuangbai.kernel.tables import below
from shuangbai.visits.selectors import reach
from shuangbai.visits.selectors.reach import TOWN

type Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]


def open_file(ask: Ask) -> Exists:
    """File and category lie in one town: they move together."""
    files = _files(ask)
    return Exists(
        files.annotate(town=Left("area", TOWN)).filter(
            pref=OuterRef("pref"),
            person_id=OuterRef("person_id"),
            town=Left(OuterRef("area"), TOWN),
        )
    )


def served_here(ask: Ask) -> Exists:
    placed = _services(ask).filter(pref=OuterRef("pref"), person_id=OuterRef("person_id"))
    if ask.reach is None:
        return Exists(placed.filter(reach.in_towns(ask)))
    length = reach.length(ask)
    here = Substr(OuterRef("area"), Value(1), Value(length))
    # What happened in a town before it got another parent is the same town's work.
    moved = Area.objects.annotate(now=Left("moved_to", length))
    came_here = Exists(moved.filter(key=OuterRef("town"), now=OuterRef("here")))
    return Exists(
        placed.annotate(place=Left("area", length), here=here).filter(
            Q(place=F("here")) | came_here
        )
    )


def _files(ask: Ask) -> "QuerySet[Any]":
    return FileSpell.objects.as_known(ask.known).on(ask.period.end)


def _services(ask: Ask) -> "QuerySet[Any]":
    return reach.services(ask).filter(happened_on__gt=ask.period.end - timedelta(days=ask.window))


def merged(ask: Ask) -> "QuerySet[Any]":
    """In-scope spells of people with several files, few. `filed`, `served`: a file, a service of
    theirs *here*, the same for all spells of a person here."""
    spells = _merged(ask).annotate(here=reach.at(ask, reach.here(ask)))
    found: QuerySet[Any] = spells.annotate(
        filed=_told(here__in=_filed_there(ask, spells).filter(below(ask.scope)).values("here")),
        served=_told(here__in=_serving_merged(ask)),
    )
    return found


def _merged(ask: Ask) -> "QuerySet[Any]":
    return in_scope_spells(ask).filter(of_merged(ask))


def _filed_there(ask: Ask, spells: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those of which some file of the person is open in the town of the spell."""
    town = Left("area", TOWN)
    files = _files(ask).filter(of_merged(ask)).annotate(at_town=reach.at(ask, town))
    there: QuerySet[Any] = spells.annotate(at_town=reach.at(ask, town))
    found: QuerySet[Any] = there.filter(at_town__in=files.values("at_town"))
    return found


def _serving_merged(ask: Ask) -> Any:
    """`here` of every service, counted in the town that it is now as well."""
    served = _services(ask).filter(of_merged(ask))
    one, *more = [
        some.annotate(here=reach.at(ask, place)).values("here")
        for some, place in reach.places(ask, served)
    ]
    return one.union(*more, all=True) if more else one


def _told(**asked: Any) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(Q(**asked), output_field=BooleanField())


def _judged(ask: Ask, single: Narrow, together: Narrow) -> "list[QuerySet[Any]]":
    """`single` narrows the spells of people with one file, `together` those of the others."""
    spells = in_scope_spells(ask)
    if not any_merged(ask):
        return [single(spells)]
    return [single(spells.exclude(of_merged(ask))), together(_merged(ask))]


def _covered(ask: Ask) -> "list[QuerySet[Any]]":
    return _judged(
        ask,
        lambda rows: rows.filter(open_file(ask), served_here(ask)),
        lambda rows: merged(ask).filter(filed=True, served=True),
    )


def _missing(ask: Ask) -> "list[QuerySet[Any]]":
    return _judged(
        ask,
        lambda rows: rows.exclude(open_file(ask) & served_here(ask)),
        lambda rows: merged(ask).exclude(filed=True, served=True),
    )


def _filed(ask: Ask) -> "list[QuerySet[Any]]":
    return _judged(
        ask,
        lambda rows: rows.filter(open_file(ask)),
        lambda rows: _filed_there(ask, rows),
    )


PEOPLE_COVERED = Figure(
    key="people_covered",
    name="服务覆盖",
    unit="人",
    description="在册对象里，截止日档案开着、并且近 365 天（或另选的天数）在本地服务到过的人。",
    rows=_covered,
    subject=same_person,
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    local=True,
    windowed=True,
)

PEOPLE_MISSING = Figure(
    key="people_missing",
    name="还没服务到",
    unit="人",
    description="在册对象里，还没建档，或近 365 天（或另选的天数）在本地没有服务到的人。",
    rows=_missing,
    subject=same_person,
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    local=True,
    windowed=True,
)

PEOPLE_FILED = Figure(
    key="people_filed",
    name="建档",
    unit="人",
    description="在册对象里，截止日档案开着的人。",
    rows=_filed,
    subject=same_person,
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    additive_over=frozenset({"area"}),
)

register(PEOPLE_COVERED, PEOPLE_MISSING, PEOPLE_FILED)
