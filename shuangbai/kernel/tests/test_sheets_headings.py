import pytest

from shuangbai.kernel.problems import Problem
from shuangbai.kernel.sheets import find_heading, normalise

SYNONYMS = {
    "name": ("姓名", "户主姓名"),
    "number": ("身份证号码", "身份证号", "公民身份号码"),
    "phone": ("联系电话", "手机"),
}
NEEDED = ("name", "number")


@pytest.mark.parametrize(
    "heading", ["姓 名", "姓\n名", "姓　名", "姓名*", "姓名（必填）", "姓名:", "*姓名 (享受人)"]
)
def test_ways_of_writing_a_heading(heading: str) -> None:
    found = find_heading([[heading, "身份证号"]], SYNONYMS, NEEDED)
    assert found.columns == {"name": 0, "number": 1}


def test_titles_and_units_above_are_passed_over() -> None:
    rows = [
        ["附件1", "", "", ""],
        ["低保花名册", "", "", ""],
        ["填报单位：某镇", "", "姓名：某人", "2023年1月28日"],
        ["序号", "公民 身份号码", "户主姓名", "备注"],
        ["1", "11010519491231002X", "张三", ""],
    ]
    found = find_heading(rows, SYNONYMS, NEEDED)
    assert (found.row_index, found.columns) == (3, {"number": 1, "name": 2})
    assert found.value(rows[4], "name") == "张三"
    assert found.value(rows[4], "phone") == ""
    assert found.value(["1"], "name") == ""


def test_a_heading_over_two_rows_is_read_as_one() -> None:
    rows = [["姓名", "基本信息", ""], ["", "身份证号", "手机"], ["张三", "1", "2"]]
    found = find_heading(rows, SYNONYMS, NEEDED)
    assert (found.row_index, found.columns) == (1, {"name": 0, "number": 1, "phone": 2})


def test_the_first_of_two_equal_headings_and_the_exact_one_win() -> None:
    rows = [["姓名(父亲)", "姓名", "身份证号", "姓名", "身份证号"]]
    assert find_heading(rows, SYNONYMS, NEEDED).columns == {"name": 1, "number": 2}


def test_a_missing_heading_is_named_as_people_call_it() -> None:
    with pytest.raises(Problem) as caught:
        find_heading([["花名册", ""], ["姓名", "备注"]], SYNONYMS, NEEDED)
    told = caught.value
    assert (told.code, told.row) == ("sheet.heading_missing", 2)
    assert "身份证号码" in told.message and "姓名" not in told.message


def test_without_any_heading_all_are_named() -> None:
    for rows in ([], [["甲"]], [[""]] * 30 + [["姓名", "身份证号"]]):
        with pytest.raises(Problem, match="姓名、身份证号码"):
            find_heading(rows, SYNONYMS, NEEDED)


def test_programmers_mistakes() -> None:
    with pytest.raises(ValueError):
        find_heading([], {"a": ("姓名",), "b": ("姓 名",)}, ())
    with pytest.raises(ValueError):
        find_heading([], SYNONYMS, ("age",))


def test_normalised_headings() -> None:
    assert normalise("应急联系人：电　话（手机）\n") == "应急联系人电话手机"
