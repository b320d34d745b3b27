"""Cells as they stand in real lists."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.kernel import written
from shuangbai.kernel.problems import Problem

TODAY = date(2023, 4, 20)


@pytest.mark.parametrize(
    "text,value,precision",
    [
        ("2023-01-28", date(2023, 1, 28), "day"),
        ("2023-1-28", date(2023, 1, 28), "day"),
        ("2023/1/28", date(2023, 1, 28), "day"),
        ("2023.1.28", date(2023, 1, 28), "day"),
        ("2023. 1. 28", date(2023, 1, 28), "day"),
        ("2023、1、28", date(2023, 1, 28), "day"),
        ("23.4.5", date(2023, 4, 5), "day"),
        ("23年4月5日", date(2023, 4, 5), "day"),
        ("89.12.31", date(1989, 12, 31), "day"),
        ("20230128", date(2023, 1, 28), "day"),
        ("２０２３－０１－２８", date(2023, 1, 28), "day"),
        ("'2023-01-28", date(2023, 1, 28), "day"),
        ("2023年1月28日", date(2023, 1, 28), "day"),
        ("2023年1月28号", date(2023, 1, 28), "day"),
        ("1989 年 07 月", date(1989, 7, 1), "month"),
        ("1989年7月份", date(1989, 7, 1), "month"),
        ("1989-07", date(1989, 7, 1), "month"),
        ("1989.07", date(1989, 7, 1), "month"),
        ("198907", date(1989, 7, 1), "month"),
        ("2023年", date(2023, 1, 1), "year"),
        ("2023", date(2023, 1, 1), "year"),
        ("45021", date(2023, 4, 5), "day"),
        ("45021.5", date(2023, 4, 5), "day"),
        ("二〇二三年一月二十八日", date(2023, 1, 28), "day"),
        ("二○二三年十月十日", date(2023, 10, 10), "day"),
        ("二零二三年十二月", date(2023, 12, 1), "month"),
        ("2023年一月廿八日", date(2023, 1, 28), "day"),
        ("2023-01-28 00:00:00", date(2023, 1, 28), "day"),
        ("1950-02-0300:00:00", date(1950, 2, 3), "day"),
        ("2023/1/28 8:30", date(2023, 1, 28), "day"),
        ("2023-01-28T08:30:00Z", date(2023, 1, 28), "day"),
        ("2023年1月28日 上午8:30", date(2023, 1, 28), "day"),
        ("28/1/2023", date(2023, 1, 28), "day"),
        ("1/28/2023", date(2023, 1, 28), "day"),
        ("4/4/2023", date(2023, 4, 4), "day"),
    ],
)
def test_days(text: str, value: date, precision: str) -> None:
    found = written.day(text, TODAY)
    assert (found.value, found.precision, found.reason) == (value, precision, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "—",
        "——",
        "/",
        "-",
        "**年*月*日",
        "201 年 月 日",
        "　年　月　日",
        "不详",
        "0",
        "#N/A",
    ],
)
def test_days_left_open_are_blank(text: str) -> None:
    assert written.day(text, TODAY).blank


@pytest.mark.parametrize(
    "text,reason",
    [
        ("6.30", "written.day_without_year"),
        ("6月29日", "written.day_without_year"),
        ("6.31", "written.day_impossible"),
        ("2023-2-30", "written.day_impossible"),
        ("2023年13月", "written.day_impossible"),
        ("0023-1-1", "written.day_impossible"),
        ("9999-1-1", "written.day_impossible"),
        ("4/5/2023", "written.day_order"),
        ("去年", "written.day"),
        ("2023-1-28至2024-1-27", "written.day"),
        ("445302199001011234", "written.day"),
    ],
)
def test_days_that_are_not_understood_say_why(text: str, reason: str) -> None:
    found = written.day(text, TODAY)
    assert (found.value, found.reason) == (None, reason)
    told = found.problem(7, "日期")
    assert (told.code, told.row, told.column) == (reason, 7, "日期")


def test_a_day_without_year_is_one_of_the_year_of_the_list() -> None:
    assert written.day("6.30", TODAY, 2022).value == date(2022, 6, 30)
    assert written.day("2.29", TODAY, 2022).reason == "written.day_impossible"


@pytest.mark.parametrize(
    "text,known,agrees",
    [
        ("1949年12月", date(1949, 12, 31), True),
        ("1949年11月", date(1949, 12, 31), False),
        ("1949", date(1949, 12, 31), True),
        ("23.4.5", date(1923, 4, 5), True),
        ("00.2.29", date(1900, 2, 28), False),
        ("24.4.5", date(1923, 4, 5), False),
        ("4.5", date(1923, 4, 5), True),
        ("4.6", date(1923, 4, 5), False),
        ("18263", date(1950, 1, 1), False),
        ("18264", date(1950, 1, 1), True),
        ("看不清", date(1950, 1, 1), True),
        ("—", date(1950, 1, 1), True),
    ],
)
def test_whether_a_written_day_may_be_the_known_one(text: str, known: date, agrees: bool) -> None:
    assert written.may_be(text, known, TODAY) is agrees


@pytest.mark.parametrize(
    "text,unit,value",
    [
        ("720元", "", "720"),
        ("2,480.00", "", "2480.00"),
        ("240，887", "", "240887"),
        ("23139.00", "", "23139.00"),
        ("2.5万元", "", "25000"),
        ("2.5", "金额(万元)", "25000"),
        ("2.5元", "万元", "2.5"),
        ("116", "单位：万元", "1160000"),
        ("956元/月", "", "956"),
        ("￥300", "", "300"),
        ("¥ 300.50元", "", "300.50"),
        ("-35", "", "-35"),
        ("(35.5)", "", "-35.5"),
        ("0", "", "0"),
        ("０．５", "", "0.5"),
        ("三百元", "", "300"),
        ("一千二百零五元整", "", "1205"),
        ("壹万贰仟元整", "", "12000"),
    ],
)
def test_amounts_in_yuan(text: str, unit: str, value: str) -> None:
    found = written.amount(text, unit)
    assert (found.value, found.reason) == (Decimal(value), None)


@pytest.mark.parametrize("text", ["约300", "1,23", "300-500", "三百", "1e9", "12.3.4", "9" * 16])
def test_amounts_that_are_not_understood(text: str) -> None:
    assert written.amount(text).reason == "written.amount"


def test_blank_amounts_are_no_zero() -> None:
    assert all(written.amount(text).blank for text in ("", "—", "/", " "))


@pytest.mark.parametrize(
    "text,value",
    [
        *[(text, True) for text in ("是", "√", " ( √ )", "有", "1", "Ｙ", "TRUE")],
        *[(text, False) for text in ("否", "×", "无", "0", "x", "没有", "FALSE")],
    ],
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert written.yes_no(text).value is value


@pytest.mark.parametrize(
    "text,value",
    [("男", "M"), ("男 性", "M"), ("男童", "M"), ("1", "M"), ("m", "M"), ("女", "F"), ("2", "F")],
)
def test_sexes(text: str, value: str) -> None:
    assert written.sex(text).value == value


def test_marks_of_unknown_tables_are_not_guessed() -> None:
    assert written.sex("0").reason == "written.sex"
    assert written.yes_no("可能").reason == "written.yes_no"
    assert written.sex("—").blank and written.yes_no("/").blank
    with pytest.raises(ValueError):
        written.sex("男").problem()


@pytest.mark.parametrize(
    "text,value",
    [
        ("13900000000", ("13900000000",)),
        ("139 0000 0000", ("13900000000",)),
        ("139-0000-0000", ("13900000000",)),
        ("+86 13900000000", ("13900000000",)),
        ("13900000000、13800000000", ("13900000000", "13800000000")),
        ("13900000000/0766-8812345", ("13900000000", "0766-8812345")),
        ("13900000000 13800000000", ("13900000000", "13800000000")),
        ("13900000000\n13900000000", ("13900000000",)),
        ("(0766)8812345", ("0766-8812345",)),
        ("07668812345", ("0766-8812345",)),
        ("020 81234567", ("020-81234567",)),
        ("02081234567转8", ("020-81234567-8",)),
        ("8812345", ("8812345",)),
        ("儿子：13900000000", ("13900000000",)),
        ("１３９００００００００", ("13900000000",)),
    ],
)
def test_telephones(text: str, value: tuple[str, ...]) -> None:
    assert written.phones(text).value == value


@pytest.mark.parametrize("text", ["1390000000", "139****0000", "没电话呀", "13900000000和123"])
def test_what_is_no_telephone(text: str) -> None:
    assert written.phones(text).reason == "written.phone"
    assert written.phones("无").blank


@pytest.mark.parametrize(
    "text",
    [
        "张三、13900000000、11010519491231002x",
        "张 三\n13900000000\n11010519491231002X",
        "11010519491231002X 张三 139 0000 0000",
        "姓名：张三，电话：13900000000，身份证号：11010519491231002X",
        "张三13900000000（11010519491231002X）",
    ],
)
def test_three_things_in_one_cell(text: str) -> None:
    found = written.several(text)
    assert found.names == ("张三",)
    assert found.phones == ("13900000000",)
    assert found.identities == ("11010519491231002X",)
    assert found.rest == ()


def test_one_or_two_things_in_one_cell() -> None:
    assert written.several("张三") == written.Several(names=("张三",))
    assert written.several("—") == written.Several()
    assert written.several("张三 李四 12").rest == ("12",)
    assert written.several("张三 李四").names == ("张三", "李四")
    assert written.several("阿依古丽·买买提/13900000000").names == ("阿依古丽·买买提",)


@given(
    st.text(
        st.sampled_from("0123456789年月日.-/:, T元万千百十一二三〇(√)*—+男xX电话张\u200b²٣１"),
        max_size=24,
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for found in (
        written.day(text, TODAY),
        written.day(text, TODAY, 2023),
        written.amount(text, "万元"),
        written.yes_no(text),
        written.sex(text),
        written.phones(text),
    ):
        assert found.value is None or found.reason is None
        if found.reason:
            assert isinstance(found.problem(), Problem)
    written.may_be(text, date(2000, 2, 29), TODAY)
    written.several(text)
    written.unit_of(text)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_in_every_form(known: date) -> None:
    year, month, day = known.year, known.month, known.day
    for text in (
        known.isoformat(),
        f"{year}.{month}.{day}",
        f"{year}/{month}/{day}",
        f"{year}年{month:02}月{day:02}日",
        f"{year}{month:02}{day:02}",
        f"{known.isoformat()} 00:00:00",
    ):
        assert written.day(text, TODAY).value == known
    assert written.may_be(f"{year % 100:02}.{month}.{day}", known, TODAY)
