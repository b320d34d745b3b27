"""Reading of xlsx, xls, ods and csv into rows of text."""

import csv
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
from .cells import text_of, trimmed
from .extent import zip_fits

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
_TEXT_ENDINGS = (".csv", ".txt", ".tsv")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet from cell A1 on, all rows equally wide; `rows[0]` is row 1 of the workbook."""

    name: str
    rows: list[list[str]]
    hidden: bool = False


def read(data: bytes, name: str) -> list[Sheet]:
    """All worksheets of a file, hidden ones too. `name` is the file's name as uploaded.

    Blank rows are kept, those after the last filled one are not. Raises Problem sheet.empty,
    .wrong_type, .unreadable, .password, .too_long or .too_big.
    """
    if not data.strip():
        raise problem("sheet.empty", name=name)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise problem("sheet.password", name=name)
    if data.startswith((_ZIP, _OLE)):
        sheets = _workbook(data, name)
    elif name.lower().endswith(_TEXT_ENDINGS):
        sheets = [Sheet(name.rsplit(".", 1)[0], _filled(_lines(data, name), name))]
    elif name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods", ".et")):
        raise problem("sheet.unreadable", name=name)
    else:
        raise problem("sheet.wrong_type", name=name)
    if not any(sheet.rows for sheet in sheets):
        raise problem("sheet.empty", name=name)
    return sheets


def _workbook(data: bytes, name: str) -> list[Sheet]:
    if data.startswith(_ZIP):
        fits = zip_fits(data, MAX_ROWS)
        if fits is not None:
            raise problem(fits, name=name, most=MAX_ROWS)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                Sheet(
                    meta.name,
                    _filled(_cells(book.get_sheet_by_name(meta.name)), name),
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                )
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as locked:
        raise problem("sheet.password", name=name) from locked
    except (CalamineError, OSError, ValueError) as broken:
        raise problem("sheet.unreadable", name=name) from broken


def _cells(sheet: CalamineSheet) -> Iterator[list[str]]:
    # The library gives rows from the first on, but columns only from the first filled one.
    indent = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield indent + [text_of(cell) for cell in row]


def _lines(data: bytes, name: str) -> Iterator[list[str]]:
    text = _decoded(data, name)
    head = text[:4000]
    mark = max(",\t;", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [_plain(cell) for cell in row]
    except csv.Error as broken:
        raise problem("sheet.unreadable", name=name) from broken


def _plain(cell: str) -> str:
    # ="4453…" is how other systems keep Excel from turning long numbers into figures.
    text = trimmed(cell)
    return trimmed(text[2:-1]) if text.startswith('="') and text.endswith('"') else text


def _decoded(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise problem("sheet.unreadable", name=name)


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
