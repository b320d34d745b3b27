"""How often whom: said by a city or a county, from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from shuangbai.access.action import Act, action
from shuangbai.clients.models import Category, Grade
from shuangbai.kernel import areakey, days
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.models import FrequencySpell
from shuangbai.visits.plan_rules import frequency
from shuangbai.visits.plan_rules.frequency import Kind, Subject

LOCK = 4453_2024
"""Advisory lock: one at a time says how often."""

catalogue(
    {
        "plan.owner": (
            "走访频次由市或县（市、区）定，镇街不另定。",
            "请选本市或本县（市、区）。",
        ),
        "plan.subject": ("没有这一类人。", "请从列表里选。"),
        "plan.no_own": (
            "这里没有自己定的频次，现在用的是上一级的。",
            "要改，请定一个自己的。",
        ),
    }
)


@dataclass(frozen=True)
class Said:
    """One visit every `days` for this subject, in `area`, from `day` on."""

    area: str
    subject: Subject
    days: int
    day: date
    document: str = ""


@action("plan.manage", counted=True)
def set_frequency(act: Act, said: Said) -> bool:
    """What was before ends on that day, and what was planned for later is dropped. False when it
    is so already. Never for days that have gone by."""
    frequency.check(said.days, said.day, act.today, days.latest(act.today))
    own = _own(act, said.area, said.subject)
    holding = next((row for row in own if _holds(row, said.day)), None)
    if holding is not None and holding.valid_to is None and _same(holding, said):
        return False
    _end(act, own, said.day)
    _add(act, said.area, said.subject, days=said.days, valid_from=said.day, document=said.document)
    return True


@action("plan.manage", counted=True)
def end_frequency(act: Act, area: str, subject: Subject, day: date) -> None:
    """From that day on the word of the area above holds again."""
    frequency.check_day(day, act.today, days.latest(act.today))
    own = [row for row in _own(act, area, subject) if row.valid_to is None or row.valid_to > day]
    if not own:
        raise problem("plan.no_own")
    _end(act, own, day)


def _own(act: Act, area: str, subject: Subject) -> list[FrequencySpell]:
    """What this area itself has said of the subject, as known now; nobody else writes it."""
    if areakey.level_of(area) not in (Level.PREFECTURE, Level.COUNTY):
        raise problem("plan.owner", column="在哪里")
    act.within(area)
    _known(subject)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    rows = FrequencySpell.objects.as_known(None).filter(area=area)
    found = rows.filter(kind=subject.kind, code=subject.code).order_by("valid_from")
    return [row for row in found if row.valid_to is None or row.valid_to > row.valid_from]


def _known(subject: Subject) -> None:
    codes: dict[str, Any] = {
        Kind.ORDINARY: [""],
        Kind.SITUATION: frequency.SITUATIONS,
        Kind.GRADE: Grade.objects.values_list("code", flat=True),
        Kind.CATEGORY: Category.objects.values_list("code", flat=True),
    }
    if subject.code not in codes.get(subject.kind, ()):
        raise problem("plan.subject", column="对谁")


def _holds(row: FrequencySpell, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def _same(row: FrequencySpell, said: Said) -> bool:
    return (row.days, row.document) == (said.days, said.document)


def _end(act: Act, rows: Sequence[FrequencySpell], day: date) -> None:
    """What holds on the day ends; what would begin later never holds."""
    for row in rows:
        if row.valid_to is not None and row.valid_to <= day:
            continue
        FrequencySpell.objects.filter(pk=row.pk).update(superseded_at=act.at)
        if row.valid_from < day:
            subject = Subject(row.kind, row.code)
            kept = {"days": row.days, "valid_from": row.valid_from, "document": row.document}
            _add(act, row.area, subject, **kept, valid_to=day, supersedes=row.pk)
        act.touch("visits.frequencyspell", row.pk, row.area, ended=str(day))


def _add(act: Act, area: str, subject: Subject, **told: Any) -> None:
    made = FrequencySpell.objects.create(
        area=area, kind=subject.kind, code=subject.code, **told, **act.stamp
    )
    about = {"of": subject.kind, "code": subject.code, "days": made.days}
    act.touch("visits.frequencyspell", made.pk, area, **about)
