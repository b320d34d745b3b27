"""Citizen identity numbers: GB 11643-1999 (18 characters) and the older 15 digits.

The address code is the place of first issue: it may be abolished since and is never the
present home, so it is handed back but not checked. Fifteen-digit numbers are read as
born in 19xx; the four serial numbers once kept for centenarians are not modelled.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Any, Literal

from . import clock
from .problems import Problem, catalogue, problem

Sex = Literal["M", "F"]

catalogue(
    {
        "identity.empty": ("号码没有填写", "请填写 18 位或 15 位身份证号码"),
        "identity.length": (
            "号码应为 18 位或 15 位，现在是 {length} 位",
            "请对照证件，看是否多写或漏写",
        ),
        "identity.characters": (
            "号码里有不该出现的字符，只能是数字，最后一位可以是X",
            "请对照证件改正",
        ),
        "identity.birth_date": (
            "号码里的出生日期“{digits}”不存在",
            "请对照证件核对第 7 位起的出生年月日",
        ),
        "identity.birth_future": (
            "号码里的出生日期{day}还没有到",
            "请对照证件核对第 7 位起的出生年月日",
        ),
        "identity.digits_lost": (
            "号码末尾是 000，且与前面的数字对不上，多半是表格把它存成了数字，后几位已丢失",
            "请在原表把这一列设为文本，再照证件重新填写",
        ),
        "identity.check_digit": (
            "号码与最后一位校验码对不上，至少有一位写错",
            "请对照证件逐位核对",
        ),
    }
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLD, _NEW = re.compile(r"[0-9]{15}"), re.compile(r"[0-9]{17}[0-9X]")
_QUOTES = "'‘’`′"
# The standard's own example was born in 1880; anything much older is a slip.
_FIRST_YEAR = 1850


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """Result of `check`. Valid: the facts are set. Not valid: reason, fix and code are."""

    normalised: str | None
    valid: bool
    birth_date: date | None = None
    sex: Sex | None = None
    area_code: str | None = None
    reason: str | None = None
    code: str | None = None
    fix: str | None = None

    def problem(self, row: int | None = None, column: str | None = None) -> Problem:
        """The refusal as a Problem; ValueError when the number is valid."""
        if self.code is None or self.reason is None or self.fix is None:
            raise ValueError("a valid number is no problem")
        return Problem(self.code, self.reason, self.fix, row, column)


def check_digit(first17: str) -> str:
    """The 18th character for the first seventeen digits (GB 11643-1999, ISO 7064 mod 11-2)."""
    total = sum(map(mul, map(int, first17), _WEIGHTS))
    return _CHECKS[total % 11]


def clean(text: str) -> str:
    """Half-width, upper case, without spaces and leading apostrophe; not checked."""
    if text.isascii() and text.isalnum():
        return text.upper()
    narrow = unicodedata.normalize("NFKC", text)
    visible = "".join(
        char for char in narrow if not char.isspace() and unicodedata.category(char) != "Cf"
    )
    return visible.lstrip(_QUOTES).upper()


def check(text: str, today: date | None = None) -> IdentityCheck:
    """Check a number as typed. `today` bounds the birth date (default: the clock's day)."""
    number = clean(text)
    if not number:
        return _refused("identity.empty")
    if not (_OLD.fullmatch(number) or _NEW.fullmatch(number)):
        if len(number) not in (15, 18):
            return _refused("identity.length", length=len(number))
        return _refused("identity.characters")
    full = _lengthened(number) if len(number) == 15 else number
    birth = _date(full[6:14])
    if birth is None:
        return _refused("identity.birth_date", digits=full[6:14])
    if birth > (today or clock.today()):
        return _refused("identity.birth_future", day=birth)
    if check_digit(full[:17]) != full[17]:
        lost = full.endswith("000")
        return _refused("identity.digits_lost" if lost else "identity.check_digit")
    return IdentityCheck(
        normalised=full,
        valid=True,
        birth_date=birth,
        sex="M" if int(full[16]) % 2 else "F",
        area_code=full[:6],
    )


def mask(number: str) -> str:
    """First four (region) and last two, the rest as stars; short texts are all stars."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 6) + number[-2:]


def _lengthened(fifteen: str) -> str:
    first17 = fifteen[:6] + "19" + fifteen[6:]
    return first17 + check_digit(first17)


def _date(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _refused(code: str, **values: Any) -> IdentityCheck:
    found = problem(code, **values)
    return IdentityCheck(
        normalised=None, valid=False, reason=found.message, code=code, fix=found.fix
    )
