"""Who is away, and who stands in."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.kernel import areakey, spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.models import Worker
from shuangbai.visits.models import Absence
from shuangbai.visits.selectors import absences as selectors

LONGEST_ABSENCE = 366

catalogue(
    {
        "absence.self": ("顶班的人和离开的人是同一个。", "请选站里的另一位社工。"),
        "absence.station": (
            "{name}今天不在这个站工作。",
            "请选同一个站里在岗的社工。",
        ),
        "absence.days": ("结束日期在开始日期之前。", "把两个日期调换过来。"),
        "absence.long": (
            "从 {start} 到 {end} 超过一年。",
            "离开一年以上的，请把责任社工换成别人。",
        ),
        "absence.over": ("这段日子已经过去了。", "请填今天或以后的结束日期。"),
        "absence.overlap": (
            "{name}在这段日子里已经登记过离开。",
            "先把那一次改好，再登记。",
        ),
        "absence.away_too": (
            "{name}在这段日子里也不在站里，由{other}顶班。",
            "请选另一位社工。",
        ),
        "absence.stands_in": (
            "{name}在这段日子里正替{other}顶班。",
            "请先给{other}另选顶班的人，再登记。",
        ),
        "absence.ended": ("这次顶班已经结束了。", "刷新以后再看。"),
        "absence.why": ("没有写原因。", "写一句，例如“提前回来了”。"),
    }
)


@dataclass(frozen=True)
class NewAbsence:
    """`last_on`: the last day away, included."""

    worker_id: UUID
    colleague_id: UUID
    first_on: date
    last_on: date
    reason: str
    note: str = ""


@action("plan.absence")
def add_absence(act: Act, new: NewAbsence) -> Absence:
    """A colleague of the station visits the people of somebody who is away. The same again
    answers with the one that is there."""
    if new.worker_id == new.colleague_id:
        raise problem("absence.self", column="谁顶班")
    worker, colleague = gate.find_many(Worker, act.actor, [new.worker_id, new.colleague_id])
    act.within(worker.area)
    _check_days(act, new)
    if (
        already := selectors.same(act.actor, new.worker_id, new.colleague_id, _span(new))
    ) is not None:
        act.detail = {"already": True}
        return already
    for one in (worker, colleague):
        if not selectors.works_at(act.actor, one, worker.area, act.today):
            raise problem("absence.station", column="谁顶班", name=one.name)
    _check_colleague(act, colleague, new)
    _check_free(act, worker, new)
    start, end = _span(new)
    try:
        with transaction.atomic():
            made = Absence.objects.create(
                area=areakey.cut(worker.area, Level.TOWN),
                worker=worker,
                worker_name=worker.name,
                colleague=colleague,
                colleague_name=colleague.name,
                reason=new.reason,
                note=new.note.strip(),
                valid_from=start,
                valid_to=end,
                **act.stamp,
            )
    except IntegrityError as clash:
        raise problem("absence.overlap", column="谁不在", name=worker.name) from clash
    about = {"worker": str(worker.pk), "colleague": str(colleague.pk)}
    act.touch("visits.absence", made.pk, made.area, **about)
    return made


def _span(new: NewAbsence) -> tuple[date, date]:
    """Up to, not including."""
    return new.first_on, new.last_on + timedelta(days=1)


def _check_days(act: Act, new: NewAbsence) -> None:
    if new.last_on < new.first_on:
        raise problem("absence.days", column="到哪天")
    if new.last_on < act.today:
        raise problem("absence.over", column="到哪天")
    if (new.last_on - new.first_on).days >= LONGEST_ABSENCE:
        raise problem("absence.long", column="到哪天", start=new.first_on, end=new.last_on)


def _check_colleague(act: Act, colleague: Worker, new: NewAbsence) -> None:
    """Who stands in must be there themselves."""
    away = selectors.between(act.actor, *_span(new))
    clash = away.filter(worker=colleague, pref=colleague.pref).first()
    if clash is not None:
        names = {"name": colleague.name, "other": clash.colleague_name}
        raise problem("absence.away_too", column="谁顶班", **names)


def _check_free(act: Act, worker: Worker, new: NewAbsence) -> None:
    """Nobody goes while others rely on them: two would be without anybody."""
    away = selectors.between(act.actor, *_span(new))
    clash = away.filter(colleague=worker, pref=worker.pref).first()
    if clash is not None:
        names = {"name": worker.name, "other": clash.worker_name}
        raise problem("absence.stands_in", column="谁不在", **names)


@action("plan.absence")
def change_absence(act: Act, absence_id: UUID, last_on: date, reason: str) -> None:
    """Away for longer or shorter than was said; `last_on` before the first day: not at all."""
    absence = gate.find(Absence, act.actor, absence_id)
    act.within(absence.area)
    act.subject = ("visits.absence", str(absence.pk))
    act.reason = reason.strip()
    if not act.reason:
        raise problem("absence.why", column="为什么改")
    if absence.superseded_at is not None or not absence.valid_to or absence.valid_to <= act.today:
        raise problem("absence.ended")
    if last_on < act.today - timedelta(days=1):
        raise problem("absence.over", column="到哪天")
    if (last_on - absence.valid_from).days >= LONGEST_ABSENCE:
        begin = absence.valid_from
        raise problem("absence.long", column="到哪天", start=begin, end=last_on)
    end = max(last_on + timedelta(days=1), absence.valid_from)
    try:
        with transaction.atomic():
            fresh = spells.revise(absence, act.stamp, valid_to=end)
    except IntegrityError as clash:
        raise problem("absence.overlap", column="到哪天", name=absence.worker_name) from clash
    act.touch("visits.absence", fresh.pk, fresh.area, until=str(end))
