"""What can be counted: one definition behind every number.

A `Figure` says which rows it counts, what makes two rows the same thing (`subject`), where a row
lies (`area`) and when it happened (`day`). `kernel.counting` counts those rows and lists them, so
a number and its rows cannot drift apart. Apps define figures in `figures.py` and register them;
another app asks by key, without importing them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Expression, F, QuerySet
from django.db.models.expressions import Combinable

from shuangbai.kernel import areakey
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import Viewer

UNGROUPED = "none"
AREA_LEVELS = (
    areakey.Level.PREFECTURE,
    areakey.Level.COUNTY,
    areakey.Level.TOWN,
    areakey.Level.VILLAGE,
)

LEVEL_NAMES = {
    "prefecture": "市",
    "county": "县（市、区）",
    "town": "镇街",
    "village": "村（居）",
}

catalogue(
    {
        "figure.unknown": ("没有叫“{key}”的数。", "请从“数的定义”里选一个。"),
        "figure.by_unknown": (
            "“{name}”不能按“{by}”分开数。",
            "可以按这些分：{choices}。",
        ),
        "figure.period": ("起始日期 {start} 在截止日期 {end} 之后。", "把两个日期调换过来。"),
    }
)


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included. What holds on a day is asked of `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise problem("figure.period", start=self.start, end=self.end)


@dataclass(frozen=True)
class Ask:
    """One question: where, when, and as known at which instant (None: now).

    `window`: days before the period's end in which a service counts as recent.
    `reach`: for figures that look at neighbouring records (was this person served here?), the
    level at which *here* is judged; None means anywhere in `scope`.
    `told`: for figures that ask what became known later: the instant at which the first day of the
    period was told; None means at its end.
    """

    scope: tuple[str, ...]
    period: Period
    known: datetime | None = None
    window: int = 365
    reach: areakey.Level | None = None
    told: datetime | None = None

    def within(self, *scope: str) -> "Ask":
        return replace(self, scope=scope)


@dataclass(frozen=True)
class Row:
    """One counted row: ids, place and day; nothing about who it is."""

    id: str
    subject: str
    area: str
    day: date


@dataclass(frozen=True)
class RowCard:
    """How a row is shown to those who may see such rows one by one; masked where it must be."""

    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Split:
    """A partition: every row falls into exactly one part, so the parts make the whole."""

    name: str
    parts: Mapping[str, str]
    value: Callable[[Ask], Any]


@dataclass(frozen=True)
class Facet:
    """Overlapping marks: a row may carry several, so they never claim a sum.

    `value` yields a text array; `parts` maps codes to names.
    """

    name: str
    parts: Callable[[], Mapping[str, str]]
    value: Callable[[Ask], Any]


type Rows = QuerySet[Any, Any] | Sequence[QuerySet[Any, Any]]
"""One queryset, or several that share no row: each is asked in the way that suits it."""


@dataclass(frozen=True)
class Figure:
    key: str
    name: str
    unit: str
    description: str
    rows: Callable[[Ask], Rows]
    """Rows as known, in the period, not yet narrowed to the scope."""
    area: str = "area"
    day: str | None = None
    """The row's own day; None for what holds on the last day of the period."""
    subject: Expression | F | str | Callable[[Ask], Combinable] = "pk"
    """What is counted once: people, households, towns. Called when it depends on what is known."""
    splits: Mapping[str, Split] = field(default_factory=dict)
    facets: Mapping[str, Facet] = field(default_factory=dict)
    additive_over: frozenset[str] = frozenset()
    """Axes along which values may be added: `area`, `time`."""
    local: bool = False
    """Rows depend on `Ask.reach`: a part of an area is judged by what happened there."""
    between: bool = False
    """Compares the first day of the period with its last."""
    windowed: bool = False
    """Rows depend on `Ask.window`: a page says which days are looked at."""
    order: str | None = "recorded_at"
    """Breaks ties between rows of one subject on one day."""
    describe: Callable[[Viewer, Sequence[Row]], Mapping[str, RowCard]] | None = None
    """Row id → card, for the rows that this viewer may see one by one; the others stay bare."""
    explain: Callable[[Viewer, Ask, Sequence[Row]], Mapping[str, str]] | None = None
    """Row id → why it is counted, as of the day and the instant that are asked for; said on the
    card in place of its text."""
    version: int = 1

    @property
    def distinct(self) -> bool:
        return self.subject != "pk"

    def querysets(self, ask: Ask) -> Sequence[QuerySet[Any, Any]]:
        found = self.rows(ask)
        return [found] if isinstance(found, QuerySet) else found

    def choices(self) -> dict[str, str]:
        """Key → name of every way in which it can be taken apart."""
        marks = {key: split.name for key, split in self.splits.items()}
        marks |= {key: facet.name for key, facet in self.facets.items()}
        months = {"month": "月份"} if self.day else {}
        return {**LEVEL_NAMES, **marks, **months}


@dataclass(frozen=True)
class Part:
    part: str
    value: int
    name: str | None = None
    """Names of splits and facets are known here; names of areas are added by those who know."""


@dataclass(frozen=True)
class Count:
    figure: Figure
    ask: Ask
    total: int
    by: str | None = None
    parts: tuple[Part, ...] = ()
    additive: bool = True

    def part(self, key: str) -> int:
        return next((part.value for part in self.parts if part.part == key), 0)


_registry: dict[str, Figure] = {}


def register(*figures: Figure) -> None:
    for figure in figures:
        if figure.key in _registry:
            raise ValueError(f"two figures are called {figure.key}")
        _registry[figure.key] = figure


def get(key: str) -> Figure:
    """The figure of that key, or a Problem."""
    if key not in _registry:
        raise problem("figure.unknown", key=key)
    return _registry[key]


def every() -> list[Figure]:
    return list(_registry.values())
