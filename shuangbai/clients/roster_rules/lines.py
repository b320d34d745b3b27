"""Each row of a roster read as one person: what can be taken, and why it cannot.

The identity number is the authority: sex and birth date beside it may only agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shuangbai.clients.roster_rules.sheet import FIELDS, Row
from shuangbai.clients.roster_rules.villages import Places
from shuangbai.kernel import identity, pinyin
from shuangbai.kernel.problems import Problem, catalogue, problem

catalogue(
    {
        "roster.name_blank": ("没有写姓名", "请填写姓名"),
        "roster.too_long": ("这一格有 {length} 个字，最多 {most} 个", "请只留这一栏该写的内容"),
        "roster.number_twice": (
            "第{rows}行是同一个身份证号码",
            "请照证件核对，一个人只留一行",
        ),
        "roster.sex_differs": (
            "性别写的是“{said}”，身份证号码里是“{known}”",
            "请照证件核对这两栏",
        ),
        "roster.birth_differs": (
            "出生日期写的是“{said}”，身份证号码里是{known}",
            "请照证件核对这两栏",
        ),
        "roster.phone_unread": (
            "“{text}”不像电话号码，电话没有收",
            "人照收；要补电话，请改好原表再交一次",
        ),
    }
)

_SEXES = {
    **dict.fromkeys(("男", "男性", "男童"), "M"),
    **dict.fromkeys(("女", "女性", "女童"), "F"),
}
_SEX_NAMES = {"M": "男", "F": "女"}
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "没有", "0", "**"})
_MOST = {"head_name": 60, "household": 40, "relation": 20, "address": 200}
# What the tables hold: a name, its pronunciation as sort key, its initials.
_MOST_NAME, _MOST_KEY, _MOST_INITIALS = 60, 120, 30
_MOST_PHONE, _LEAST_PHONE_DIGITS = 60, 7
_PHONE = re.compile(r"[0-9+()\-*/、,;.]+")
_BIRTHS = (
    re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日?)?)?"),
    re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})(\d{2})"),
)
_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheet programs."""
_SERIAL = re.compile(r"[1-5]\d{4}")


@dataclass(frozen=True)
class Line:
    """A row read. `identity`: normalised, None when it is not valid. `village`: '' not said."""

    row: int
    name: str
    identity: str | None = None
    born: date | None = None
    village: str = ""
    head_name: str = ""
    head_identity: str | None = None
    household: str = ""
    relation: str = ""
    phone: str = ""
    address: str = ""
    refused: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()


def check_lines(
    rows: Iterable[Row], columns: Mapping[str, str], places: Places, today: date
) -> list[Line]:
    """One Line for each row, in order; `columns` as in Table."""
    return _without_doubles(
        [_Reading(row, columns, places, today).line() for row in rows],
        columns.get("number", FIELDS["number"][0]),
    )


def _without_doubles(lines: list[Line], column: str) -> list[Line]:
    """Rows with one number are all refused: nobody here can tell which of them is right."""
    rows: dict[str, list[int]] = {}
    for line in lines:
        if line.identity:
            rows.setdefault(line.identity, []).append(line.row)
    told = []
    for line in lines:
        same = [row for row in rows.get(line.identity or "", ()) if row != line.row]
        if same:
            said = "、".join(map(str, same[:5])) + ("等" if len(same) > 5 else "")
            twice = problem("roster.number_twice", line.row, column, rows=said)
            line = replace(line, refused=(*line.refused, twice))
        told.append(line)
    return told


class _Reading:
    """One row while it is read: what was found wrong gathers here."""

    def __init__(self, row: Row, columns: Mapping[str, str], places: Places, today: date) -> None:
        self.row, self.columns, self.places, self.today = row, columns, places, today
        self.refused: list[Problem] = []
        self.hints: list[Problem] = []

    def line(self) -> Line:
        name = self._name()
        known = self._identity()
        self._sex(known)
        self._birth(known)
        return Line(
            row=self.row.number,
            name=name,
            identity=known.normalised,
            born=known.birth_date,
            village=self._village(),
            head_name=self._short("head_name"),
            head_identity=self._head(),
            household=self._short("household"),
            relation=self._short("relation"),
            phone=self._phone(),
            address=self._short("address"),
            refused=tuple(self.refused),
            hints=tuple(self.hints),
        )

    def _text(self, field: str) -> str:
        heading = self.columns.get(field)
        return self.row.cells.get(heading, "") if heading else ""

    def _refuse(self, code: str, field: str, **values: object) -> None:
        self.refused.append(problem(code, self.row.number, self._heading(field), **values))

    def _heading(self, field: str) -> str:
        return self.columns.get(field, FIELDS[field][0])

    def _name(self) -> str:
        name = clean_name(self._text("name"))
        if not name:
            self._refuse("roster.name_blank", "name")
        elif (
            len(name) > _MOST_NAME
            or len(pinyin.sort_key(name)) > _MOST_KEY
            or len(pinyin.initials(name)) > _MOST_INITIALS
        ):
            self._refuse("roster.too_long", "name", length=len(name), most=_MOST_INITIALS // 2)
            return name[:_MOST_NAME]
        return name

    def _identity(self) -> identity.IdentityCheck:
        known = identity.check(self._text("number"), self.today)
        if not known.valid:
            self.refused.append(known.problem(self.row.number, self._heading("number")))
        return known

    def _head(self) -> str | None:
        text = self._text("head_number")
        return identity.check(text, self.today).normalised if text else None

    def _sex(self, known: identity.IdentityCheck) -> None:
        said = compact(self._text("sex"))
        if known.sex and _SEXES.get(said, known.sex) != known.sex:
            self._refuse("roster.sex_differs", "sex", said=said, known=_SEX_NAMES[known.sex])

    def _birth(self, known: identity.IdentityCheck) -> None:
        said = self._text("birth")
        born = known.birth_date
        if born and not agrees(said, born):
            shown = f"{born.year}年{born.month}月{born.day}日"
            self._refuse("roster.birth_differs", "birth", said=said.strip(), known=shown)

    def _village(self) -> str:
        if not compact(self._text("village")) and not compact(self._text("town")):
            return ""
        try:
            return self.places.find(self._text("village"), self._text("town"))
        except Problem as unknown:
            self.refused.append(unknown.at(self.row.number, self._heading("village")))
            return ""

    def _short(self, field: str) -> str:
        text = clean_name(self._text(field))
        if text in _NOTHING:
            return ""
        if len(text) > _MOST[field]:
            self._refuse("roster.too_long", field, length=len(text), most=_MOST[field])
        return text[: _MOST[field]]

    def _phone(self) -> str:
        text = compact(self._text("phone"))
        if text in _NOTHING:
            return ""
        digits = sum(char.isdigit() for char in text)
        if _PHONE.fullmatch(text) and digits >= _LEAST_PHONE_DIGITS and len(text) <= _MOST_PHONE:
            return text
        place = (self.row.number, self._heading("phone"))
        self.hints.append(problem("roster.phone_unread", *place, text=text[:20]))
        return ""


def compact(text: str) -> str:
    """Half-width, without any blank."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def clean_name(text: str) -> str:
    """A name without blanks (李　四 is 李四) and control signs; blanks stay between letters."""
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
