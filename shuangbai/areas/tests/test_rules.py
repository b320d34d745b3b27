"""From official codes to keys."""

import pytest

from shuangbai.areas import rules
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import Problem


@pytest.mark.parametrize(
    ("code", "level", "kind"),
    [
        ("44", Level.PROVINCE, "administrative"),
        ("4453", Level.PREFECTURE, "administrative"),
        ("445302", Level.COUNTY, "administrative"),
        ("441900", Level.COUNTY, "technical"),
        ("442000", Level.COUNTY, "technical"),
        ("445302001", Level.TOWN, "administrative"),
        ("445302103", Level.TOWN, "administrative"),
        ("445302399", Level.TOWN, "administrative"),
        ("445302400", Level.TOWN, "farm_forest"),
        ("445302103201", Level.VILLAGE, "administrative"),
        ("445302103399", Level.VILLAGE, "administrative"),
        ("445302103400", Level.VILLAGE, "village_like"),
        ("445302400001", Level.VILLAGE, "farm_forest"),
    ],
)
def test_kinds_follow_the_bands_of_the_code(code: str, level: Level, kind: str) -> None:
    assert rules.kind_of(code, level) == kind


def test_parents_come_first_in_whatever_order_the_file_has() -> None:
    rows = [("445302103", "思劳镇"), ("4453", "云浮市"), ("445302", "云城区"), ("44", "广东省")]
    made = list(rules.units(rows))
    assert [unit.key for unit in made] == ["44", "4453", "445302", "445302103"]
    assert [unit.parent_key for unit in made] == ["", "44", "4453", "445302"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("44", "广东省"), ("445302103", "思劳镇")], "areas.orphan"),
        ([("44x", "广东省")], "areas.code"),
        ([("445", "广东省")], "areas.code"),
    ],
)
def test_a_bad_file_is_refused(rows: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(Problem) as told:
        list(rules.units(rows))
    assert told.value.code == code


def test_a_moved_unit_keeps_its_number_if_it_can() -> None:
    assert rules.free_key("445303", "445302103", frozenset()) == "445303103"
    assert rules.free_key("445303", "445302103", frozenset({"445303103"})) == "445303001"


def test_a_full_parent_has_no_key() -> None:
    taken = frozenset(f"445303{number:03d}" for number in range(1000))
    assert rules.free_key("445303", "445302103", taken) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("城村村民委员会", "城村"),
        ("思劳村民委员会", "思劳村"),
        ("思劳社区居民委员会", "思劳社区"),
        ("河滨居民委员会", "河滨居委"),
        ("某某农场", "某某农场"),
    ],
)
def test_a_village_as_people_call_it(name: str, said: str) -> None:
    assert rules.village_said(name) == said
