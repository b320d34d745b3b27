"""Rates, colours and reasons of the two 100%; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

BANDS = ((80, 0), (88, 1), (94, 2), (99, 3))
"""Rates below each limit fall into that band; from 99 on it is band 4."""
BEST, EMPTY = 4, "none"


@dataclass(frozen=True)
class Pair:
    """How many of a whole. `missing` is what is left, never below nothing."""

    covered: int = 0
    whole: int = 0

    @property
    def missing(self) -> int:
        return max(self.whole - self.covered, 0)

    @property
    def rate(self) -> Decimal | None:
        return rate(self.covered, self.whole)

    @property
    def band(self) -> int | str:
        return band(self.rate)


def rate(covered: int, whole: int) -> Decimal | None:
    """0 to 100, cut to one decimal, so that 100 stands only where nothing is missing; None where
    there is nobody to serve."""
    if whole <= 0:
        return None
    return min(Decimal(covered * 1000 // whole) / 10, Decimal(100))


def band(found: Decimal | None) -> int | str:
    if found is None:
        return EMPTY
    return next((step for limit, step in BANDS if found < limit), BEST)


class Why(StrEnum):
    """What somebody on the lists lacks; the three exclude each other."""

    FILE = "file"
    SERVICE = "service"
    BOTH = "both"


def why(filed: bool, served: bool) -> Why:
    """ValueError for somebody who lacks nothing."""
    if filed and served:
        raise ValueError("nothing is missing")
    if filed:
        return Why.SERVICE
    return Why.FILE if served else Why.BOTH


def why_names(window: int) -> dict[str, str]:
    return {
        Why.BOTH: "两样都缺",
        Why.FILE: "没有档案",
        Why.SERVICE: f"近{window}天没有服务",
    }


def list_said(place: str, why_name: str, category_name: str) -> str:
    """The filter of the missing as a sentence: 思劳镇 · 低保 · 没有档案 的人"""
    said = [place, *filter(None, (category_name, why_name or "没有档案或没有服务"))]
    return " · ".join(said)


def together(pairs: Iterable[Pair]) -> Pair:
    found = list(pairs)
    return Pair(sum(pair.covered for pair in found), sum(pair.whole for pair in found))
