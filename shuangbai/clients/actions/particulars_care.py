"""Categories given in the field, grades of attention, and the worker who is responsible.

A category that a whole household holds is given and ended for the household, which is done where
households are; here is what one person holds in their own right.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.particulars import (
    Writing,
    carry_out,
    check_day,
    here_then,
    living,
    living_anywhere,
    locked,
    locked_owner,
)
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import (
    Category,
    CategorySpell,
    ChargeSpell,
    Grade,
    GradeSpell,
    Person,
)
from shuangbai.clients.particulars_rules import timeline
from shuangbai.clients.particulars_rules.timeline import Span
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors import people as selectors
from shuangbai.kernel import areakey, days, spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.models import Worker

catalogue(
    {
        "category.held": (
            "{name}从 {since} 起已经是{category}。",
            "不用再记；要终止的，请点终止。",
        ),
        "category.inherited": (
            "这个类别是随户的，不能只给一个人终止。",
            "请同这一户的人一起核对，按户办。",
        ),
        "care.reason": ("没有写原因。", "写一句为什么，例如“走访时看到一个人住，腿脚不便”。"),
        "care.grade": ("没有这个关注等级。", "请从列表里选。"),
        "care.worker": ("选的社工不在这个人所在的镇（街）。", "请选本镇（街）的社工。"),
    }
)


@dataclass(frozen=True)
class Given:
    """A category that somebody holds from `day` on. `note`: from where it is known."""

    code: str
    day: date
    note: str
    level: str = ""
    reference: str = ""


@action("person.edit", counted=True)
def give_category(act: Act, person_id: UUID, given: Given) -> CategorySpell:
    """Given again it is the one that is there."""
    lock_prefecture(selectors.find(act.actor, person_id).pref)
    person = locked(act, person_id)
    category = Category.objects.get(pk=given.code)
    check_day(act, given.day)
    if given.day < days.EARLIEST:
        raise problem("person.since", column="从哪一天起", day=given.day)
    act.reason = _reason(given.note)
    held = [row for row in living_anywhere(CategorySpell, person) if row.category_id == given.code]
    again = next((row for row in held if row.valid_from == given.day), None)
    if again is not None and again.valid_to is None:
        return again
    last = max(held, key=lambda row: row.valid_from, default=None)
    if last is not None and (last.valid_to is None or last.valid_to > given.day):
        raise problem(
            "category.held",
            column="类别",
            name=person.name,
            since=last.valid_from,
            category=category.short,
        )
    with here_then(person, given.day):
        made = CategorySpell.objects.create(
            area=person.area,
            person=person,
            category=category,
            birth_date=person.birth_date,
            source=CategorySpell.Source.FIELD,
            level=given.level.strip(),
            reference=given.reference.strip(),
            reason=act.reason,
            valid_from=given.day,
            **act.stamp,
        )
    about = {"person": str(person.pk), "category": given.code}
    act.touch("clients.categoryspell", made.pk, made.area, given=True, **about)
    return made


@action("person.edit", counted=True)
def end_category(act: Act, spell_id: UUID, day: date | None, reason: str) -> None:
    """It holds no longer from `day` on, in none of the person's files; without a day it was
    recorded by mistake, and only this record is withdrawn."""
    spell = gate.find(CategorySpell, act.actor, spell_id)
    lock_prefecture(spell.pref)
    person = locked_owner(act, spell.person_id)
    act.reason = _reason(reason)
    if spell.household_id is not None:
        raise problem("category.inherited")
    if spell.superseded_at is not None:
        # Sent twice: what was to end has ended.
        return
    about = {"person": str(person.pk), "category": spell.category_id}
    if day is None:
        spells.withdraw(spell, act.stamp)
        act.touch("clients.categoryspell", spell.pk, spell.area, withdrawn=True, **about)
        return
    check_day(act, day, "到哪一天为止")
    for one in [spell, *_same_elsewhere(act, spell, day)]:
        ended = spells.end(one, day, act.stamp, reason=act.reason)
        about["person"] = str(one.person_id)
        act.touch("clients.categoryspell", ended.pk, ended.area, ended=True, **about)


def _same_elsewhere(act: Act, spell: CategorySpell, day: date) -> list[CategorySpell]:
    """The same category, held on that day or later in another file of the same person."""
    [goes_on] = aliases.going_on(act.actor, [spell.person])
    held = CategorySpell.objects.visible_to(act.actor).as_known(None).from_on(day)
    same = held.filter(aliases.of(goes_on), category=spell.category_id, household_id=None)
    return list(same.exclude(person=spell.person_id))


@action("person.edit", counted=True)
def set_grade(act: Act, person_id: UUID, code: str, day: date, reason: str) -> bool:
    """From `day` on looked after at this grade; '' for none. False when that is so already."""
    person = locked(act, person_id)
    act.reason = _reason(reason)
    check_day(act, day)
    if not code:
        return _none_from(act, GradeSpell, person, day)
    if not Grade.objects.filter(pk=code).exists():
        raise problem("care.grade", column="关注等级")
    values = {"grade_id": code, "reason": act.reason}
    return _from(act, GradeSpell, person, day, values)


@action("person.edit")
def set_charge(act: Act, person_id: UUID, worker_id: UUID | None, day: date) -> bool:
    """From `day` on this worker is responsible; None for nobody. False when it is so already."""
    person = locked(act, person_id)
    check_day(act, day)
    if worker_id is None:
        return _none_from(act, ChargeSpell, person, day)
    worker = gate.find(Worker, act.actor, worker_id)
    if not worker.area.startswith(areakey.cut(person.area, Level.TOWN)):
        raise problem("care.worker", column="责任社工")
    values = {"worker_id": worker.pk, "worker_name": worker.name}
    return _from(act, ChargeSpell, person, day, values)


def _from(act: Act, model: Any, person: Person, day: date, values: dict[str, Any]) -> bool:
    spans = [
        Span(row, row.valid_from, row.valid_to, {name: getattr(row, name) for name in values})
        for row in living(model, person)
    ]
    plan = timeline.changed(spans, day, values)
    if not plan:
        return False
    for row in carry_out(act, model, person, Writing(plan, values, {})):
        about = {"person": str(person.pk), "fields": sorted(values)}
        act.touch(row._meta.label_lower, row.pk, row.area, **about)
    return True


def _none_from(act: Act, model: Any, person: Person, day: date) -> bool:
    every = living_anywhere(model, person)
    held = [row for row in every if row.valid_to is None or row.valid_to > day]
    for row in held:
        ended = spells.end(row, day, act.stamp)
        act.touch(row._meta.label_lower, ended.pk, ended.area, person=str(person.pk), ended=True)
    return bool(held)


def _reason(text: str) -> str:
    if not text.strip():
        raise problem("care.reason", column="原因")
    return text.strip()
