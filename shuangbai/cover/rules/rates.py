"""What is asked of the two 100%, and the reasons of who is missing; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from shuangbai.cover.rules.changes import Kind
from shuangbai.figures import rules as figures
from shuangbai.figures.rate_rules import Pair as Pair
from shuangbai.figures.rules import WINDOW, Question, recent
from shuangbai.kernel.figures import Period
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "cover.future": ("{day} 还没有到。", "请选今天或以前的一天。"),
        "cover.order": (
            "{first} 不在 {last} 以前。",
            "要比的那一天，请选更早的一天。",
        ),
        "cover.province": (
            "全省的两天不能在这里比。",
            "请先点开一个市，再比两天。",
        ),
        "cover.level": (
            "不能按“{level}”分开看。",
            "可以按 county（县）、town（镇）、village（村）。",
        ),
    }
)

FROZEN_TOGETHER = (
    "towns_covered",
    "villages_covered",
    "people_filed",
    "people_covered",
    "people_on_schedule",
    "people",
)
"""What 定格存证 keeps of the cover of a day."""
FROZEN_CHANGES = (
    "people",
    "people_filed",
    "people_covered",
    "people_missing",
    *(kind.value for kind in Kind),
    "known_later",
)
"""What it keeps of two days compared."""


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
    """How each line of the list says it."""
    return {
        Why.FILE: "没有建档",
        Why.SERVICE: f"{recent(window)}没有服务",
        Why.BOTH: "两样都缺",
    }


def why_choices(window: int) -> dict[str, str]:
    """How a filter says it: who lacks both lacks each."""
    return {
        Why.FILE: "没有建档的（有没有服务都算）",
        Why.SERVICE: f"{recent(window)}没有服务的（有没有建档都算）",
        Why.BOTH: "建档和服务都缺的",
    }


def list_said(place: str, window: int, why: str, category: str) -> str:
    """The filter of the missing as a sentence: 思劳镇的低保对象里，没有档案的人"""
    lacks = {
        Why.FILE.value: "没有建档",
        Why.SERVICE.value: f"{recent(window)}没有服务",
        Why.BOTH.value: f"没有建档、{recent(window)}也没有服务",
    }.get(why, f"没有建档或{recent(window)}没有服务")
    whose = f"{category}对象" if category else "在册对象"
    return f"{place}的{whose}里，{lacks}的人"


@dataclass(frozen=True)
class Asked:
    """Where and on which day. `area` '' means all areas of whoever asks."""

    day: date
    area: str = ""
    known: datetime | None = None
    window: int = WINDOW

    @property
    def period(self) -> Period:
        return Period(self.day, self.day)

    def to(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def question(self, key: str) -> Question:
        """The same of one figure."""
        return Question(key, self.day, self.day, self.area, known=self.known, window=self.window)

    @property
    def query(self) -> str:
        """The part of an address that asks the same again."""
        given = {
            "area": self.area,
            "day": self.day.isoformat(),
            "known": self.known.isoformat() if self.known else "",
            "window": "" if self.window == WINDOW else str(self.window),
        }
        return urlencode({name: text for name, text in given.items() if text})


@dataclass(frozen=True)
class Compared:
    """Two days: `asked` is the later one; `first` the earlier. `told`: the instant at which the
    first day was told, None for its end."""

    asked: Asked
    first: date
    told: datetime | None = None

    @property
    def period(self) -> Period:
        return Period(self.first, self.asked.day)

    @property
    def before(self) -> Asked:
        """The earlier day, as it is known now."""
        return self.asked.to(day=self.first)

    def as_told(self, zone: tzinfo) -> Asked:
        """The earlier day as it was told: by its end, or at the instant that is asked for."""
        end = datetime.combine(self.first + timedelta(days=1), time(0), zone)
        return self.before.to(known=self.told or end)

    def to(self, **changes: Any) -> Self:
        """The same two days elsewhere."""
        return replace(self, asked=self.asked.to(**changes))

    def question(self, key: str) -> Question:
        """The same of one figure of change."""
        return self.asked.question(key).to(start=self.first, told=self.told)

    @property
    def query(self) -> str:
        told = {"told": self.told.isoformat()} if self.told else {}
        return f"{self.asked.query}&{urlencode({'from': self.first.isoformat(), **told})}"


def compared(given: Mapping[str, str], today: date, zone: tzinfo) -> Compared:
    """From `area from day known told window` as text; a month back when no day is given. A Problem
    for what cannot be read, and for two days in the wrong order."""
    later = asked(given, today, zone)
    text = given.get("from", "")
    first = figures.day(text, today) if text else figures.month_before(later.day)
    if first >= later.day:
        raise problem("cover.order", first=first, last=later.day)
    return Compared(later, first, figures.instant(given.get("told", ""), zone, today))


def asked(given: Mapping[str, str], today: date, zone: tzinfo) -> Asked:
    """From `area day known window` as text; a Problem for what cannot be read."""
    day = figures.day(given["day"], today) if given.get("day") else today
    if day > today:
        raise problem("cover.future", day=day)
    return Asked(
        day=day,
        area=given.get("area", "").strip(),
        known=figures.instant(given.get("known", ""), zone, today),
        window=figures.window(given.get("window", "")),
    )
