"""Rosters without a database: headings, rows, names of villages."""

from datetime import date

import pytest

from shuangbai.clients.roster_rules import Line, Place, Places
from shuangbai.clients.roster_rules.cells import agrees, clean_name
from shuangbai.clients.tests.rosters import HEAD, PLACES, TOWN, lines, number, read_table, table
from shuangbai.kernel.problems import Problem
from shuangbai.kernel.sheets import Sheet
from shuangbai.rosters.rules.table import said


def refusals(line: Line) -> list[tuple[str, int | None, str | None]]:
    return [(one.code, one.row, one.column) for one in line.refused]


class TestTable:
    def test_titles_units_and_column_numbers_are_no_people(self) -> None:
        found = table(
            ["思劳镇特困人员花名册", "", "单位：人"],
            ["序号", "对象姓名", "公民身份号码"],
            ["1", "2", "3"],
            ["1", "李秀英", number(2)],
            ["", "", ""],
            ["序号", "对象姓名", "公民身份号码"],
            ["2", "陈伟", number(3)],
            ["合 计", "2人", ""],
            ["制表人：张三", "", "审核人：李四"],
            ["备注：以上人员已公示", "", ""],
        )
        assert [row.number for row in found.rows] == [4, 7]
        assert found.skipped == 6
        assert found.columns == {"name": "对象姓名", "number": "公民身份号码"}
        assert found.rows[0].cells == {"序号": "1", "对象姓名": "李秀英", "公民身份号码": number(2)}

    def test_a_row_that_lacks_its_name_is_kept_to_be_told(self) -> None:
        found = table([*HEAD, "村"], ["", number(2), ""], ["李秀英", "", ""], ["", "", "城村"])
        assert [row.number for row in found.rows] == [2, 3, 4]

    def test_a_missing_heading_names_itself(self) -> None:
        with pytest.raises(Problem) as told:
            table(["姓名", "村"], ["李秀英", "城村"])
        assert told.value.code == "sheet.heading_missing"
        assert "身份证号码" in told.value.message

    def test_two_columns_of_one_meaning_are_not_guessed(self) -> None:
        with pytest.raises(Problem) as told:
            table(["姓名", "身份证号", "证件号码"], ["甲", number(2), number(3)])
        assert told.value.code == "roster.heading_twice"
        assert "列“" in told.value.message

    def test_two_tables_side_by_side_are_both_read(self) -> None:
        found = table(
            ["姓名", "身份证号", "姓名", "身份证号"],
            ["甲", number(2), "乙", number(3)],
            ["丙", number(4), "", ""],
        )
        assert [(said(row.number), row.cells["姓名"]) for row in found.rows] == [
            ("2", "甲"),
            ("2（右边第 2 栏）", "乙"),
            ("3", "丙"),
        ]

    def test_a_mapping_says_which_column_is_meant(self) -> None:
        found = table(
            ["姓名", "家庭成员姓名", "证号"],
            ["李四", "李秀英", number(2)],
            mapping={"姓名": "家庭成员姓名", "number": "证号"},
        )
        assert found.columns == {"name": "家庭成员姓名", "number": "证号"}

    @pytest.mark.parametrize(
        ("mapping", "code"),
        [
            ({"体重": "姓名"}, "roster.map_field"),
            ({"电话": "没有这列"}, "roster.map_heading"),
        ],
    )
    def test_a_wrong_mapping_is_told(self, mapping: dict[str, str], code: str) -> None:
        with pytest.raises(Problem) as told:
            table(HEAD, ["李秀英", number(2)], mapping=mapping)
        assert told.value.code == code

    def test_repeated_headings_keep_their_text(self) -> None:
        found = table([*HEAD, "备注", "备注"], ["李秀英", number(2), "一", "二"])
        assert found.rows[0].cells["备注"] == "一"
        assert found.rows[0].cells["备注（D列）"] == "二"

    def test_hidden_sheets_are_not_read_and_others_are_named(self) -> None:
        rows = [HEAD, ["李秀英", number(2)]]
        found = read_table(
            [Sheet("下拉", rows, hidden=True), Sheet("一村", rows), Sheet("二村", rows)],
        )
        assert (found.sheet, found.unread) == ("一村", ("二村",))

    def test_nobody_in_the_list(self) -> None:
        with pytest.raises(Problem) as told:
            table(HEAD, ["合计", "0"])
        assert told.value.code == "roster.no_rows"


