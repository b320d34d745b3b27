"""Giving errands, and taking them back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import connection

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.cover.models import Errand, TakenBack
from shuangbai.cover.selectors import errands as selectors
from shuangbai.cover.selectors.errands import Missing
from shuangbai.kernel import areakey, bulk
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.models import Worker

GIVEN_ANEW = "改派给{name}"

catalogue(
    {
        "errand.nobody": (
            "选的人现在都不缺了，或者没有选人。",
            "请回到还缺的人，再选要派的人。",
        ),
        "errand.towns": ("选的人在几个镇街。", "请一个镇街一个镇街地派。"),
        "errand.many": ("一次选了 {count} 个人。", "一次最多派 {most} 个人，请分几次派。"),
        "errand.worker": (
            "{name}现在不在{town}的社工站。",
            "请选这个镇街在岗的社工。",
        ),
        "errand.past": ("办完的日子 {day} 已经过了。", "请填今天或以后的一天。"),
        "errand.why": ("没有写为什么收回。", "请写一句原因，例如“已经联系上，本周由村委先去”。"),
    }
)


@dataclass(frozen=True)
class NewErrands:
    """`id` is made with the empty form: the same sent twice gives once. `villages`: all who are
    missing there besides `people`."""

    id: UUID
    worker_id: UUID
    due_on: date
    people: tuple[UUID, ...] = ()
    villages: tuple[str, ...] = ()
    note: str = ""


@action("errand.give")
def give(act: Act, new: NewErrands) -> list[Errand]:
    """One errand for each of them who is missing today. Who has one of another worker's, or
    another day's, is given anew."""
    _one_at_a_time(new.id)
    chosen = selectors.missing(act.actor, new.people, new.villages)
    idents = {uuid5(new.id, str(one.person_id)): one for one in chosen}
    already = list(Errand.objects.under(*act.actor.areas).filter(pk__in=list(idents)))
    if already:
        for one in already:
            act.within(one.area)
        act.detail = {"repeated": True}
        return already
    if new.due_on < act.today:
        raise problem("errand.past", column="办完的日子", day=new.due_on)
    town = _town(chosen)
    act.within(town)
    return _give(act, new, chosen, _worker(act, new.worker_id, town))


def _one_at_a_time(ident: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ident.int % 2**63])


def _town(chosen: list[Missing]) -> str:
    if not chosen:
        raise problem("errand.nobody")
    if len(chosen) > selectors.MOST:
        raise problem("errand.many", count=len(chosen), most=selectors.MOST)
    towns = {areakey.cut(one.area, Level.TOWN) for one in chosen}
    if len(towns) > 1:
        raise problem("errand.towns")
    return towns.pop()


def _worker(act: Act, worker_id: UUID, town: str) -> Worker:
    worker = gate.find(Worker, act.actor, worker_id)
    present = {one.worker_id for one in selectors.workers(act.actor, town)}
    if worker.pk not in present:
        name = selectors.place_name(act.actor, town)
        raise problem("errand.worker", column="派给谁", name=worker.name, town=name)
    return worker


def _give(act: Act, new: NewErrands, chosen: list[Missing], worker: Worker) -> list[Errand]:
    before = selectors.open_of(act.actor, [one.person_id for one in chosen])
    same = {
        person
        for person, line in before.items()
        if (line.errand.worker_id, line.errand.due_on) == (worker.pk, new.due_on)
    }
    fresh = [one for one in chosen if one.person_id not in same]
    reason = GIVEN_ANEW.format(name=worker.name)
    _back(act, [before[one.person_id].errand for one in fresh if one.person_id in before], reason)
    made = [
        Errand(
            id=uuid5(new.id, str(one.person_id)),
            area=one.area,
            person_id=one.person_id,
            person_name=one.name,
            worker_id=worker.pk,
            worker_name=worker.name,
            lacked=one.why.value,
            due_on=new.due_on,
            note=new.note.strip() or None,
            given_at=act.at,
            given_by=act.actor.user_id,
            given_by_name=act.actor.name,
        )
        for one in fresh
    ]
    bulk.insert(Errand, made)
    for one in made:
        told = {"person": str(one.person_id), "worker": str(worker.pk), "due": str(one.due_on)}
        act.touch("cover.errand", one.pk, one.area, **told)
    return made


@action("errand.give")
def take_back(act: Act, errand_id: UUID, reason: str) -> TakenBack:
    """Once is enough: the same again answers with what is there."""
    _one_at_a_time(errand_id)
    errand = gate.find(Errand, act.actor, errand_id)
    act.within(errand.area)
    act.subject = ("cover.errand", str(errand.pk))
    already: TakenBack | None = (
        TakenBack.objects.under(errand.area).filter(errand=errand, pref=errand.pref).first()
    )
    if already is not None:
        act.detail = {"repeated": True}
        return already
    act.reason = reason.strip()
    if not act.reason:
        raise problem("errand.why", column="为什么收回")
    return _back(act, [errand], act.reason)[0]


def _back(act: Act, errands: Iterable[Errand], reason: str) -> list[TakenBack]:
    made = [
        TakenBack(
            area=errand.area,
            errand=errand,
            at=act.at,
            by=act.actor.user_id,
            by_name=act.actor.name,
            reason=reason,
        )
        for errand in errands
    ]
    bulk.insert(TakenBack, made)
    for one in made:
        act.touch("cover.errand", one.errand_id, one.area, taken_back=True)
    return made
