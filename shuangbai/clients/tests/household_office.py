"""A station with a household of four for tests: what is done to it through the real actions."""

from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.actions import household_categories, households
from shuangbai.clients.actions.household_commands import Given, Headed, Join, Merger, Split, Told
from shuangbai.clients.models import (
    CategorySpell,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.testing import OWN_VILLAGE, make_person

JAN, FEB, MAR, APR = (date(2025, month, 1) for month in (1, 2, 3, 4))
WHY = "儿子成家，分开过了"
MEMBERS = (("陈志", "户主"), ("陈英", "配偶"), ("陈小明", "子女"), ("陈小红", "子女"))


def rows(actor: Actor, model: Any, **where: Any) -> list[Any]:
    with scope.acting(actor):
        return list(model.objects.filter(**where).order_by("pk"))


def family(
    actor: Actor,
    members: tuple[tuple[str, str], ...] = MEMBERS,
    area: str = OWN_VILLAGE,
    **told: Any,
) -> list[Person]:
    """People of one household, since January; nobody holds a category."""
    given = {"since": JAN, "categories": (), **told}
    people = [make_person(actor, area, name=members[0][0], relation=members[0][1], **given)]
    home = home_of(actor, people[0])
    for name, relation in members[1:]:
        people.append(
            make_person(actor, area, name=name, relation=relation, household=home, **given)
        )
    return people


def home_of(actor: Actor, person: Person, day: date | None = None) -> UUID:
    with scope.acting(actor):
        known = Membership.objects.as_known(None).filter(person=person)
        held = known.on(day) if day else known.filter(valid_to=None)
        found: UUID = held.get().household_id
    return found


def lives(actor: Actor, home: UUID, day: date) -> dict[str, str]:
    """Name → relation of those who belong to it on the day, as known now."""
    with scope.acting(actor):
        held = Membership.objects.as_known(None).on(day).filter(household=home)
        return dict(held.order_by("pk").values_list("person__name", "relation"))


def told(day: date = MAR, reason: str = WHY, **more: Any) -> Told:
    return Told(day, reason, **more)


def split(actor: Actor, people: list[Person], day: date = MAR, **more: Any) -> Household:
    """These go; the first of them is the head."""
    given = {"told": told(day), "new": Headed(people[0].pk), **more}
    ids = tuple(person.pk for person in people)
    return households.split(
        actor, Split(household_id=home_of(actor, people[0]), people=ids, **given)
    )


def join(actor: Actor, person: Person, home: UUID, day: date = MAR, **more: Any) -> Household:
    given = {"told": told(day), "relation": "子女", **more}
    return households.join(actor, Join(household_id=home, person_id=person.pk, **given))


def merge(actor: Actor, home: UUID, into: UUID, day: date = MAR, **more: Any) -> Household:
    given = {"told": told(day), **more}
    return households.merge(actor, Merger(household_id=home, into_id=into, **given))


def give(actor: Actor, people: list[Person], day: date = JAN, code: str = "DB") -> int:
    """The household of these people holds the category, and they through it."""
    home = home_of(actor, people[0])
    ids = tuple(person.pk for person in people)
    return household_categories.give_category(actor, Given(told(day, "审核确认"), home, code, ids))


def held(actor: Actor, person: Person, code: str = "DB") -> list[tuple[Any, ...]]:
    """(household, from, to) of what is known now."""
    with scope.acting(actor):
        spells = CategorySpell.objects.as_known(None).filter(person=person, category=code)
        return list(
            spells.order_by("valid_from", "pk").values_list(
                "household_id", "valid_from", "valid_to"
            )
        )


def last_change(actor: Actor) -> HouseholdChange:
    with scope.acting(actor):
        found: HouseholdChange = HouseholdChange.objects.order_by("-at")[0]
    return found
