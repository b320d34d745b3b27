"""Questions about who is away and who stands in for them. Actor first."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import Level
from shuangbai.staff.models import Worker, WorkerSpell
from shuangbai.visits.models import Absence


@dataclass(frozen=True)
class Absences:
    """Away now or later, the nearest first; and those that are over."""

    now: list[Absence]
    past: list[Absence]


SHOWN_PAST = 30


def find(actor: Actor, absence_id: UUID) -> Absence:
    return gate.find(Absence, actor, absence_id)


def listed(actor: Actor) -> Absences:
    today = clock.today()
    rows = _living(actor)
    now = rows.filter(valid_to__gt=today).order_by("valid_from", "id")
    past = rows.filter(valid_to__lte=today).order_by("-valid_to", "-id")
    return Absences(list(now), list(past[:SHOWN_PAST]))


def between(actor: Actor, start: date, end: date) -> Any:
    """Absences that hold on some day from `start` up to, not including, `end`."""
    return _living(actor).filter(valid_from__lt=end, valid_to__gt=start)


def same(
    actor: Actor, worker_id: UUID, colleague_id: UUID, span: tuple[date, date]
) -> Absence | None:
    rows = _living(actor).filter(worker_id=worker_id, colleague_id=colleague_id)
    found: Absence | None = rows.filter(valid_from=span[0], valid_to=span[1]).first()
    return found


def _living(actor: Actor) -> Any:
    """As known now; those that never held for a day are left out."""
    known = Absence.objects.visible_to(actor).as_known(None)
    return known.exclude(valid_to__lte=models.F("valid_from"))


def works_at(actor: Actor, worker: Worker, area: str, day: date) -> bool:
    """Whether the worker is at the station of that town on the day."""
    held = WorkerSpell.objects.visible_to(actor).as_known(None).on(day)
    return bool(held.under(areakey.cut(area, Level.TOWN)).filter(worker=worker).exists())


def own_workers(actor: Actor) -> list[UUID]:
    """The workers as whom this account's holder works in the actor's areas."""
    found = Worker.objects.visible_to(actor).filter(user_id=actor.user_id)
    return list(found.values_list("pk", flat=True))


def stood_in_for(actor: Actor, own: list[UUID]) -> dict[UUID, str]:
    """Worker who is away today → their name, of those for whom one of `own` stands in."""
    held = _living(actor).on(clock.today()).filter(colleague_id__in=own)
    return dict(held.values_list("worker_id", "worker_name"))


def at_work(actor: Actor, area: str) -> dict[str, str]:
    """Id of each worker who is at work below `area` today → name, as printed."""
    held = WorkerSpell.objects.visible_to(actor).under(area).as_known(None).on(clock.today())
    rows = held.order_by("worker_name", "id").values_list("worker_id", "worker_name")
    return {str(pk): name for pk, name in rows}


def said(actor: Actor) -> dict[str, str]:
    """Id of each worker who is away today → 休假到4月20日，何小芬顶班."""
    return {
        str(one.worker_id): f"{one.get_reason_display()}到{_day(one.last_on)}，"
        f"{one.colleague_name}顶班"
        for one in _living(actor).on(clock.today())
    }


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
