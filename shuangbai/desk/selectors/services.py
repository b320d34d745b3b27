"""Services of the last twelve months, by town or of one town."""

from dataclasses import dataclass, field
from datetime import date

from shuangbai.areas import selectors as areas
from shuangbai.kernel import charts, clock, counting
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask, Period

KEY = "served"
YEAR = 12
COUNTY = LEVELS[Level.COUNTY]


@dataclass(frozen=True)
class Town:
    """`name` as a list of the whole says it; `county` and `short` where towns stand by county."""

    key: str
    name: str
    county: str
    short: str
    values: list[int]


@dataclass(frozen=True)
class Services:
    """`months`: 2022-05 …, the last one not over yet."""

    months: list[str]
    period: Period
    total: list[int]
    towns: list[Town] = field(default_factory=list)


def by_town(scope: tuple[str, ...], count: int) -> Services:
    """One query for all towns and months."""
    months, period = _months(count)
    found = counting.grid(KEY, Ask(scope, period), Level.TOWN.value, "month")
    keys = sorted({town for town, _ in found if len(town) == LEVELS[Level.TOWN]})
    said = areas.places(keys, scope)
    names = areas.names([*keys, *(key[:COUNTY] for key in keys)])
    several = len({key[:COUNTY] for key in keys}) > 1
    towns = [
        Town(
            key,
            said[key],
            names.get(key[:COUNTY], "") if several else "",
            names.get(key, key),
            [found.get((key, month), 0) for month in months],
        )
        for key in keys
    ]
    total = [sum(value for (_, month), value in found.items() if month == one) for one in months]
    return Services(months, period, total, towns)


def of_all(scope: tuple[str, ...], count: int) -> Services:
    months, period = _months(count)
    found = counting.count(KEY, Ask(scope, period), "month")
    return Services(months, period, [found.part(month) for month in months])


def _months(count: int) -> tuple[list[str], Period]:
    today = clock.today()
    months = charts.months(f"{today:%Y-%m}", count)
    return months, Period(date.fromisoformat(f"{months[0]}-01"), today)
