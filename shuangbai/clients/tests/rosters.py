"""Sheets of made-up people for the tests of rosters; every number begins with a code of nowhere."""

from datetime import date

from shuangbai.clients.roster_rules import (
    FIELDS,
    Ground,
    Line,
    PeoplePlan,
    Place,
    Places,
    check_lines,
    families,
    plan,
)
from shuangbai.kernel import identity
from shuangbai.kernel.sheets import Sheet
from shuangbai.rosters.rules import Table, match

TODAY = date(2025, 6, 1)
TOWN = Place("445302103", "思劳镇")
VILLAGES = [
    Place("445302103001", "思劳社区居民委员会"),
    Place("445302103201", "城村村民委员会"),
    Place("445302103203", "思劳村民委员会"),
    Place("445302103206", "旧村村民委员会"),
    Place("445302103207", "梭（土郎）村民委员会"),
]
PLACES = Places(TOWN, [TOWN], VILLAGES)
CHENGCUN = "445302103201"


def number(order: int, born: str = "19500203") -> str:
    first = f"445300{born}{order:03d}"
    return first + identity.check_digit(first)


def table(*rows: list[str], mapping: dict[str, str] | None = None) -> Table:
    width = max(map(len, rows))
    sheet = Sheet("表", [row + [""] * (width - len(row)) for row in rows])
    return read_table([sheet], mapping)


def read_table(sheets: list[Sheet], mapping: dict[str, str] | None = None) -> Table:
    """As where nobody can be asked."""
    found = match.find(sheets, FIELDS, {}, mapping)
    return match.table(sheets, FIELDS, match.strict(found, FIELDS), found.unread)


def lines(*rows: list[str]) -> list[Line]:
    found = table(*rows)
    return check_lines(found.rows, found.columns, PLACES, TODAY)


def planned(rows: list[list[str]], ground: Ground | None = None) -> PeoplePlan:
    read, of_row = families(lines(*rows))
    return plan(read, of_row, ground or Ground(), PLACES, "特困")


HEAD = ["姓名", "身份证号码"]
LONG = ["村（居）", "户主姓名", "姓名", "身份证号码", "与户主关系", "户编号", "联系电话"]
