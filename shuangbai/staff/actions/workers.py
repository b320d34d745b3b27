"""Registering workers, and putting right who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import audit, gate
from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.kernel import days, identity, spells
from shuangbai.kernel.fields import Secret
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.staff import rules
from shuangbai.staff.actions.commands import NewWorker, WorkerDetails
from shuangbai.staff.actions.ground import (
    Served,
    check_day,
    check_open,
    in_row,
    openings,
    stations_of,
)
from shuangbai.staff.models import Station, StationSpell, VillageService, Worker, WorkerSpell
from shuangbai.staff.selectors.onfile import digest, on_file

catalogue(
    {
        "worker.on_file": (
            "这个身份证号码已经登记过社工，在{town}。",
            "请打开那名社工的页面，换岗或重新上岗，不要重复登记。",
        ),
        "worker.elsewhere": (
            "这个身份证号码已在别的站登记过。",
            "请县（市、区）经办人把人调过来，不要重复登记。",
        ),
        "worker.twice": ("这个身份证号码在名单里出现了两次。", "请核对，只留一行。"),
        "worker.born": ("出生日期 {day} 不对。", "请核对年份，填今天以前的日期。"),
        "worker.reason": ("没有写原因。", "写一句为什么要看，例如“打电话通知开会”。"),
        "worker.hired_late": (
            "入职日期 {day} 在到岗日期 {since} 之后。",
            "入职日期要在到岗那天或以前。",
        ),
    }
)


@action("staff.manage", counted=True)
def add_worker(act: Act, new: NewWorker) -> Worker:
    """The same id again answers with the one that is there."""
    return register(act, [new])[0]


@action("staff.manage", counted=True)
def add_workers(act: Act, news: Sequence[NewWorker]) -> list[Worker]:
    """Several, all or none; a Problem names the row, counted from 1."""
    return register(act, news)


@dataclass(frozen=True)
class Row:
    """One of those who are registered: which of the list, at which station, from which day."""

    number: int
    new: NewWorker
    station: Station
    since: date


def register(act: Act, news: Sequence[NewWorker]) -> list[Worker]:
    """As part of a greater action."""
    stations = stations_of(act, [new.station_id for new in news])
    there = Worker.objects.under(*act.actor.areas).in_bulk([new.id for new in news])
    if len(news) == 1:
        act.subject = ("staff.worker", str(news[0].id))
        if there:
            act.detail = {"repeated": True}
            return list(there.values())
    opened = openings(stations.values())
    rows = [
        Row(number, new, stations[new.station_id], _begin(new, opened[new.station_id], act.today))
        for number, new in enumerate(news, 1)
        if new.id not in there
    ]
    for row in rows:
        try:
            _check(act, row.new, row.since)
            check_open(row.station, opened[row.station.pk], row.since, "到岗日期")
        except Problem as found:
            raise in_row(found, row.number, len(news) > 1) from None
    _check_numbers(act, rows, len(news) > 1)
    return _store(act, rows, _employers(stations))


def _store(act: Act, rows: Sequence[Row], employers: dict[UUID, str]) -> list[Worker]:
    made = [_worker(row.new, row.station.area) for row in rows]
    Worker.objects.bulk_create(made)
    WorkerSpell.objects.bulk_create(
        WorkerSpell(
            area=row.station.area,
            worker_id=row.new.id,
            worker_name=row.new.name,
            station_id=row.station.pk,
            origin=row.new.origin,
            post=row.new.post,
            duties=row.new.duties,
            pay_grade=row.new.pay_grade,
            employer=row.new.employer or employers[row.station.pk],
            valid_from=row.since,
            **act.stamp,
        )
        for row in rows
    )
    for row in rows:
        since = str(row.since)
        act.touch("staff.worker", row.new.id, row.station.area, created=True, since=since)
    return made


def _begin(new: NewWorker, opened: list[StationSpell], today: date) -> date:
    if new.since:
        return new.since
    first = opened[0].valid_from if opened else today
    return max(new.hired_on or first, first)


def _check(act: Act, new: NewWorker, since: date) -> None:
    check_day(act, since, "到岗日期")
    if new.hired_on:
        check_day(act, new.hired_on, "入职日期")
        if new.hired_on > since:
            raise problem("worker.hired_late", column="入职日期", day=new.hired_on, since=since)
    born = _born(new.number, new.birth_date)
    if born and not days.EARLIEST_BIRTH <= born < act.today:
        raise problem("worker.born", column="出生日期", day=born)


def _check_numbers(act: Act, rows: Sequence[Row], many: bool) -> None:
    """One number, one worker: in this list, and in the prefecture."""
    wanted: dict[bytes, Row] = {}
    for row in rows:
        if not row.new.number:
            continue
        if digest(row.new.number) in wanted:
            raise problem("worker.twice", row=row.number, column="身份证号码")
        wanted[digest(row.new.number)] = row
    for pref in {row.station.pref for row in rows}:
        for found, town in on_file(pref, wanted).items():
            row = wanted[found]
            raise in_row(taken(act, town, row.station.area), row.number, many)


def taken(act: Act, town: str, area: str) -> Problem:
    """The answer tells that the number is on file: who asked must be found in the trail."""
    audit.refused(act.actor, act.verb, "号码已经有人登记", area=area)
    code = "worker.on_file" if act.actor.covers(town) else "worker.elsewhere"
    return problem(code, column="身份证号码", town=areas.full_name(town))


def _worker(new: NewWorker, area: str) -> Worker:
    known = identity.check(new.number) if new.number else None
    return Worker(
        id=new.id,
        area=area,
        name=new.name,
        user_id=new.user_id,
        sex=(known.sex if known else None) or new.sex,
        birth_date=_born(new.number, new.birth_date),
        identity=new.number,
        identity_hash=digest(new.number) if new.number else None,
        phone=new.phone or None,
        education=new.education,
        hired_on=new.hired_on,
    )


def _born(number: str | None, told: date | None) -> date | None:
    """As the number says, else as told."""
    known = identity.check(number) if number else None
    return known.birth_date if known else told


def _employers(stations: Served) -> dict[UUID, str]:
    names = areas.names(station.area for station in stations.values())
    return {pk: rules.employer(names.get(one.area, "")) for pk, one in stations.items()}


@action("staff.manage", counted=True)
def edit_worker(act: Act, told: WorkerDetails) -> Worker:
    """Who they are, put right: printed names and origin are corrected in what is known of them,
    as a new version. What is secret is named in the trail, never written there."""
    return put_right(act, told)


def put_right(act: Act, told: WorkerDetails) -> Worker:
    """As part of a greater action."""
    worker = gate.find(Worker, act.actor, told.worker_id)
    act.within(worker.area)
    act.subject = ("staff.worker", str(worker.pk))
    fields = _told(act, worker, told)
    begun = _check_details(act, worker, told, fields)
    changed = sorted(key for key in fields if fields[key] != getattr(worker, key))
    if changed:
        Worker.objects.filter(pk=worker.pk, pref=worker.pref).update(**fields)
    corrections = [(spell, [{"worker_name": told.name, "origin": told.origin}]) for spell in begun]
    wrong = [
        (spell, changes)
        for spell, changes in corrections
        if (spell.worker_name, spell.origin) != (told.name, told.origin)
    ]
    spells.replace_all(wrong, act.stamp)
    _reprint(act, worker, told.name)
    if changed or wrong:
        more = ["origin"] if any(one.origin != told.origin for one, _ in wrong) else []
        act.touch("staff.worker", worker.pk, worker.area, changed=[*changed, *more])
    return gate.find(Worker, act.actor, told.worker_id)


def _told(act: Act, worker: Worker, told: WorkerDetails) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": told.name,
        "sex": told.sex,
        "birth_date": told.birth_date,
        "education": told.education,
        "hired_on": told.hired_on,
    }
    if told.phone is not None:
        fields["phone"] = Secret(told.phone) if told.phone else None
    if told.number is not None:
        fields["identity"] = Secret(told.number) if told.number else None
        fields["identity_hash"] = digest(told.number) if told.number else None
    number = told.number
    if number is None and worker.identity:
        number = worker.identity.reveal()
    known = identity.check(number) if number else None
    if known and known.valid:
        fields |= {"sex": known.sex, "birth_date": known.birth_date}
    return fields


def _check_details(
    act: Act, worker: Worker, told: WorkerDetails, fields: dict[str, Any]
) -> list[WorkerSpell]:
    """A Problem when this cannot be; else the worker's spells, the earliest first."""
    born = fields["birth_date"]
    if born and not days.EARLIEST_BIRTH <= born < act.today:
        raise problem("worker.born", column="出生日期", day=born)
    begun = WorkerSpell.objects.under(*act.actor.areas).as_known(None).filter(worker=worker)
    found = list(begun.filter(pref=worker.pref).order_by("valid_from", "id"))
    if told.hired_on:
        check_day(act, told.hired_on, "入职日期")
        if found and told.hired_on > found[0].valid_from:
            since = found[0].valid_from
            raise problem("worker.hired_late", column="入职日期", day=told.hired_on, since=since)
    number = fields.get("identity_hash")
    if number and number != (worker.identity_hash and bytes(worker.identity_hash)):
        for town in on_file(worker.pref, [number]).values():
            raise taken(act, town, worker.area)
    return found


def _reprint(act: Act, worker: Worker, name: str) -> None:
    """The villages that they answer for say the new name."""
    served = VillageService.objects.under(*act.actor.areas).as_known(None)
    stale = served.filter(worker=worker, pref=worker.pref).exclude(by_name=name)
    spells.replace_all([(one, [{"by_name": name}]) for one in stale], act.stamp)


@action("staff.unmask")
def unmask(act: Act, worker_id: UUID, secret: str, reason: str) -> str:
    """The full text of `identity` or `phone`, for a stated reason, on the record."""
    if not reason.strip():
        raise problem("worker.reason", column="原因")
    worker = gate.find(Worker, act.actor, worker_id)
    act.within(worker.area)
    act.subject, act.reason = ("staff.worker", str(worker.pk)), reason.strip()
    act.detail = {"secret": secret}
    text = {"identity": worker.identity, "phone": worker.phone}[secret]
    return text.reveal() if text else ""
