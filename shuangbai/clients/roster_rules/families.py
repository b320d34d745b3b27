"""Rows put together into households, as the list itself says it.

A common 户编号 or 户主身份证号 makes one household. Without them a row that says 户主 or 本人
begins one, and the rows below with another relation and the same (or no) head belong to it.
A row alone says nothing about who lives with whom.
"""

from dataclasses import dataclass, replace

from shuangbai.clients.roster_rules.lines import HEADS, Line


@dataclass
class Family:
    """What the list says about a household. `head_row`: the row of its head, when it is listed."""

    key: str
    head_name: str = ""
    number: str = ""
    address: str = ""
    village: str = ""
    head_row: int | None = None

    @property
    def numbered(self) -> bool:
        """Whether a number of the household or of its head holds it together."""
        return self.key[:2] in ("n:", "i:")


def families(lines: list[Line]) -> tuple[list[Line], dict[int, Family]]:
    """Lines (a blank village filled in from the household's), and row → its household."""
    of_row: dict[int, Family] = {}
    made: dict[str, Family] = {}
    current: Family | None = None
    for line in lines:
        key = _key(line)
        if key is None and current is not None and _belongs(line, current):
            family = current
        else:
            key = key or f"{'r' if line.relation in HEADS else 's'}:{line.row}"
            family = made.setdefault(key, Family(key))
            current = family if key[:2] == "r:" else None
        _join(family, line)
        of_row[line.row] = family
    return [_with_village(line, of_row[line.row]) for line in lines], of_row


def _key(line: Line) -> str | None:
    if line.household:
        return f"n:{line.household}"
    return f"i:{line.head_identity}" if line.head_identity else None


def _belongs(line: Line, family: Family) -> bool:
    if not line.relation or line.relation in HEADS:
        return False
    return not line.head_name or line.head_name == family.head_name


def _join(family: Family, line: Line) -> None:
    is_head = line.relation in HEADS or (
        line.identity is not None and line.identity == line.head_identity
    )
    if is_head and family.head_row is None:
        family.head_row = line.row
        family.head_name = line.name or line.head_name
    family.head_name = family.head_name or line.head_name or line.name
    family.number = family.number or line.household
    family.address = family.address or line.address
    family.village = family.village or line.village


def _with_village(line: Line, family: Family) -> Line:
    if line.village or not family.village or line.refused:
        return line
    return replace(line, village=family.village)
