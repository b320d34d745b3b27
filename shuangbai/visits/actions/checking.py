"""The rules of one visit: from what was told to what will be written, or a Problem."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.kernel import areakey, days
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions.commands import NewFinding, NewVisit, Scales
from shuangbai.visits.actions.ground import Ground, Known
from shuangbai.visits.models import Visit
from shuangbai.visits.rules import findings, party, recording, scales
from shuangbai.visits.rules.party import Party

catalogue(
    {
        "visit.tomorrow": (
            "走访日期 {day} 还没有到，今天是 {today}。",
            "请填实际去的那一天；还没去的等去了再记。",
        ),
        "visit.long_ago": (
            "走访日期 {day} 太早了。",
            "请核对年份，填1990年以后的日期。",
        ),
        "visit.late": (
            "{day} 是 {ago} 天以前，还没有写为什么现在才记。",
            "超过 {limit} 天补记的，请写一句原因，例如“下村没有信号，回来漏记了”。",
        ),
        "visit.nobody": ("没有选这次服务了谁。", "至少选一个人；没见到人的不算走访。"),
        "visit.not_member": (
            "选的人里，{names} {day} 不住在这一户，今天也不住。",
            "请给这一户的人另记一次，或先核对他们住在哪一户。",
        ),
        "visit.again": (
            "{names} 在 {day} 已经记过一次走访。",
            "确实又去了一次，就勾上再记。",
        ),
        "visit.gone": (
            "{name} {day} 起已经转到别的站。",
            "请填转出以前的日期；以后的由现在的站记。",
        ),
        "visit.kind": ("没有“{kind}”这种走访方式。", "请从上门、电话、视频、到站里选。"),
        "visit.service": (
            "选的服务里有 {day} 还没有、或已经停用的。",
            "请重新选；可用的服务在“服务目录”里。",
        ),
        "visit.party": ("同去的人写得不对。", "请选是哪一类人，人数填 1 到 {most}。"),
        "visit.scale": ("状况选得不对。", "请给服务到的人，从每一项的四档里选一档。"),
        "visit.finding": ("发现的需要写得不对。", "请选是哪一类、有多急，说的是这一户的谁。"),
        "visit.next": ("下次走访的日子不对。", "请填这次以后、一年以内的一天；没有约就空着。"),
    }
)


@dataclass(slots=True)
class Draft:
    """A visit that may be written."""

    new: NewVisit
    area: str
    worker: UUID
    people: list[Known] = field(default_factory=list)


class Told(Protocol):
    """What recording and correcting are told alike."""

    @property
    def person_ids(self) -> tuple[UUID, ...]: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def services(self) -> tuple[str, ...]: ...
    @property
    def party(self) -> tuple[Party, ...]: ...
    @property
    def scales(self) -> Mapping[UUID, Scales]: ...
    @property
    def next_on(self) -> date | None: ...


def draft(act: Act, ground: Ground, new: NewVisit) -> Draft:
    """What will be written of this visit; and from now on it is among those that were before."""
    check_day(ground.today, new.happened_on)
    _check_late(act, ground.today, new)
    if not new.person_ids:
        raise problem("visit.nobody", column="服务了谁")
    people = met(ground, new.person_ids, new.happened_on)
    worker = new.worker_id or act.actor.user_id
    if not new.again:
        check_again(ground, new.happened_on, worker, people)
    ground.before.update((worker.int, one.pk.int, new.happened_on) for one in people)
    home = _home(ground, new, people)
    area = place(home, new.kind)
    check_told(ground, new, area)
    for one in new.findings:
        check_finding(ground, one, new.person_ids, new.household_id, new.happened_on)
    return Draft(new, area, worker, people)


def check_day(today: date, day: date) -> None:
    if day > today:
        raise problem("visit.tomorrow", column="走访日期", day=day, today=today)
    if day < days.EARLIEST:
        raise problem("visit.long_ago", column="走访日期", day=day)


def check_told(ground: Ground, told: Told, area: str, kept: Collection[str] = ()) -> None:
    """Services of the catalogue on that day (or those that it had, `kept`), who came along,
    scales, the next visit."""
    day = told.happened_on
    for code in told.services:
        if code not in kept and not ground.is_offered(code, area, day):
            raise problem("visit.service", column="做了什么", day=day)
    for one in told.party:
        if one.kind not in party.KINDS or not 1 <= one.number <= party.MOST:
            raise problem("visit.party", column="谁一起去", most=party.MOST)
    for person, found in told.scales.items():
        if person not in told.person_ids or scales.wrong(found):
            raise problem("visit.scale", column="状况")
    if not recording.next_is_sensible(told.next_on, day):
        raise problem("visit.next", column="下次走访")


def place(home: str, kind: str) -> str:
    """Where it happened: at home in the household's village; otherwise at the town's station."""
    if kind == Visit.Kind.HOME:
        return home
    if kind not in Visit.Kind.values:
        raise problem("visit.kind", column="怎样走访", kind=kind)
    return areakey.cut(home, areakey.Level.TOWN)


def met(ground: Ground, ids: Iterable[UUID], day: date) -> list[Known]:
    """Who was served. Somebody handed over since was still ours on that day."""
    people = [ground.person(pk) for pk in ids]
    for one in people:
        if one.left and not ground.lived_on(one.pk, day):
            since = ground.gone_since(one.pk)
            raise problem("visit.gone", column="走访日期", name=one.name, day=since)
    return people


def check_members(ground: Ground, household: UUID, people: Sequence[Known], day: date) -> None:
    """Who lived there on that day, or lives there today: somebody met yesterday is often put on
    file only now."""
    strangers = [
        one
        for one in people
        if not ground.lived_on(one.pk, day, household)
        and not ground.lived_on(one.pk, ground.today, household)
    ]
    if strangers:
        names = _names(strangers)
        raise problem("visit.not_member", column="服务了谁", names=names, day=day)


def _check_late(act: Act, today: date, new: NewVisit) -> None:
    if new.late_why.strip() or not recording.is_late(new.happened_on, today):
        return
    if not act.actor.may("visit.record_late"):
        ago, limit = (today - new.happened_on).days, recording.LATE_AFTER
        day, column = new.happened_on, "为什么补记"
        raise problem("visit.late", column=column, day=day, ago=ago, limit=limit)


def _home(ground: Ground, new: NewVisit, people: Sequence[Known]) -> str:
    if new.household_id is None:
        return people[0].area
    home = ground.home(new.household_id)
    check_members(ground, new.household_id, people, new.happened_on)
    return home.area


def check_again(ground: Ground, day: date, worker: UUID, people: Sequence[Known]) -> None:
    """Ask before the same worker's second visit to somebody on one day: mostly it is the first,
    sent again from a page that was gone back to."""
    before = [one for one in people if (worker.int, one.pk.int, day) in ground.before]
    if before:
        told = f"{day.month}月{day.day}日"
        said = told if day.year == ground.today.year else f"{day.year}年{told}"
        raise problem("visit.again", column="确实又去了一次", names=_names(before), day=said)


def check_finding(
    ground: Ground, new: NewFinding, met: Collection[UUID], household: UUID | None, day: date
) -> None:
    """Of somebody who was met, of another of the household, or of the household."""
    pk = new.person_id
    theirs = pk is None or pk in met
    if pk is not None and household is not None:
        theirs = theirs or ground.lived_on(pk, day, household)
    if new.kind not in findings.KINDS or new.urgency not in findings.URGENCIES or not theirs:
        raise problem("visit.finding", column="发现的需要")


def _names(people: Sequence[Known]) -> str:
    return "、".join(one.name for one in people)
