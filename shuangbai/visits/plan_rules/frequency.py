"""How often somebody is to be visited; pure.

A frequency says one visit every N days for a *subject*: a grade of attention, a category, a named
situation, or everybody on the lists. It is said by an area. Where several areas say something of
one subject, the nearest one wins: a county's own word for its towns, else the city's, else what
the product was shipped with. Of several subjects that apply to one person the shortest wins, and
the answer names those that ask for it. No published rule of the province sets numbers; what is
shipped follows 内蒙古 2022 (week, month, quarter) and, for old people who live alone, the national
goal of a visit a month (特殊困难老年人月探访率 100% by the end of 2025).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangbai.clients import rules as groups
from shuangbai.kernel.problems import catalogue, problem

LONGEST = 366
"""Days: who is not visited once a year is no longer served."""

catalogue(
    {
        "plan.days": ("“{days}”不是能用的天数。", "请填 1 到 366 之间的整数。"),
        "plan.past": (
            "{day} 已经过去了。",
            "走访频次从今天或以后的一天起改；过去的数不变。",
        ),
        "plan.far": ("{day} 太远了。", "请填一年以内的日期。"),
    }
)


class Kind(StrEnum):
    ORDINARY = "ordinary"
    GRADE = "grade"
    CATEGORY = "category"
    SITUATION = "situation"


ALONE = "alone"
"""老年人独居: 60 or over and living alone. Of other adults who live alone nothing is said."""
SITUATIONS = {ALONE: "老年人独居"}
SOURCES = {
    "situation": "国家目标：到2025年底，特殊困难老年人每月都探访到",
    "grade": "参照内蒙古2022年的做法：一周、一个月、一季度",
}
"""Where what is shipped comes from, by kind."""
ORDINARY_NAME = "一般在册对象"


@dataclass(frozen=True, order=True)
class Subject:
    """Of whom a frequency speaks; `code` is that of the grade, category or situation."""

    kind: str
    code: str = ""


@dataclass(frozen=True)
class Frequency:
    subject: Subject
    area: str
    days: int


type Names = Mapping[Subject, str]


def in_force(said: Iterable[Frequency], area: str) -> dict[Subject, Frequency]:
    """What holds in `area`: of each subject the word of the nearest area, itself or above."""
    found: dict[Subject, Frequency] = {}
    for one in said:
        before = found.get(one.subject)
        if area.startswith(one.area) and (before is None or len(one.area) > len(before.area)):
            found[one.subject] = one
    return found


@dataclass(frozen=True)
class Holds:
    """What of a person decides how often: as it holds on a day, in one place. Of merged files each
    may have its own grade."""

    area: str
    categories: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    old: bool = False
    alone: bool = False

    def subjects(self) -> set[Subject]:
        found = {Subject(Kind.ORDINARY)}
        found |= {Subject(Kind.CATEGORY, code) for code in self.categories}
        found |= {Subject(Kind.GRADE, code) for code in self.grades}
        if self.old and self.alone:
            found.add(Subject(Kind.SITUATION, ALONE))
        return found


def is_old(birth_date: date | None, categories: Iterable[str], day: date) -> bool:
    """60 or over (老年人权益保障法 art. 2); without a birth date, by a category that only old
    people hold."""
    if birth_date is not None:
        return birth_date <= groups.born_by(day, 60)
    return bool(groups.ELDERLY_CATEGORIES.intersection(categories))


@dataclass(frozen=True)
class Every:
    """One visit every `days`, for these reasons."""

    days: int
    because: tuple[Frequency, ...]

    def said(self, names: Names) -> str:
        """低保 + 关注等级 重点：每 30 天."""
        who = " + ".join(name_of(one.subject, names) for one in self.because)
        return f"{who}：{every_said(self.days)}"


def every(said: Iterable[Frequency], holds: Holds) -> Every | None:
    """How often: the shortest of all that apply; None when nobody said anything."""
    here = in_force(said, holds.area)
    applying = [here[subject] for subject in sorted(holds.subjects()) if subject in here]
    if not applying:
        return None
    days = min(one.days for one in applying)
    return Every(days, tuple(one for one in applying if one.days == days))


def name_of(subject: Subject, names: Names) -> str:
    """As a reason says it: 低保, 关注等级 重点, 老年人独居."""
    name = names.get(subject, subject.code)
    return f"关注等级 {name}" if subject.kind == Kind.GRADE else name


def every_said(days: int) -> str:
    return f"每\N{NO-BREAK SPACE}{days}\N{NO-BREAK SPACE}天"


def check(days: int, day: date, today: date, latest: date) -> None:
    """A Problem for a number of days, or a first day, that nobody can mean. Never from a day that
    has gone by: what was due then was due."""
    if not 1 <= days <= LONGEST:
        raise problem("plan.days", column="每几天", days=days)
    check_day(day, today, latest)


def check_day(day: date, today: date, latest: date) -> None:
    if day < today:
        raise problem("plan.past", column="从哪一天起", day=day)
    if day > latest:
        raise problem("plan.far", column="从哪一天起", day=day)
