"""Visits and who they reached, counted from rows that carry the facts of their day."""

from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet
from django.urls import reverse

from shuangbai.clients.figures import category_names, same_person, settled
from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.kernel.figures import Ask, Facet, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer
from shuangbai.visits.models import Served, Visit


def _visits(ask: Ask) -> "QuerySet[Visit]":
    days = (ask.period.start, ask.period.end)
    return Visit.objects.as_known(ask.known).filter(happened_on__range=days)


def _served(ask: Ask) -> "QuerySet[Served]":
    days = (ask.period.start, ask.period.end)
    return Served.objects.as_known(ask.known).filter(happened_on__range=days)


def _visit_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    found = Visit.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(visit.pk): RowCard(
            f"{visit.household.head_name}一户" if visit.household else "一个人",
            f"{visit.get_kind_display()}，{visit.worker_name}",
            reverse("visits:visit", args=[visit.pk]),
        )
        for visit in found.select_related("household")
    }


def _served_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """The name as it was printed that day: whoever has moved away since still stands there."""
    found = Served.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(served.pk): RowCard(
            served.person_name.reveal(),
            f"{served.visit.get_kind_display()}，{served.visit.worker_name}",
            reverse("visits:visit", args=[served.visit_id]),
        )
        for served in found.select_related("visit")
    }


GROUP = Split(name="服务群体", parts=GROUP_NAMES, value=lambda ask: F("group"))
CATEGORY = Facet(name="对象类别", parts=category_names, value=lambda ask: F("categories"))

VISITS = Figure(
    key="visits",
    name="走访",
    unit="次",
    description="期间内的走访，上门、电话、视频、到站都算；更正过的只算最后一版。",
    rows=_visits,
    describe=_visit_cards,
    day="happened_on",
    splits={"kind": Split("走访方式", dict(Visit.Kind.choices), lambda ask: F("kind"))},
    additive_over=frozenset({"area", "time"}),
)

SERVED = Figure(
    key="served",
    name="服务",
    unit="人次",
    description="期间内每次走访服务到的每一个人算一人次。",
    rows=_served,
    describe=_served_cards,
    day="happened_on",
    splits={"group": GROUP},
    facets={"category": CATEGORY},
    additive_over=frozenset({"area", "time"}),
)

PERSONS_VISITED = Figure(
    key="persons_visited",
    name="走访到的人",
    unit="人",
    description="期间内至少服务到一次的人，一人只算一次；按群体分时取这人最后一次时的群体。"
    "已并档的算一个人，待核实的不算。",
    rows=lambda ask: settled(_served(ask), ask),
    describe=_served_cards,
    day="happened_on",
    subject=same_person,
    splits={"group": GROUP},
    facets={"category": CATEGORY},
)

register(VISITS, SERVED, PERSONS_VISITED)
