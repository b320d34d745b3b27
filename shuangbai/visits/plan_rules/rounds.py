"""Special rounds: who is in one, and which days it may have; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.kernel.problems import catalogue, problem

LONGEST = 62
"""Days: what lasts longer is no round but the plan."""
BACK = 14
"""Days that a round may have begun before it is entered: the storm comes first."""
AHEAD = 60

catalogue(
    {
        "round.name": ("没有写名称。", "写一个大家都认得的，例如“1月寒潮走访”。"),
        "round.order": ("结束日期在开始日期之前。", "把两个日期调换过来。"),
        "round.long": (
            "从 {start} 到 {end} 太长了。",
            "专项走访最长两个月；更长的请在走访频次里定。",
        ),
        "round.over": ("结束日期 {day} 已经过去了。", "请填今天或以后的日期。"),
        "round.early": ("开始日期 {day} 太早了。", "最多往前补两个星期。"),
        "round.far": ("开始日期 {day} 太远了。", "名单现在就定下，请在两个月内开始。"),
    }
)


@dataclass(frozen=True)
class Choice:
    """Who is on the list: everybody on the lists below `areas` who is, of each kind that is named,
    one of those named. Nothing named: everybody."""

    areas: tuple[str, ...]
    categories: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    alone: bool = False


@dataclass(frozen=True)
class Known:
    """What of a person a choice looks at."""

    categories: frozenset[str]
    group: str
    grade: str = ""
    alone: bool = False


def chosen(choice: Choice, person: Known) -> bool:
    return (
        (not choice.categories or bool(choice.categories & person.categories))
        and (not choice.groups or person.group in choice.groups)
        and (not choice.grades or person.grade in choice.grades)
        and (not choice.alone or person.alone)
    )


def said(choice: Choice, places: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """思劳镇；低保、特困；老年人（一老）；独居. `names`: by kind, code → name."""
    parts = [
        places,
        _listed(choice.categories, names["category"]),
        _listed(choice.groups, GROUP_NAMES),
        _listed(choice.grades, names["grade"], "关注等级 "),
        "独居" if choice.alone else "",
    ]
    told = [part for part in parts if part]
    return "；".join(told if len(told) > 1 else [*told, "全部在册对象"])


def _listed(codes: Collection[str], names: Mapping[str, str], before: str = "") -> str:
    found = [names[code] for code in names if code in codes]
    return before + "、".join(found) if found else ""


def check_days(first: date, last: date, today: date) -> None:
    """A Problem for days that a round cannot have."""
    if last < first:
        raise problem("round.order", column="到哪天")
    if (last - first).days >= LONGEST:
        raise problem("round.long", column="到哪天", start=first, end=last)
    if last < today:
        raise problem("round.over", column="到哪天", day=last)
    if first < today - timedelta(days=BACK):
        raise problem("round.early", column="从哪天", day=first)
    if first > today + timedelta(days=AHEAD):
        raise problem("round.far", column="从哪天", day=first)


class Stage(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


STAGE_NAMES: dict[str, str] = {
    Stage.COMING: "还没开始",
    Stage.RUNNING: "正在走访",
    Stage.OVER: "已经结束",
}


def stage(first: date, last: date, day: date) -> Stage:
    if day < first:
        return Stage.COMING
    return Stage.OVER if day > last else Stage.RUNNING
