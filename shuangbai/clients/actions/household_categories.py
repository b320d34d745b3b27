"""Categories that a household holds, and its members through it.

Given after the procedure only, to those whom it names: nobody is taken in by living there
(民发〔2021〕57号 art. 28). Ended with a reason, after those concerned were heard (社会救助法
art. 48).
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.clients.actions.household_commands import Given, Told
from shuangbai.clients.actions.household_ground import (
    Kind,
    checked,
    locked,
    members,
    note,
    opened,
    stays_of,
    town_of,
    unseen,
)
from shuangbai.clients.actions.particulars import here_then
from shuangbai.clients.household_rules import stays
from shuangbai.clients.household_rules.entitlements import INHERITED
from shuangbai.clients.models import Category, CategorySpell, Household, Person
from shuangbai.kernel import spells
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "household.of_one": (
            "“{category}”是给个人的，不能按户给。",
            "请在这个人的档案里给。",
        ),
        "household.hold_nobody": ("没有选哪几个人。", "请勾上审核确认的人。"),
        "household.hold_all": (
            "选的人都已经有“{category}”了。",
            "不用再给；要终止的，请点终止。",
        ),
        "household.came_later": (
            "{name}从 {since} 起才是这一户的人。",
            "请填这一天或以后的日期，或分开给。",
        ),
        "household.held_until": (
            "{name}的“{category}”在 {since} 还有记录。",
            "请填那条记录结束以后的日期。",
        ),
        "household.not_held": ("这一户现在没有随户的“{category}”。", "请看看这一户现在的样子。"),
    }
)


@action("household.edit", counted=True)
def give_category(act: Act, given: Given) -> int:
    """To how many it was given. Who holds it in their own right keeps it as it is; who held it
    through another household, and waited for a review, holds it through this one from now on."""
    [home], already = opened(act, given.told.id, given.household_id)
    if already is not None:
        return len(already.people)
    checked(act, given.told.day, given.told.reason)
    unseen(act, given.told.seen, [home])
    category = Category.objects.get(pk=given.code)
    if category.unit == Category.Unit.PERSON:
        raise problem("household.of_one", column="类别", category=category.short)
    people = _chosen(act, home, given)
    held = _living(home, given.code, people)
    fresh, taken = [], []
    for pk, person in people.items():
        mine = held.get(pk, [])
        waiting = next((one for one in mine if one.valid_to is None), None)
        if waiting is None:
            _not_held(mine, person, category, given)
            fresh.append(person)
        elif waiting.source == INHERITED and waiting.household_id != home.pk:
            taken.append(waiting)
    if not fresh and not taken:
        raise problem("household.hold_all", column="谁随户", category=category.short)
    names = {pk: one.name for pk, one in people.items()}
    done = _write(act, home, given, fresh, taken)
    about = {"people": {pk: names[pk] for pk in done}, "category": given.code}
    note(act, home, Kind.CATEGORY, given.told.day, id=given.told.id, **about)
    return len(done)


def _chosen(act: Act, home: Household, given: Given) -> dict[UUID, Person]:
    there = members(home)
    if not given.people:
        raise problem("household.hold_nobody", column="谁随户")
    if any(pk not in there for pk in given.people):
        raise problem("household.overtaken")
    people = locked(home, given.people)
    for pk, held in stays_of(home, people).items():
        since = stays.residences(held)[-1].start
        if given.told.day < since:
            name = people[pk].name
            raise problem("household.came_later", column="从哪一天起", name=name, since=since)
    return people


def _living(
    home: Household, code: str, people: Collection[UUID]
) -> dict[UUID, list[CategorySpell]]:
    rows = CategorySpell.objects.under(town_of(home)).as_known(None).filter(category=code)
    found: dict[UUID, list[CategorySpell]] = {}
    for row in rows.filter(pref=home.pref, person__in=people).order_by("valid_from", "id"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _not_held(
    mine: Collection[CategorySpell], person: Person, category: Category, given: Given
) -> None:
    ends = [one.valid_to for one in mine if one.valid_to and one.valid_to > given.told.day]
    if ends:
        raise problem(
            "household.held_until",
            column="从哪一天起",
            name=person.name,
            category=category.short,
            since=given.told.day,
        )


def _write(
    act: Act, home: Household, given: Given, fresh: list[Person], taken: list[CategorySpell]
) -> list[UUID]:
    said: dict[str, Any] = {
        "category_id": given.code,
        "source": CategorySpell.Source.INHERITED,
        "household_id": home.pk,
        "level": given.level.strip(),
        "reference": given.reference.strip(),
        "reason": act.reason,
    }
    day = given.told.day
    made = [
        CategorySpell(
            area=one.area,
            person=one,
            birth_date=one.birth_date,
            valid_from=day,
            **said,
            **act.stamp,
        )
        for one in fresh
    ]
    with here_then((fresh or [row.person for row in taken])[0], day):
        CategorySpell.objects.bulk_create(made)
        jobs = [(row, spells.halves(row, day, household_id=home.pk)) for row in taken]
        spells.replace_all(jobs, act.stamp)
    for pk in (done := [*(one.pk for one in fresh), *(row.person_id for row in taken)]):
        about = {"person": str(pk), "category": given.code, "household": str(home.pk)}
        act.touch("clients.categoryspell", home.pk, home.area, given=True, **about)
    return done


@action("household.edit", counted=True)
def end_category(
    act: Act, told: Told, household_id: UUID, code: str, people: Collection[UUID]
) -> int:
    """From the day on these people hold it no longer through the household."""
    [home], already = opened(act, told.id, household_id)
    if already is not None:
        return len(already.people)
    checked(act, told.day, told.reason)
    unseen(act, told.seen, [home])
    if not people:
        raise problem("household.hold_nobody", column="谁不再随户")
    rows = [
        row
        for mine in _living(home, code, people).values()
        for row in mine
        if row.household_id == home.pk and (row.valid_to is None or row.valid_to > told.day)
    ]
    if not rows:
        short = Category.objects.get(pk=code).short
        raise problem("household.not_held", category=short)
    for row in spells.replace_all(
        [(row, [{**spells.ending(row, told.day), "reason": act.reason}]) for row in rows],
        act.stamp,
    ):
        about = {"person": str(row.person_id), "category": code, "ended": str(told.day)}
        act.touch("clients.categoryspell", row.pk, row.area, **about)
    names = {pk: one.name for pk, one in locked(home, {row.person_id for row in rows}).items()}
    about_ = {"people": names, "category": code}
    note(act, home, Kind.CATEGORY_END, told.day, id=told.id, **about_)
    return len(names)
