"""Arithmetic of equipment: what a list asks for, what is missing, how a typed list is read; pure.

A thing is known by its name. Where two lists name the same thing, the larger quantity is asked
for, so meeting each line of both is the same as meeting what is put together here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import Problem, catalogue, problem

OWNERS = (Level.PREFECTURE, Level.COUNTY)
"""Who may say what stations must have."""
MOST = 9999
NAME, UNIT, NOTE = 40, 10, 100
"""How long each may be."""


class Kind(StrEnum):
    PLACE = "place"
    OFFICE = "office"
    SERVICE = "service"
    SOFTWARE = "software"


KINDS = {
    "场地": Kind.PLACE,
    "办公设备": Kind.OFFICE,
    "服务设施": Kind.SERVICE,
    "软件": Kind.SOFTWARE,
}

catalogue(
    {
        "equipment.line": (
            "第 {number} 行“{text}”看不明白。",
            "一行写一样：名称，类别，数量和单位，例如“电脑，办公设备，2台”。",
        ),
        "equipment.kind": (
            "第 {number} 行的类别“{text}”不认得。",
            "类别从这四个里选：场地、办公设备、服务设施、软件。",
        ),
        "equipment.long": (
            "第 {number} 行太长了。",
            "名称最多 40 个字，单位 10 个字，备注 100 个字。",
        ),
        "equipment.twice": ("“{name}”写了两次。", "一样东西只写一行，数量加在一起。"),
    }
)


@dataclass(frozen=True)
class Wanted:
    """A line of a list: at least so much of this, in use."""

    name: str
    kind: Kind
    least: int
    unit: str
    note: str = ""


class Asked(Protocol):
    """What `put_together` needs to know of a line."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def least(self) -> int: ...


@dataclass(frozen=True)
class Lack:
    name: str
    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.name} {self.count} {self.unit}"


def put_together[A: Asked](lines: Iterable[A]) -> list[A]:
    """One line for each name, by kind and then as they come; the one that asks for more."""
    found: dict[str, A] = {}
    for line in lines:
        if line.name not in found or line.least > found[line.name].least:
            found[line.name] = line
    order = list(Kind)
    return sorted(found.values(), key=lambda line: order.index(Kind(line.kind)))


def lacks(wanted: Iterable[Wanted], in_use: Mapping[str, int]) -> list[Lack]:
    """What is not there in the least quantity. `in_use`: name → how much of it is in use."""
    return [
        Lack(line.name, line.least - in_use.get(line.name, 0), line.unit)
        for line in wanted
        if in_use.get(line.name, 0) < line.least
    ]


def said(missing: Sequence[Lack]) -> str:
    """缺：电脑 1 台、打印机 1 台"""
    return f"缺：{'、'.join(map(str, missing))}" if missing else ""


_QUANTITY = re.compile(r"(\d+)\s*(.*)")


def read(text: str) -> list[Wanted]:
    """The lines of a list as typed or pasted from a table: name, kind, quantity with unit, note,
    apart by tabs, commas or spaces. A Problem names the line."""
    found: list[Wanted] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append(_line(number, line.strip()))
    names = [one.name for one in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise problem("equipment.twice", name=twice)
    return found


def write(lines: Iterable[Wanted]) -> str:
    """What `read` takes back in."""
    names = {kind: name for name, kind in KINDS.items()}
    rows = [[one.name, names[one.kind], f"{one.least}{one.unit}", one.note] for one in lines]
    return "\n".join("，".join(part for part in row if part) for row in rows)


def _line(number: int, line: str) -> Wanted:
    parts = _parts(line)
    if len(parts) < 3:
        raise _not_understood(number, line)
    name, kind, quantity, *rest = parts
    if kind not in KINDS:
        raise problem("equipment.kind", number=number, text=kind)
    counted = _QUANTITY.fullmatch(quantity)
    if counted is None:
        raise _not_understood(number, line)
    unit = counted[2] or (rest.pop(0) if rest else "")
    note = "，".join(rest)
    if not unit or not 1 <= int(counted[1]) <= MOST:
        raise _not_understood(number, line)
    if len(name) > NAME or len(unit) > UNIT or len(note) > NOTE:
        raise problem("equipment.long", number=number)
    return Wanted(name, KINDS[kind], int(counted[1]), unit, note)


def _parts(line: str) -> list[str]:
    """Cells of a table keep their commas; a typed line is cut at commas, else at spaces."""
    for apart in ("\t", "[,，]", r"\s+"):
        if re.search(apart, line):
            return [part.strip() for part in re.split(apart, line) if part.strip()]
    return [line]


def _not_understood(number: int, line: str) -> Problem:
    return problem("equipment.line", number=number, text=line)
