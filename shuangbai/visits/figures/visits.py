"""Visits and who they reached, counted from rows that carry the facts of their day."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from shuangbai.catalogue import rules as catalogue_rules
from shuangbai.catalogue import selectors as catalogue
from shuangbai.clients.figures import category_names, same_person, settled
from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.kernel.figures import Ask, Facet, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer
from shuangbai.visits.models import Companion, Finding, Served, Visit
from shuangbai.visits.rules import findings, party


def _in_period(model: Any, ask: Ask) -> "QuerySet[Any]":
    """Facts of the days asked for, as known."""
    days = (ask.period.start, ask.period.end)
    found: QuerySet[Any] = model.objects.as_known(ask.known).filter(happened_on__range=days)
    return found


def _visits(ask: Ask) -> "QuerySet[Visit]":
    return _in_period(Visit, ask)


def _served(ask: Ask) -> "QuerySet[Served]":
    return _in_period(Served, ask)


def _found(ask: Ask) -> "QuerySet[Finding]":
    return _in_period(Finding, ask).exclude(state=findings.WITHDRAWN)


def _open(ask: Ask) -> "QuerySet[Finding]":
    """Found by the last day, and not finished on it."""
    rows: QuerySet[Finding] = Finding.objects.as_known(ask.known).filter(
        happened_on__lte=ask.period.end
    )
    going = Q(closed_on=None) | Q(closed_on__gt=ask.period.end)
    return rows.filter(going).exclude(state=findings.WITHDRAWN)


class _ServicesOf(Func):
    """Codes of the five services under which the items stand, each once."""

    template = (
        f"ARRAY(SELECT DISTINCT left(item, {catalogue_rules.OF_SERVICE})"
        " FROM unnest(%(expressions)s) AS item)"
    )
    output_field = ArrayField(TextField())


def _array_of(name: str) -> Func:
    return Func(F(name), template="ARRAY[%(expressions)s]")


def _household(ask: Ask) -> Coalesce:
    """A lone person is a household of one."""
    alone = Served.objects.as_known(ask.known).filter(
        pref=OuterRef("pref"), visit_id=OuterRef("pk")
    )
    first = Subquery(alone.order_by("id").values("person_id")[:1])
    return Coalesce(F("household_id"), first)


def _state_on(ask: Ask) -> Case:
    """How far a need was on the last day."""
    day = ask.period.end
    return Case(
        When(closed_on__lte=day, then=Value(findings.CLOSED)),
        When(taken_on__lte=day, then=Value(findings.TAKEN)),
        default=Value(findings.OPEN),
        output_field=CharField(),
    )


def _visit_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """Who was served, as printed: also of a household that lives elsewhere by now."""
    found = list(Visit.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows]))
    ended = {visit.pk: visit.superseded_at for visit in found}
    names: dict[Any, list[str]] = {}
    for served in Served.objects.visible_to(viewer).filter(visit__in=found).order_by("id"):
        if served.superseded_at == ended[served.visit_id]:
            names.setdefault(served.visit_id, []).append(served.person_name.reveal())
    return {
        str(visit.pk): RowCard(
            "、".join(names.get(visit.pk, ())),
            f"{visit.get_kind_display()}，{visit.worker_name}",
            reverse("visits:visit", args=[visit.root]),
        )
        for visit in found
    }


def _served_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """The name as it was printed that day: whoever has moved away since still stands there."""
    found = Served.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(served.pk): RowCard(
            served.person_name.reveal(),
            f"{served.visit.get_kind_display()}，{served.visit.worker_name}",
            reverse("visits:visit", args=[served.visit.root]),
        )
        for served in found.select_related("visit")
    }


def _companion_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """Which kind of people; their words may name somebody and stand on the visit's page."""
    found = Companion.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(one.pk): RowCard(
            party.KINDS.get(one.kind, one.kind),
            f"{one.visit.get_kind_display()}，{one.visit.worker_name}",
            reverse("visits:visit", args=[one.visit.root]),
        )
        for one in found.select_related("visit")
    }


