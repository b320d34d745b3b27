"""One cell as the text that a user sees in it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = int | float | str | bool | date | datetime | time | timedelta | None

# Byte-order marks and zero-width characters come along when people paste from web pages.
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


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


def _number(value: float) -> str:
    # Fifteen significant digits are what the spreadsheet itself keeps and shows; more would
    # invent digits (0.1 + 0.2) or turn lost ones into noise (identity numbers as numbers).
    shown = format(value, ".15g")
    return format(Decimal(shown), "f") if "e" in shown else shown


def _moment(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")
