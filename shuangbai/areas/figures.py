"""Denominators: how many towns and villages there are."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from shuangbai.areas import selectors
from shuangbai.areas.models import Area
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask, Figure, Row, RowCard, register
from shuangbai.kernel.tables import Viewer


def _units(level: Level, ask: Ask) -> "QuerySet[Area]":
    return Area.objects.level(level).counted().on(ask.period.end, ask.known)


def unit_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """Units by name; everybody may see them."""
    names = selectors.names(row.area for row in rows)
    return {row.id: RowCard(names.get(row.area, row.area)) for row in rows}


TOWNS = Figure(
    key="towns",
    name="乡镇（街道）",
    unit="个",
    description="截止日在册的乡镇和街道；农林场等不算。",
    rows=lambda ask: _units(Level.TOWN, ask),
    area="key",
    order=None,
    describe=unit_cards,
    additive_over=frozenset({"area"}),
)

VILLAGES = Figure(
    key="villages",
    name="村（居）",
    unit="个",
    description="截止日在册的村委会和居委会；农林场和类似村级单位不算。",
    rows=lambda ask: _units(Level.VILLAGE, ask),
    area="key",
    order=None,
    describe=unit_cards,
    additive_over=frozenset({"area"}),
)

register(TOWNS, VILLAGES)
