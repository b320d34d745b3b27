"""Special rounds: started with the list that they have from then on, or called off."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.areas import selectors as areas
from shuangbai.kernel import areakey, bulk, ids
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions.recording import one_at_a_time
from shuangbai.visits.models import Round, RoundTarget
from shuangbai.visits.plan_rules import rounds as rules
from shuangbai.visits.plan_rules.rounds import Choice
from shuangbai.visits.selectors import choosing
from shuangbai.visits.selectors import rounds as selectors

catalogue(
    {
        "round.place": (
            "“{place}”不能开始专项走访。",
            "请选镇街、县（市、区）或市；村（居）在名单里选。",
        ),
        "round.outside": ("选的村（居）不在“{place}”里。", "请重新选。"),
        "round.nobody": ("照这样选，一个人也没有。", "少选几个条件再看。"),
        "round.why": ("没有写为什么取消。", "请写一句原因，例如“寒潮没有来”。"),
    }
)
COLUMNS = (
    *("id", "area", "round_id", "person_id", "person_name", "first_on", "last_on", "group"),
    *("categories", "worker_id", "worker_name", "recorded_at", "recorded_by", "recorded_by_name"),
)


@dataclass(frozen=True)
class NewRound:
    """`id` is made with the empty form, so that the same form sent twice is one round. The list is
    made of `choice`, whose areas lie in `area`."""

    id: UUID
    area: str
    name: str
    kind: str
    first_on: date
    last_on: date
    choice: Choice


@action("round.start", counted=True)
def start_round(act: Act, new: NewRound) -> Round:
    """Fix who is on the list, as it is now; the same id again answers with the one there."""
    one_at_a_time(new.id)
    already: Round | None = Round.objects.filter(pk=new.id).first()
    if already is not None:
        act.within(already.area)
        act.detail = {"already": True}
        return already
    _check(act, new)
    people = choosing.chosen(act.actor, new.choice, act.today)
    if not people:
        raise problem("round.nobody")
    started = Round.objects.create(
        id=new.id,
        area=new.area,
        name=new.name.strip(),
        kind=new.kind,
        first_on=new.first_on,
        last_on=new.last_on,
        chosen=choosing.said(new.choice)[:500],
        targets_count=len(people),
        **act.stamp,
    )
    bulk.insert_values(RoundTarget, COLUMNS, [_target(act, started, one) for one in people])
    act.subject = ("visits.round", str(started.pk))
    act.touch("visits.round", started.pk, started.area, people=len(people))
    return started


def _check(act: Act, new: NewRound) -> None:
    place = areas.get(new.area)
    if areakey.level_of(new.area) not in (Level.PREFECTURE, Level.COUNTY, Level.TOWN):
        raise problem("round.place", column="在哪里", place=place.name)
    act.within(new.area)
    if not new.name.strip():
        raise problem("round.name", column="名称")
    rules.check_days(new.first_on, new.last_on, act.today)
    if not all(areakey.contains(new.area, key) for key in new.choice.areas):
        raise problem("round.outside", column="哪些村（居）", place=place.name)


def _target(act: Act, started: Round, one: choosing.Chosen) -> tuple[Any, ...]:
    return (
        *(ids.uuid7(), one.area, started.pk, one.person_id, one.name),
        *(started.first_on, started.last_on, one.group, list(one.categories)),
        *(one.worker_id, one.worker_name, *act.stamp.values()),
    )


@action("round.start", counted=True)
def call_off(act: Act, round_id: UUID, reason: str) -> Round:
    """From now on it counts no more; as known before it still does. Visits stay what they are."""
    one_at_a_time(round_id)
    found = selectors.find(act.actor, round_id)
    act.within(found.area)
    act.subject = ("visits.round", str(found.pk))
    if found.superseded_at is not None:
        act.detail = {"already": True}
        return found
    act.reason = reason.strip()
    if not act.reason:
        raise problem("round.why", column="为什么取消")
    off = {"superseded_at": act.at, "off_by_name": act.actor.name, "off_reason": act.reason}
    Round.objects.filter(pk=found.pk).update(**off)
    living = RoundTarget.objects.under(found.area).filter(round=found, superseded_at=None)
    closed = living.update(superseded_at=act.at)
    act.touch("visits.round", found.pk, found.area, called_off=closed)
    return selectors.find(act.actor, round_id)
