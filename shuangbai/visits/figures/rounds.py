"""Special rounds: who is on their lists, and who of them was reached in the days of the round.

Reached is found by the visits, as known. It is judged by the town of the person on the list,
whoever asks: so towns add up to their county, and a station sees the number that the county sees.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Left
from django.urls import reverse

from shuangbai.areas.models import Area
from shuangbai.clients.figures import any_merged, category_names, same_person
from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.kernel.figures import Ask, Facet, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer
from shuangbai.visits.models import Round, RoundTarget
from shuangbai.visits.plan_rules.rounds import LONGEST
from shuangbai.visits.selectors.reach import TOWN, services


def targets(ask: Ask) -> "QuerySet[Any]":
    """Lists of rounds of which some day lies in the period."""
    known = RoundTarget.objects.as_known(ask.known)
    found: Any = known.filter(first_on__lte=ask.period.end, last_on__gte=ask.period.start)
    rows: QuerySet[Any] = found
    return rows


def reached(ask: Ask) -> "QuerySet[Any]":
    found: QuerySet[Any] = with_visits(targets(ask), ask).filter(Exists(visits(ask)))
    return found


def with_visits(rows: "QuerySet[Any]", ask: Ask) -> "QuerySet[Any]":
    """Targets that know what `visits` looks at."""
    found: QuerySet[Any] = rows.alias(own_town=Left("area", TOWN), one=_one(ask))
    return found


def visits(ask: Ask) -> "QuerySet[Any]":
    """Services up to the last day to the target of the outer query, in its days and its town;
    what a town did before it got another parent is its own."""
    own_town = OuterRef(OuterRef("own_town"))
    moved = Area.objects.filter(key=own_town).exclude(moved_to="").values("moved_to")
    served = services(ask).filter(
        happened_on__gte=ask.period.start - timedelta(days=LONGEST),
        happened_on__range=(OuterRef("first_on"), OuterRef("last_on")),
        pref=OuterRef("pref"),
    )
    here = Q(town=OuterRef("own_town")) | Q(town__in=moved)
    found: QuerySet[Any] = served.alias(same=_one(ask)).filter(here, same=OuterRef("one"))
    return found


def _one(ask: Ask) -> Any:
    """The person; that files were merged is looked at where any was."""
    return same_person(ask) if any_merged(ask) else F("person_id")


def _cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """The name as it was printed when the list was made."""
    found = RoundTarget.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(one.pk): RowCard(
            one.person_name.reveal(),
            one.round.name,
            reverse("visits:round_people", args=[one.round_id]) + f"#t{one.pk}",
        )
        for one in found.select_related("round")
    }


def _rounds() -> dict[str, str]:
    rows = Round.objects.filter(superseded_at=None).order_by("-first_on", "-id")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _marked(field: str) -> Any:
    text = Cast(F(field), TextField())
    template = "ARRAY[%(expressions)s]"
    return Func(text, template=template, output_field=ArrayField(TextField()))


SPLITS = {
    "group": Split("服务群体", GROUP_NAMES, lambda ask: F("group")),
    "kind": Split("为什么走访", dict(Round.Kind.choices), lambda ask: F("round__kind")),
}
FACETS = {
    "category": Facet("对象类别", category_names, lambda ask: F("categories")),
    "round": Facet("专项走访", _rounds, lambda ask: _marked("round_id")),
}

ROUND_TARGETS = Figure(
    key="round_targets",
    name="专项走访名单",
    unit="人次",
    description="这些天里进行的专项走访，开始时定下的名单上的人；同一个人在几次专项走访里，每次算一人次。",
    rows=targets,
    describe=_cards,
    splits=SPLITS,
    facets=FACETS,
    additive_over=frozenset({"area"}),
)

ROUND_REACHED = Figure(
    key="round_reached",
    name="专项走访走到",
    unit="人次",
    description="专项走访名单上，在那几天里由本镇街服务到的人；从走访记录里找，不另外填。",
    rows=reached,
    describe=_cards,
    splits=SPLITS,
    facets=FACETS,
    additive_over=frozenset({"area"}),
)

register(ROUND_TARGETS, ROUND_REACHED)
