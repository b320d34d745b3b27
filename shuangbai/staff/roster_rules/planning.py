"""What a list of workers would change: compared with what is on file, nothing done.

A blank cell says nothing: what is on file stays. Work that began after the list's day stays too.
Those who leave are only workers whom an earlier list of this area named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.rules import Leaving, Plan, Planned, change
from shuangbai.rosters.rules.plans import CREATE, REFUSE, UNCHANGED, UPDATE, Change
from shuangbai.staff import masks
from shuangbai.staff.roster_rules import words
from shuangbai.staff.roster_rules.fields import HEADINGS
from shuangbai.staff.roster_rules.lines import Line
from shuangbai.staff.roster_rules.stations import Stations

catalogue(
    {
        "roster.worker_elsewhere": (
            "这个身份证号码已在别的站登记过社工",
            "请县（市、区）经办人把人调过来，不要重复登记",
        ),
        "roster.worker_hired_late": (
            "入职日期 {day} 在到岗日期 {since} 之后",
            "入职日期要在到岗那天或以前，请核对",
        ),
        "roster.worker_begins": (
            "没有写到岗时间，按{day}到岗记",
            "知道哪一天的，可以在本人的页面上改",
        ),
        "roster.paper_undated": (
            "没有写发证日期，按{day}起持证记",
            "知道哪一天的，作废那一本，再照证书登记",
        ),
        "roster.worker_newer": (
            "现在的工作安排从{day}起，比这份名册新，没有改",
            "名册上对的，请在本人的页面上改",
        ),
    }
)
WORK = ("post", "duties", "pay_grade", "employer")
"""What a spell of work says; a change of it begins on the list's day."""
WHO = ("education", "origin")
"""What is put right, as it was always so."""


@dataclass(frozen=True)
class OnFile:
    """A worker on file below the list's area. `station`: where they work, None after leaving;
    `since`: from when they do so, or from when they work no more; `begun`: from when they worked
    anywhere. `told`: field → text or code; `papers`: levels of the certificates they hold."""

    id: UUID
    name: str
    area: str
    station: UUID | None
    since: date
    begun: date
    phone: str = field(default="", repr=False)
    hired_on: date | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Holder(Leaving):
    """A worker at work whom an earlier list named."""


@dataclass(frozen=True)
class Ground:
    """`workers` by normalised number; `elsewhere`: numbers of workers outside the area; `opened`:
    station → the day from which it has been open."""

    workers: Mapping[str, OnFile] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    opened: Mapping[UUID, date] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)


@dataclass
class WorkerPlanned(Planned):
    """`begins`: the first day of somebody new. `work`: the station and the work from the list's
    day on, when that changes; `who`: what is put right;
    `paper`: since when the certificate of the row is held, when it is new."""

    line: Line = field(kw_only=True)
    worker: OnFile | None = None
    begins: date | None = None
    work: dict[str, str] = field(default_factory=dict)
    moves: bool = False
    who: dict[str, Any] = field(default_factory=dict)
    paper: date | None = None


type WorkersPlan = Plan[WorkerPlanned, Holder]


def plan(lines: list[Line], ground: Ground, stations: Stations, day: date) -> WorkersPlan:
    rows = [_begun(line, ground, stations) for line in lines]
    for row in rows:
        if row.outcome == REFUSE:
            continue
        if row.worker is None:
            _begin(row, ground, day)
        else:
            _compare(row, row.worker, stations, day)
    present = {row.worker.id for row in rows if row.worker is not None}
    unread = {row.line.name for row in rows if row.line.number is None} - {""}
    gone = [one for one in ground.holders if one.id not in present]
    leave = [one for one in gone if one.label not in unread]
    return Plan(rows, leave, [one for one in gone if one.label in unread], len(ground.holders))


def _begun(line: Line, ground: Ground, stations: Stations) -> WorkerPlanned:
    worker = ground.workers.get(line.number or "")
    row = WorkerPlanned(
        line.row,
        CREATE,
        stations.places[line.station].area if line.station else "",
        subject=worker.id if worker else None,
        subject_area=worker.area if worker else "",
        problems=[*line.refused],
        line=line,
        worker=worker,
    )
    if line.number in ground.elsewhere:
        row.problems.append(problem("roster.worker_elsewhere", line.row, HEADINGS["number"]))
    if row.problems:
        row.outcome = REFUSE
    else:
        row.problems = [*line.hints]
    return row


