import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import Problem

VILLAGE = "445302103201"

# Few digits, so that ancestors and neighbours meet often.
keys = st.sampled_from(sorted(areakey.LEVELS.values())).flatmap(
    lambda length: st.text("049", min_size=length, max_size=length)
)


@given(keys, keys)
def test_bounds_agree_with_contains(outer: str, inner: str) -> None:
    lo, hi = areakey.bounds(outer)
    assert (lo <= inner < hi) is areakey.contains(outer, inner)


@given(st.lists(keys, min_size=1, max_size=5))
def test_common_is_the_longest_that_contains_all(several: list[str]) -> None:
    found = areakey.common(several)
    shared = [
        key
        for key in (*areakey.ancestors(several[0]), several[0])
        if all(areakey.contains(key, other) for other in several)
    ]
    assert found == (shared[-1] if shared else "")


def test_walks_up_from_a_village() -> None:
    assert areakey.ancestors(VILLAGE) == ("44", "4453", "445302", "445302103")
    assert areakey.parent(VILLAGE) == "445302103"
    assert areakey.parent("44") is None
    assert areakey.cut(VILLAGE, Level.COUNTY) == "445302"
    assert areakey.cut(VILLAGE, Level.VILLAGE) == VILLAGE
    assert areakey.prefecture(VILLAGE) == "4453"
    assert [areakey.level_of(key) for key in ("44", "4453", "445302")] == [
        Level.PROVINCE,
        Level.PREFECTURE,
        Level.COUNTY,
    ]


def test_two_counties_meet_in_their_prefecture_and_strangers_nowhere() -> None:
    assert areakey.common(["445302103", "445303"]) == "4453"
    assert areakey.common(["445302103", "445302102"]) == "445302"
    assert areakey.common(["44", "45"]) == ""
    assert areakey.common([]) == ""


@pytest.mark.parametrize("wrong", ["", "4", "44530", "4453021", "44530A", "４４", "4453:"])
def test_what_is_not_a_key_is_a_programmers_mistake(wrong: str) -> None:
    for ask in (areakey.level_of, areakey.bounds, areakey.ancestors, areakey.parent):
        with pytest.raises(ValueError):
            ask(wrong)


def test_nothing_is_cut_below_itself() -> None:
    with pytest.raises(ValueError):
        areakey.cut("4453", Level.TOWN)
    with pytest.raises(ValueError):
        areakey.prefecture("44")


@pytest.mark.parametrize(
    "town,kind",
    [
        ("445302001", "administrative"),
        ("445302103", "administrative"),
        ("445302399", "administrative"),
        ("445302400", "farm_forest"),
        ("445302501", "farm_forest"),
    ],
)
def test_kind_of_town(town: str, kind: str) -> None:
    assert areakey.kind_of_town(town) == kind


@pytest.mark.parametrize(
    "village,kind",
    [
        ("445302103001", "administrative"),
        ("445302103201", "administrative"),
        ("445302103400", "village_like"),
        ("445302501001", "farm_forest"),
        ("445302501498", "farm_forest"),
    ],
)
def test_kind_of_village(village: str, kind: str) -> None:
    assert areakey.kind_of_village(village) == kind


def test_users_may_type_full_width_and_spaces() -> None:
    assert areakey.parse(" ４４５３ ０２ ") == "445302"
    # The technical county of a prefecture without counties is not the prefecture.
    assert areakey.parse("441900") == "441900"


@pytest.mark.parametrize(
    "typed,code,said",
    [
        ("思劳镇", "areakey.not_digits", "“思劳镇”不是区划代码"),
        ("", "areakey.not_digits", "2、4、6、9 或 12 位"),
        ("44530", "areakey.wrong_length", "有 5 位"),
    ],
)
def test_users_are_told_what_is_wrong(typed: str, code: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        areakey.parse(typed)
    assert caught.value.code == code
    assert said in str(caught.value)
