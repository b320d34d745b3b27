"""The shipped tree of Guangdong, against numbers counted by hand from the official data."""

import pytest

from shuangbai.areas import selectors
from shuangbai.areas.models import Area, Kind
from shuangbai.areas.testing import DONGGUAN, SILAO, YUNCHENG, YUNFU, ZHONGSHAN
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("key", "towns", "villages"), [(YUNFU, 63, 972), (YUNCHENG, 8, 123)])
def test_towns_and_villages_are_counted_without_farms(key: str, towns: int, villages: int) -> None:
    counted = Area.objects.below(key).counted()
    assert counted.level(Level.TOWN).count() == towns
    assert counted.level(Level.VILLAGE).count() == villages
    assert len(selectors.towns(key)) == towns
    shown = selectors.with_counts(key)
    assert (shown["towns"], shown["villages"]) == (towns, villages)
    assert sum(child["towns"] for child in shown["children"]) == towns


def test_guangdong_as_a_whole() -> None:
    assert Area.objects.count() == 28745
    by_level = {level: Area.objects.level(level).count() for level in Level}
    assert by_level[Level.PROVINCE] == 1
    assert by_level[Level.PREFECTURE] == 21
    assert by_level[Level.COUNTY] == 124  # 122 real ones and two technical
    assert Area.objects.level(Level.COUNTY).counted().count() == 122


def test_every_unit_has_its_parent_and_its_label() -> None:
    keys = set(Area.objects.values_list("key", flat=True))
    parents = dict(Area.objects.values_list("key", "parent_key"))
    assert [key for key, above in parents.items() if above and above not in keys] == []
    assert all(key.startswith(above) for key, above in parents.items())
    assert Area.objects.filter(labels__until=None).distinct().count() == len(keys)


@pytest.mark.parametrize("key", [DONGGUAN, ZHONGSHAN])
def test_a_prefecture_without_counties_has_towns_below(key: str) -> None:
    assert not selectors.real_counties(key)
    assert selectors.level_below(key) is Level.TOWN
    below = selectors.children(key)
    assert {unit.level for unit in below} == {Level.TOWN.value}
    assert len(below) > 20
    technical = Area.objects.below(key).level(Level.COUNTY).get()
    assert technical.kind == Kind.TECHNICAL
    town = Area.objects.below(key).level(Level.TOWN).counted().order_by("key")[0]
    assert [unit.level for unit in selectors.path(town.key)] == ["prefecture", "town"]
    assert technical.name not in selectors.full_name(town.key).removeprefix(selectors.get(key).name)


def test_levels_below_where_there_are_counties() -> None:
    below = [selectors.level_below(key) for key in ("44", YUNFU, YUNCHENG, SILAO, SILAO + "201")]
    assert below == [Level.PREFECTURE, Level.COUNTY, Level.TOWN, Level.VILLAGE, None]


def test_farms_are_kept_and_marked_and_not_counted() -> None:
    farms = Area.objects.below(YUNFU).level(Level.TOWN).filter(kind=Kind.FARM_FOREST)
    assert farms.exists()
    assert not set(farms) & set(selectors.towns(YUNFU))
    inside = Area.objects.below(*farms.values_list("key", flat=True)).level(Level.VILLAGE)
    assert set(inside.values_list("kind", flat=True)) <= {Kind.FARM_FOREST.value}


def test_names_and_paths() -> None:
    assert selectors.full_name(SILAO) == "云浮市云城区思劳镇"
    assert selectors.names_together([YUNCHENG, "445303"]) == "云城区、云安区"
    assert selectors.names_together([]) == ""


def test_an_unknown_code_is_told() -> None:
    with pytest.raises(Problem) as told:
        selectors.get("999999")
    assert told.value.code == "areas.unknown"
