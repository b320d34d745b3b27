"""Which field a heading means, and how sure that is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .layouts import CERTAIN
from .titles import Parts

_BRACKETED = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_OWN, _OUTSIDE_BRACKETS, _IN_PLAIN_GROUP, _IN_GROUP, _DOUBLE = 1.0, 0.97, 0.95, 0.7, 0.6
_LEAST_ALIKE = 2
# Groups that only say that there is something below: the heading below keeps its own meaning.
_PLAIN_GROUP = re.compile(
    r"(信息|情况|资料|基本|登记|名册|名单|明细|本人|成员|人员|对象|联系方式|[^代]表)$"
)
# A column that merely numbers the rows; 户编号 and 低保证编号 are said in full.
_SERIAL = frozenset({"序号", "编号", "序", "号", "no", "行号"})
_UNITS = "|".join(
    [
        *("元", "万元", "人", "户", "人次", "户次", "%", "岁", "周岁", "个", "次", "小时", "天"),
        *("月", "年", "平方米", "m2", "亩", "公斤", "千克", "件", "名", "家", "张", "份"),
    ]
)
_UNIT = re.compile(f"(单位)?({_UNITS})(/(月|年|人|户|次|天)|每月|每年|每人)*")


def normalise(text: str) -> str:
    """A heading without spaces, line breaks, width differences and punctuation."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in narrow if char.isalnum())


def outside_brackets(text: str) -> str:
    return normalise(_BRACKETED.sub("", unicodedata.normalize("NFKC", text)))


def is_unit(text: str) -> bool:
    """万元, (人), 单位:元, 元/月/人."""
    narrow = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return bool(_UNIT.fullmatch(narrow.strip("()[]【】<>").replace(":", "")))


def by_heading(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Normalised heading → field. ValueError when two fields share a heading."""
    found: dict[str, str] = {}
    for field, headings in fields.items():
        for heading in headings:
            if found.setdefault(normalise(heading), field) != field:
                raise ValueError(f"heading {heading} stands for two fields")
    return found


@dataclass(frozen=True, slots=True)
class Guess:
    """A column may hold a field."""

    certainty: float
    column: int
    field: str


class Words:
    """The headings of all fields, asked over and over."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._exact = by_heading(fields)
        self._long = [(name, field) for name, field in self._exact.items() if len(name) > 1]
        self._known: dict[Parts, dict[str, float]] = {}

    def knows(self, text: str) -> bool:
        """Whether the text is a heading of some field, brackets aside."""
        return normalise(text) in self._exact or outside_brackets(text) in self._exact

    def meant(self, parts: Parts) -> dict[str, float]:
        """Field → how sure, for all that the heading may mean."""
        known = self._known.get(parts)
        if known is None:
            known = self._known[parts] = self._meant(parts)
        return known

    def certain(self, parts: Parts) -> str:
        """The one field that is certain, else ''."""
        sure = [field for field, one in self.meant(parts).items() if one >= CERTAIN]
        return sure[0] if len(sure) == 1 else ""

    def _meant(self, parts: Parts) -> dict[str, float]:
        said = tuple(part for part in parts if not is_unit(part) and outside_brackets(part))
        said = said or tuple(part for part in parts if normalise(part))
        if not said:
            return {}
        found: dict[str, float] = {}
        for certainty, text in _readings(said):
            field = self._exact.get(text)
            if field is not None:
                found[field] = max(found.get(field, 0.0), certainty)
        if found:
            best = max(found.values())
            return {field: sure for field, sure in found.items() if sure == best}
        return self._alike(normalise(said[-1]))

    def _alike(self, text: str) -> dict[str, float]:
        """One inside the other: 监护人姓名 may be 姓名, but nobody should count on it."""
        found: dict[str, float] = {}
        if len(text) < _LEAST_ALIKE or text in _SERIAL:
            return found
        for name, field in self._long:
            if name in text or text in name:
                short, long = sorted((len(name), len(text)))
                found[field] = max(found.get(field, 0.0), 0.4 + 0.4 * short / long)
        return found

    def guesses(self, columns: Mapping[int, Parts]) -> list[Guess]:
        """The surest first, then from the left."""
        found = [
            Guess(certainty, column, field)
            for column, parts in columns.items()
            for field, certainty in self.meant(parts).items()
        ]
        return sorted(found, key=lambda one: (-one.certainty, one.column))

    def score(self, columns: Mapping[int, Parts]) -> tuple[float, int]:
        """How much a heading explains: the sum over its fields, and how many are certain."""
        best: dict[str, float] = {}
        for parts in columns.values():
            for field, certainty in self.meant(parts).items():
                best[field] = max(best.get(field, 0.0), certainty)
        return sum(best.values()), sum(one >= CERTAIN for one in best.values())


def _readings(parts: Parts) -> list[tuple[float, str]]:
    """Every way in which the parts may be one heading."""
    last = parts[-1]
    if len(parts) == 1:
        return [(_OWN, normalise(last)), (_OUTSIDE_BRACKETS, outside_brackets(last))]
    readings = []
    for start in range(len(parts) - 1):
        joined = parts[start:]
        readings.append((_OWN, normalise("".join(joined))))
        readings.append((_OUTSIDE_BRACKETS, "".join(map(outside_brackets, joined))))
        if start:
            continue
        # 父亲 over 姓名 and 电话: both of 父亲姓名 and 父亲的姓名 are usual.
        readings.append((_OUTSIDE_BRACKETS, "的".join(map(outside_brackets, joined[-2:]))))
    plain = all(_PLAIN_GROUP.search(outside_brackets(part)) for part in parts[:-1])
    alone = _IN_PLAIN_GROUP if plain else _IN_GROUP
    return [*readings, (alone, normalise(last)), (alone, outside_brackets(last))]


def assigned(
    words: Words, columns: Mapping[int, Parts], may_repeat: Sequence[str]
) -> dict[int, tuple[str, float]]:
    """Column → field and how sure: one column for a field, one field for a column.

    Two columns that both claim a field leave it unsure, unless the field may repeat: then the
    first is taken.
    """
    guesses = words.guesses(columns)
    rivals: dict[str, int] = {}
    for guess in guesses:
        if guess.certainty >= CERTAIN:
            rivals[guess.field] = rivals.get(guess.field, 0) + 1
    taken: set[str] = set()
    found: dict[int, tuple[str, float]] = {}
    for guess in guesses:
        if guess.field in taken or guess.column in found:
            continue
        doubtful = rivals.get(guess.field, 0) > 1 and guess.field not in may_repeat
        found[guess.column] = guess.field, _DOUBLE if doubtful else round(guess.certainty, 2)
        taken.add(guess.field)
    return found
