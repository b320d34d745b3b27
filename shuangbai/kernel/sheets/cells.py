"""One cell as the text that a user sees in it."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = int | float | str | bool | date | datetime | time | timedelta | None

# Byte-order marks and zero-width characters come along when people paste from web pages.
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_QUOTES = "'‘’`′"
# Between two Latin letters a blank parts words; anywhere else it is only for the look.
_BLANKS = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


def text_of(cell: Cell) -> str:
    """Trimmed text: whole numbers without '.0', days as ISO, None as ''."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return trimmed(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds")
    return str(cell)


def trimmed(text: str) -> str:
    """Without blanks and invisible characters at both ends."""
    return text.strip().strip(_INVISIBLE).strip()


def plain(text: str) -> str:
    """What is meant by a cell: half-width, without invisible signs and needless blanks.

    "４４５3 02" → "445302", "张　三" → "张三", "Li  Na" → "Li Na", "'0012" → "0012", '="0012"' →
    "0012". The text as read is to be kept beside it.
    """
    narrow = unicodedata.normalize("NFKC", text)
    if narrow.isascii() and narrow.isalnum():
        return narrow
    seen = "".join(
        sign for sign in narrow if sign.isspace() or unicodedata.category(sign) not in ("Cf", "Cc")
    )
    seen = _BLANKS.sub("", " ".join(seen.split()))
    return unwrapped(seen).lstrip(_QUOTES)


def unwrapped(text: str) -> str:
    """Without ="…", by which other systems keep Excel from turning long numbers into figures."""
    wrapped = text.startswith('="') and text.endswith('"') and len(text) > 2
    return trimmed(text[2:-1]) if wrapped else text


def _number(value: float) -> str:
    # Fifteen significant digits are what the spreadsheet itself keeps and shows; more would
    # invent digits (0.1 + 0.2) or turn lost ones into noise (identity numbers as numbers).
    shown = format(value, ".15g")
    return format(Decimal(shown), "f") if "e" in shown else shown


def _moment(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")
