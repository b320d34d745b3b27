"""The arithmetic of this app, cut by subject; pure."""

from shuangbai.cover.rules.changes import Balance, Correction, Kind, Settled, Standing, Wanting
from shuangbai.cover.rules.rates import (
    FROZEN_CHANGES,
    FROZEN_TOGETHER,
    Asked,
    Compared,
    Why,
    asked,
    compared,
    list_said,
    why,
    why_choices,
    why_names,
)
from shuangbai.figures.rate_rules import BANDS, BEST, EMPTY, Pair, band, rate

__all__ = [
    "BANDS",
    "BEST",
    "EMPTY",
    "FROZEN_CHANGES",
    "FROZEN_TOGETHER",
    "Asked",
    "Balance",
    "Compared",
    "Correction",
    "Kind",
    "Pair",
    "Settled",
    "Standing",
    "Wanting",
    "Why",
    "asked",
    "band",
    "compared",
    "list_said",
    "rate",
    "why",
    "why_choices",
    "why_names",
]