def _finding_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """Whose and what kind; the words stand on the finding's page."""
    found = Finding.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(one.pk): RowCard(
            one.whose.reveal(),
            f"{findings.KINDS.get(one.kind, one.kind)}，{findings.URGENCIES[one.urgency]}",
            reverse("visits:finding", args=[one.root]),
        )
        for one in found
    }


def _item_names() -> dict[str, str]:
    return catalogue.last_names(catalogue_rules.ITEM)


def _service_names() -> dict[str, str]:
    return catalogue.last_names(catalogue_rules.SERVICE)


GROUP = Split(name="服务群体", parts=GROUP_NAMES, value=lambda ask: F("group"))
CATEGORY = Facet(name="对象类别", parts=category_names, value=lambda ask: F("categories"))
ITEM = Facet(name="服务项目", parts=_item_names, value=lambda ask: F("services"))
SERVICE = Facet(name="专业服务", parts=_service_names, value=lambda ask: _ServicesOf(F("services")))
KIND = Facet(
    name="走访方式",
    parts=lambda: dict(Visit.Kind.choices),
    value=lambda ask: _array_of("kind"),
)
OF_FINDINGS = {
    "state": Split("办到哪一步", findings.GOING, _state_on),
    "kind": Split("哪一类", findings.KINDS, lambda ask: F("kind")),
    "urgency": Split("有多急", findings.URGENCIES, lambda ask: F("urgency")),
}

VISITS = Figure(
    key="visits",
    name="走访",
    unit="次",
    description="期间内的走访，上门、电话、视频、到站都算；更正过的只算最后一版。",
    rows=_visits,
    describe=_visit_cards,
    day="happened_on",
    splits={"kind": Split("走访方式", dict(Visit.Kind.choices), lambda ask: F("kind"))},
    facets={"service": ITEM, "service5": SERVICE},
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
    facets={"category": CATEGORY, "service": ITEM, "service5": SERVICE},
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
    facets={"category": CATEGORY, "service": ITEM, "service5": SERVICE},
)

HOUSEHOLDS_VISITED = Figure(
    key="households_visited",
    name="走访到的户",
    unit="户",
    description="期间内至少走访过一次的户，一户只算一次；没有同住的人的，一个人算一户。"
    "只要上门的，按走访方式看“上门”。",
    rows=_visits,
    describe=_visit_cards,
    day="happened_on",
    subject=_household,
    facets={"kind": KIND, "service": ITEM, "service5": SERVICE},
)

COMPANIONS = Figure(
    key="companions",
    name="联动",
    unit="人次",
    description="期间内和社工一起去走访的村（居）“两委”、志愿者、社会组织等，每次每一个人算一人次。",
    rows=lambda ask: _in_period(Companion, ask),
    describe=_companion_cards,
    day="happened_on",
    splits={"kind": Split("谁一起去", party.KINDS, lambda ask: F("kind"))},
    additive_over=frozenset({"area", "time"}),
)

FINDINGS = Figure(
    key="findings",
    name="发现的需要",
    unit="条",
    description="期间内走访时发现的需要，办没办完都算，撤回的不算；办到哪一步看截止日那天。",
    rows=_found,
    describe=_finding_cards,
    day="happened_on",
    splits=OF_FINDINGS,
    additive_over=frozenset({"area", "time"}),
)

FINDINGS_OPEN = Figure(
    key="findings_open",
    name="还没办完的需要",
    unit="条",
    description="截止日已经发现、还没有办结的需要，不管哪天发现的；撤回的不算。",
    rows=_open,
    describe=_finding_cards,
    splits=OF_FINDINGS,
    additive_over=frozenset({"area"}),
)

register(
    VISITS,
    SERVED,
    PERSONS_VISITED,
    HOUSEHOLDS_VISITED,
    COMPANIONS,
    FINDINGS,
    FINDINGS_OPEN,
)
