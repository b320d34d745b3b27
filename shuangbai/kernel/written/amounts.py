"""Amounts of money as people write them, in yuan."""

import re
import unicodedata
from decimal import Decimal

from ..problems import catalogue
from .cell import NOTHING, Written, compact

catalogue(
    {
        "written.amount": (
            "“{text}”看不出是多少钱",
            "请只写数字，如 720 或 2480.50",
        ),
    }
)

_TIMES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "百万": 10**6, "亿": 10**8}
_MONEY = r"(?:rmb|cny|人民币|[¥￥$])"
_AMOUNT = re.compile(
    rf"{_MONEY}?([-+−–])?{_MONEY}?((?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d*)?|\.\d+)"
    r"(百万|[百千万亿])?([元圆块])?(?:人民币)?[整正]?(?:/(?:月|年|人|户|次|人月|月/人))*"
)
_BRACKETED = re.compile(r"\((.+)\)")
_HAN = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {
    sign: at for at, sign in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_HAN |= {"〇": 0, "两": 2}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_HAN_AMOUNT = re.compile(
    r"([零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬]+)[元圆块][整正]?"
)
_MOST_DIGITS = 15
_UNIT = re.compile(r"(百万元|万元|千元|亿元|元)")


def amount(text: str, unit: str = "") -> Written[Decimal]:
    """Yuan: 720元, 2,480.00, ￥300, 2.5万元, -35, (35), 三百元. 0 is an amount, — is blank.

    `unit` is what the heading says (see `unit_of`): in a column 金额(万元) a bare 2.5 is 25000, and
    2.5元 stays 2.5.
    """
    said = compact(text).lower()
    if said in NOTHING:
        return Written()
    han = _HAN_AMOUNT.fullmatch(said)
    if han:
        value = _counted(han[1])
        if value is not None:
            return Written(Decimal(value))
    inside = _BRACKETED.fullmatch(said)
    found = _AMOUNT.fullmatch(inside[1] if inside else said)
    if found is None or len(found[2]) > _MOST_DIGITS or (inside and found[1]):
        return Written(reason="written.amount", text=text.strip())
    value_said = Decimal(found[2].replace(",", "")) * _factor(found[3], found[4], unit)
    negative = inside is not None or (found[1] or "") in ("-", "−", "–")
    return Written(-value_said if negative and value_said else value_said)


def _factor(times: str | None, yuan: str | None, unit: str) -> int:
    if times or yuan:
        return _TIMES[times or ""]
    return _TIMES.get(unit_of(unit).removesuffix("元"), 1)


def unit_of(heading: str) -> str:
    """The unit of money that a heading, a unit row or a line above the table names: 万元; ''."""
    narrow = "".join(unicodedata.normalize("NFKC", heading).split())
    found = _UNIT.search(narrow)
    return found[1] if found else ""


def _counted(text: str) -> int | None:
    """三百二十 → 320, 一万二千 → 12000; None for what is no number (三百十百)."""
    high, mark, low = text.replace("萬", "万").rpartition("万")
    if mark:
        thousands, rest = _below_ten_thousand(high), _below_ten_thousand(low)
        return None if thousands is None or rest is None else thousands * 10_000 + rest
    return _below_ten_thousand(low)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign in _HAN:
            if digit:
                return None
            digit = _HAN[sign]
        elif sign in _PLACES and _PLACES[sign] < last:
            last = _PLACES[sign]
            total += (1 if digit is None else digit) * last
            digit = None
        else:
            return None
    return total + (digit or 0)
