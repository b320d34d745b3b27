"""The whole heading of each column, put together from several rows of merged cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from .layouts import Row
from .reading import Merged

Parts = tuple[str, ...]
"""The texts above a column, groups first, each once."""

_MOST_MERGED = 2_000
_NEAR = 40
# Real tables are far narrower; a sheet filled to its edge must not cost seconds.
_MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a sheet and what is merged in them."""

    rows: Sequence[Row]
    merged: tuple[Merged, ...]
    width: int

    @classmethod
    def of(cls, rows: Sequence[Row], merged: Sequence[Merged] = ()) -> "Grid":
        """Only what is merged near the top: a heading never needs more."""
        end = len(rows) - 1
        near = tuple(
            (top, left, min(bottom, end), right)
            for top, left, bottom, right in merged[:_MOST_MERGED]
            if top < _NEAR and top <= end
        )
        return cls(rows, near, min(max(map(len, rows), default=0), _MOST_COLUMNS))

    def text(self, row: int, column: int) -> str:
        cells = self.rows[row]
        return shown(cells[column]) if column < len(cells) else ""


def shown(text: str) -> str:
    """A heading on one line: 地　区 → 地区, 与户主\\n关系 → 与户主关系, Mobile no → Mobile no."""
    return (" " if text.isascii() else "").join(text.split())


def parts_above(grid: Grid, first: int, last: int) -> list[Parts]:
    """For each column the texts of heading rows `first` to `last`; () when there are none.

    A cell merged over several columns stands above all of them. Where a group was not merged but
    left blank beside its first column, the blank belongs to the group on its left.
    """
    width = grid.width
    spans = [box for box in grid.merged if first <= box[0] <= last and box[3] > box[1]]
    lines = [_spread(grid, row, last, spans) for row in range(first, last + 1)]
    grouped = {at for _, left, _, right in spans for at in range(left, min(right + 1, width))}
    found: list[Parts] = []
    for column in range(width):
        parts: list[str] = []
        for line in lines:
            if line[column] and (not parts or parts[-1] != line[column]):
                parts.append(line[column])
        # A group that stands above nothing is no heading of that column.
        own = any(grid.text(row, column) for row in range(first, last + 1))
        found.append(tuple(parts) if own or column in grouped else ())
    return found


def _spread(grid: Grid, row: int, last: int, spans: Sequence[Merged]) -> list[str]:
    width = grid.width
    line = [grid.text(row, column) for column in range(width)]
    fixed: set[int] = set()
    for top, left, _, right in spans:
        if top == row and left < width:
            reach = range(left, min(right + 1, width))
            fixed |= set(reach)
            for column in reach:
                line[column] = line[left]
    if row == last:
        return line
    group = ""
    for column in range(width):
        below = any(grid.text(under, column) for under in range(row + 1, last + 1))
        if column in fixed:
            group = ""
        elif line[column]:
            group = line[column] if below else ""
        elif below and group:
            line[column] = group
        else:
            group = ""
    return line
