"""How many of a whole: the rate, and the band of colour in which a heat table shows it; pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

BANDS = ((80, 0), (88, 1), (94, 2), (99, 3))
"""Rates below each limit fall into that band; from 99 on it is band 4."""
BEST, EMPTY = 4, "none"
NOBODY = "还没有在册对象"
LEGEND: tuple[dict[str, Any], ...] = (
    {"band": 0, "label": "不足 80%"},
    {"band": 1, "label": "80% 到 88%"},
    {"band": 2, "label": "88% 到 94%"},
    {"band": 3, "label": "94% 到 99%"},
    {"band": 4, "label": "99% 以上"},
    {"band": EMPTY, "label": NOBODY},
)


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