class TestLines:
    def test_a_number_is_made_plain(self) -> None:
        old = "445302" + "500203" + "002"
        lower = next(n for n in map(number, range(999)) if n.endswith("X"))
        wide = "".join(chr(ord(char) + 0xFEE0) for char in number(2))
        found = lines(HEAD, ["甲", old], ["乙", lower.lower()], ["丙", wide])
        assert [line.identity for line in found[1:]] == [lower, number(2)]
        assert found[0].identity is not None and found[0].identity[6:14] == "19500203"
        assert not any(line.refused for line in found)

    def test_what_refuses_a_row(self) -> None:
        good = number(2)
        bad = good[:-1] + ("1" if good[-1] != "1" else "2")
        head = ["姓名", "证件号码", "性别", "出生年月"]
        found = lines(
            head,
            ["甲", bad, "女", ""],
            ["乙", good, "男", ""],
            ["丙", number(4), "女", "1951年2月"],
            ["", number(6), "女", ""],
            ["长" * 61, number(8), "女", ""],
        )
        assert [refusals(line) for line in found] == [
            [("identity.check_digit", 2, "证件号码")],
            [("roster.sex_differs", 3, "性别")],
            [("roster.birth_differs", 4, "出生年月")],
            [("roster.name_blank", 5, "姓名")],
            [("roster.too_long", 6, "姓名")],
        ]

    def test_one_number_in_two_rows_refuses_both(self) -> None:
        found = lines(HEAD, ["甲", number(2)], ["乙", number(4)], ["丙", number(2)])
        assert [refusals(line) for line in found] == [
            [("roster.number_twice", 2, "身份证号码")],
            [],
            [("roster.number_twice", 4, "身份证号码")],
        ]
        assert "4" in found[0].refused[0].message and "2" in found[2].refused[0].message

    def test_an_odd_phone_loses_the_phone_and_not_the_person(self) -> None:
        found = lines([*HEAD, "电话"], ["甲", number(2), "138"], ["乙", number(4), "—"])
        assert found[0].phone == "" and not found[0].refused
        assert [one.code for one in found[0].hints] == ["roster.phone_unread"]
        assert found[1].hints == ()

    @pytest.mark.parametrize(
        ("said", "fits"),
        [
            ("1950-02-03", True),
            ("1950-02-03 00:00:00", True),
            ("1950年2月3日", True),
            ("1950.2", True),
            ("1950年", True),
            ("19500203", True),
            ("18297", True),
            ("6.30", True),
            ("—", True),
            ("1950.3", False),
            ("1951年02月", False),
            ("19500204", False),
            ("18298", False),
        ],
    )
    def test_birth_dates_as_written(self, said: str, fits: bool) -> None:
        assert agrees(said, date(1950, 2, 3)) is fits

    def test_names(self) -> None:
        assert clean_name("李　 四\x00") == "李四"
        assert clean_name("买买提•艾力") == "买买提·艾力"
        assert clean_name("John  Smith") == "John Smith"


class TestVillages:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("城村村民委员会", "445302103201"),
            ("城村", "445302103201"),
            ("城村村", "445302103201"),
            ("城村委会", "445302103201"),
            ("思劳镇城村", "445302103201"),
            ("旧 村 村委会", "445302103206"),
            ("思劳村", "445302103203"),
            ("思劳村委会", "445302103203"),
            ("思劳社区", "445302103001"),
            ("思劳居委会", "445302103001"),
            ("梭(土郎)", "445302103207"),
            ("", "445302103"),
            ("—", "445302103"),
            ("思劳镇", "445302103"),
        ],
    )
    def test_found(self, text: str, key: str) -> None:
        assert PLACES.find(text) == key

    def test_ambiguous_names_both(self) -> None:
        with pytest.raises(Problem) as told:
            PLACES.find("思劳")
        assert told.value.code == "roster.village_ambiguous"
        assert "思劳社区" in told.value.message and "思劳村民" in told.value.message

    @pytest.mark.parametrize("text", ["城", "旧", "腰古村", "城村大队"])
    def test_unknown_is_never_guessed(self, text: str) -> None:
        with pytest.raises(Problem) as told:
            PLACES.find(text)
        assert told.value.code == "roster.village_unknown"

    def test_unknown_names_what_is_near(self) -> None:
        with pytest.raises(Problem) as told:
            PLACES.find("旧村大队")
        assert "旧村村民委员会" in told.value.fix

    def test_in_a_county_the_town_decides(self) -> None:
        places = Places(
            Place("445302", "云城区"),
            [TOWN, Place("445302102", "腰古镇")],
            [Place("445302103201", "城村村民委员会"), Place("445302102201", "城村村民委员会")],
        )
        assert places.find("城村", "腰古镇") == "445302102201"
        for text, town, code in [
            ("城村", "", "roster.village_ambiguous"),
            ("", "", "roster.village_blank"),
            ("城村", "都杨镇", "roster.town_unknown"),
        ]:
            with pytest.raises(Problem) as told:
                places.find(text, town)
            assert told.value.code == code
