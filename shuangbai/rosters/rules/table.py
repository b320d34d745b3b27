"""The columns of a list, and the rows of a file under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.sheets import Layout, Sheet, filled_down

catalogue({"roster.no_rows": ("表头下面没有一行名单", "请确认选对了文件，填好后再交")})

BESIDE = 1_000_000
"""Added to the number of a row for each table that stands further to the right: no sheet has so
many rows, and one row of the file may hold two entries."""


@dataclass(frozen=True)
class Field:
    """A column of a list. `name`: its usual heading; `synonyms`: others, as seen in real lists.

    `secret`: an identity number or the like, shown masked. `repeats`: a second such column does
    no harm: the first is read, both are kept as they were.
    """

    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    secret: bool = False
    repeats: bool = False
    note: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms)


@dataclass(frozen=True)
class Row:
    """A row as it stood: heading → text, blanks left out. `number`: as the spreadsheet shows it,
    see `said` for rows of a second table beside the first."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a list in a file. `columns`: field → heading as in the file."""

    sheet: str
    columns: dict[str, str]
    rows: list[Row]
    skipped: int
    """Rows below the heading that are no entries: blank, totals, notes, repeated headings."""
    unread: tuple[str, ...] = ()
    """Other visible sheets that also have a heading and rows: only one is read."""
    hidden: int = 0
    """Rows that are hidden in the file, and read all the same."""
    unvalued: int = 0
    """Cells of the list that are formulas without a result: read as blank."""


def said(number: int) -> str:
    """The row as people find it: 第 4 行, and which table when two stand side by side."""
    band, row = divmod(number, BESIDE)
    return f"{row}（右边第 {band + 1} 栏）" if band else str(row)


def read_rows(sheet: Sheet, layout: Layout, unread: Sequence[str] = ()) -> Table:
    """The rows of the list, merged cells said of each row they cover. Problem roster.no_rows."""
    lines = list(layout.lines(filled_down(sheet, layout.first_row)))
    if not lines:
        raise problem("roster.no_rows")
    used = {at for band in range(len(layout.bands)) for at in layout.fields(band).values()}
    read = {line.row for line in lines}
    return Table(
        sheet=sheet.name,
        columns=layout.titles(),
        rows=[Row(line.row + 1 + line.band * BESIDE, line.cells) for line in lines],
        skipped=len(layout.skipped),
        unread=tuple(unread),
        hidden=len(read & sheet.hidden_rows),
        unvalued=sum(row in read and at in used for row, at in sheet.unvalued),
    )
