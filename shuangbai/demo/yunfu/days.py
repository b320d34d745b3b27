"""The days of the story: when lists came in, when nobody goes round, when a visit is entered."""

from datetime import date, timedelta
from random import Random

from shuangbai.demo.yunfu.towns import ComesIn

TODAY = date(2023, 4, 28)
"""The last working day of April: a year and a half of visits."""
BEGUN = date(2021, 11, 1)
WAVES = (
    (date(2021, 11, 8), 0.72),
    (date(2022, 4, 11), 0.10),
    (date(2022, 7, 11), 0.08),
    (date(2022, 10, 17), 0.06),
    (date(2023, 2, 13), 0.04),
)
"""The day of each round of lists, and the share of homes that came with it."""
HOLIDAYS = ((date(2022, 1, 29), date(2022, 2, 8)), (date(2023, 1, 19), date(2023, 1, 30)))
"""Spring festivals: nobody goes round, and the rounds are made up for afterwards."""
BY_TELEPHONE = (date(2022, 12, 10), date(2023, 1, 15))
"""The infections of that winter: stations call instead of calling at the door."""
PUBLICITY = (date(2023, 3, 20), date(2023, 3, 26))
"""The publicity week of the bulletin, in which the stations together visited 1,300 households."""
PUBLICITY_HOMES = 1300


def within(day: date, span: tuple[date, date]) -> bool:
    return span[0] <= day <= span[1]


def outside_holidays(day: date, random: Random) -> date:
    for first, last in HOLIDAYS:
        if first <= day <= last:
            return last + timedelta(days=random.randint(1, 14))
    return day


def working(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def friday(day: date) -> date:
    """The Friday of that week, or of the next one."""
    return next_of(day, FRIDAY)


def month_begin(day: date) -> date:
    """The first working day of that month."""
    return working(day.replace(day=1))


def month_end(day: date) -> date:
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last - timedelta(days=max(0, last.weekday() - 4))


PAPER_UNTIL = date(2022, 12, 31)
"""Until then stations wrote on paper first and entered it twice a week, some at the month's end."""
TUESDAY, FRIDAY = 1, 4


def entered(happened: date, comes_in: ComesIn, random: Random) -> date:
    """When what happened on that day is entered."""
    paper = happened <= PAPER_UNTIL
    if comes_in is ComesIn.MONTH and paper:
        return max(happened, month_end(happened))
    if comes_in is not ComesIn.DAY:
        return friday(happened)
    late = random.random()
    day = happened
    if late > 0.82:
        day += timedelta(days=random.randint(1, 4 if late < 0.97 else 20))
    return next_of(day, TUESDAY, FRIDAY) if paper else working(day)


def next_of(day: date, *weekdays: int) -> date:
    """The day itself, or the first one after it that is one of these weekdays."""
    return day + timedelta(days=min((one - day.weekday()) % 7 for one in weekdays))
