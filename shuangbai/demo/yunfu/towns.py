"""The towns of the city and how their stations work, as two small tables tell it (`demo/data`):
one line for each town, and what happened in some of them. The reasons stand in the README."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


class ComesIn(StrEnum):
    """When a station enters what it did."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class What(StrEnum):
    LATE = "late"
    """The station opened on `first`."""
    VACANCY = "vacancy"
    """`count` workers left on `first`; others came on `last`, if anybody did."""
    FLOOD = "flood"
    """No rounds from `first` to `last`, then every home by the river; `count` homes were hit."""
    LIST = "list"
    """A list of `count` people, taken in on `first`."""
    POINT = "point"
    """`count` points closed on `first`."""
    UNSERVED = "unserved"
    """Nobody serves `count` of the villages."""


@dataclass(frozen=True)
class Character:
    """`pace`: how often homes are visited, 1 is usual. `reach`: the share of homes that the
    station gets to at all. `filed`: the share of those visited whose file is opened."""

    key: str
    name: str
    pace: float
    reach: float
    filed: float
    comes_in: ComesIn


@dataclass(frozen=True)
class Turn:
    key: str
    name: str
    what: What
    first: date
    last: date | None
    count: int
    why: str


def characters() -> list[Character]:
    return [
        Character(
            key=row["key"],
            name=row["name"],
            pace=float(row["pace"]),
            reach=float(row["reach"]),
            filed=float(row["filed"]),
            comes_in=ComesIn(row["comes_in"]),
        )
        for row in _rows("yunfu_towns.csv")
    ]


def turns() -> list[Turn]:
    return [
        Turn(
            key=row["key"],
            name=row["name"],
            what=What(row["what"]),
            first=date.fromisoformat(row["first"]),
            last=date.fromisoformat(row["last"]) if row["last"] else None,
            count=int(row["count"] or 0),
            why=row["why"],
        )
        for row in _rows("yunfu_turns.csv")
    ]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
