"""Texts of cells made plain, and a birth date held against the one in an identity number."""

import re
import unicodedata
from datetime import date, timedelta

NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "没有", "0", "*", "**"}) | {
    *("不详", "未知", "不明", "暂无", "未填", "空"),
}
"""What stands for nothing where a name, a number or an address should be."""

_BIRTHS = (
    re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?"),
    re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})(\d{2})"),
)
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheet programs."""
_SERIAL = re.compile(r"[1-5]\d{4}")


def compact(text: str) -> str:
    """Half-width, without any blank."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(unicodedata.normalize("NFKC", text).split())


def clean_name(text: str) -> str:
    """A name without blanks (李　四 is 李四) and control signs; blanks stay between letters."""
    if text.isprintable() and " " not in text:
        # No other blank counts as printable.
        return text.replace("•", "·").replace("・", "·")
    visible = "".join(char for char in text if char.isspace() or char.isprintable())
    parts = visible.replace("•", "·").replace("・", "·").split()
    return (" " if all(part.isascii() for part in parts) else "").join(parts)


def agrees(said: str, born: date) -> bool:
    """Whether a birth date as written may be `born`; what cannot be read is no contradiction."""
    text = compact(said)
    if _SERIAL.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(text)) == born
    # A day read from a spreadsheet may carry an hour: 1950-02-0300:00:00 after compacting.
    text = re.sub(r"(?<=-\d\d)\d\d:\d\d(:\d\d)?$", "", text)
    for form in _BIRTHS:
        found = form.fullmatch(text)
        if found:
            given = [int(part) for part in found.groups() if part]
            return given == [born.year, born.month, born.day][: len(given)]
    return True
