"""Finding the heading row of a sheet that begins with titles, units and dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..problems import Problem, catalogue, problem
from .layouts import Row
from .matching import by_heading, normalise, outside_brackets

catalogue(
    {
        "sheet.heading_missing": (
            "表头里没有找到：{missing}",
            "请在前 {most} 行内放一行表头，写上这些栏目名称，名称不要拆到两格里",
        ),
    }
)

HEADING_ROWS = 30


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading is (0-based) and which column (0-based) holds which field."""

    row_index: int
    columns: dict[str, int]

    def value(self, row: Row, field: str) -> str:
        """The row's text for `field`; '' when the sheet has no such column."""
        index = self.columns.get(field)
        return row[index] if index is not None and index < len(row) else ""


def find_heading(
    rows: Sequence[Row], synonyms: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> Heading:
    """The first of the leading 30 rows that has all `required` fields.

    `synonyms` gives each field's headings, the usual one first. A heading over two rows
    (a group above, its parts below) is read as one, and `row_index` is the lower. What is
    bracketed counts only when it must: 姓名（必填） is 姓名. When a heading occurs twice the
    first column wins. Raises Problem sheet.heading_missing, naming the usual headings, and
    ValueError when two fields share a heading or a required field has none.
    """
    fields = by_heading(synonyms)
    unknown = [field for field in required if field not in synonyms]
    if unknown:
        raise ValueError(f"required fields without headings: {unknown}")
    head = rows[:HEADING_ROWS]
    single = [Heading(index, _columns(row, fields)) for index, row in enumerate(head)]
    double = [
        Heading(index, _columns(_joined(upper, lower), fields))
        for index, (upper, lower) in enumerate(pairwise(head), start=1)
    ]
    for found in (*single, *double):
        if all(field in found.columns for field in required):
            return found
    raise _missing(single, synonyms, required)


def _missing(
    seen: list[Heading], synonyms: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> Problem:
    best = max(seen, key=lambda found: len(found.columns), default=Heading(0, {}))
    names = [synonyms[field][0] for field in required if field not in best.columns]
    return problem(
        "sheet.heading_missing",
        row=best.row_index + 1 if best.columns else None,
        missing="、".join(names),
        most=HEADING_ROWS,
    )


def _columns(row: Row, fields: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    whole = [normalise(text) for text in row]
    outside = [outside_brackets(text) for text in row]
    for reading in (whole, outside):
        for index, text in enumerate(reading):
            field = fields.get(text)
            if field is not None and field not in columns and index not in columns.values():
                columns[field] = index
    return columns


def _joined(upper: Row, lower: Row) -> list[str]:
    return [below or above for above, below in zip(upper, lower, strict=False)]
