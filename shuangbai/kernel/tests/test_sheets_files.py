"""Files as offices send them: other programs' formats, hidden and merged cells, broken ones."""

import io
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangbai.kernel import sheets
from shuangbai.kernel.problems import Problem
from shuangbai.kernel.sheets import Sheet, filled_down, plain

FILES = Path(__file__).parent / "files"
XML = '<?xml version="1.0"?>'


def refusal(data: bytes, name: str = "名册.xlsx") -> Problem:
    with pytest.raises(Problem) as caught:
        sheets.read(data, name)
    assert name in str(caught.value)
    return caught.value


def made() -> bytes:
    """A village of three rows in one merged cell, one row and one column hidden, formulas."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("名单 & 甲")
    sheet.write_row(0, 0, ["村", "姓名", "金额", "备注"])
    sheet.merge_range(1, 0, 3, 0, "思劳")
    sheet.merge_range(4, 0, 4, 40, "填报人：王五")
    sheet.write_column(1, 1, ["张三", "李四", "王五"])
    sheet.write_formula(1, 2, "=1+1", None, 720)
    sheet.write_formula(2, 2, "=1+1", None, "")
    sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 3, '=""', None, "")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(3, 16_383, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def patched(data: bytes, part: str, change: dict[bytes, bytes]) -> bytes:
    """The package with something else in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name)
            for was, becomes in change.items() if name == part else ():
                assert was in text
                text = text.replace(was, becomes)
            new.writestr(name, text)
    return buffer.getvalue()


def test_what_is_hidden_merged_or_without_value() -> None:
    (sheet,) = sheets.read(made(), "a.xlsx")
    assert sheet.name == "名单 & 甲"
    assert sheet.hidden_rows == {2} and sheet.hidden_columns == {3}
    assert sheet.merged == ((1, 0, 3, 0), (4, 0, 4, 3))
    assert [row[2] for row in sheet.rows] == ["金额", "720", "", "", ""]
    assert set(sheet.unvalued) >= {(2, 2), (3, 2)}


def test_merged_cells_are_filled_downward_and_not_sideways() -> None:
    (sheet,) = sheets.read(made(), "a.xlsx")
    assert [row[0] for row in filled_down(sheet, 1)] == [
        *("村", "思劳", "思劳", "思劳", "填报人：王五")
    ]
    assert sheet.rows[2][0] == ""
    assert filled_down(sheet, 1)[4][1:] == ["", "", ""]
    assert filled_down(sheet, 2) == sheet.rows


def test_overlapping_merges_cost_no_more_than_one() -> None:
    boxes = tuple((0, 0, 4999, 0) for _ in range(50_000))
    sheet = Sheet("a", [["甲"], *([[""]] * 4999)], merged=boxes)
    began = time.perf_counter()
    assert filled_down(sheet, 0)[-1] == ["甲"]
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_older_and_the_open_format(ending: str) -> None:
    """Files written by LibreOffice from one workbook: merged heading, days, formulas."""
    found = sheets.read((FILES / f"household.{ending}").read_bytes(), f"户.{ending}")
    assert [(one.name, one.hidden) for one in found] == [("名单", False), ("代码", True)]
    assert found[0].rows[2:] == [
        ["", "姓名", "身份证号", "", ""],
        ["思劳村", "张三", "11010519491231002X", "2023-01-28", "700"],
        ["", "李四", "'0012", "2023-01-28", "701"],
        ["", "王五", "0013", "2023-01-28", "702"],
    ]
    if ending == "xls":
        assert [row[0] for row in filled_down(found[0], 3)][3:] == ["思劳村"] * 3


def test_a_whole_file_down_to_its_people() -> None:
    sheet = sheets.read((FILES / "household.xls").read_bytes(), "户.xls")[0]
    fields = {"village": ("村",), "name": ("姓名",), "number": ("身份证号",)}
    layout = sheets.propose(sheet.rows, fields, required=("name",), merged=sheet.merged)
    assert layout.heading_rows == (1, 2) and layout.certain()
    rows = filled_down(sheet, layout.first_row)
    titles = layout.titles()
    people = [[line.cells[titles[field]] for field in fields] for line in layout.lines(rows)]
    assert people == [
        ["思劳村", "张三", "11010519491231002X"],
        ["思劳村", "李四", "'0012"],
        ["思劳村", "王五", "0013"],
    ]


def test_other_writers_prefix_their_tags() -> None:
    tags = ("worksheet", "sheetData", "row", "c", "v", "f", "cols", "col", "mergeCells")
    change = {
        b'main" ': b'main" xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    }
    for tag in tags:
        change |= {b"<" + tag.encode() + end: b"<x:" + tag.encode() + end for end in (b" ", b">")}
        change[b"</" + tag.encode() + b">"] = b"</x:" + tag.encode() + b">"
    present = zipfile.ZipFile(io.BytesIO(made())).read("xl/worksheets/sheet1.xml")
    data = patched(
        made(), "xl/worksheets/sheet1.xml", {k: v for k, v in change.items() if k in present}
    )
    (sheet,) = sheets.read(data, "a.xlsx")
    assert sheet.hidden_rows == {2} and sheet.hidden_columns == {3}
    assert (2, 2) in sheet.unvalued
    far = patched(data, "xl/worksheets/sheet1.xml", {b'r="B4"': b'r="XFD1048576"'})
    assert refusal(far).code in ("sheet.too_long", "sheet.too_big")


def test_macros_are_not_looked_at() -> None:
    data = patched(
        made(),
        "[Content_Types].xml",
        {b"spreadsheetml.sheet.main+xml": b"ms-excel.sheet.macroEnabled.main+xml"},
    )
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(500))
    (sheet,) = sheets.read(buffer.getvalue(), "名册.xlsm")
    assert sheet.rows[1][1] == "张三"


