"""Each row of a list of workers read as one worker: what can be taken, and why it cannot.

The identity number is the authority: sex and birth date beside it may only agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from shuangbai.kernel import days, identity, written
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.rosters.rules import Row
from shuangbai.rosters.rules.table import said as said_row
from shuangbai.staff.roster_rules import words
from shuangbai.staff.roster_rules.fields import HEADINGS
from shuangbai.staff.roster_rules.stations import Stations
from shuangbai.staff.roster_rules.words import NONE, compact

_LEFT = "人照收；要补这一栏，请写成{like}，再交一次"
catalogue(
    {
        "roster.worker_nameless": ("没有写姓名", "请填写姓名"),
        "roster.worker_twice": (
            "第{rows}行是同一个身份证号码",
            "请照证件核对，一个人只留一行",
        ),
        "roster.worker_sex": (
            "性别写的与身份证号码里的不一样",
            "请照证件核对这两栏",
        ),
        "roster.worker_birth": (
            "出生日期写的与身份证号码里的不一样",
            "请照证件核对这两栏",
        ),
        "roster.worker_word": ("“{text}”看不懂，这一栏没有收", _LEFT),
        "roster.worker_long": (
            "这一格有 {length} 个字，最多 {most} 个，没有收",
            "人照收；请写短些，再交一次",
        ),
        "roster.worker_day": (
            "“{text}”看不出是哪一天，没有收",
            "人照收；要补日期，请写成 2023-1-28 再交一次",
        ),
        "roster.worker_rough": ("“{text}”没有写到日，按{day}记", "知道哪一天的，可以改好再交一次"),
        "roster.worker_phone": ("“{text}”不像电话号码，没有收", "人照收；请改好原表再交一次"),
    }
)
MOST_NAME = 60
_MOST = {"duties": 200, "pay_grade": 20, "employer": 60}
_DAYS = ("hired_on", "since", "issued_on")


@dataclass(frozen=True)
class Line:
    """A row read. `told`: field → what it says (texts, codes), blanks left out."""

    row: int
    name: str = ""
    number: str | None = None
    station: UUID | None = None
    phone: str = field(default="", repr=False)
    told: Mapping[str, str] = field(default_factory=dict)
    hired_on: date | None = None
    since: date | None = None
    level: str = ""
    paper: str = ""
    issued_on: date | None = None
    refused: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()


@dataclass
class _Cells:
    """The cells of one row, and what was found wrong with it."""

    row: Row
    columns: Mapping[str, str]
    refused: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        heading = self.columns.get(name)
        found = self.row.cells.get(heading, "").strip() if heading else ""
        return "" if compact(found) in NONE else found

    def heading(self, name: str) -> str:
        return self.columns.get(name) or HEADINGS[name]

    def refuse(self, code: str, name: str, **values: object) -> None:
        self.refused.append(problem(code, self.row.number, self.heading(name), **values))

    def hint(self, code: str, name: str, **values: object) -> None:
        self.hints.append(problem(code, self.row.number, self.heading(name), **values))


def check_lines(
    rows: Iterable[Row], columns: Mapping[str, str], stations: Stations, today: date
) -> list[Line]:
    """One Line for each row, in order."""
    read = [_line(_Cells(row, columns), stations, today) for row in rows]
    return _without_doubles(read, columns.get("number") or HEADINGS["number"])


def _without_doubles(lines: list[Line], column: str) -> list[Line]:
    """Rows with one number are all refused: nobody here can tell which of them is right."""
    rows: dict[str, list[int]] = {}
    for line in lines:
        if line.number:
            rows.setdefault(line.number, []).append(line.row)
    told = []
    for line in lines:
        same = [row for row in rows.get(line.number or "", ()) if row != line.row]
        if same:
            said = "、".join(map(said_row, same[:5]))
            twice = problem("roster.worker_twice", line.row, column, rows=said)
            line = replace(line, refused=(*line.refused, twice))
        told.append(line)
    return told


def _line(cells: _Cells, stations: Stations, today: date) -> Line:
    name = compact(cells.text("name"))
    if not name:
        cells.refuse("roster.worker_nameless", "name")
    elif len(name) > MOST_NAME:
        cells.refuse("roster.worker_long", "name", length=len(name), most=MOST_NAME)
    number = _number(cells, today)
    dated = {field: _day(cells, field, today) for field in _DAYS}
    codes = {field: _coded(cells, field) for field in ("education", "post", "origin")}
    texts = {field: _short(cells, field, most) for field, most in _MOST.items()}
    return Line(
        row=cells.row.number,
        name=name[:MOST_NAME],
        number=number,
        station=_station(cells, stations),
        phone=_phone(cells),
        told={field: text for field, text in {**codes, **texts}.items() if text},
        hired_on=dated["hired_on"],
        since=dated["since"],
        level=_coded(cells, "level"),
        paper=_short(cells, "paper", 40),
        issued_on=dated["issued_on"],
        refused=tuple(cells.refused),
        hints=tuple(cells.hints),
    )


def _number(cells: _Cells, today: date) -> str | None:
    known = identity.check(cells.text("number"), today)
    if not known.valid:
        cells.refused.append(known.problem(cells.row.number, cells.heading("number")))
        return None
    sex = written.sex(cells.text("sex"))
    if sex.value and known.sex and sex.value != known.sex:
        cells.refuse("roster.worker_sex", "sex")
    said = cells.text("birth")
    if said and known.birth_date and not written.may_be(said, known.birth_date, today):
        cells.refuse("roster.worker_birth", "birth")
    return known.normalised


def _station(cells: _Cells, stations: Stations) -> UUID | None:
    try:
        return stations.find(cells.text("station"), cells.text("town"))
    except Problem as unknown:
        where = "station" if "station" in cells.columns or "town" not in cells.columns else "town"
        cells.refused.append(unknown.at(cells.row.number, cells.heading(where)))
        return None


def _coded(cells: _Cells, name: str) -> str:
    text = cells.text(name)
    code = words.code(name, text) if text else ""
    if text and not code:
        cells.hint("roster.worker_word", name, text=text[:20], like=words.LIKE[name])
    return code


def _short(cells: _Cells, name: str, most: int) -> str:
    text = " ".join(cells.text(name).split())
    if len(text) > most:
        cells.hint("roster.worker_long", name, length=len(text), most=most)
        return ""
    return text


def _day(cells: _Cells, name: str, today: date) -> date | None:
    text = cells.text(name)
    if not text:
        return None
    read = written.day(text, today)
    if read.blank:
        return None
    if read.value is None or not days.EARLIEST <= read.value <= today:
        cells.hint("roster.worker_day", name, text=text[:20])
        return None
    if read.precision != "day":
        cells.hint("roster.worker_rough", name, text=text[:20], day=read.value)
    return read.value


def _phone(cells: _Cells) -> str:
    text = cells.text("phone")
    read = written.phones(text) if text else written.Written()
    if read.reason:
        cells.hint("roster.worker_phone", "phone", text=text[:20])
    return "、".join(read.value or ())[:60]
