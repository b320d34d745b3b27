from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.kernel import identity

TODAY = date(2026, 11, 23)

days = st.dates(date(1900, 1, 1), date(1999, 12, 31))
regions = st.integers(110000, 659999).map(str)
serials = st.integers(0, 999).map("{:03d}".format)


def number(region: str, day: date, serial: str) -> str:
    first17 = f"{region}{day:%Y%m%d}{serial}"
    return first17 + identity.check_digit(first17)


numbers = st.builds(number, regions, days, serials)


@pytest.mark.parametrize(
    "text,born,sex,region",
    [
        ("11010519491231002X", date(1949, 12, 31), "F", "110105"),
        ("34052419800101001X", date(1980, 1, 1), "M", "340524"),
        ("440524188001010014", date(1880, 1, 1), "M", "440524"),
    ],
)
def test_the_standards_vectors(text: str, born: date, sex: str, region: str) -> None:
    found = identity.check(text, TODAY)
    assert found.valid and found.reason is None and found.code is None
    assert (found.normalised, found.birth_date, found.sex, found.area_code) == (
        text,
        born,
        sex,
        region,
    )


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        " 110105 19491231 002X ",
        "110105\u300019491231\u00a0002X\n",
        "'11010519491231002X",
        "＇11010519491231002X",
        "‘11010519491231002X",
        "\ufeff11010519491231002X",
        "110105491231002",
        "１１０１０５４９１２３１００２",
    ],
)
def test_ways_of_typing_the_same_number(typed: str) -> None:
    assert identity.check(typed, TODAY).normalised == "11010519491231002X"


@given(numbers)
def test_fifteen_digits_lead_back_to_eighteen(full: str) -> None:
    found = identity.check(full[:6] + full[8:17], TODAY)
    assert found.valid
    assert found.normalised == full


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(full: str, place: int, step: int) -> None:
    alphabet = "0123456789X" if place == 17 else "0123456789"
    other = alphabet[(alphabet.index(full[place]) + step) % len(alphabet)]
    found = identity.check(full[:place] + other + full[place + 1 :], TODAY)
    assert not found.valid
    assert found.normalised is None and found.birth_date is None
    assert found.reason


@given(numbers, st.integers(0, 16))
def test_two_neighbours_swapped_are_caught(full: str, place: int) -> None:
    swapped = full[:place] + full[place + 1] + full[place] + full[place + 2 :]
    assert identity.check(swapped, TODAY).valid is (swapped == full)


@pytest.mark.parametrize(
    "typed,code,said",
    [
        ("", "identity.empty", "没有填写"),
        (" '", "identity.empty", "没有填写"),
        ("110105194912310021", "identity.check_digit", "校验码"),
        ("1101051949123100", "identity.length", "16 位"),
        ("11010519491231002X1", "identity.length", "19 位"),
        ("11010519491231O02X", "identity.characters", "不该出现的字符"),
        ("X10105194912310021", "identity.characters", "不该出现的字符"),
        ("11010549123100X", "identity.characters", "不该出现的字符"),
        ("110105491331002", "identity.birth_date", "“19491331”不存在"),
        (number("110105", date(2026, 11, 24), "002"), "identity.birth_future", "2026年11月24日"),
        ("445302199001011000", "identity.digits_lost", "存成了数字"),
    ],
)
def test_each_fault_is_told_apart(typed: str, code: str, said: str) -> None:
    found = identity.check(typed, TODAY)
    assert (found.valid, found.code) == (False, code)
    assert found.reason is not None and said in found.reason
    told = found.problem(row=7, column="身份证号码")
    assert str(told).startswith("第 7 行“身份证号码”：")
    assert told.fix == found.fix


@pytest.mark.parametrize("digits", ["19490231", "19491301", "19490100", "00010101"])
def test_impossible_day_is_told_even_when_the_check_digit_fits(digits: str) -> None:
    first17 = "110105" + digits + "002"
    found = identity.check(first17 + identity.check_digit(first17), TODAY)
    assert found.code == "identity.birth_date"


def test_born_today_is_fine_and_leap_days_exist() -> None:
    assert identity.check(number("110105", TODAY, "002"), TODAY).valid
    assert identity.check(number("110105", date(2000, 2, 29), "002"), TODAY).valid


def test_a_valid_number_is_no_problem() -> None:
    with pytest.raises(ValueError):
        identity.check("11010519491231002X", TODAY).problem()


def test_mask_keeps_region_and_last_two() -> None:
    assert identity.mask("445302199001011234") == "4453" + "*" * 12 + "34"
    assert identity.mask("1234567") == "*" * 7
    assert identity.mask("") == ""
