"""Categories that a household holds: given to those whom the procedure named, and ended."""

from datetime import timedelta
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import household_categories as actions
from shuangbai.clients.actions import particulars_care
from shuangbai.clients.actions.household_commands import Given
from shuangbai.clients.models import CategorySpell, Person
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
    rows,
    split,
    told,
)
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def people(head: Actor) -> list[Person]:
    return family(head)


@pytest.fixture
def home(head: Actor, people: list[Person]) -> UUID:
    return home_of(head, people[0])


def test_given_to_those_who_are_named(head: Actor, people: list[Person], home: UUID) -> None:
    assert give(head, people[:3]) == 3
    assert [held(head, one) for one in people] == [[(home, JAN, None)]] * 3 + [[]]
    [spell] = rows(head, CategorySpell, person=people[1])
    assert (spell.source, spell.reason) == ("inherited", "审核确认")
    assert counted(head, JAN) == 3


def test_who_holds_it_already_keeps_it(head: Actor, people: list[Person], home: UUID) -> None:
    given = particulars_care.Given("DB", FEB, "走访时看了证")
    particulars_care.give_category(head, people[0].pk, given)
    assert give(head, people, MAR) == 3
    assert held(head, people[0]) == [(None, FEB, None)]
    with pytest.raises(Problem) as found:
        give(head, people, APR)
    assert found.value.code == "household.hold_all"


def test_who_waited_for_a_review_holds_it_through_the_new_household(
    head: Actor, people: list[Person], home: UUID
) -> None:
    give(head, people)
    made = split(head, people[2:])
    assert held(head, people[2])[-1] == (None, MAR, None)
    ids = tuple(one.pk for one in people[2:])
    actions.give_category(head, Given(told(APR, "复核通过"), made.pk, "DB", ids))
    assert held(head, people[2]) == [(home, JAN, MAR), (None, MAR, APR), (made.pk, APR, None)]
    assert counted(head, APR) == 4


@pytest.mark.parametrize(
    ("code", "day", "which", "problem"),
    [
        ("TK", JAN, (0,), "household.of_one"),
        ("DB", JAN, (), "household.hold_nobody"),
        ("DB", JAN - timedelta(days=1), (0,), "household.came_later"),
    ],
)
def test_what_cannot_be_given(
    head: Actor,
    people: list[Person],
    home: UUID,
    *,
    code: str,
    day: object,
    which: tuple[int, ...],
    problem: str,
) -> None:
    ids = tuple(people[at].pk for at in which)
    with pytest.raises(Problem) as found:
        actions.give_category(head, Given(told(day, "审核"), home, code, ids))  # type: ignore[arg-type]
    assert found.value.code == problem


def test_ended_for_some_or_all_with_a_reason(head: Actor, people: list[Person], home: UUID) -> None:
    give(head, people)
    assert actions.end_category(head, told(MAR, "复核后减保"), home, "DB", [people[3].pk]) == 1
    assert held(head, people[3]) == [(home, JAN, MAR)]
    assert counted(head, MAR) == 3 and counted(head, FEB) == 4
    everybody = [one.pk for one in people]
    assert actions.end_category(head, told(APR, "复核后退出"), home, "DB", everybody) == 3
    assert counted(head, APR) == 0 and counted(head, MAR) == 3
    with pytest.raises(Problem) as found:
        actions.end_category(head, told(APR, "再来"), home, "DB", everybody)
    assert found.value.code == "household.not_held"
    with pytest.raises(Problem) as found:
        actions.end_category(head, told(APR, " "), home, "DB", everybody)
    assert found.value.code == "household.reason"


def test_what_is_held_through_the_household_is_not_ended_for_one(
    head: Actor, people: list[Person]
) -> None:
    give(head, people)
    [spell] = rows(head, CategorySpell, person=people[2], superseded_at=None)
    with pytest.raises(Problem) as found:
        particulars_care.end_category(head, spell.pk, MAR, "不对")
    assert found.value.code == "category.inherited"


def test_what_waits_for_a_review_is_ended_for_one(head: Actor, people: list[Person]) -> None:
    """The review was done: it no longer hangs on any household."""
    give(head, people)
    split(head, people[2:])
    [spell] = rows(head, CategorySpell, person=people[2], superseded_at=None, valid_to=None)
    particulars_care.end_category(head, spell.pk, APR, "复核后不再符合")
    assert held(head, people[2])[-1] == (None, MAR, APR)


def test_who_came_since_does_not_hold_it_by_living_there(
    head: Actor, people: list[Person], home: UUID
) -> None:
    give(head, people)
    [aunt] = family(head, (("何桂兰", "户主"),))
    join(head, aunt, home)
    with pytest.raises(Problem) as found:
        actions.give_category(head, Given(told(FEB, "审核"), home, "DB", (aunt.pk,)))
    assert found.value.code == "household.came_later"
    actions.give_category(head, Given(told(APR, "审核确认"), home, "DB", (aunt.pk,)))
    assert held(head, aunt) == [(home, APR, None)]


def counted(actor: Actor, day: object) -> int:
    with scope.acting(actor):
        return counting.count("people", Ask((OWN_TOWN,), Period(day, day))).total  # type: ignore[arg-type]
