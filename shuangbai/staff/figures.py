"""Stations and the villages they serve."""

from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet
from django.urls import reverse

from shuangbai.areas.figures import unit_cards
from shuangbai.kernel.figures import Ask, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer
from shuangbai.staff.models import StationSpell, VillageService


def _stations(ask: Ask) -> "QuerySet[StationSpell]":
    return StationSpell.objects.as_known(ask.known).on(ask.period.end)


def _village_services(ask: Ask) -> "QuerySet[VillageService]":
    return VillageService.objects.as_known(ask.known).on(ask.period.end)


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


def _service_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """The village, and who answers for it."""
    found = VillageService.objects.visible_to(viewer).filter(pk__in=[row.id for row in rows])
    spells = found.select_related("station", "point", "worker")
    villages = unit_cards(viewer, rows)
    return {
        str(spell.pk): RowCard(
            villages[str(spell.pk)].title,
            f"{spell.get_how_display()}，{(spell.point or spell.worker).name}",
            reverse("staff:station", args=[spell.station_id]),
        )
        for spell in spells
    }


STATIONS = Figure(
    key="stations",
    name="社工站",
    unit="个",
    description="截止日开着的社工站。",
    rows=_stations,
    describe=_station_cards,
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

POINTS = Figure(
    key="points",
    name="社工点",
    unit="个",
    description="截止日开着、至少服务一个村（居）的社工点；服务几个村都只算一个。",
    rows=lambda ask: _village_services(ask).filter(how=VillageService.How.POINT),
    describe=_service_cards,
    subject="point_id",
)

register(STATIONS, TOWNS_COVERED, VILLAGES_COVERED, POINTS)
