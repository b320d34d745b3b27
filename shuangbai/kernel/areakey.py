"""Area keys: text in which a prefix is an ancestor (44 › 4453 › 445302 › 445302103 › …).

Everything below X is `X <= key < X + ':'`, because ':' sorts right after '9' in the C
collation; the same range serves Python, the WHERE clause and row-level security.
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from .problems import catalogue, problem

catalogue(
    {
        "areakey.not_digits": (
            "“{text}”不是区划代码，区划代码只由数字组成",
            "请填写 2、4、6、9 或 12 位的数字代码",
        ),
        "areakey.wrong_length": (
            "区划代码“{text}”有 {length} 位，位数不对",
            "省 2 位、市 4 位、县 6 位、镇街 9 位、村居 12 位，请核对后再填",
        ),
    }
)

Kind = Literal["administrative", "farm_forest", "village_like"]


class Level(StrEnum):
    """The five levels, highest first."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


LEVELS: dict[Level, int] = {
    Level.PROVINCE: 2,
    Level.PREFECTURE: 4,
    Level.COUNTY: 6,
    Level.TOWN: 9,
    Level.VILLAGE: 12,
}
_BY_LENGTH = {length: level for level, length in LEVELS.items()}


def level_of(key: str) -> Level:
    """Level of a key; ValueError for anything that is not a key."""
    level = _BY_LENGTH.get(len(key))
    if level is None or not (key.isascii() and key.isdigit()):
        raise ValueError(f"not an area key: {key!r}")
    return level


def ancestors(key: str) -> tuple[str, ...]:
    """Keys above this one, highest first, itself left out."""
    level_of(key)
    return tuple(key[:length] for length in LEVELS.values() if length < len(key))


def parent(key: str) -> str | None:
    """The next key above; None for a province."""
    above = ancestors(key)
    return above[-1] if above else None


def cut(key: str, level: Level) -> str:
    """The key's ancestor (or itself) at `level`; ValueError when the key is above it."""
    level_of(key)
    length = LEVELS[level]
    if len(key) < length:
        raise ValueError(f"{key} is above the level {level}")
    return key[:length]


def prefecture(key: str) -> str:
    """First four characters: what the column `pref` holds. ValueError for a province."""
    return cut(key, Level.PREFECTURE)


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or below it."""
    level_of(outer)
    level_of(inner)
    return inner.startswith(outer)


def bounds(key: str) -> tuple[str, str]:
    """(lo, hi) with lo <= k < hi exactly for the keys k that `key` contains."""
    level_of(key)
    return key, key + ":"


def common(keys: Iterable[str]) -> str:
    """Longest key that contains all of `keys`; '' when there is none (or no key at all)."""
    found: str | None = None
    for key in keys:
        level_of(key)
        found = key if found is None else _shared(found, key)
    return found or ""


def _shared(one: str, other: str) -> str:
    for length in sorted(LEVELS.values(), reverse=True):
        if len(one) >= length and one[:length] == other[:length]:
            return one[:length]
    return ""


def kind_of_town(key: str) -> Kind:
    """Towns numbered 400 and above are farms, forests and zones, not administrative units."""
    if level_of(key) is not Level.TOWN:
        raise ValueError(f"not the key of a town: {key}")
    return "farm_forest" if int(key[6:9]) >= 400 else "administrative"


def kind_of_village(key: str) -> Kind:
    """A village in such a town goes with it; else numbers from 400 on are village-like."""
    if level_of(key) is not Level.VILLAGE:
        raise ValueError(f"not the key of a village: {key}")
    if kind_of_town(key[:9]) == "farm_forest":
        return "farm_forest"
    return "village_like" if int(key[9:12]) >= 400 else "administrative"


def parse(text: str) -> str:
    """The key that a user typed, full-width digits and spaces accepted; raises Problem.

    Says nothing about whether such an area exists. Trailing zeros are kept: 441900 is the
    technical county of a prefecture without counties, not the prefecture.
    """
    key = "".join(unicodedata.normalize("NFKC", text).split())
    if not (key.isascii() and key.isdigit()):
        raise problem("areakey.not_digits", text=text.strip())
    if len(key) not in _BY_LENGTH:
        raise problem("areakey.wrong_length", text=key, length=len(key))
    return key
