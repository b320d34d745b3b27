"""Stations, their points, the villages they serve and those who work there."""

from collections.abc import Mapping, Sequence

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.urls import reverse

from shuangbai.areas.figures import unit_cards
from shuangbai.areas.models import Area
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import UNGROUPED, Ask, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer
from shuangbai.staff.models import (
    PointSpell,
    Qualification,
    StationSpell,
    VillageService,
    Worker,
    WorkerSpell,
)
from shuangbai.staff.selectors import equipped


def _stations(ask: Ask) -> "QuerySet[StationSpell]":
    return StationSpell.objects.as_known(ask.known).on(ask.period.end)


def _points(ask: Ask) -> "QuerySet[PointSpell]":
    return PointSpell.objects.as_known(ask.known).on(ask.period.end)


def _village_services(ask: Ask) -> "QuerySet[VillageService]":
    return VillageService.objects.as_known(ask.known).on(ask.period.end)


def _unserved(ask: Ask) -> "QuerySet[Area]":
    villages = Area.objects.level(Level.VILLAGE).counted().on(ask.period.end, ask.known)
    return villages.exclude(Exists(_village_services(ask).filter(area=OuterRef("key"))))


def _workers(ask: Ask) -> "QuerySet[WorkerSpell]":
    return WorkerSpell.objects.as_known(ask.known).on(ask.period.end)


def _papers(ask: Ask) -> "QuerySet[Qualification]":
    """What the worker of the row holds on that day, in the town where they work."""
    held = Qualification.objects.as_known(ask.known).on(ask.period.end)
    return held.filter(
        pref=OuterRef("pref"), worker_id=OuterRef("worker_id"), area=OuterRef("area")
    )


def _highest(ask: Ask) -> Case:
    """The highest certificate that is held."""
    levels = reversed(Qualification.Level.values)
    return Case(
        *(When(Exists(_papers(ask).filter(level=one)), then=Value(one)) for one in levels),
        default=Value(UNGROUPED),
        output_field=CharField(),
    )


def _or_none(field: str) -> Case:
    return Case(
        When(**{field: ""}, then=Value(UNGROUPED)), default=F(field), output_field=CharField()
    )


def _how_equipped(ask: Ask) -> Case:
    """Nothing is judged where no list holds."""
    return Case(
        When(~equipped.asked_for(ask), then=Value(UNGROUPED)),
        When(equipped.lacking(ask), then=Value("lacking")),
        default=Value("equipped"),
        output_field=CharField(),
    )


def _station_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    spells = StationSpell.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    return {
        str(spell.pk): RowCard(
            spell.station.name,
            spell.station.address,
            reverse("staff:station", args=[spell.station_id]),
        )
        for spell in spells.select_related("station")
    }


def _point_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    spells = PointSpell.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    villages = unit_cards(viewer, rows)
    return {
        str(spell.pk): RowCard(
            spell.point_name,
            f"设在{villages[str(spell.pk)].title}",
            reverse("staff:station", args=[spell.station_id]),
        )
        for spell in spells
    }


def _service_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """The village, and who answers for it."""
    spells = VillageService.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    villages = unit_cards(viewer, rows)
    return {
        str(spell.pk): RowCard(
            villages[str(spell.pk)].title,
            f"{spell.get_how_display()}，{spell.by_name}",
            reverse("staff:station", args=[spell.station_id]),
        )
        for spell in spells
    }


def _worker_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """Printed as they were: the worker's own row may be in another town by now."""
    spells = WorkerSpell.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    there = set(
        Worker.objects.visible_to(viewer)
        .filter(pk__in=[row.subject for row in rows])
        .values_list("pk", flat=True)
    )
    known = viewer.may("staff.see")
    return {
        str(spell.pk): RowCard(
            spell.worker_name,
            spell.get_post_display(),
            reverse("staff:worker", args=[spell.worker_id])
            if known and spell.worker_id in there
            else "",
        )
        for spell in spells
    }


_EQUIPPED = {"equipped": "配备齐全", "lacking": "配备不齐", UNGROUPED: "还没有配备清单"}

STATIONS = Figure(
    key="stations",
    name="社工站",
    unit="个",
    description="截止日开着的社工站。",
    rows=_stations,
    describe=_station_cards,
    subject="station_id",
    splits={"equipment": Split("配备", _EQUIPPED, _how_equipped)},
    additive_over=frozenset({"area"}),
)

