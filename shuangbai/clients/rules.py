"""Which group a person belongs to on a day; pure.

An exclusive partition, first match wins: child (under 18), elderly (60 and over), disabled adult,
other adult in an in-scope category, general public. 一小 and 一老 are the first two; reports roll
the middle ones up as they ask. Sources: 未成年人保护法 art. 2 (18 years); 老年人权益保障法 art. 2
(60 years).
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum


class Group(StrEnum):
    CHILD = "child"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    ADULT = "adult"
    PUBLIC = "public"
    NONE = "none"


GROUP_NAMES: dict[str, str] = {
    Group.CHILD: "儿童（一小）",
    Group.ELDERLY: "老年人（一老）",
    Group.DISABLED: "残疾成年人",
    Group.ADULT: "其他困难成年人",
    Group.PUBLIC: "普通群众",
    Group.NONE: "未分组",
}

CHILD_CATEGORIES = frozenset({"GE", "SSWF", "KJ", "LSET"})
"""Categories that only children hold: they tell the group when the birth date is unknown."""
ELDERLY_CATEGORIES = frozenset({"TSLR"})
DISABLED_CATEGORIES = frozenset({"CJ"})

AGE_BANDS = ((6, "0-5"), (14, "6-13"), (18, "14-17"), (60, "18-59"), (80, "60-79"))


def born_by(day: date, years: int) -> date:
    """The last birth date of those who are at least `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a year without one
        return date(day.year - years, 2, 28)


def age_on(birth_date: date, day: date) -> int:
    """Full years on `day`."""
    before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before


def is_child(birth_date: date | None, day: date) -> bool:
    """Under 18 on `day` (未成年人保护法 art. 2); an unknown birth date says no."""
    return birth_date is not None and birth_date > born_by(day, 18)


def age_band(birth_date: date | None, day: date) -> str:
    if birth_date is None:
        return "unknown"
    age = age_on(birth_date, day)
    return next((band for limit, band in AGE_BANDS if age < limit), "80+")


def group_on(birth_date: date | None, in_scope: Collection[str], day: date) -> Group:
    """`in_scope`: codes of the in-scope categories that the person holds on `day`."""
    codes = frozenset(in_scope)
    if birth_date is None:
        child, elderly = bool(codes & CHILD_CATEGORIES), bool(codes & ELDERLY_CATEGORIES)
    else:
        child, elderly = birth_date > born_by(day, 18), birth_date <= born_by(day, 60)
    if child:
        return Group.CHILD
    if elderly:
        return Group.ELDERLY
    if codes & DISABLED_CATEGORIES:
        return Group.DISABLED
    if codes:
        return Group.ADULT
    return Group.NONE if birth_date is None else Group.PUBLIC
