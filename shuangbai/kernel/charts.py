"""Charts as data: a table first, drawn when scripts run.

A chart is rows over columns. The page writes them as a table, which is the truth: it is read
aloud, printed, and there without script. The same numbers go along as JSON for
`static/js/chart.js`. No domain words here; the caller names everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    TREND = "trend"
    """One or a few rows over time; drawn as lines."""
    RANKING = "ranking"
    """Many rows, one column; drawn as bars, in the order given."""
    MULTIPLES = "multiples"
    """Many rows over time; one small line for each, all on one scale."""


@dataclass(frozen=True)
class Column:
    """`short` stands at the axis, `label` in the table."""

    label: str
    short: str


@dataclass(frozen=True)
class Row:
    """`urls`: where each value opens its rows; '' nowhere. `url`: where the name leads. `short`:
    the name where a drawing stands under the heading of its `group`."""

    name: str
    values: Sequence[int | None]
    urls: Sequence[str] = ()
    url: str = ""
    short: str = ""
    group: str = ""


@dataclass(frozen=True)
class Chart:
    """`head`: what a row is called (镇街, 月份). `partial`: the last column is not over yet."""

    kind: Kind
    title: str
    unit: str
    head: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    partial: bool = False

    @property
    def empty(self) -> bool:
        return not any(value for row in self.rows for value in row.values)

    @property
    def data(self) -> dict[str, Any]:
        """What is drawn."""
        return {
            "kind": self.kind.value,
            "unit": self.unit,
            "columns": [{"label": one.label, "short": one.short} for one in self.columns],
            "rows": [
                {
                    "name": row.short or row.name,
                    "group": row.group,
                    "values": list(row.values),
                    "urls": list(row.urls),
                    "url": row.url,
                }
                for row in self.rows
            ],
            "partial": self.partial,
        }

    @property
    def upright(self) -> bool:
        """A trend is read down its months; the others down their rows."""
        return self.kind is Kind.TREND

    @property
    def table_head(self) -> list[str]:
        if self.upright:
            return [row.name for row in self.rows]
        return [column.label for column in self.columns]

    @property
    def table_rows(self) -> list[tuple[str, str, list[tuple[int | None, str]]]]:
        """(name, address, cells); a cell is a value and the address of its rows."""
        if self.upright:
            return [
                (column.label, "", [(row.values[at], _url(row, at)) for row in self.rows])
                for at, column in enumerate(self.columns)
            ]
        return [
            (row.name, row.url, [(value, _url(row, at)) for at, value in enumerate(row.values)])
            for row in self.rows
        ]


def _url(row: Row, at: int) -> str:
    return row.urls[at] if at < len(row.urls) else ""


def months(last: str, count: int) -> list[str]:
    """The `count` months up to `last`, oldest first: 2022-05, …, 2023-04."""
    year, month = map(int, last.split("-"))
    steps = range(year * 12 + month - count, year * 12 + month)
    return [f"{step // 12:04d}-{step % 12 + 1:02d}" for step in steps]


def month_columns(keys: Sequence[str]) -> list[Column]:
    """2022-05 → 2022年5月; at the axis the year is said where it begins."""
    found = []
    for at, key in enumerate(keys):
        year, month = map(int, key.split("-"))
        short = f"{year}年{month}月" if at == 0 or month == 1 else f"{month}月"
        found.append(Column(f"{year}年{month}月", short))
    return found