def _begin(row: WorkerPlanned, ground: Ground, day: date) -> None:
    """The day of coming, else of hiring, else of the list; not before the station opened."""
    line = row.line
    assert line.station is not None
    opened = ground.opened[line.station]
    row.begins = max(line.since or line.hired_on or day, opened)
    if line.hired_on and line.hired_on > row.begins:
        late = {"day": line.hired_on, "since": row.begins}
        row.problems = [problem("roster.worker_hired_late", line.row, HEADINGS["hired_on"], **late)]
        row.outcome = REFUSE
    elif not (line.since or line.hired_on):
        begins = problem("roster.worker_begins", line.row, HEADINGS["since"], day=row.begins)
        row.problems.append(begins)
    if line.level:
        _certify(row, day)


def _certify(row: WorkerPlanned, day: date) -> None:
    """Held since its issue; where the list does not say when, from the list's day on."""
    row.paper = row.line.issued_on or day
    if row.line.issued_on is None:
        said = problem("roster.paper_undated", row.line.row, HEADINGS["issued_on"], day=day)
        row.problems.append(said)


def _compare(row: WorkerPlanned, worker: OnFile, stations: Stations, day: date) -> None:
    row.changes += [*_who(row, worker), *_work(row, worker, stations, day)]
    if row.line.level and row.line.level not in worker.papers:
        _certify(row, day)
        row.changes.append(change("证书", "", words.word("level", row.line.level)))
    row.outcome = UPDATE if row.changes else UNCHANGED


def _who(row: WorkerPlanned, worker: OnFile) -> list[Change]:
    line, found = row.line, []
    if line.name != worker.name:
        row.who["name"] = line.name
        found.append(change(HEADINGS["name"], worker.name, line.name))
    if line.phone and line.phone != worker.phone:
        row.who["phone"] = line.phone
        before = masks.phone(worker.phone) if worker.phone else ""
        found.append(change(HEADINGS["phone"], before, masks.phone(line.phone)))
    if line.hired_on and line.hired_on > worker.begun:
        late = {"day": line.hired_on, "since": worker.begun}
        row.problems.append(
            problem("roster.worker_hired_late", line.row, HEADINGS["hired_on"], **late)
        )
    elif line.hired_on and line.hired_on != worker.hired_on:
        row.who["hired_on"] = line.hired_on
        before = said(worker.hired_on) if worker.hired_on else ""
        found.append(change(HEADINGS["hired_on"], before, said(line.hired_on)))
    for name in WHO:
        text = line.told.get(name, "")
        if text and text != worker.told.get(name):
            row.who[name] = text
            found.append(_changed(name, worker, text))
    return found


def _work(row: WorkerPlanned, worker: OnFile, stations: Stations, day: date) -> list[Change]:
    line = row.line
    assert line.station is not None
    found = []
    if worker.station is None:
        found.append(change("在岗", "离岗", "在岗"))
    elif worker.station != line.station:
        old = stations.places.get(worker.station)
        new = stations.places[line.station]
        found.append(change(HEADINGS["station"], old.town if old else "", new.town))
    work = {name: line.told[name] for name in WORK if name in line.told}
    found += [
        _changed(name, worker, text) for name, text in work.items() if text != worker.told.get(name)
    ]
    if not found:
        return []
    if day < worker.since:
        row.problems.append(
            problem("roster.worker_newer", line.row, HEADINGS["post"], day=worker.since)
        )
        return []
    row.moves = True
    # What the list leaves blank goes on, also at another station.
    row.work = {name: work.get(name, worker.told.get(name, "")) for name in WORK}
    if worker.station != line.station and "employer" not in work:
        row.work["employer"] = ""
    return found


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _changed(name: str, worker: OnFile, text: str) -> Change:
    old = worker.told.get(name, "")
    return change(HEADINGS[name], words.word(name, old), words.word(name, text))
