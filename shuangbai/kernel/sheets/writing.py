"""Writing of a list as a workbook that prints well and runs nothing."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

Value = str | int | float | Decimal | date | datetime | bool | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_TEXT = 32_767
_EXACT_DIGITS = 15
_NARROWEST, _WIDEST = 6, 48
_A4 = 9


def write(rows: Iterable[Sequence[Value]], columns: Sequence[str], title: str, note: str) -> bytes:
    """An xlsx file: title, note, bold heading, then one line for each of `rows`.

    Strings stay strings, whatever they begin with; numbers beyond 15 digits become text.
    Raises ValueError when a row is not as long as `columns`.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = _Page(book, _sheet_name(title), columns)
    page.head(title, note)
    for index, row in enumerate(rows, start=3):
        page.line(index, row)
    page.finish()
    book.close()
    return buffer.getvalue()


class _Page:
    """The one worksheet and what is known of it while it fills."""

    def __init__(self, book: Any, name: str, columns: Sequence[str]) -> None:
        self.columns = columns
        self.sheet = book.add_worksheet(name)
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.note = book.add_format({"font_color": "#5B6B6E"})
        self.heading = book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.text = book.add_format({"num_format": "@", "border": 1})
        # The mark that Excel sets for a leading apostrophe: the text stays text when edited.
        self.quoted = book.add_format({"num_format": "@", "border": 1, "quote_prefix": True})
        self.number = book.add_format({"border": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "border": 1, "align": "left"})
        self.moment = book.add_format(
            {"num_format": "yyyy-mm-dd hh:mm", "border": 1, "align": "left"}
        )
        self.widths = [_width(column) + 2 for column in columns]
        self.last = 2

    def head(self, title: str, note: str) -> None:
        self.sheet.write_string(0, 0, title, self.title)
        self.sheet.set_row(0, 26)
        self.sheet.write_string(1, 0, note, self.note)
        for index, column in enumerate(self.columns):
            self.sheet.write_string(2, index, column, self.heading)
        self.sheet.freeze_panes(3, 0)

    def line(self, index: int, row: Sequence[Value]) -> None:
        if len(row) != len(self.columns):
            raise ValueError(f"{len(row)} values for {len(self.columns)} columns")
        for column, value in enumerate(row):
            self._cell(index, column, value)
        self.last = index

    def finish(self) -> None:
        for index, width in enumerate(self.widths):
            self.sheet.set_column(index, index, min(max(width, _NARROWEST), _WIDEST))
        if self.columns:
            self.sheet.autofilter(2, 0, self.last, len(self.columns) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(2)
        self.sheet.set_footer("&C第&P页，共&N页")

    def _cell(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, datetime):
            # Workbooks know no time zones: what is written is the local reading.
            self.sheet.write_datetime(row, column, value.replace(tzinfo=None), self.moment)
            width = 17
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.day)
            width = 11
        elif _exact(value):
            self.sheet.write_number(row, column, value, self.number)
            width = len(str(value)) + 1
        else:
            text = _shown(value)
            style = self.quoted if text.startswith(_FORMULA) else self.text
            self.sheet.write_string(row, column, text[:_MOST_TEXT], style)
            width = _width(text) + 1
        self.widths[column] = max(self.widths[column], width)


def _exact(value: Value) -> bool:
    # A workbook keeps fifteen digits of a number; a longer one is a code and stays text.
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    if isinstance(value, int):
        return len(str(abs(value))) <= _EXACT_DIGITS
    return isfinite(value) and len(Decimal(str(value)).as_tuple().digits) <= _EXACT_DIGITS


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _width(text: str) -> int:
    # A Chinese character is as wide as two digits.
    longest = max(text.splitlines() or [""], key=len)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in longest)


def _sheet_name(title: str) -> str:
    # What Excel forbids in the name of a sheet, and its limit of 31 characters.
    kept = "".join(" " if char in "[]:*?/\\" else char for char in title).strip(" '")
    return kept[:31].strip(" '") or "名单"
