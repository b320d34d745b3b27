"""How a list becomes a file: what a spreadsheet program writes around it, text in the encoding of
some office machine, and what happens to files on their way."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter  # type: ignore[import-untyped]

from tests.place import ROOT

LOCKED = ROOT / "shuangbai" / "kernel" / "tests" / "files" / "locked.xlsx"
"""Encrypted with a password, as Excel does since 2010: an OLE container with the package inside."""
FAR_ROW = 200_000

Box = tuple[int, int, int, int]
"""Merged into one: first row, first column, last row, last column, from 0."""


@dataclass
class Page:
    """A list as it stands on a sheet. `ways`: column → how its cells are kept, as text unless
    "number" or "formula" or "unvalued" (a formula whose result was never kept)."""

    rows: list[list[str]]
    merged: list[Box] = field(default_factory=list)
    ways: dict[int, str] = field(default_factory=dict)
    first: int = 0
    """The first row of the list, below its heading."""


@dataclass(frozen=True)
class Around:
    """What else is in the workbook."""

    note_before: bool = False
    another_list: bool = False
    hidden_codes: bool = False
    hidden_row: int | None = None
    far: str | None = None
    """What stands in a cell 200,000 rows below; "" for nothing but its border."""
    protected: bool = False
    macro: bool = False


def xlsx(page: Page, around: Around) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        if around.note_before:
            book.add_worksheet("说明").write(0, 0, "填表说明：请逐行填写")
        _write(book, book.add_worksheet("名单"), page, around)
        if around.another_list:
            _write(book, book.add_worksheet("旧村"), page, Around())
        if around.hidden_codes:
            codes = book.add_worksheet("代码")
            codes.write_column(0, 0, ["特困", "低保", "孤儿"])
            codes.hide()
        if len(book.worksheets()) > 1:
            book.get_worksheet_by_name("名单").activate()
    return _with_macro(out.getvalue()) if around.macro else out.getvalue()


def _write(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, page: Page, around: Around
) -> None:
    edge = book.add_format({"border": 1})
    for at, row in enumerate(page.rows):
        for column, text in enumerate(row):
            way = page.ways.get(column, "") if at >= page.first else ""
            _write_cell(sheet, (at, column), text[:32_000], way)
    for top, left, bottom, right in page.merged:
        sheet.merge_range(top, left, bottom, right, page.rows[top][left], edge)
    if around.hidden_row is not None and around.hidden_row < len(page.rows):
        sheet.set_row(around.hidden_row, None, None, {"hidden": True})
    if around.far is not None:
        sheet.write(FAR_ROW - 1, 0, around.far, edge)
    if around.protected:
        sheet.protect("1234")


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], text: str, way: str
) -> None:
    if way == "number" and text.isascii() and text.isdecimal() and len(text) < 300:
        sheet.write_number(*at, float(text))
    elif way == "formula":
        sheet.write_formula(*at, "=A1&A2", value=text)
    elif way == "unvalued" and text:
        sheet.write_formula(*at, "=SUM(A1:A2)", value="#VALUE!")
    else:
        sheet.write_string(*at, text)


def _with_macro(data: bytes) -> bytes:
    """As xlsm: the kind of the package says so, and a project lies in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "[Content_Types].xml":
                kind = b"spreadsheetml.sheet.main+xml"
                part = part.replace(kind, b"ms-excel.sheet.macroEnabled.main+xml")
            new.writestr(name, part)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    return out.getvalue()


def text(page: Page, encoding: str) -> bytes:
    """Text with commas. "mixed": two people worked on it, each with their own encoding; "lost":
    saved where there are no Chinese letters."""
    if encoding == "mixed":
        half = max(page.first, len(page.rows) // 2)
        return _lines(page.rows[:half]).encode() + _lines(page.rows[half:]).encode("gb18030")
    said = "ascii" if encoding == "lost" else encoding
    return _lines(page.rows).encode(said, errors="replace")


def _lines(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