STATIONS_EQUIPPED = Figure(
    key="stations_equipped",
    name="配备齐全的站",
    unit="个",
    description=(
        "截止日开着，配备清单上的每一样都在用、数量都够的社工站；坏了的、报废的不算。"
        "当天没有配备清单的地方，不算齐全，也不算不齐。"
    ),
    rows=lambda ask: equipped.stations(ask, lack=False),
    describe=_station_cards,
    subject="station_id",
    additive_over=frozenset({"area"}),
)

STATIONS_UNEQUIPPED = Figure(
    key="stations_unequipped",
    name="配备不齐的站",
    unit="个",
    description=(
        "截止日开着，配备清单上至少有一样没有在用或数量不够的社工站。"
        "当天没有配备清单的地方，不算齐全，也不算不齐。"
    ),
    rows=lambda ask: equipped.stations(ask, lack=True),
    describe=_station_cards,
    explain=equipped.missing,
    subject="station_id",
    additive_over=frozenset({"area"}),
)

TOWNS_COVERED = Figure(
    key="towns_covered",
    name="社工站覆盖镇街",
    unit="个",
    description="截止日有社工站开着的乡镇（街道）；一个镇有几个站也只算一个。",
    rows=_stations,
    describe=_station_cards,
    subject="area",
    additive_over=frozenset({"area"}),
)

VILLAGES_COVERED = Figure(
    key="villages_covered",
    name="村（居）覆盖",
    unit="个",
    description="截止日由开着的社工点负责，或由站直接负责并有具名社工的村（居）；一个村只算一次。",
    rows=_village_services,
    describe=_service_cards,
    subject="area",
    splits={
        "how": Split(
            name="怎样覆盖",
            parts=dict(VillageService.How.choices),
            value=lambda ask: F("how"),
        )
    },
    additive_over=frozenset({"area"}),
)

VILLAGES_UNSERVED = Figure(
    key="villages_unserved",
    name="还没人负责的村（居）",
    unit="个",
    description="截止日在册，既没有社工点负责，也没有社工具名负责的村（居）。",
    rows=_unserved,
    area="key",
    order=None,
    describe=unit_cards,
    additive_over=frozenset({"area"}),
)

POINTS = Figure(
    key="points",
    name="社工点",
    unit="个",
    description="截止日开着的社工点，算在所设的村（居）；服务几个村都只算一个。",
    rows=_points,
    describe=_point_cards,
    subject="point_id",
    additive_over=frozenset({"area"}),
    version=2,
)

_POSTS = {**dict(Worker.Post.choices), UNGROUPED: "岗位没有填"}
_ORIGINS = {**dict(Worker.Origin.choices), UNGROUPED: "来源没有填"}
_LEVELS = dict(Qualification.Level.choices)

WORKERS = Figure(
    key="workers",
    name="在岗社工",
    unit="人",
    description="截止日在社工站工作的社工；一个人只算一次。",
    rows=_workers,
    describe=_worker_cards,
    subject="worker_id",
    splits={
        "post": Split("岗位", _POSTS, lambda ask: _or_none("post")),
        "origin": Split("来源", _ORIGINS, lambda ask: _or_none("origin")),
        "certificate": Split("证书", {**_LEVELS, UNGROUPED: "没有证书"}, _highest),
    },
    additive_over=frozenset({"area"}),
)

WORKERS_CERTIFIED = Figure(
    key="workers_certified",
    name="持证社工",
    unit="人",
    description="截止日在社工站工作、持有社会工作者职业资格证书的社工；几本证书按最高的一本分。",
    rows=lambda ask: _workers(ask).filter(Exists(_papers(ask))),
    describe=_worker_cards,
    subject="worker_id",
    splits={
        "certificate": Split("证书", _LEVELS, _highest),
        "post": Split("岗位", _POSTS, lambda ask: _or_none("post")),
    },
    additive_over=frozenset({"area"}),
)

register(
    STATIONS,
    STATIONS_EQUIPPED,
    STATIONS_UNEQUIPPED,
    TOWNS_COVERED,
    VILLAGES_COVERED,
    VILLAGES_UNSERVED,
    POINTS,
    WORKERS,
    WORKERS_CERTIFIED,
)
