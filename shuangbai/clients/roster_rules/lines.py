"""Each row of a roster read as one person: what can be taken, and why it cannot.

The identity number is the authority: sex and birth date beside it may only agree. Who has no
number is told by name and birth date.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from shuangbai.clients.roster_rules.cells import NOTHING, agrees, clean_name, compact
from shuangbai.clients.roster_rules.details import (
    CertificateSaid,
    Grant,
    certificate,
    grant,
    profile,
)
from shuangbai.clients.roster_rules.reading import Cells, File
from shuangbai.clients.roster_rules.ties import TieSaid, columns_of_ties, ties
from shuangbai.clients.roster_rules.villages import Places
from shuangbai.kernel import days, identity, pinyin, written
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.kernel.sheets import normalise
from shuangbai.rosters.rules import Row
from shuangbai.rosters.rules.table import said as said_row

catalogue(
    {
        "roster.name_blank": ("没有写姓名", "请填写姓名"),
        "roster.number_twice": (
            "第{rows}行是同一个身份证号码",
            "请照证件核对，一个人只留一行",
        ),
        "roster.named_twice": (
            "第{rows}行姓名、出生日期都一样，也没有身份证号码",
            "一个人只留一行；确实是两个人的，请写上号码",
        ),
        "roster.sex_differs": (
            "性别写的是“{said}”，身份证号码里是“{known}”",
            "请照证件核对这两栏",
        ),
        "roster.birth_differs": (
            "出生日期写的是“{said}”，身份证号码里是{known}",
            "请照证件核对这两栏",
        ),
        "roster.birth_needed": (
            "没有身份证号码，也看不出出生日期",
            "至少填一样：有号码的写号码，没有的写出生年月日，不知道哪一天的写年月",
        ),
        "roster.birth_rough": (
            "没有身份证号码，出生日期只写了“{text}”，按{day}记",
            "知道哪一天的，可以改好再交一次",
        ),
        "roster.phone_unread": (
            "“{text}”不像电话号码，电话没有收",
            "人照收；要补电话，请改好原表再交一次",
        ),
    }
)

HEADS = frozenset({"本人", "户主", "户主本人", "申请人"})
_SEX_NAMES = {"M": "男", "F": "女"}
_MOST = {"head_name": 60, "household": 40, "relation": 20, "address": 200}
# What the tables hold: a name, its pronunciation as sort key, its initials.
_MOST_NAME, _MOST_KEY, _MOST_INITIALS = 60, 120, 30
_MOST_PHONE, _LEAST_PHONE_DIGITS = 60, 7
_PHONE_SIGNS = frozenset("0123456789+()-*/、,;.")
_OF_HOUSEHOLD = frozenset(
    map(normalise, ("低保证编号", "低保证号", "救助证编号", "救助证号", "低保号"))
)
"""Grants that a whole household has: their number holds it together."""


@dataclass(frozen=True)
class Line:
    """A row read. `identity`: normalised, None when it is not valid or not written; `born` and
    `sex` then come from the row, `rough` tells how much of the birth date was written ('' all).
    `village`: '' not said."""

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
    numberless: bool = False
    rough: str = ""
    sex: str = ""
    grant: Grant = field(default_factory=Grant)
    profile: Mapping[str, str] = field(default_factory=dict, repr=False)
    certificate: CertificateSaid | None = None
    ties: tuple[TieSaid, ...] = ()


def check_lines(
    rows: Iterable[Row], columns: Mapping[str, str], places: Places, today: date
) -> list[Line]:
    """One Line for each row, in order; `columns` as in Table."""
    file = File(columns, places, today)
    around = columns_of_ties(columns)
    by_household = normalise(columns.get("reference", "")) in _OF_HOUSEHOLD
    read = [_line(Cells(row, file), around, by_household) for row in rows]
    return _without_doubles(read, Cells(Row(0, {}), file).heading("number"))


def _without_doubles(lines: list[Line], column: str) -> list[Line]:
    """Rows with one number are all refused: nobody here can tell which of them is right. So are
    rows without one that name the same person."""
    rows: dict[object, list[int]] = {}
    for line in lines:
        if _who(line):
            rows.setdefault(_who(line), []).append(line.row)
    told = []
    for line in lines:
        same = [row for row in rows.get(_who(line), ()) if row != line.row]
        if same:
            said = "、".join(map(said_row, same[:5])) + ("等" if len(same) > 5 else "")
            code = "roster.number_twice" if line.identity else "roster.named_twice"
            twice = problem(code, line.row, column, rows=said)
            line = replace(line, refused=(*line.refused, twice))
        told.append(line)
    return told


def _who(line: Line) -> object:
    """What tells one person of a list from another; None where nothing does."""
    return line.identity or ((line.name, line.born) if line.numberless and line.born else None)


def _line(cells: Cells, around: tuple[str, ...], by_household: bool) -> Line:
    name = _name(cells)
    numberless = cells.plain("number") == ""
    known = _identity(cells, numberless)
    sex = _sex(cells, known)
    born, rough = _born(cells, known, numberless)
    village, behind = _village(cells)
    head_name, head_identity = cells.short("head_name", 60, needed=True), _head(cells)
    relation = cells.short("relation", _MOST["relation"], needed=True)
    household = cells.short("household", _MOST["household"], needed=True)
    granted = grant(cells)
    heads = _is_head(cells, relation, (name, head_name), (known.normalised, head_identity))
    return Line(
        row=cells.row.number,
        name=name,
        identity=known.normalised,
        born=born,
        village=village,
        head_name=head_name,
        head_identity=head_identity,
        household=household or (granted.reference if by_household else ""),
        relation=relation,
        phone=_phone(cells),
        address=cells.short("address", _MOST["address"], needed=True) or behind,
        numberless=numberless,
        rough=rough,
        sex=sex,
        grant=granted,
        profile=profile(cells, head=heads),
        certificate=certificate(cells, known.normalised),
        ties=ties(cells, around) if around else (),
        refused=tuple(cells.refused),
        hints=tuple(cells.hints),
    )


def _is_head(
    cells: Cells, relation: str, names: tuple[str, str], numbers: tuple[str | None, str | None]
) -> bool:
    """Whether the row is that of the head; a list that knows no heads has one person a row."""
    if relation:
        return relation in HEADS
    if numbers[1]:
        return numbers[0] == numbers[1]
    return not names[1] or names[0] == names[1]


def _name(cells: Cells) -> str:
    name = clean_name(cells.text("name"))
    if not name:
        cells.refuse("roster.name_blank", "name")
    elif (
        len(name) > _MOST_NAME
        or len(pinyin.sort_key(name)) > _MOST_KEY
        or len(pinyin.initials(name)) > _MOST_INITIALS
    ):
        cells.refuse("roster.too_long", "name", length=len(name), most=_MOST_INITIALS // 2)
        return name[:_MOST_NAME]
    return name


def _identity(cells: Cells, numberless: bool) -> identity.IdentityCheck:
    known = identity.check(cells.text("number"), cells.file.today)
    if not known.valid and not numberless:
        cells.refused.append(known.problem(cells.row.number, cells.heading("number")))
    return known


def _head(cells: Cells) -> str | None:
    text = cells.text("head_number")
    return identity.check(text, cells.file.today).normalised if text else None


@lru_cache(maxsize=256)
def _sex_said(text: str) -> str:
    return written.sex(text).value or ""


def _sex(cells: Cells, known: identity.IdentityCheck) -> str:
    text = cells.text("sex")
    said = _sex_said(text) if text else ""
    if known.sex and said and said != known.sex:
        shown = compact(text)[:20]
        cells.refuse("roster.sex_differs", "sex", said=shown, known=_SEX_NAMES[known.sex])
    return known.sex or said


def _born(cells: Cells, known: identity.IdentityCheck, numberless: bool) -> tuple[date | None, str]:
    """The birth date, and how much of it was written where no number says it."""
    said = cells.text("birth")
    if known.birth_date:
        born = known.birth_date
        if said and not agrees(said, born):
            shown = f"{born.year}年{born.month}月{born.day}日"
            cells.refuse("roster.birth_differs", "birth", said=said.strip()[:20], known=shown)
        return born, ""
    if not numberless:
        return None, ""
    read = written.day(said, cells.file.today)
    if read.value is None or not days.EARLIEST_BIRTH <= read.value <= cells.file.today:
        cells.refuse("roster.birth_needed", "birth")
        return None, ""
    if read.precision == "day":
        return read.value, ""
    cells.hint("roster.birth_rough", "birth", text=said.strip()[:20], day=read.value)
    return read.value, read.precision


def _village(cells: Cells) -> tuple[str, str]:
    """Key of the village or town, and the address behind it."""
    village, town = cells.text("village"), cells.text("town")
    if not compact(village) and not compact(town):
        return "", ""
    try:
        return cells.file.places.read(village, town)
    except Problem as unknown:
        cells.refused.append(unknown.at(cells.row.number, cells.heading("village")))
        return "", ""


def _phone(cells: Cells) -> str:
    raw = cells.text("phone")
    text = compact(raw) if raw else ""
    if text in NOTHING:
        return ""
    digits = sum(char.isdigit() for char in text)
    fits = digits >= _LEAST_PHONE_DIGITS and len(text) <= _MOST_PHONE
    if fits and _PHONE_SIGNS.issuperset(text):
        return text
    cells.hint("roster.phone_unread", "phone", text=text[:20])
    return ""
