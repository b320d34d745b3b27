"""From official codes to keys; pure.

Code bands: third group 001–099 street, 100–199 town, 200–399 township, 400 and above farms,
forests and zones; fifth group 400 and above village-like units. Source: the statistical code
rules for divisions, confirmed on the data of Yunfu.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem

WITHOUT_COUNTIES = frozenset({"4419", "4420", "4604", "6202"})
"""Dongguan, Zhongshan, Danzhou, Jiayuguan: prefectures whose towns have no real county above."""

DATA_BEGINS = date(2000, 1, 1)
"""Units of an official load count as open from here: the data do not say since when they exist,
and records reach back before the day of the data."""

catalogue(
    {
        "areas.file_missing": (
            "文件夹里没有 {name}。",
            "请给 china-division 包里放 CSV 的文件夹。",
        ),
        "areas.unreadable": (
            "{name} 读不了：要有 code 和 name 两栏，用 UTF-8 编码。",
            "请用 china-division 包里原来的文件。",
        ),
        "areas.nothing": ("没有以 {prefix} 开头的区划。", "检查 --prefix 和文件。"),
        "areas.code": ("区划代码“{division}”不是 2、4、6、9 或 12 位数字。", "检查这一行。"),
        "areas.orphan": ("“{name}”（{division}）的上级不在文件里。", "补上它的上级再载入。"),
        "areas.move_level": (
            "“{name}”不能移到“{parent}”下面。",
            "只能移到同一个地级市里高一级的单位下。",
        ),
        "areas.closed": ("“{name}”在 {day} 已经撤销。", "换一个还在的单位。"),
        "areas.early": ("{day} 还没有到。", "到了那一天再办；现在办会让站里的人看不到自己的对象。"),
        "areas.twin": (
            "“{name}”已经移到这里，代码还是 {known}，文件里是 {division}。",
            "先给它登记新代码，再载入。",
        ),
        "areas.full": ("“{parent}”下面没有空的编号了。", "请联系系统管理员。"),
    }
)


@dataclass(frozen=True)
class Unit:
    key: str
    parent_key: str
    level: Level
    kind: str
    code: str
    name: str


def units(rows: Iterable[tuple[str, str]]) -> Iterator[Unit]:
    """Turn (official code, name) into units, parents first; a Problem for a bad or orphan code."""
    known: set[str] = set()
    for code, name in sorted(rows, key=lambda row: (len(row[0]), row[0])):
        if not code.isdigit() or len(code) not in areakey.LEVELS.values():
            raise problem("areas.code", division=code)
        level = areakey.level_of(code)
        parent_key = areakey.parent(code) or ""
        if parent_key and known and parent_key not in known:
            raise problem("areas.orphan", name=name, division=code)
        known.add(code)
        yield Unit(code, parent_key, level, kind_of(code, level), code, name)


def placed(units: Iterable[Unit], keys: Mapping[str, str], settled: Collection[str]) -> list[Unit]:
    """The units that are new, below the keys of their parents; `keys`: code → key of what is open.

    A unit whose parent was moved lies below the parent's key, whatever its code says. One whose
    old code stands closed was moved away: an older file brings it, and it stays closed.
    """
    known, fresh = dict(keys), []
    for unit in units:
        if unit.code in known:
            continue
        parent = known.get(unit.parent_key, unit.parent_key)
        key = parent + unit.code[len(unit.parent_key) :]
        if key in settled:
            continue
        known[unit.code] = key
        fresh.append(replace(unit, key=key, parent_key=parent))
    return fresh


def kind_of(code: str, level: Level) -> str:
    if level is Level.COUNTY and code[:4] in WITHOUT_COUNTIES:
        return "technical"
    if level is Level.TOWN:
        return areakey.kind_of_town(code)
    if level is Level.VILLAGE:
        return areakey.kind_of_village(code)
    return "administrative"


def free_key(parent_key: str, wanted: str, taken: frozenset[str]) -> str | None:
    """A key below the parent: the same last group if free, else the next free one."""
    length = len(wanted) - len(parent_key)
    first = wanted[-length:]
    candidates = [first, *(f"{number:0{length}d}" for number in range(1, 10**length))]
    return next((parent_key + end for end in candidates if parent_key + end not in taken), None)


def village_said(name: str) -> str:
    """城村村民委员会 → 城村, 思劳村民委员会 → 思劳村, 思劳社区居民委员会 → 思劳社区: as people call
    it, where there is no room for the committee. What is named otherwise stays."""
    stem = name.removesuffix("村民委员会")
    if stem != name:
        return stem if stem.endswith("村") else f"{stem}村"
    stem = name.removesuffix("居民委员会")
    return f"{stem}居委" if stem != name and not stem.endswith("社区") else stem
