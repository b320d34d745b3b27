"""Rows below a heading that are no rows of the list: totals, units, signatures, headings again."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .layouts import Row, Skipped, Why
from .matching import is_unit

_TOTAL = re.compile(r"^.{0,12}(合计|总计|小计|共计|累计|总合计|合共)([:：(（0-9].*)?$")
_EXAMPLE = re.compile(r"^[(（\[【]?(例|示例|样例|例如|填写示例|范例)([:：)）\]】0-9一]|$)")
_SIGNATURE = re.compile(
    r"^(制表|填表|填报|审核|复核|经办|核对|核实|负责人|领导|分管|主管|签批|签字|签名|单位负责|站长|校对|"
    r"联系人[:：]|联系电话[:：]|日期[:：]|时间[:：]|单位[:：(（]|报送|上报|[（(]?盖章|[（(]?公章)"
)
_NOTE = re.compile(r"^(备注[:：]|注[:：0-9]|说明[:：]|填表说明|[一二三四五六]、|以下空白|——)")
_NUMBER = re.compile(r"^[(（]?([0-9]{1,3})[)）]?列?$")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_STEM = re.compile(f"^[{_STEMS}]$")
_SERIAL_WORDS = frozenset({"序号", "栏次", "栏号", "列次", "列号", "行次"})
_ODD = "计例注:："
_LOOKED_AT = 3
_AGAIN = 0.6
_NARROW = 4


@dataclass(frozen=True, slots=True)
class Table:
    """What is known when the rows are judged: `above` are the texts over the heading."""

    headings: dict[int, frozenset[str]]
    """Column → every text that stands in its heading."""
    bands: tuple[tuple[int, ...], ...]
    required: tuple[tuple[int, ...], ...]
    """For each band the columns without which a row is none of the list."""
    above: frozenset[str]


def compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def skipped(rows: Sequence[Row], first: int, table: Table) -> tuple[list[Skipped], int]:
    """Rows from `first` on that are left out, and the first row that is not."""
    columns = [at for band in table.bands for at in band]
    main = table.required[0] if table.required else ()
    found: list[Skipped] = []
    begun = None
    # Units and numbering stand under a heading, nowhere else.
    fresh = any(table.headings.values())
    for number in range(first, len(rows)):
        row = rows[number]
        why = None if _plainly(row, main, table) else _why(row, columns, table, fresh)
        if why is not None:
            found.append(Skipped(number, why))
            fresh = fresh or why == "again"
        else:
            begun = number if begun is None else begun
            fresh = False
    return found, len(rows) if begun is None else begun


def _plainly(row: Row, main: Sequence[int], table: Table) -> bool:
    """The short way for nearly every row: all that is required, and nothing that looks odd."""
    if not main or len(row) <= main[-1]:
        return False
    for at in main:
        text = row[at]
        if len(text) < 2 or text in table.headings[at] or (len(text) < 4 and text.isdigit()):
            return False
    leading = "".join(row[: main[-1] + 1])
    return not any(sign in leading for sign in _ODD)


def _why(row: Row, columns: Sequence[int], table: Table, fresh: bool) -> Why | None:
    filled = {at: compact(row[at]) for at in columns if at < len(row) and row[at]}
    if not filled:
        return "beside" if any(row) else "blank"
    texts = list(filled.values())
    if _is_again(filled, table):
        return "again"
    if all(is_unit(text) for text in texts) and (fresh or len(texts) == 1):
        return "unit"
    if fresh and _is_numbering(texts):
        return "numbering"
    if fresh and any(_EXAMPLE.match(text) for text in texts[:_LOOKED_AT]):
        return "example"
    behind = _whole(filled, table)
    if any(_TOTAL.match(text) and at not in (behind or ()) for at, text in _leading(filled)):
        return "total"
    if behind is not None:
        return None
    return _below(filled, table, len(columns))


def _below(filled: dict[int, str], table: Table, width: int) -> Why | None:
    texts = list(filled.values())
    if any(_SIGNATURE.match(text) and (":" in text or len(texts) < _NARROW) for text in texts):
        return "signature"
    if any(_NOTE.match(text) for text in texts):
        return "note"
    # One cell alone is a remark, unless it stands where every row of the list has something.
    wanted = {at for columns in table.required for at in columns}
    lone = len(texts) == 1 and width >= _NARROW
    return "note" if lone and not wanted & filled.keys() else None


def _leading(filled: dict[int, str]) -> list[tuple[int, str]]:
    worded = [(at, text) for at, text in filled.items() if not text.isdigit()]
    return worded[:_LOOKED_AT]


def _whole(filled: dict[int, str], table: Table) -> frozenset[int] | None:
    """Columns of a band that has all it needs, from the first needed on.

    A total before them or in one of them is still a total, behind them it is a remark.
    """
    for band, required in zip(table.bands, table.required, strict=True):
        complete = bool(required) and all(at in filled for at in required)
        if complete and not any(_TOTAL.match(filled[at]) for at in required):
            return frozenset(at for at in band if at > required[0])
    return None


def _is_again(filled: dict[int, str], table: Table) -> bool:
    same = sum(text in table.headings.get(at, ()) for at, text in filled.items())
    if len(filled) == 1:
        return same == 1 or next(iter(filled.values())) in table.above
    return same > 1 and same >= _AGAIN * len(filled)


def _is_numbering(texts: Sequence[str]) -> bool:
    """1 2 5 6 7, (1) (2) (3), 甲 乙 丙 1: rising, from the heading's first columns on."""
    told = [text for text in texts if text not in _SERIAL_WORDS]
    stems = [text for text in told if _STEM.match(text)]
    numbers = [found for text in told[len(stems) :] if (found := _NUMBER.match(text))]
    if len(told) < 2 or len(stems) + len(numbers) != len(told):
        return False
    values = [int(found[1]) for found in numbers]
    return all(one < other for one, other in pairwise(values)) and (
        bool(stems) or values[0] <= 2 or len(told) < len(texts)
    )
