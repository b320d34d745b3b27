"""Headings seen in published tables, layer for layer; the figures in them are made up."""

from collections.abc import Mapping

from shuangbai.kernel.sheets import Layout, propose

Box = tuple[int, int, int, int]


def laid(
    rows: list[list[str]],
    fields: Mapping[str, tuple[str, ...]],
    required: tuple[str, ...],
    merged: tuple[Box, ...] = (),
) -> tuple[Layout, list[tuple[int, str]]]:
    width = max(map(len, rows))
    even = [row + [""] * (width - len(row)) for row in rows]
    layout = propose(even, fields, required=required, merged=merged)
    return layout, [(one.row, one.why) for one in layout.skipped]


def test_a_county_table_with_units_column_numbers_and_an_empty_total() -> None:
    layout, why = laid(
        [
            ["农村低保统计表"],
            [*("填报单位：民政局", "", "领导签批人：", "", "", "填表日期：2023年1月28日")],
            ["序号", "乡镇", "低保户数", "低保人员分类", "", "", "1-月资金总支出", ""],
            ["", "", "", "女性", "老年人", "未成年人", "", "其中:低保金"],
            ["", "", "", "", "", "", "万元", "万元"],
            ["序号", "", "1", "2", "5", "6", "7", "31"],
            ["合计"],
            ["1", "甲镇", "12", "3", "4", "5", "2.5", "2.1"],
        ],
        {"town": ("乡镇",), "homes": ("低保户数",), "old": ("老年人",)},
        ("town",),
    )
    assert layout.heading_rows == (2, 3)
    assert layout.columns[5].title == "低保人员分类/未成年人"
    assert layout.fields() == {"town": 1, "homes": 2, "old": 4}
    assert (layout.first_row, why) == (7, [(4, "unit"), (5, "numbering"), (6, "total")])


def test_a_table_of_activities_with_its_total_on_top_and_lists_beside() -> None:
    layout, why = laid(
        [
            ["各个活动受益人数及人次统计表"],
            [
                *("序号", "活动类型", "活动日期", "活动名称", "本次活动受益人数统计", "", "", ""),
                *("总合计", "备注", "", "项目领域", "活动类型"),
            ],
            ["", "", "", "", "成人受益人数统计", "", "儿童受益人数统计"],
            ["", "", "", "", "男性", "女性", "男童", "女童"],
            ["", "总合计", "", "", "20", "30", "1", "2", "53"],
            ["1", "小组", "6.30", "讲座", "2", "3", "", "", "5", "", "", "儿童保护", "小组"],
            ["", "", "", "", "", "", "", "", "", "", "", "儿童阅读", "个案"],
        ],
        {"name": ("活动名称",), "day": ("活动日期",), "kind": ("活动类型",), "girls": ("女童",)},
        ("name", "day"),
        (
            *((0, 0, 0, 9), (1, 4, 1, 7), (2, 4, 2, 5), (2, 6, 2, 7)),
            *((1, column, 3, column) for column in (0, 1, 2, 3, 8, 9)),
        ),
    )
    assert layout.heading_rows == (1, 2, 3)
    assert layout.columns[7].title == "本次活动受益人数统计/儿童受益人数统计/女童"
    assert layout.fields() == {"kind": 1, "day": 2, "name": 3, "girls": 7}
    assert layout.bands == ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9),)
    assert (layout.first_row, why) == (5, [(4, "total"), (6, "beside")])


def test_subtotals_of_each_town_and_a_second_small_table() -> None:
    head = ["镇(街)", "类别", "人数", "标准", "金额"]
    layout, why = laid(
        [
            head,
            ["甲镇", "低保", "2", "100", "200"],
            ["", "特困", "1", "100", "100"],
            ["小计"],
            ["合   计", "", "3", "", "300"],
            [],
            head,
            ["甲镇", "其他", "1", "1", "1"],
        ],
        {"town": ("镇（街）",), "kind": ("类别",)},
        ("kind",),
    )
    assert layout.certain(("kind",))
    assert why == [(3, "total"), (4, "total"), (5, "blank"), (6, "again")]


def test_a_sheet_filled_to_its_edge_is_searched_only_so_far() -> None:
    rows = [["姓名", "身份证号", *([""] * 16_382)], ["甲"] * 16_384]
    layout, _ = laid(rows, {"name": ("姓名",), "number": ("身份证号",)}, ("name",))
    assert layout.certain(("name", "number")) and len(layout.columns) == 1_000
