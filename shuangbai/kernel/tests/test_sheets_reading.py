import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from shuangbai.kernel import sheets
from shuangbai.kernel.problems import Problem
from shuangbai.kernel.sheets import reading

ROWS = [["姓名", "身份证号"], ["张三", "11010519491231002X"]]


def workbook(cells: dict[tuple[int, int], object], hidden: str = "") -> bytes:
    """An xlsx with `cells` (row and column from 0) on its first sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("名单")
    for (row, column), value in cells.items():
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value, moment)
        elif isinstance(value, date | time):
            sheet.write_datetime(row, column, value, day)
        else:
            sheet.write(row, column, value)
    if hidden:
        other = book.add_worksheet(hidden)
        other.write(0, 0, "一")
        other.hide()
    book.close()
    return buffer.getvalue()


def refusal(data: bytes, name: str = "名册.xlsx") -> Problem:
    with pytest.raises(Problem) as caught:
        sheets.read(data, name)
    assert name in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "value,shown",
    [
        ("  张 三\u3000\n", "张 三"),
        ("\ufeff\u200b李四\xa0", "李四"),
        (12, "12"),
        (12.0, "12"),
        (-3.50, "-3.5"),
        (0.1 + 0.2, "0.3"),
        (440105199001, "440105199001"),
        (123456789012345, "123456789012345"),
        (445302199001011234, "445302199001011000"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        (date(2024, 1, 2), "2024-01-02"),
        (datetime(2024, 1, 2, 3, 4), "2024-01-02 03:04:00"),
        ("6.30", "6.30"),
        ("0012", "0012"),
    ],
)
def test_cells_as_users_see_them(value: object, shown: str) -> None:
    assert sheets.read(workbook({(0, 0): value}), "a.xlsx")[0].rows == [[shown]]


def test_rows_keep_their_true_number_and_column() -> None:
    (found,) = sheets.read(workbook({(2, 1): "甲", (5, 3): "乙", (9, 0): "  "}), "a.xlsx")
    assert found.name == "名单" and not found.hidden
    assert len(found.rows) == 6
    assert found.rows[2] == ["", "甲", "", ""]
    assert found.rows[5] == ["", "", "", "乙"]
    assert found.rows[0] == [""] * 4


def test_hidden_sheets_are_read_and_marked() -> None:
    found = sheets.read(workbook({(0, 0): "甲"}, hidden="代码"), "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in found] == [("名单", False), ("代码", True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_csv_in_the_encodings_of_office_machines(encoding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(row) for row in [*ROWS, ["𰻝明", " 1 "], [], []])
    (found,) = sheets.read(text.encode(encoding), "名册.csv")
    assert found.rows == [*ROWS, ["𰻝明", "1"]]
    assert found.name == "名册"


def test_csv_tricks() -> None:
    text = '姓名,号码\n"张,三","=""0012"""\n\n"两\n行",\t5\n'
    assert sheets.read(text.encode(), "a.CSV")[0].rows == [
        ["姓名", "号码"],
        ["张,三", "0012"],
        ["", ""],
        ["两\n行", "5"],
    ]


def test_each_unusable_file_is_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    locked = ole + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    whole = workbook({(0, 0): "甲"})
    assert refusal(b"").code == "sheet.empty"
    assert refusal(b" \n").code == "sheet.empty"
    assert refusal(workbook({})).code == "sheet.empty"
    assert refusal(locked).code == "sheet.password"
    assert refusal(ole + bytes(600), "名册.xls").code == "sheet.unreadable"
    assert refusal(whole[: len(whole) // 2]).code == "sheet.unreadable"
    assert refusal(whole[:200] + bytes(300) + whole[500:]).code == "sheet.unreadable"
    assert refusal(b"\x00\x01\x02\xff", "名册.csv").code == "sheet.unreadable"
    assert refusal("姓名,号码".encode()).code == "sheet.unreadable"
    assert refusal(b"%PDF-1.7 ...", "名册.pdf").code == "sheet.wrong_type"
    assert refusal(b"\x89PNG....", "照片.png").code == "sheet.wrong_type"


def test_a_zip_that_is_no_workbook_is_unreadable() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("说明.txt", "甲")
    assert refusal(buffer.getvalue()).code == "sheet.unreadable"


def test_too_many_rows_are_refused_and_blank_ones_do_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    long = workbook({(row, 0): "甲" for row in range(4)})
    told = refusal(long)
    assert told.code == "sheet.too_long" and "3 行" in told.message
    assert refusal(b"a\nb\nc\nd\n", "a.csv").code == "sheet.too_long"
    assert len(sheets.read(b"a\nb\nc\n\n\n\n", "a.csv")[0].rows) == 3


def test_a_stray_cell_far_away_is_refused_before_it_fills_the_memory() -> None:
    assert refusal(workbook({(0, 0): "甲", (1_048_575, 0): "乙"})).code == "sheet.too_long"
    assert refusal(workbook({(0, 0): "甲", (199_999, 16_383): "乙"})).code == "sheet.too_big"
    assert sheets.read(workbook({(0, 0): "甲", (9, 16_383): "乙"}), "a.xlsx")


def test_formatted_but_empty_cells_far_away_do_no_harm() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "甲")
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert sheets.read(buffer.getvalue(), "a.xlsx")[0].rows == [["甲"]]
