"""Which column is which, without a database."""

import pytest

from shuangbai.kernel.problems import Problem
from shuangbai.kernel.sheets import Sheet
from shuangbai.rosters.forms.matching import heading_rows, said_rows
from shuangbai.rosters.rules import Field, match
from shuangbai.rosters.rules.match import Match
from shuangbai.rosters.rules.table import said

FIELDS = (
    Field("name", "姓名", ("成员姓名",), required=True),
    Field("number", "证号", ("身份证号码",), required=True, secret=True),
    Field("village", "村", ("村名",)),
)


def sheet(*rows: list[str], name: str = "表") -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, [row + [""] * (width - len(row)) for row in rows])


LIST = sheet(["名册", "", ""], ["姓名", "证号", "村名"], ["甲", "445302195001010011", "城村"])


def test_usual_headings_need_nobody() -> None:
    found = match.find([LIST], FIELDS, {})
    assert found.certain(FIELDS)
    assert found.match == Match(0, (1,), {0: "name", 1: "number", 2: "village"})
    [row] = match.table([LIST], FIELDS, found.match).rows
    assert (row.number, row.cells["村名"]) == (3, "城村")


def test_what_only_resembles_is_asked_and_not_guessed() -> None:
    odd = sheet(["监护人姓名", "证号"], ["甲", "445302195001010011"])
    found = match.find([odd], FIELDS, {})
    assert not found.certain(FIELDS)
    with pytest.raises(Problem) as told:
        match.strict(found, FIELDS)
    assert told.value.code in ("roster.unsure", "sheet.heading_missing")


def test_a_word_of_ones_own_is_remembered() -> None:
    odd = sheet(["名字", "证号", "村名"], ["甲", "445302195001010011", "3"])
    proposed = match.find_in((0, odd), (0,), FIELDS, {})
    said_so = Match(0, (0,), {0: "name", 1: "number"})
    kept = match.meanings(proposed, said_so)
    assert kept == {"名字": "name", "证号": "number", "村名": ""}
    again = match.find([odd], FIELDS, kept)
    assert again.certain(FIELDS) and again.match == said_so


def test_a_match_goes_through_json_and_back() -> None:
    said_so = Match(1, (2, 3), {0: "name", 12: "number"})
    assert match.match_of(said_so.as_json()) == said_so
    assert match.match_of({"headings": {"姓名": "名字"}}) is None


def test_a_match_without_a_needed_column_is_told() -> None:
    with pytest.raises(Problem) as told:
        match.table([LIST], FIELDS, Match(0, (1,), {0: "name"}))
    assert told.value.code == "roster.match_missing" and "证号" in told.value.message


def test_the_second_sheet_of_the_same_kind_is_named() -> None:
    found = match.find([LIST, Sheet("二村", LIST.rows)], FIELDS, {})
    assert found.unread == ("二村",)


def test_a_heading_nobody_knows_can_be_pointed_at() -> None:
    rows = sheet(["甲组"], ["甲", "乙", "丙"], ["李秀英", "445302195001010011", "城村"])
    found = match.find_in((0, rows), (1,), FIELDS, {})
    assert found.match == Match(0, (1,), {})
    chosen = Match(0, (1,), {0: "name", 1: "number"})
    assert [row.number for row in match.table([rows], FIELDS, chosen).rows] == [3]


@pytest.mark.parametrize(
    ("text", "rows"),
    [("3", (2,)), ("3-5", (2, 3, 4)), ("3 至 4", (2, 3)), ("0", None), ("5-3", None), ("x", None)],
)
def test_heading_rows_as_people_write_them(text: str, rows: tuple[int, ...] | None) -> None:
    assert heading_rows(text) == rows
    if rows:
        assert heading_rows(said_rows(rows)) == rows


def test_rows_are_named_as_the_spreadsheet_does() -> None:
    assert said(4) == "4" and said(2_000_007) == "7（右边第 3 栏）"
