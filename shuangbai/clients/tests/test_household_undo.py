"""What was done by mistake is taken back: every day is known as if it had not been."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import household_details, household_undo
from shuangbai.clients.actions.endings import record_death, take_back_death
from shuangbai.clients.actions.household_commands import Details, Headed
from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.clients.models import (
    CategorySpell,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.testing import OTHER_VILLAGE, OWN_VILLAGE
from shuangbai.clients.tests.household_office import (
    APR,
    FEB,
    JAN,
    MAR,
    family,
    give,
    held,
    home_of,
    join,
    last_change,
    lives,
    merge,
    rows,
    split,
    told,
)
from shuangbai.clients.tests.roster_office import merged
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import ids
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db
WRONG = "点错了人"


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def people(head: Actor) -> list[Person]:
    return family(head)


@pytest.fixture
def home(head: Actor, people: list[Person]) -> UUID:
    return home_of(head, people[0])


def take_back(actor: Actor, change: HouseholdChange | None = None) -> HouseholdChange:
    wanted = change or last_change(actor)
    return household_undo.take_back(actor, wanted.pk, WRONG, ids.uuid7())


def known(actor: Actor, at: datetime | None = None) -> set[tuple[Any, ...]]:
    """Memberships and categories of every day, as known at that instant."""
    with scope.acting(actor):
        found: set[tuple[Any, ...]] = set()
        for day in (date(2025, month, 15) for month in (1, 2, 3, 4, 5)):
            for row in Membership.objects.as_known(at).on(day):
                found.add((day, row.person_id, row.household_id, row.relation, row.apart, row.area))
            for one in CategorySpell.objects.as_known(at).on(day):
                found.add((day, one.person_id, one.category_id, one.household_id, one.area))
    return found


@pytest.mark.parametrize("fate", [Fate.KEEP, Fate.ALONG, Fate.END])
def test_a_split_that_was_a_mistake(
    head: Actor, people: list[Person], home: UUID, fate: Fate
) -> None:
    give(head, people)
    before = known(head)
    made = split(head, [people[0], people[3]], fates={"DB": fate}, rest=Headed(people[1].pk))
    meanwhile, instant = known(head), last_change(head).at
    assert meanwhile != before
    undone = take_back(head)
    assert known(head) == before
    assert known(head, instant) == meanwhile, "what was known stays known of that time"
    assert rows(head, Household, pk=home)[0].head_name == "陈志"
    assert lives(head, made.pk, APR) == {}
    assert (undone.kind, undone.reason) == ("undo", WRONG)


def test_a_split_into_another_village(head: Actor, people: list[Person]) -> None:
    give(head, people)
    before = known(head)
    split(head, people[2:], area=OTHER_VILLAGE)
    take_back(head)
    assert known(head) == before
    assert {one.area for one in rows(head, Person)} == {OWN_VILLAGE}


def test_a_merger_that_was_a_mistake(head: Actor, people: list[Person], home: UUID) -> None:
    aunts = family(head, (("何桂兰", "户主"), ("何小妹", "子女")))
    before = known(head)
    other = home_of(head, aunts[0])
    relations = {people[0].pk: "子女", aunts[0].pk: "户主"}
    merge(head, other, home, headed=Headed(aunts[0].pk, relations=relations))
    take_back(head)
    assert known(head) == before
    assert rows(head, Household, pk=home)[0].head_name == "陈志"
    assert lives(head, other, APR) == {"何桂兰": "户主", "何小妹": "子女"}


def test_details_and_what_a_household_holds(head: Actor, people: list[Person], home: UUID) -> None:
    before = known(head)
    details = Details(told(MAR), home, Headed(people[1].pk), number="9", address="旧址")
    household_details.tell_details(head, details)
    give(head, people, APR)
    take_back(head)
    assert held(head, people[0]) == []
    take_back(head, rows(head, HouseholdChange, kind="details")[0])
    assert known(head) == before
    [found] = rows(head, Household)
    assert (found.head_name, found.number, found.address) == ("陈志", "", "")


def test_the_later_one_first(head: Actor, people: list[Person], home: UUID) -> None:
    before = known(head)
    first = split(head, people[2:], FEB)
    household_details.set_apart(head, told(MAR), first.pk, people[3].pk, "住校读书")
    one, two = sorted(rows(head, HouseholdChange), key=lambda change: change.at)
    with pytest.raises(Problem) as found:
        take_back(head, one)
    assert found.value.code == "household.later" and "陈小红" in found.value.message
    take_back(head, two)
    take_back(head, one)
    assert known(head) == before


def test_a_death_is_taken_back_first(head: Actor, people: list[Person], home: UUID) -> None:
    before = known(head)
    split(head, people[2:])
    change = last_change(head)
    record_death(head, people[2].pk, APR)
    with pytest.raises(Problem) as found:
        take_back(head, change)
    assert found.value.code == "household.later"
    take_back_death(head, people[2].pk, "登记错了")
    take_back(head, change)
    assert known(head) == before


def test_twice_is_once(head: Actor, people: list[Person]) -> None:
    split(head, people[2:])
    change = last_change(head)
    assert take_back(head, change).pk == take_back(head, change).pk
    assert len(rows(head, HouseholdChange)) == 2


def test_what_others_did_since_stays(head: Actor, people: list[Person], home: UUID) -> None:
    """Somebody came to the new household meanwhile: they stay there."""
    made = split(head, people[2:])
    change = last_change(head)
    [aunt] = family(head, (("何桂兰", "户主"),))
    join(head, aunt, made.pk, APR)
    take_back(head, change)
    assert home_of(head, aunt) == made.pk and home_of(head, people[2]) == home


def test_a_category_that_a_list_took_over_stays_with_the_list(head: Actor) -> None:
    mine = number(1)
    people = family(head, (("陈志", "户主"), ("陈英", "配偶")))
    with scope.acting(head):
        Person.objects.filter(pk=people[1].pk)
    person = family(head, (("陈三", "户主"),), number=mine)[0]
    home = home_of(head, people[0])
    join(head, person, home, FEB)
    give(head, [*people, person], FEB)
    split(head, [person], MAR)
    change = last_change(head)
    merged(head, (("陈三", mine),), APR, "DB")
    take_back(head, change)
    assert home_of(head, person) == home
    assert held(head, person)[-1][0] is None
    assert [one.source for one in rows(head, CategorySpell, person=person, valid_to=None)][-1] == (
        "roster"
    )


def test_what_cannot_be_taken_back(head: Actor, people: list[Person]) -> None:
    split(head, people[2:])
    undone = take_back(head)
    with pytest.raises(Problem) as found:
        take_back(head, undone)
    assert found.value.code == "household.no_undo"
    split(head, people[2:], JAN)
    with pytest.raises(Problem) as found:
        household_undo.take_back(head, last_change(head).pk, " ", ids.uuid7())
    assert found.value.code == "household.reason"
