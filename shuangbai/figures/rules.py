"""What is asked of a figure, as text brings it in and as an address carries it; pure."""

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Self
from urllib.parse import urlencode

from shuangbai.kernel import areakey, days
from shuangbai.kernel.figures import AREA_LEVELS, Count, Figure, Period
from shuangbai.kernel.problems import catalogue, problem

WINDOW = 365
LONGEST_WINDOW = 3660
MOST_DIGITS = 6
PACKED_ROWS = 100_000

_MONTH = re.compile(r"\d{4}-\d{2}")
_LOST_PLUS = re.compile(r"(T.*) (\d{2}:?\d{2})$")

catalogue(
    {
        "figure.day": ("“{text}”不是日期。", "请写成 {example} 这样的日期。"),
        "figure.day_far": (
            "{day} 太早或太晚。",
            "请填 {first} 到 {last} 之间的日期。",
        ),
        "figure.known": (
            "“{text}”不是时刻。",
            "请写成 {example}T18:00 这样的时刻，没有时区的按北京时间算。",
        ),
        "figure.window": (
            "“{text}”不是天数。",
            "近多少天请填 1 到 {most} 之间的整数。",
        ),
        "figure.part_unknown": (
            "“{name}”里没有叫“{part}”的一部分。",
            "先看它能按什么分，再选其中的一部分。",
        ),
    }
)


@dataclass(frozen=True)
class Question:
    """A figure somewhere, over some days. `area` '' means all areas of whoever asks."""

    key: str
    start: date
    end: date
    area: str = ""
    by: str = ""
    part: str = ""
    known: datetime | None = None
    window: int = WINDOW
    told: datetime | None = None

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    def to(self, **changes: Any) -> Self:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The part of an address that asks the same again; what is usual is left out."""
        given = {
            "area": self.area,
            "from": "" if self.start == self.end else self.start.isoformat(),
            "to": self.end.isoformat(),
            "by": self.by,
            "part": self.part,
            "known": self.known.isoformat() if self.known else "",
            "window": "" if self.window == WINDOW else str(self.window),
            "told": self.told.isoformat() if self.told else "",
        }
        return urlencode({name: text for name, text in given.items() if text})


def day(text: str, today: date) -> date:
    """ISO text; a Problem for what is no day, or a day that nobody can mean."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise problem("figure.day", text=text, example=today.isoformat()) from None
    return _sensible(found, today)


def _sensible(day: date, today: date) -> date:
    if not days.sensible(day, today):
        last = days.latest(today)
        raise problem("figure.day_far", day=day, first=days.EARLIEST, last=last)
    return day


def instant(text: str, zone: tzinfo, today: date) -> datetime | None:
    """ISO text; without a zone it is local time. A plus sign that an address lost comes back."""
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+\2", text.strip()))
    except ValueError:
        raise problem("figure.known", text=text, example=today.isoformat()) from None
    _sensible(found.date(), today)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def window(text: str) -> int:
    if not text.strip():
        return WINDOW
    digits = text.strip().isdecimal() and len(text.strip()) <= MOST_DIGITS
    if not (digits and 1 <= int(text) <= LONGEST_WINDOW):
        raise problem("figure.window", text=text, most=LONGEST_WINDOW)
    return int(text)


def question(figure: Figure, given: Mapping[str, str], today: date, zone: tzinfo) -> Question:
    """From `area from to by part known window told` as text. Days left out: for what happens, the
    month of the last day; for what compares two days, a month; for what holds, that day."""
    end = day(given["to"], today) if given.get("to") else today
    usual = month_before(end) if figure.between else end.replace(day=1) if figure.day else end
    return Question(
        key=figure.key,
        start=day(given["from"], today) if given.get("from") else usual,
        end=end,
        area=given.get("area", "").strip(),
        by=given.get("by", ""),
        part=given.get("part", ""),
        known=instant(given.get("known", ""), zone, today),
        window=window(given.get("window", "")),
        told=instant(given.get("told", ""), zone, today),
    )


def month_before(day: date) -> date:
    """The same day of the month before, or that month's last day: 3月31日 → 2月28日."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def axis_of(figure: Figure, part: str) -> str:
    """The axis to which a part named without one belongs; a Problem when there is none."""
    for key, split in figure.splits.items():
        if part in split.parts:
            return key
    for key, facet in figure.facets.items():
        if part in facet.parts():
            return key
    if figure.day and _MONTH.fullmatch(part):
        return "month"
    levels = {areakey.LEVELS[level]: level.value for level in AREA_LEVELS}
    if part.isascii() and part.isdigit() and len(part) in levels:
        return levels[len(part)]
    raise problem("figure.part_unknown", name=figure.name, part=part)


def month_name(part: str) -> str:
    """2023-04 → 2023年4月"""
    year, month = part.split("-")
    return f"{int(year)}年{int(month)}月"


def amount(number: int, unit: str) -> str:
    """1206, 人 → 1,206 人; the two never part at the end of a line."""
    return f"{number:,}\N{NO-BREAK SPACE}{unit}"


def recent(window: int) -> str:
    """近 365 天: the days in which a service counts, as every page says them."""
    return f"近\N{NO-BREAK SPACE}{amount(window, '天')}"


def places_apart(together: int, total: int, unit: str) -> str:
    """Why places do not add up to the whole, where a service counts for the town that gave it."""
    said = f"各地相加是 {amount(together, unit)}，合计是 {amount(total, unit)}"
    return f"{said}：在别的镇服务到的，上一级算服务到了，本镇不算。"


def why_not_sum(counted: Count) -> str:
    """One sentence when the parts do not add up to the total; '' when they do."""
    together = sum(part.value for part in counted.parts)
    if counted.by is None or together == counted.total:
        return ""
    unit = counted.figure.unit
    if counted.figure.local and counted.by not in (*counted.figure.facets, "month"):
        return places_apart(together, counted.total, unit)
    said = f"各部分相加是 {amount(together, unit)}，合计是 {amount(counted.total, unit)}"
    if counted.by in counted.figure.facets:
        return f"{said}：一个人可以同时属于几类，合计里只算一次。"
    if counted.by == "month":
        return f"{said}：同一个人在几个月里都有服务，合计里只算一次。"
    return f"{said}：同一个人在几个地方都算到了，合计里只算一次。"


@dataclass(frozen=True)
class Kept:
    """The ids of counted rows as they are stored."""

    count: int
    digest: str
    packed: bytes | None


def pack(ids: Iterable[str]) -> Kept:
    """Sorted ids, one a line, compressed; above the limit only their digest (SHA-256)."""
    ordered = sorted(ids)
    text = "\n".join(ordered).encode()
    kept = zlib.compress(text) if len(ordered) <= PACKED_ROWS else None
    return Kept(len(ordered), hashlib.sha256(text).hexdigest(), kept)


def unpack(packed: bytes) -> frozenset[str]:
    return frozenset(filter(None, zlib.decompress(packed).decode().split("\n")))
