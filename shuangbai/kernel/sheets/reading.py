"""Reading of xlsx, xlsm, xls, ods and text files into rows of text."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ..problems import catalogue, problem
from .cells import text_of
from .delimited import lines
from .inside import Inside, Look, look_inside

MAX_ROWS = 200_000

catalogue(
    {
        "sheet.empty": ("“{name}”里没有内容", "请确认选对了文件，填好后再交"),
        "sheet.wrong_type": (
            "“{name}”不是表格文件",
            "请另存为Excel工作簿（xlsx）后再交，也可以用xls、ods、csv",
        ),
        "sheet.unreadable": (
            "“{name}”打不开，文件不完整或已损坏",
            "请用Excel或WPS打开看看，另存为新的xlsx文件后再交",
        ),
        "sheet.web_page": (
            "“{name}”其实是网页或文本，只是名字写成了表格",
            "请用Excel或WPS打开，另存为Excel工作簿（xlsx）后再交",
        ),
        "sheet.binary": (
            "“{name}”是二进制工作簿（xlsb），这里读不了",
            "请用Excel或WPS打开，另存为Excel工作簿（xlsx）后再交",
        ),
        "sheet.password": (
            "“{name}”设了打开密码",
            "请在Excel或WPS里去掉密码，另存后再交",
        ),
        "sheet.too_long": (
            "“{name}”超过 {most} 行，一次收不下",
            "请分成几个文件；如果没有这么多，请删掉表尾误填的内容后另存",
        ),
        "sheet.too_big": (
            "“{name}”太大，一次收不下",
            "请只留下要交的工作表和列，删掉图片与误填的单元格，另存后再交",
        ),
    }
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FIRST_RECORD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FIRST_ONES, _FILEPASS = 8, b"\x2f\x00"
_TEXT_ENDINGS = (".csv", ".txt", ".tsv")
_BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".et")

Merged = tuple[int, int, int, int]
"""Cells merged into one, from 0 and inclusive: first row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet from cell A1 on, all rows equally wide; `rows[0]` is row 1 of the workbook."""

    name: str
    rows: list[list[str]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """From 0. Read from xlsx and xlsm; other formats are not asked and give none."""
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    """In the order of their rows. Read from xlsx, xlsm and xls."""
    unvalued: tuple[tuple[int, int], ...] = ()
    """Row and column, from 0, of formulas whose result is not in the file, or is an error."""


def read(data: bytes, name: str) -> list[Sheet]:
    """All worksheets of a file, hidden ones too. `name` is the file's name as uploaded.

    Blank rows are kept, those after the last filled one are not. Formulas give their last
    value; macros are not looked at. Raises Problem sheet.empty, .wrong_type, .unreadable,
    .password, .web_page, .binary, .encoding, .foreign, .letters_lost, .too_long or .too_big.
    """
    if not data.strip():
        raise problem("sheet.empty", name=name)
    if data.startswith(_OLE) and (_ENCRYPTED in data or _is_locked(data)):
        raise problem("sheet.password", name=name)
    if data.startswith((_ZIP, _OLE)):
        sheets = _workbook(data, name)
    elif name.lower().endswith(_TEXT_ENDINGS):
        sheets = [Sheet(name.rsplit(".", 1)[0], _filled(lines(data, name), name))]
    elif name.lower().endswith(_BOOK_ENDINGS):
        page = data[:500].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
        raise problem("sheet.web_page" if page else "sheet.unreadable", name=name)
    else:
        raise problem("sheet.wrong_type", name=name)
    if not any(sheet.rows for sheet in sheets):
        raise problem("sheet.empty", name=name)
    return sheets


def _is_locked(data: bytes) -> bool:
    """Whether an xls is encrypted; the library only says that it does not know the format.

    The record that says so (FILEPASS, [MS-XLS] 2.4.117) stands among the first of the workbook.
    """
    at = data.find(_FIRST_RECORD)
    for _ in range(_FIRST_ONES if at >= 0 else 0):
        kind, size = data[at : at + 2], int.from_bytes(data[at + 2 : at + 4], "little")
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False


def _workbook(data: bytes, name: str) -> list[Sheet]:
    inside = look_inside(data, MAX_ROWS) if data.startswith(_ZIP) else Inside(None, {})
    if inside.refused is not None:
        raise problem(inside.refused, name=name, most=MAX_ROWS)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(
                    book.get_sheet_by_name(meta.name),
                    meta.visible != SheetVisibleEnum.Visible,
                    inside.looks.get(meta.name, Look()),
                    name,
                )
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as locked:
        raise problem("sheet.password", name=name) from locked
    except (CalamineError, OSError, ValueError) as broken:
        raise problem("sheet.unreadable", name=name) from broken


def _sheet(found: CalamineSheet, hidden: bool, look: Look, name: str) -> Sheet:
    rows = _filled(_cells(found), name)
    height, width = len(rows), len(rows[0]) if rows else 0
    merged = sorted(
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for (top, left), (bottom, right) in found.merged_cell_ranges or ()
        if top < height and left < width
    )
    return Sheet(
        found.name,
        rows,
        hidden,
        frozenset(row for row in look.hidden_rows if row < height),
        frozenset(
            column
            for first, last in look.hidden_columns
            for column in range(first, min(last + 1, width))
        ),
        tuple(merged),
        tuple(place for place in look.unvalued if place[0] < height),
    )


def _cells(sheet: CalamineSheet) -> Iterator[list[str]]:
    # The library gives rows from the first on, but columns only from the first filled one.
    indent = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield indent + [text_of(cell) for cell in row]


def _filled(rows: Iterable[list[str]], name: str) -> list[list[str]]:
    # Blank rows are held back until something follows them: files carry thousands at the end.
    kept: list[list[str]] = []
    blank = 0
    for row in rows:
        while row and not row[-1]:
            row.pop()
        if not row:
            blank += 1
            continue
        if len(kept) + blank >= MAX_ROWS:
            raise problem("sheet.too_long", name=name, most=MAX_ROWS)
        kept.extend([] for _ in range(blank))
        blank = 0
        kept.append(row)
    width = max((len(row) for row in kept), default=0)
    return [row + [""] * (width - len(row)) for row in kept]
