"""Which of several sheets is the list, and what is said of the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangbai.kernel.sheets import Sheet, choose

FIELDS = {"name": ("姓名",), "number": ("身份证号",), "phone": ("联系电话", "电话")}
NEEDED = ("name", "number")
HEAD = ["序号", "姓名", "身份证号", "联系电话"]
ZHANG = ["1", "张三", "11010519491231002X", "13900000000"]
LI = ["2", "李四", "110105194912310038", ""]


def test_which_sheet_is_the_list() -> None:
    note = Sheet("填表说明", [["请如实填写"]])
    example = Sheet("样表", [HEAD, ZHANG])
    full = Sheet("名册", [HEAD, ZHANG, LI])
    other = Sheet("电话表", [["姓名", "电话"], ["张三", "1"]])
    codes = Sheet("代码", [HEAD, ZHANG, LI, LI], hidden=True)
    empty = Sheet("Sheet3", [])
    chosen = choose([note, example, full, other, codes, empty], FIELDS, NEEDED)
    assert (chosen.index, chosen.reason) == (2, "rows")
    assert chosen.layout.fields() == {"name": 1, "number": 2, "phone": 3}
    assert [(one.name, one.why, one.rows) for one in chosen.unread] == [
        ("填表说明", "no_heading", 1),
        ("样表", "alike", 1),
        ("电话表", "less", 1),
        ("代码", "hidden", 4),
        ("Sheet3", "empty", 0),
    ]


@pytest.mark.parametrize(
    "sheets,index,reason",
    [
        ([Sheet("一", [HEAD, ZHANG])], 0, "only"),
        ([Sheet("一", [["甲"]]), Sheet("二", [HEAD, ZHANG])], 1, "only_heading"),
        ([Sheet("一", [HEAD, ZHANG]), Sheet("二", [HEAD, LI])], 0, "first"),
        ([Sheet("一", [["姓名", "电话"]]), Sheet("二", [HEAD])], 1, "fields"),
        ([Sheet("一", [["甲", "乙"], ["丁"]]), Sheet("二", [["丙"]])], 0, "none"),
        ([Sheet("一", []), Sheet("二", [HEAD, LI], hidden=True)], 1, "only"),
    ],
)
def test_why_a_sheet_was_chosen(sheets: list[Sheet], index: int, reason: str) -> None:
    chosen = choose(sheets, FIELDS, NEEDED)
    assert (chosen.index, chosen.reason) == (index, reason)


def test_without_sheets_nothing_can_be_chosen() -> None:
    with pytest.raises(ValueError):
        choose([], FIELDS, NEEDED)


CELLS = st.sampled_from(["", "姓名", "身份证号", "电话", "合计", "1", "张三"])
GRIDS = st.lists(st.lists(CELLS, max_size=5), max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(GRIDS, st.booleans()), min_size=1, max_size=4))
def test_every_sheet_is_chosen_or_named(made: list[tuple[list[list[str]], bool]]) -> None:
    sheets = [Sheet(str(at), rows, hidden) for at, (rows, hidden) in enumerate(made)]
    chosen = choose(sheets, FIELDS, NEEDED)
    assert {chosen.index, *(one.index for one in chosen.unread)} == set(range(len(sheets)))
    assert all(one.rows >= 0 for one in chosen.unread)
