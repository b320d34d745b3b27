"""How a sheet is laid out: what its heading says, which rows below it are rows of the list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Row = Sequence[str]

Why = Literal[
    "blank",  # nothing at all
    "beside",  # only columns that stand beside the table are filled
    "again",  # the heading, or the title above it, once more
    "unit",  # 万元, (人)
    "numbering",  # 1 2 5 6 7, 甲 乙 丙
    "example",  # 例：…
    "total",  # 合计, 小计
    "signature",  # 填报人：… 审核：…
    "note",  # 备注：…, 注：…
]

CERTAIN = 0.9
"""From here on a column is what its heading says; below, a person should confirm it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, from 0. `title`: its whole heading, groups first (父亲/姓名), or none."""

    index: int
    title: str
    field: str | None = None
    certainty: float = 0.0
    """0 to 1; 1 when the heading is one of the field's own, or a person said so."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row below the heading (from 0) that is no row of the list, and why."""

    row: int
    why: Why


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: `row` and `band` from 0, the filled cells by the title of their column."""

    row: int
    band: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found. Without a heading: no heading rows, no fields, the first row is 0."""

    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    """The columns of the sheet in their order, at most the first 1,000."""
    first_row: int
    """The first row of the list, from 0; the number of rows when there is none."""
    skipped: tuple[Skipped, ...]
    bands: tuple[tuple[int, ...], ...]
    """Columns of each table standing side by side; nearly always one. All have the same fields."""

    def fields(self, band: int = 0) -> dict[str, int]:
        """Field → column of a band."""
        inside = self.bands[band] if band < len(self.bands) else ()
        return {name: at for at in inside if (name := self.columns[at].field) is not None}

    def titles(self, band: int = 0) -> dict[str, str]:
        """Field → title as `lines` names it."""
        names = self._names(band)
        return {field: names[at] for field, at in self.fields(band).items()}

    def certain(self, required: Sequence[str] = ()) -> bool:
        """Whether nobody needs to look: all `required` are there, and nothing was guessed."""
        guessed = any(one.field and one.certainty < CERTAIN for one in self.columns)
        found = self.fields()
        return bool(self.heading_rows and found) and not guessed and found.keys() >= {*required}

    def lines(self, rows: Sequence[Row]) -> Iterator[Line]:
        """The rows of the list in their order, bands from left to right; empty bands left out."""
        left_out = {one.row for one in self.skipped}
        named = [self._names(band) for band in range(len(self.bands))]
        for number in range(self.first_row, len(rows)):
            if number in left_out:
                continue
            row = rows[number]
            for band, names in enumerate(named):
                cells = {name: row[at] for at, name in names.items() if at < len(row) and row[at]}
                if cells:
                    yield Line(number, band, cells)

    def _names(self, band: int) -> dict[int, str]:
        """Column → title, distinct within a band: a blank or repeated one is told by its letter."""
        names: dict[int, str] = {}
        taken: set[str] = set()
        for at in self.bands[band] if band < len(self.bands) else ():
            name = self.columns[at].title or f"{letters(at)}列"
            name = f"{name}（{letters(at)}列）" if name in taken else name
            taken.add(name)
            names[at] = name
        return names


def letters(index: int) -> str:
    """0 → A, 26 → AA: as the spreadsheet names its columns."""
    named, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        named = chr(ord("A") + rest) + named
    return named


def columns_of(titles: Sequence[str], found: Mapping[int, tuple[str, float]]) -> tuple[Column, ...]:
    """`found`: column → field and how sure."""
    return tuple(Column(at, title, *found.get(at, (None, 0.0))) for at, title in enumerate(titles))
