"""The layout of a sheet: proposed by its headings, or as a person said."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..problems import catalogue, problem
from . import bands, body
from .layouts import Layout, Row, columns_of, letters
from .matching import Words, assigned, is_unit
from .reading import Merged
from .titles import Grid, Parts, parts_above

catalogue(
    {
        "sheet.column_twice": (
            "{columns}列选成了同一栏",
            "请只留真正的那一列，其余选“不用”",
        ),
    }
)

_SEARCHED = 30
_MOST_DEEP = 4
_DEEPER = 0.05
_ENOUGH = 1.2
_LONG = 30
_WIDE = 0.8
_LEAST_VALUE = 5
_VALUE = re.compile(r"^[-+]?[0-9][0-9.\-/:,%xX年月日]{5,}$")


def propose(
    rows: Sequence[Row],
    fields: Mapping[str, Sequence[str]],
    *,
    required: Sequence[str] = (),
    may_repeat: Sequence[str] = (),
    merged: Sequence[Merged] = (),
) -> Layout:
    """The best guess for a sheet; `fields`: field → its headings, the usual one first.

    The heading is looked for in the leading 30 rows and may be four rows high. Headings that
    only resemble a field's, or that two columns have, are proposed with little certainty (see
    Layout.certain); `may_repeat` names fields of which the first column is simply taken.
    `required` fields tell rows of the list from remarks. ValueError when two fields share a
    heading.
    """
    words = Words(fields)
    grid = Grid.of(rows, merged)
    window = _window(words, grid) or _likely(grid)
    if window is None:
        return _laid(grid, (), ([()] * grid.width, {}, (tuple(range(grid.width)),)), required)
    first, last = _extended(grid, *window)
    parts = parts_above(grid, first, last)
    cut = bands.tables(words, parts, rows[last + 1 :])
    found: dict[int, tuple[str, float]] = {}
    for band in cut:
        found |= assigned(words, {at: parts[at] for at in band}, may_repeat)
    return _laid(grid, range(first, last + 1), (parts, found, cut), required)


def laid_out(
    rows: Sequence[Row],
    heading_rows: Sequence[int],
    columns: Mapping[int, str],
    *,
    required: Sequence[str] = (),
    merged: Sequence[Merged] = (),
) -> Layout:
    """A match as a person corrected it; `columns`: column → field, both rows and columns from 0.

    No heading rows: the list begins in row 0. A field given to several columns means tables side
    by side, each with all the fields; otherwise Problem sheet.column_twice.
    """
    grid = Grid.of(rows, merged)
    chosen = sorted(row for row in set(heading_rows) if 0 <= row < len(rows))
    known = {at: field for at, field in columns.items() if 0 <= at < grid.width}
    parts: list[Parts] = [()] * grid.width
    if chosen:
        parts = parts_above(grid, chosen[0], min(chosen[-1], chosen[0] + _SEARCHED))
    segments = [at for at in range(grid.width) if parts[at] or at in known or not chosen]
    cut = bands.bands_of(segments, known) if segments else ((),)
    if cut is None:
        said = list(known.values())
        twice = [letters(at) for at, field in sorted(known.items()) if said.count(field) > 1]
        raise problem("sheet.column_twice", columns="、".join(twice))
    sure = {at: (field, 1.0) for at, field in known.items()}
    return _laid(grid, chosen, (parts, sure, cut), required)


def _laid(
    grid: Grid,
    heading: Iterable[int],
    found: tuple[Sequence[Parts], dict[int, tuple[str, float]], tuple[tuple[int, ...], ...]],
    required: Sequence[str],
) -> Layout:
    parts, columns, cut = found
    head = tuple(heading)
    table = body.Table(
        headings={
            at: frozenset(
                body.compact(text) for text in (*parts[at], *(grid.text(row, at) for row in head))
            )
            - {""}
            for at in range(grid.width)
        },
        bands=cut,
        required=tuple(_needed(band, columns, required) for band in cut),
        above=frozenset(
            body.compact(text)
            for row in grid.rows[: head[0] if head else 0]
            for text in row[: grid.width]
        )
        - {""},
    )
    left_out, first = body.skipped(grid.rows, head[-1] + 1 if head else 0, table)
    titles = ["/".join(part) for part in parts]
    return Layout(head, columns_of(titles, columns), first, tuple(left_out), cut)


def _needed(
    band: Sequence[int], columns: Mapping[int, tuple[str, float]], required: Sequence[str]
) -> tuple[int, ...]:
    named = [at for at in band if at in columns and columns[at][0] in required]
    return tuple(named or [at for at in band if at in columns][:1])


def _window(words: Words, grid: Grid) -> tuple[int, int] | None:
    """First and last row of the heading that explains most; a lower one costs a little."""
    near = min(len(grid.rows), _SEARCHED)
    head = [grid.rows[row][: grid.width] for row in range(near)]
    values = [_has_values(row) for row in head]
    knowing = [any(words.knows(text) for text in set(row) if text) for row in head]
    best: tuple[float, int, int] | None = None
    for last in range(near):
        for first in range(last, max(-1, last - _MOST_DEEP), -1):
            if values[first]:
                break
            if not any(knowing[first : last + 1]):
                continue
            columns = dict(enumerate(parts_above(grid, first, last)))
            explained, certain = words.score(columns)
            points = explained - _DEEPER * (last - first)
            if certain and points >= _ENOUGH and (best is None or points > best[0]):
                best = points, first, last
    return None if best is None else best[1:]


def _has_values(row: Row) -> bool:
    return any(_VALUE.match(body.compact(text)) for text in row if len(text) > _LEAST_VALUE)


def _likely(grid: Grid) -> tuple[int, int] | None:
    """Nothing is known by name: the first row with most different short words."""
    best, at = 1, None
    for number, row in enumerate(grid.rows[:_SEARCHED]):
        words = {text for text in map(body.compact, row[: grid.width]) if _is_label(text)}
        if len(words) > best and not _has_values(row):
            best, at = len(words), number
    return None if at is None else (at, at)


def _is_label(text: str) -> bool:
    return bool(text) and len(text) <= _LONG and not any(sign in text for sign in "0123456789:")


def _extended(grid: Grid, first: int, last: int) -> tuple[int, int]:
    """With the groups above that tell columns apart, and the parts below that fill them."""
    for top, _, bottom, _ in grid.merged:
        if first <= top <= last < bottom < first + _MOST_DEEP:
            last = bottom
    while last + 1 < min(len(grid.rows), first + _MOST_DEEP) and _is_parts(grid, last + 1):
        last += 1
    while first and last - first + 1 < _MOST_DEEP and _is_groups(grid, first - 1, last):
        first -= 1
    return first, last


def _spans(grid: Grid, row: int) -> list[Merged]:
    return [box for box in grid.merged if box[0] <= row <= box[2] and box[3] > box[1]]


def _is_parts(grid: Grid, row: int) -> bool:
    """Short words, and only below cells that are merged over several columns."""
    filled = {at: text for at in range(grid.width) if (text := grid.text(row, at))}
    spans = [box for box in _spans(grid, row - 1) if box[2] == row - 1]
    under = {at for box in spans for at in range(box[1], box[3] + 1)}
    labels = all(_is_label(text) and not is_unit(text) for text in filled.values())
    return bool(filled) and labels and filled.keys() <= under


def _is_groups(grid: Grid, row: int, last: int) -> bool:
    titled = sum(
        any(grid.text(under, at) for under in range(row + 1, last + 1)) for at in range(grid.width)
    )
    filled = {at: text for at in range(grid.width) if (text := grid.text(row, at))}
    if not filled or not all(_is_label(body.compact(text)) for text in filled.values()):
        return False
    if any(is_unit(text) for text in filled.values()):
        return False
    widths = [box[3] - box[1] + 1 for box in _spans(grid, row) if box[1] in filled]
    if widths:
        return max(widths) <= _WIDE * titled
    return len(filled) > 1 and min(titled, grid.width) > len(filled)
