"""The questions of this app, cut by subject."""

from shuangbai.cover.selectors.missing import (
    MissingLine,
    MissingPage,
    Wanted,
    categories,
    missing_all,
    missing_page,
)
from shuangbai.cover.selectors.rates import (
    PAIRS,
    Cover,
    Gap,
    Line,
    ask_of,
    cover,
    gaps,
    level_named,
    level_shown,
    path,
    place_name,
)

__all__ = [
    "PAIRS",
    "Cover",
    "Gap",
    "Line",
    "MissingLine",
    "MissingPage",
    "Wanted",
    "ask_of",
    "categories",
    "cover",
    "gaps",
    "level_named",
    "level_shown",
    "missing_all",
    "missing_page",
    "path",
    "place_name",
]
