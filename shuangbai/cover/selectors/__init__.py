"""The questions of this app, cut by subject."""

from shuangbai.cover.selectors.changes import Comparison, Unit, compare
from shuangbai.cover.selectors.errands import mine, open_of
from shuangbai.cover.selectors.missing import (
    MissingLine,
    MissingPage,
    Wanted,
    categories,
    missing_all,
    missing_page,
)
from shuangbai.cover.selectors.rates import (
    MAIN,
    PAIRS,
    Cover,
    Line,
    PairOf,
    ask_of,
    cover,
    level_named,
    level_shown,
    path,
    place_name,
)
from shuangbai.cover.selectors.standing import OF_PEOPLE
from shuangbai.cover.selectors.unserved import Gap, gaps

__all__ = [
    "MAIN",
    "OF_PEOPLE",
    "PAIRS",
    "Comparison",
    "Cover",
    "Gap",
    "Line",
    "MissingLine",
    "MissingPage",
    "PairOf",
    "Unit",
    "Wanted",
    "ask_of",
    "categories",
    "compare",
    "cover",
    "gaps",
    "level_named",
    "level_shown",
    "mine",
    "missing_all",
    "missing_page",
    "open_of",
    "path",
    "place_name",
]
