"""The people around somebody that a row names: guardian, carer, contact, parents.

One cell may hold a name, a telephone and a number at once. Parents are kept as people who can be
called, with the relation that the heading says: who is the guardian, the list must say itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shuangbai.clients.roster_rules.cells import NOTHING
from shuangbai.clients.roster_rules.fields_more import TIE_CODES
from shuangbai.clients.roster_rules.reading import Cells
from shuangbai.kernel import identity, written
from shuangbai.kernel.problems import catalogue

catalogue(
    {
        "roster.tie_unread": (
            "这一格看不出是哪一个人，没有收",
            "人照收；请一格只写一个人的姓名、电话和号码，再交一次",
        ),
        "roster.tie_nameless": (
            "有电话、关系或号码，没有写姓名，没有收",
            "人照收；要补，请写上姓名再交一次",
        ),
        "roster.tie_phone": (
            "不像电话号码，电话没有收",
            "人照收；要补电话，请改好原表再交一次",
        ),
        "roster.tie_number": (
            "身份证号码不对，号码没有收",
            "人照收；要补号码，请照证件核对后再交一次",
        ),
    }
)

_ROLES = {"guardian": "guardian", "carer": "carer"}
_PARENTS = {"father": "父亲", "mother": "母亲"}
_MOST_NAME, _MOST_RELATION = 60, 20
_PARTS = ("", "_relation", "_phone", "_number")


@dataclass(frozen=True)
class TieSaid:
    """`role` as in Tie. '' says nothing. `phone`: several joined by 、; `identity`: normalised."""

    role: str
    name: str
    relation: str = ""
    phone: str = field(default="", repr=False)
    identity: str = field(default="", repr=False)


def columns_of_ties(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Which people around somebody the file has columns for."""
    return tuple(one for one in TIE_CODES if any(one + part in columns for part in _PARTS))


def ties(cells: Cells, codes: tuple[str, ...]) -> tuple[TieSaid, ...]:
    """`codes`: as `columns_of_ties` gives them."""
    found = [tie for one in codes if (tie := _tie(cells, one)) is not None]
    # A parent is who can be called, unless the list names them as guardian already.
    named = {one.name for one in found if one.role in _ROLES}
    return tuple(one for one in found if one.role in _ROLES or one.name not in named)


def _tie(cells: Cells, code: str) -> TieSaid | None:
    inside = _inside(cells, code)
    if inside is None:
        return None
    name, phone, number = inside
    phone = _phone(cells, f"{code}_phone") or phone
    number = _number(cells, f"{code}_number", cells.plain(f"{code}_number") or number)
    relation = cells.short(f"{code}_relation", _MOST_RELATION) or _PARENTS.get(code, "")
    if not name:
        if phone or number or (relation and code not in _PARENTS):
            cells.hint("roster.tie_nameless", code)
        return None
    if code in _PARENTS and not phone:
        return None
    return TieSaid(_ROLES.get(code, "contact"), name, relation, phone, number)


def _inside(cells: Cells, code: str) -> tuple[str, str, str] | None:
    """Name, telephone and number of the name's cell; None when there are two people in it."""
    text = cells.text(code)
    if not text or written.is_blank(text) or text.strip() in NOTHING:
        return "", "", ""
    if text.isalpha() and len(text) <= _MOST_NAME:
        return text, "", ""
    read = written.several(text)
    if len(read.names) != 1 or len(read.identities) > 1 or read.rest:
        cells.hint("roster.tie_unread", code)
        return None
    number = read.identities[0] if read.identities else ""
    return read.names[0], "、".join(read.phones), number


def _phone(cells: Cells, name: str) -> str:
    text = cells.text(name)
    read = written.phones(text) if text else written.Written()
    if read.reason:
        cells.hint("roster.tie_phone", name)
    return "、".join(read.value or ())


def _number(cells: Cells, name: str, text: str) -> str:
    if not text:
        return ""
    known = identity.check(text, cells.file.today)
    if not known.valid:
        cells.hint("roster.tie_number", name)
    return known.normalised or ""
