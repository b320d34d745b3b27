"""Days as people write them."""

import re
import unicodedata
from datetime import date, timedelta

from ..problems import catalogue
from .cell import NOTHING, Precision, Written, compact

catalogue(
    {
        "written.day": ("“{text}”看不出是哪一天", "请写成 2023-1-28 或 2023年1月28日"),
        "written.day_impossible": ("日历上没有“{text}”这一天", "请核对年、月、日"),
        "written.day_without_year": ("“{text}”没有写年份", "请写上年份，如 2023-6-30"),
        "written.day_order": (
            "“{text}”看不出哪个是月、哪个是日",
            "请写成年、月、日的次序，如 2023-4-5",
        ),
    }
)

_EARLIEST, _LATEST = 1850, 2200
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheet programs."""
_SERIAL = re.compile(r"([1-5]\d{4})(?:\.\d+)?")
_OPEN = re.compile(r"[\d_*]{0,3}[*_.]*年[*_]*月[*_]*日?|年?[*_]*月[*_]*日")
_HOUR = re.compile(
    r"(?:(?<=\d)[ T]+|(?<=-\d\d)T?|(?<=日))(?:上午|下午)?\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$"
)
_WHOLE = (
    re.compile(r"(\d{4}|\d{2})年(?:(\d{1,2})月(?:份|(\d{1,2})[日号]?)?)?"),
    re.compile(r"(\d{4})[-./、\\](\d{1,2})(?:[-./、\\](\d{1,2})[日号.]?)?"),
    re.compile(r"(\d{2})[-./、](\d{1,2})[-./、](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"((?:18|19|20|21)\d{2})(\d{2})"),
    re.compile(r"((?:18|19|20|21)\d{2})"),
)
_NO_YEAR = re.compile(r"(\d{1,2})(?:[-./]|月)(\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_DIGITS = {sign: str(at % 10) for at, sign in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "Ο": "0",
    "两": "2",
}
_HAN_YEAR = re.compile(r"[零〇○Ο一二三四五六七八九]{4}(?=年)")
_HAN_PART = re.compile(r"[零〇一二三四五六七八九十廿卅]{1,4}(?=[月日号])")
_SHORT_YEAR = re.compile(r"\d{2}[年\-./、]\d{1,2}[月\-./、]\d")
_PRECISIONS: tuple[Precision, ...] = ("year", "month", "day")


def day(text: str, today: date, year: int | None = None) -> Written[date]:
    """A day, month or year as written, or as the number that a spreadsheet keeps for a day.

    Years of two digits are the latest that is not after next year (`today` is needed for that).
    6.30 is understood only with the `year` of the list. Mind that a number 6.30 or 2023.10 reaches
    us as 6.3 and 2023.1: the spreadsheet has dropped the zero.
    """
    said = _digits(_HOUR.sub("", unicodedata.normalize("NFKC", text).strip()))
    said = _HOUR.sub("", said)
    shown = text.strip()
    if said.lower() in NOTHING or said == "0" or _OPEN.fullmatch(said):
        return Written()
    serial = _SERIAL.fullmatch(said)
    if serial:
        return Written(_DAY_ZERO + timedelta(days=int(serial[1])), "day")
    for form in _WHOLE:
        found = form.fullmatch(said)
        if found:
            return _made([part for part in found.groups() if part], shown, today)
    return _without_year(said, shown, year)


def _made(parts: list[str], shown: str, today: date) -> Written[date]:
    year, *rest = map(int, parts)
    if len(parts[0]) == 2:
        year += 2000 if 2000 + year <= today.year + 1 else 1900
    return _checked((year, *(*rest, 1, 1)[:2]), _PRECISIONS[len(rest)], shown)


def _without_year(said: str, shown: str, year: int | None) -> Written[date]:
    last = _YEAR_LAST.fullmatch(said)
    if last:
        one, two = int(last[1]), int(last[2])
        if one <= 12 and two <= 12 and one != two:
            return Written(reason="written.day_order", text=shown)
        month, dom = (two, one) if one > 12 else (one, two)
        return _checked((int(last[3]), month, dom), "day", shown)
    short = _NO_YEAR.fullmatch(said)
    if short is None:
        return Written(reason="written.day", text=shown)
    # 29 February is a day of some year; whether of this one shows when the year is known.
    fits = _checked((year or 2000, int(short[1]), int(short[2])), "day", shown)
    if fits.reason or year is not None:
        return fits
    return Written(reason="written.day_without_year", text=shown)


def _checked(parts: tuple[int, ...], precision: Precision, shown: str) -> Written[date]:
    try:
        found = date(*parts[:3])
    except (ValueError, OverflowError):
        return Written(reason="written.day_impossible", text=shown)
    if not _EARLIEST <= found.year <= _LATEST:
        return Written(reason="written.day_impossible", text=shown)
    return Written(found, precision)


def _digits(text: str) -> str:
    """Without blanks, 二〇二三年一月二十八日 as 2023年1月28日."""
    said = compact(text)
    if not any(sign in _DIGITS or sign in "十廿卅" for sign in said):
        return said
    said = _HAN_YEAR.sub(lambda found: "".join(_DIGITS[sign] for sign in found[0]), said)
    return _HAN_PART.sub(lambda found: str(_tens(found[0])), said)


def _tens(text: str) -> int:
    tens, units = 0, ""
    for sign in text:
        if sign in "十廿卅":
            tens = {"廿": 20, "卅": 30}.get(sign, 10 * int(units or 1))
            units = ""
        else:
            units += _DIGITS[sign]
    return tens + int(units or 0)


def may_be(text: str, known: date, today: date) -> bool:
    """Whether a day as written may be `known`; what is not understood is no contradiction."""
    found = day(text, today, known.year)
    said = found.value
    if said is None:
        return True
    # Two digits of a year leave the century open.
    short = _SHORT_YEAR.match(compact(text)) is not None
    pairs = [(said.month, known.month), (said.day, known.day)]
    pairs = pairs[: ("year", "month", "day").index(found.precision or "year")]
    century = 100 if short else 10_000
    return said.year % century == known.year % century and all(one == two for one, two in pairs)
