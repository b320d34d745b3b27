"""The second of the two 100%: who on the lists has an open file and was served lately.

Whole: `people` (clients). Covered: those of them with an open file and at least one service in the
window. A service counts for the town where it happened, so *here* is judged by the scope that is
asked for, never by who asks: in a town, services of that town; in a county, of any of its towns.
The towns of a county therefore need not add up to it, and the figures do not claim so.
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Left, Substr

from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.clients.figures import (
    CATEGORY_FACET,
    GROUP_SPLIT,
    in_scope_spells,
    person_cards,
)
from shuangbai.clients.models import CategorySpell, FileSpell
from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Figure, register
from shuangbai.kernel.tables import below
from shuangbai.visits.models import Served

TOWN = LEVELS[Level.TOWN]


def open_file(ask: Ask) -> Exists:
    """File and category lie in one town: they move together."""
    files = FileSpell.objects.as_known(ask.known).on(ask.period.end)
    return Exists(
        files.annotate(town=Left("area", TOWN)).filter(
            pref=OuterRef("pref"),
            person_id=OuterRef("person_id"),
            town=Left(OuterRef("area"), TOWN),
        )
    )


def served_here(ask: Ask) -> Exists:
    served = Served.objects.as_known(ask.known).filter(
        pref=OuterRef("pref"),
        person_id=OuterRef("person_id"),
        happened_on__gt=ask.period.end - timedelta(days=ask.window),
        happened_on__lte=ask.period.end,
    )
    placed = served.annotate(town=Left("area", TOWN))
    if ask.reach is None:
        towns = _towns(ask.scope)
        before = Area.objects.filter(below(towns, "moved_to")).values("key")
        return Exists(placed.filter(below(towns) | Q(town__in=before)))
    length = min(LEVELS[ask.reach], TOWN)
    here = Substr(OuterRef("area"), Value(1), Value(length))
    # What happened in a town before it got another parent is the same town's work.
    moved = Area.objects.annotate(now=Left("moved_to", length))
    came_here = Exists(moved.filter(key=OuterRef("town"), now=OuterRef("here")))
    return Exists(
        placed.annotate(place=Left("area", length), here=here).filter(
            Q(place=F("here")) | came_here
        )
    )


def serving_towns(scope: tuple[str, ...]) -> list[str]:
    """Where the work for `scope` was done: its towns, and the keys they had before a move."""
    towns = _towns(scope)
    return [*towns, *areas.predecessors(towns)]


def _towns(scope: tuple[str, ...]) -> list[str]:
    """A village is served by its town's station, whose calls carry the town's key."""
    return [areakey.cut(key, Level.TOWN) if len(key) > TOWN else key for key in scope]


def _covered(ask: Ask) -> "QuerySet[CategorySpell]":
    return in_scope_spells(ask).filter(open_file(ask), served_here(ask))


def _missing(ask: Ask) -> "QuerySet[CategorySpell]":
    return in_scope_spells(ask).exclude(open_file(ask) & served_here(ask))


PEOPLE_COVERED = Figure(
    key="people_covered",
    name="服务覆盖",
    unit="人",
    description="在册对象里，截止日档案开着、并且近 365 天（或另选的天数）在本地服务到过的人。",
    rows=_covered,
    subject="person_id",
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    local=True,
)

PEOPLE_MISSING = Figure(
    key="people_missing",
    name="还没服务到",
    unit="人",
    description="在册对象里，还没建档，或近 365 天（或另选的天数）在本地没有服务到的人。",
    rows=_missing,
    subject="person_id",
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    local=True,
)

PEOPLE_FILED = Figure(
    key="people_filed",
    name="建档",
    unit="人",
    description="在册对象里，截止日档案开着的人。",
    rows=lambda ask: in_scope_spells(ask).filter(open_file(ask)),
    subject="person_id",
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    additive_over=frozenset({"area"}),
)

register(PEOPLE_COVERED, PEOPLE_MISSING, PEOPLE_FILED)
