"""Headings and rows as real lists have them; the names of people are made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangbai.kernel.problems import Problem
from shuangbai.kernel.sheets import CERTAIN, Layout, laid_out, propose

FIELDS = {
    "name": ("姓名", "成员姓名"),
    "number": ("身份证号", "身份证号码"),
    "village": ("村（居）", "村"),
    "phone": ("联系电话", "电话"),
    "money": ("金额", "保障金额"),
    "father": ("父亲姓名",),
    "kind": ("活动类型",),
}
NEEDED = ("name", "number")
ZHANG = ["1", "张三", "11010519491231002X", "13900000000"]
LI = ["2", "李四", "110105194912310038", ""]


def found(rows: list[list[str]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Layout:
    width = max(map(len, rows))
    even = [row + [""] * (width - len(row)) for row in rows]
    return propose(even, FIELDS, required=NEEDED, merged=merged)


def why(layout: Layout) -> list[tuple[int, str]]:
    return [(one.row, one.why) for one in layout.skipped]


HEAD = ["序号", "姓名", "身份证号", "联系电话"]


def test_title_lines_units_numbering_totals_and_signatures_are_no_rows() -> None:
    rows = [
        ["低保花名册"],
        ["填报单位：思劳镇", "", "", "填表日期：2023年1月28日"],
        ["序 号", "姓  名*", "身份证号（必填）", "联系\n电话"],
        ["", "", "", "万元"],
        ["1", "2", "5", "7"],
        ["", "总合计", "", ""],
        ["例", "某某某", "1101…", ""],
        ZHANG,
        ["", "", "", ""],
        ["小 计", "1人", "", ""],
        LI,
        ["合   计", "1户", "2人", ""],
        ["填报人：王五", "", "审核：赵六", ""],
        ["注：以上为在册对象", "", "", ""],
    ]
    layout = found(rows)
    assert layout.heading_rows == (2,)
    assert layout.fields() == {"name": 1, "number": 2, "phone": 3}
    assert layout.certain(NEEDED)
    assert layout.first_row == 7
    assert [line.row for line in layout.lines(rows)] == [7, 10]
    assert why(layout) == [
        (3, "unit"),
        (4, "numbering"),
        (5, "total"),
        (6, "example"),
        (8, "blank"),
        (9, "total"),
        (11, "total"),
        (12, "signature"),
        (13, "note"),
    ]
    (zhang, _) = layout.lines(rows)
    assert zhang.cells["身份证号（必填）"] == "11010519491231002X"
    assert layout.titles()["name"] == "姓名*"


def test_heading_again_after_a_page_break() -> None:
    rows = [["低保花名册"], HEAD, ZHANG, ["低保花名册"], HEAD, ["1", "2", "3", "4"], LI]
    layout = found(rows)
    assert why(layout) == [(3, "again"), (4, "again"), (5, "numbering")]
    assert [line.row for line in layout.lines(rows)] == [2, 6]


def test_stems_and_names_alike_to_totals() -> None:
    rows = [HEAD, ["甲", "乙", "丙", "1"], ["1", "计春花", "11010519491231002X", ""], LI]
    layout = found(rows)
    assert why(layout) == [(1, "numbering")]
    assert [line.row for line in layout.lines(rows)] == [2, 3]


def test_a_remark_on_a_total_does_not_take_a_person_away() -> None:
    rows = [[*HEAD, "备注"], [*ZHANG, "合计领过 3 次"], ["", "", "", "合计", "2"]]
    layout = found(rows)
    assert why(layout) == [(2, "total")]


def test_four_rows_of_merged_headings() -> None:
    rows = [
        ["特困人员花名册", "", "", "", "", ""],
        ["村", "姓名", "身份证号", "集中供养(956元/月/人)", "", ""],
        ["", "", "", "户", "护理补贴", ""],
        ["", "", "", "", "一档(995元/月)", "二档"],
        ["", "", "", "", "金额", "人数"],
        ["思劳", "张三", "11010519491231002X", "1", "720元", "1"],
    ]
    merged = (
        (0, 0, 0, 5),
        (1, 0, 4, 0),
        (1, 1, 4, 1),
        (1, 2, 4, 2),
        (1, 3, 1, 5),
        (2, 3, 4, 3),
        (2, 4, 2, 5),
    )
    layout = found(rows, merged=merged)
    assert layout.heading_rows == (1, 2, 3, 4)
    assert [one.title for one in layout.columns] == [
        "村",
        "姓名",
        "身份证号",
        "集中供养(956元/月/人)/户",
        "集中供养(956元/月/人)/护理补贴/一档(995元/月)/金额",
        "集中供养(956元/月/人)/护理补贴/二档/人数",
    ]
    assert layout.first_row == 5
    assert layout.fields()["money"] == 4
    assert layout.columns[4].certainty < CERTAIN


def test_groups_tell_the_same_heading_apart() -> None:
    rows = [
        ["儿童信息", "", "父亲", "", "母亲", ""],
        ["姓名", "身份证号", "姓名", "电话", "姓名", "电话"],
        ["张三", "11010519491231002X", "张大", "13900000000", "李四", ""],
    ]
    merged = ((0, 0, 0, 1), (0, 2, 0, 3), (0, 4, 0, 5))
    for layout in (found(rows), found(rows, merged=merged)):
        assert layout.heading_rows == (0, 1)
        assert [one.title for one in layout.columns] == [
            *("儿童信息/姓名", "儿童信息/身份证号", "父亲/姓名", "父亲/电话"),
            *("母亲/姓名", "母亲/电话"),
        ]
        fields = layout.fields()
        assert (fields["name"], fields["number"], fields["father"]) == (0, 1, 2)
        assert layout.columns[0].certainty >= CERTAIN
        assert layout.columns[3].certainty < CERTAIN


def test_two_tables_side_by_side() -> None:
    rows = [[*HEAD, "", *HEAD], [*ZHANG, "", *LI], [*LI, "", "", "", "", ""]]
    layout = found(rows)
    assert layout.bands == ((0, 1, 2, 3), (5, 6, 7, 8))
    assert layout.certain(NEEDED)
    lines = list(layout.lines(rows))
    assert [(line.row, line.band, line.cells["姓名"]) for line in lines] == [
        (1, 0, "张三"),
        (1, 1, "李四"),
        (2, 0, "李四"),
    ]


def test_two_tables_without_a_gap() -> None:
    rows = [[*HEAD, *HEAD], [*ZHANG, *LI]]
    assert found(rows).bands == ((0, 1, 2, 3), (4, 5, 6, 7))


def test_a_list_to_choose_from_beside_the_table_is_no_data() -> None:
    rows = [
        [*HEAD, "活动类型", "", "项目领域", "活动类型"],
        [*ZHANG, "个案", "", "儿童保护", "个案"],
        ["", "", "", "", "", "", "儿童阅读", "小组"],
        [*LI, "小组", "", "社区", ""],
    ]
    layout = found(rows)
    assert layout.bands == ((0, 1, 2, 3, 4),)
    assert layout.fields()["kind"] == 4 and layout.certain(NEEDED)
    assert why(layout) == [(2, "beside")]
    first = next(layout.lines(rows))
    assert sorted(first.cells) == sorted([*HEAD, "活动类型"])


def test_what_only_resembles_a_heading_is_proposed_with_doubt() -> None:
    layout = found([["被监护人姓名", "身份证号", "家庭联系电话"], ["张三", "1", "2"]])
    assert layout.fields() == {"name": 0, "number": 1, "phone": 2}
    assert layout.columns[1].certainty == 1
    assert layout.columns[0].certainty < CERTAIN and layout.columns[2].certainty < CERTAIN
    assert not layout.certain(NEEDED)


def test_a_column_that_numbers_the_rows_is_nothing_else() -> None:
    fields = {**FIELDS, "household": ("户编号",)}
    rows = [["编号", "姓名", "身份证号"], ["1", "张三", "1"], ["2", "李四", "2"]]
    assert propose(rows, fields, required=NEEDED).fields() == {"name": 1, "number": 2}


def test_a_group_of_ways_to_reach_somebody_leaves_the_heading_its_meaning() -> None:
    rows = [
        ["姓名", "身份证号", "联系方式", ""],
        ["", "", "联系电话", "村"],
        ["张三", "1", "2", "思劳"],
    ]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3))
    layout = found(rows, merged)
    assert layout.fields() == {"name": 0, "number": 1, "phone": 2, "village": 3}
    assert layout.certain(NEEDED)


def test_two_columns_for_one_field_leave_it_open_unless_it_may_repeat() -> None:
    rows = [["姓名", "身份证号", "身份证号码", "电话", "联系电话"], ["张三", "1", "2", "3", "4"]]
    layout = propose(rows, FIELDS, required=NEEDED, may_repeat=("phone",))
    assert layout.fields() == {"name": 0, "number": 1, "phone": 3}
    assert layout.columns[1].certainty < CERTAIN <= layout.columns[3].certainty


def test_without_known_words_the_likely_heading_is_offered() -> None:
    layout = propose([["名单"], ["甲栏", "乙栏", "丙栏"], ["1", "2", "3"]], FIELDS)
    assert layout.heading_rows == (1,) and layout.fields() == {}
    assert not layout.certain()
    nothing = propose([["1", "2"], ["3", "4"]], FIELDS)
    assert nothing.heading_rows == () and nothing.first_row == 0
    assert propose([], FIELDS).columns == ()


def test_a_match_corrected_by_a_person() -> None:
    rows = [["甲", "乙", "丙"], ["张三", "11010519491231002X", "x"], ["合计", "", ""]]
    layout = laid_out(rows, [0], {0: "name", 1: "number"}, required=NEEDED)
    assert layout.certain(NEEDED)
    assert layout.titles() == {"name": "甲", "number": "乙"}
    assert why(layout) == [(2, "total")]
    bare = laid_out(rows[1:2], [], {0: "name", 1: "number"}, required=NEEDED)
    assert [line.cells for line in bare.lines(rows[1:2])] == [
        {"A列": "张三", "B列": "11010519491231002X", "C列": "x"}
    ]


def test_a_person_may_say_that_tables_stand_side_by_side() -> None:
    rows = [["甲", "乙", "甲", "乙"], ["张三", "1", "李四", "2"]]
    both = {0: "name", 1: "number", 2: "name", 3: "number"}
    assert laid_out(rows, [0], both).bands == ((0, 1), (2, 3))
    with pytest.raises(Problem) as caught:
        laid_out(rows, [0], {0: "name", 1: "number", 3: "number"})
    assert caught.value.code == "sheet.column_twice" and "B、D列" in caught.value.message


def test_a_household_over_several_rows_keeps_its_members() -> None:
    rows = [["村", *HEAD[1:]], ["思劳", *ZHANG[1:]], ["", "王五", "", ""], ["", "", "", ""]]
    layout = found(rows)
    assert [line.cells["姓名"] for line in layout.lines(rows)] == ["张三", "王五"]


ODD = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "姓名",
                "身份证号",
                "村",
                "电话",
                "金额（元）",
                "合计",
                "1",
                "2",
                "3",
                "甲",
                "乙",
            ),
            *("万元", "例", "填报人：", "备注：", "11010519491231002X", "（", "/", "父亲", "序号"),
        ]
    ),
    st.text(max_size=6),
)
BOX = st.tuples(*[st.integers(0, 12)] * 4).map(
    lambda at: (min(at[0], at[2]), min(at[1], at[3]), max(at[0], at[2]), max(at[1], at[3]))
)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.lists(ODD, max_size=10), max_size=12),
    st.lists(BOX, max_size=6),
    st.dictionaries(st.integers(-1, 12), st.sampled_from(list(FIELDS)), max_size=6),
)
def test_any_grid_is_laid_out_and_every_row_accounted_for(
    rows: list[list[str]], merged: list[tuple[int, int, int, int]], said: dict[int, str]
) -> None:
    layouts = [propose(rows, FIELDS, required=NEEDED, merged=merged), propose(rows, FIELDS)]
    try:
        layouts.append(laid_out(rows, [1, 0, 99], said, merged=merged))
    except Problem as refused:
        assert refused.code == "sheet.column_twice"
    for layout in layouts:
        left_out = {one.row for one in layout.skipped}
        read = {line.row for line in layout.lines(rows)}
        head = layout.heading_rows[-1] + 1 if layout.heading_rows else 0
        assert read | left_out == set(range(head, len(rows)))
        assert not read & left_out
        assert layout.first_row == min(read, default=len(rows))
        columns = [at for band in layout.bands for at in band]
        assert len(columns) == len(set(columns))
