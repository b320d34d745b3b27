"""The closed catalogue of everything that can go wrong in front of a user.

A page, a command and the phone show the same sentence for the same code, so the wording
lives in one place and a code that nobody registered cannot be raised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_FIXED = frozenset({"code", "message", "fix", "row", "column"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Templates of one code, filled with `str.format`: what happened, what to do."""

    message: str
    fix: str


CATALOGUE: dict[str, Entry] = {}


class Problem(Exception):
    """Something a user can understand and mend; `row` is 1-based as the workbook shows it."""

    code: str
    message: str
    fix: str
    row: int | None
    column: str | None

    def __init__(
        self,
        code: str,
        message: str,
        fix: str,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(code, message, fix, row, column)
        self.code = code
        self.message = message
        self.fix = fix
        self.row = row
        self.column = column

    def __setattr__(self, name: str, value: object) -> None:
        # Handlers up the stack must not reword a problem; the traceback stays writable.
        if name in _FIXED and name in self.__dict__:
            raise AttributeError(f"a Problem is fixed once made: {name}")
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[type["Problem"], tuple[object, ...]]:
        return type(self), (self.code, self.message, self.fix, self.row, self.column)

    def at(self, row: int | None = None, column: str | None = None) -> "Problem":
        """The same problem, said of a row and column of a workbook or form."""
        return Problem(self.code, self.message, self.fix, row, column)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: code, message, fix, row, column."""
        return {
            "code": self.code,
            "message": self.message,
            "fix": self.fix,
            "row": self.row,
            "column": self.column,
        }

    def __str__(self) -> str:
        place = f"第 {self.row} 行" if self.row is not None else ""
        if self.column:
            place += f"“{self.column}”"
        return f"{place + '：' if place else ''}{_sentence(self.message)}{_sentence(self.fix)}"


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。？！" else text + "。"


def catalogue(entries: Mapping[str, tuple[str, str]]) -> None:
    """Register codes of one module at import: code → (message template, fix template).

    Raises ValueError when a code is taken, so that two modules never share one.
    """
    taken = sorted(set(entries) & set(CATALOGUE))
    if taken:
        raise ValueError(f"problem codes registered twice: {', '.join(taken)}")
    for code, (message, fix) in entries.items():
        CATALOGUE[code] = Entry(message, fix)


def problem(
    code: str, row: int | None = None, column: str | None = None, **values: object
) -> Problem:
    """Make the problem `code`, its templates filled with `values`; raise it yourself.

    Days are written as people read them (2023年4月18日).
    Raises ValueError for an unknown code or a value that the templates miss.
    """
    entry = CATALOGUE.get(code)
    if entry is None:
        raise ValueError(f"no such problem code: {code}")
    said = {name: _said(value) for name, value in values.items()}
    try:
        message, fix = entry.message.format(**said), entry.fix.format(**said)
    except KeyError as missing:
        raise ValueError(f"problem {code} needs the value {missing}") from missing
    return Problem(code, message, fix, row, column)


def _said(value: object) -> object:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return value
