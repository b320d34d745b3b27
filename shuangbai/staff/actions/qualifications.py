"""Certificates that workers hold."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.kernel import spells
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.staff import rules
from shuangbai.staff.actions.commands import NewQualification
from shuangbai.staff.actions.ground import check_day, in_row
from shuangbai.staff.models import Qualification, Worker, WorkerSpell

catalogue(
    {
        "qualification.already": (
            "{name}已经登记过{level}证书。",
            "要改号码或日期，先作废登记错的那一本，再登记。",
        ),
        "qualification.gone": ("这本证书已经作废了。", "请回到社工的页面，看现在登记的证书。"),
        "qualification.why": ("没有写为什么作废。", "请写一句原因，例如“号码录错了”。"),
    }
)


@action("staff.manage", counted=True)
def add_qualification(act: Act, new: NewQualification) -> Qualification:
    """Returns the part of today."""
    act.subject = ("staff.worker", str(new.worker_id))
    return keep(act, [new])[-1]


@action("staff.manage", counted=True)
def add_qualifications(act: Act, news: Sequence[NewQualification]) -> list[Qualification]:
    """All or none; a Problem names the row, counted from 1."""
    return keep(act, news)


def keep(act: Act, news: Sequence[NewQualification]) -> list[Qualification]:
    """As part of a greater action."""
    workers = {
        one.pk: one for one in gate.find_many(Worker, act.actor, [new.worker_id for new in news])
    }
    known = Qualification.objects.under(*act.actor.areas).as_known(None)
    lasting = known.filter(worker__in=workers.values(), valid_to=None)
    held = set(lasting.values_list("worker_id", "level"))
    stays = _stays(act, workers)
    made: list[Qualification] = []
    for row, new in enumerate(news, 1):
        worker = workers[new.worker_id]
        act.within(worker.area)
        try:
            check_day(act, new.issued_on, "发证日期")
            if (worker.pk, new.level) in held:
                level = Qualification.Level(new.level).label
                raise problem("qualification.already", column="证书", name=worker.name, level=level)
        except Problem as found:
            raise in_row(found, row, len(news) > 1) from None
        held.add((worker.pk, new.level))
        made += _parts(act, worker, new, stays[worker.pk])
    Qualification.objects.bulk_create(made)
    for one in made:
        act.touch("staff.qualification", one.pk, one.area, level=one.level)
    return made


def _stays(act: Act, workers: dict[UUID, Worker]) -> dict[UUID, list[tuple[date, str]]]:
    """Worker → (from which day, in which town), as far as it is the actor's."""
    found: dict[UUID, list[tuple[date, str]]] = {pk: [] for pk in workers}
    known = WorkerSpell.objects.under(*act.actor.areas).as_known(None)
    for spell in known.filter(worker__in=workers.values()).order_by("valid_from", "id"):
        found[spell.worker_id].append((spell.valid_from, spell.area))
    return found


def _parts(
    act: Act, worker: Worker, new: NewQualification, stays: list[tuple[date, str]]
) -> list[Qualification]:
    """Held in each town where they worked since, so that each counts it on its own days."""
    return [
        Qualification(
            area=area,
            worker=worker,
            level=new.level,
            number=new.number,
            issued_on=new.issued_on,
            valid_from=start,
            valid_to=end,
            **act.stamp,
        )
        for start, end, area in rules.held_where(stays, worker.area, new.issued_on)
    ]


@action("staff.manage", counted=True)
def withdraw_qualification(act: Act, qualification_id: UUID, reason: str) -> None:
    """It was registered by mistake: from now on it counts no more, before it did."""
    found = gate.find(Qualification, act.actor, qualification_id)
    act.within(found.area)
    act.subject, act.reason = ("staff.worker", str(found.worker_id)), reason.strip()
    if not act.reason:
        raise problem("qualification.why", column="为什么作废")
    if found.superseded_at is not None:
        raise problem("qualification.gone")
    known = Qualification.objects.under(*act.actor.areas).as_known(None)
    same = known.filter(worker_id=found.worker_id, pref=found.pref, level=found.level)
    for part in same:
        spells.withdraw(part, act.stamp)
    act.touch("staff.qualification", found.pk, found.area, withdrawn=found.level)