def test_two_hundred_thousand_blank_rows_are_nothing() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.write(0, 0, "甲")
    for row in range(1, 200_000):
        sheet.write_blank(row, 0, None, bold)
    book.close()
    began = time.perf_counter()
    assert sheets.read(buffer.getvalue(), "a.xlsx")[0].rows == [["甲"]]
    assert len(sheets.read(b"a,b\n" + b",\n" * 200_000, "a.csv")[0].rows) == 1
    assert time.perf_counter() - began < 10


def test_locked_files_of_every_format() -> None:
    # The record of the writer's name, of equal length, becomes that of an encryption.
    book = (FILES / "household.xls").read_bytes()
    locked = book.replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00", 1)
    assert locked != book
    assert refusal(locked, "名册.xls").code == "sheet.password"
    entry = b'<manifest:file-entry manifest:full-path="content.xml"'
    secret = b"><manifest:encryption-data/></manifest:file-entry><manifest:file-entry"
    open_format = patched(
        (FILES / "household.ods").read_bytes(),
        "META-INF/manifest.xml",
        {entry: entry + b' manifest:media-type="text/xml"' + secret + b' manifest:full-path="x"'},
    )
    assert refusal(open_format, "名册.ods").code == "sheet.password"
    # Encrypted as Excel does it: a container of the old kind around the new.
    assert refusal((FILES / "locked.xlsx").read_bytes()).code == "sheet.password"


def test_an_open_format_that_repeats_cells_without_end() -> None:
    def book(row: int, column: int) -> bytes:
        text = (
            f'{XML}<o><table:table table:name="a"><table:table-row '
            f'table:number-rows-repeated="{row}"><table:table-cell '
            f'table:number-columns-repeated="{column}" office:value-type="string">'
            f"<text:p>a</text:p></table:table-cell></table:table-row></table:table></o>"
        )
        return _ods(text)

    assert refusal(book(1_048_576, 3), "a.ods").code == "sheet.too_long"
    assert refusal(book(1_048_576, 16_384), "a.ods").code == "sheet.too_big"


def _ods(content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", 8) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return buffer.getvalue()


def test_what_only_bears_the_name_of_a_workbook() -> None:
    page = "<html><table><tr><td>姓名</td></tr></table></html>".encode("gb18030")
    assert refusal(page, "名册.xls").code == "sheet.web_page"
    assert refusal(b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "名册.xls").code == (
        "sheet.web_page"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("xl/worksheets/sheet1.bin", b"\0")
    assert refusal(buffer.getvalue(), "名册.xlsb").code == "sheet.binary"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark(encoding: str) -> None:
    data = "姓名,号码\r\n张三,1\r\n".encode(encoding)
    assert sheets.read(data, "a.csv")[0].rows == [["姓名", "号码"], ["张三", "1"]]


def test_text_in_two_encodings_names_the_line() -> None:
    rows = "姓名,住址\n张三,思劳镇城村\n".encode() + "李四,思劳镇旧村\n".encode("gb18030")
    told = refusal(rows, "a.csv")
    assert told.code == "sheet.encoding" and "第 3 行" in told.message
    cut = "姓名,住址\n张三,思劳镇城村".encode()[:-1]
    assert refusal(cut, "a.csv").code == "sheet.encoding"
    assert refusal("姓名\n".encode("gb18030") + b"\xff\xff\n", "a.csv").code == "sheet.encoding"


def test_letters_of_another_script_are_told_and_rare_names_are_not() -> None:
    text = "姓名,身份證號碼,村（居）\n" + "黃大妹,445302195002030017,城村\n" * 5
    assert refusal(text.encode("big5"), "名册.csv").code == "sheet.foreign"
    # A name with a sign of the office's own making.
    rare = "姓名,住址\n" + "黄大妹,城村\n" * 30 + "李\ue7c7,城村\n"
    assert sheets.read(rare.encode("gb18030"), "名册.csv")[0].rows[-1][0] == "李\ue7c7"


def test_letters_that_were_lost_are_told() -> None:
    data = "姓名,号码,村\n张三,1,城村\n".encode("ascii", "replace")
    assert refusal(data, "a.csv").code == "sheet.letters_lost"
    assert sheets.read("姓名,号码??,??\n张三,??,1\n".encode(), "a.csv")


@pytest.mark.parametrize(
    "text,meant",
    [
        ("４４５３ 02", "445302"),
        ("张　三", "张三"),
        ("Li  Na", "Li Na"),
        ("'0012", "0012"),
        ("’0012", "0012"),
        ('="0012"', "0012"),
        ("\u200b13900000000\u200b", "13900000000"),
        ("\ufeffＡ座 3 楼", "A座3楼"),
        ("", ""),
    ],
)
def test_what_is_meant_by_a_cell(text: str, meant: str) -> None:
    assert plain(text) == meant
    assert plain(plain(text)) == meant


PIECES = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\n", b",", b'"', b"\0"]
    ),
    st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace")),
    st.text(max_size=8).map(lambda text: text.encode("gb18030", "replace")),
)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(PIECES, max_size=8).map(b"".join),
    st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.xls", "a.ods", "a"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        found = sheets.read(data, name)
    except Problem:
        return
    assert any(sheet.rows for sheet in found)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(["xlsx", "xls", "ods"]),
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=6)), max_size=6),
)
def test_damaged_files_are_read_or_refused(ending: str, damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(made() if ending == "xlsx" else (FILES / f"household.{ending}").read_bytes())
    for place, piece in damage:
        data[place % len(data) : place % len(data) + len(piece)] = piece
    try:
        sheets.read(bytes(data), f"a.{ending}")
    except Problem:
        return
