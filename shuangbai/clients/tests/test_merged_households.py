"""A person in two files who lives in a household that splits: counted once, and nothing moves."""

from datetime import date
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import merging
from shuangbai.clients.models import Household, Person
from shuangbai.clients.selectors import households, households_page
from shuangbai.clients.testing import make_person
from shuangbai.clients.tests.household_office import APR, JAN, family, home_of, split
from shuangbai.clients.tests.merge_office import merge
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


def people(actor: Actor) -> int:
    ask = Ask((OWN_TOWN,), Period(APR, APR))
    with scope.acting(actor):
        counted = counting.count("people", ask).total
        assert counted == len(list(counting.rows("people", ask)))
    return counted


def shown(actor: Actor, home: Household) -> list[str]:
    """Names on the page of the household."""
    with scope.acting(actor):
        found = households.find(actor, home.pk)
        return [one.person.name for one in households_page.members(actor, found)]


def of(actor: Actor, person: Person) -> Household:
    with scope.acting(actor):
        return Household.objects.get(pk=home_of(actor, person))


def twin_of(actor: Actor, home: Household | None = None) -> Person:
    """The second file of 陈小明."""
    given: dict[str, Any] = {"household": home.pk} if home else {}
    born = date(2001, 4, 1)
    return make_person(
        actor, name="小明", number=None, birth_date=born, since=JAN, categories=("DB",), **given
    )


def test_of_two_households_the_one_of_the_file_that_goes_on(head: Actor) -> None:
    father, _, son, daughter = family(head, categories=("DB",))
    twin = twin_of(head)
    old, alone = of(head, father), of(head, twin)
    assert people(head) == 5
    done = merge(head, son, twin)
    assert people(head) == 4
    assert shown(head, alone) == []
    made = split(head, [son, daughter])
    assert (shown(head, old), shown(head, made)) == (["陈志", "陈英"], ["陈小明", "陈小红"])
    assert people(head) == 4
    merging.undo(head, done.pk, "是两个人")
    assert shown(head, alone) == ["小明"]
    assert shown(head, made) == ["陈小明", "陈小红"]
    assert people(head) == 5


def test_both_files_in_one_household_that_splits(head: Actor) -> None:
    father, _, son, _ = family(head, categories=("DB",))
    old = of(head, father)
    twin = twin_of(head, old)
    done = merge(head, son, twin)
    assert sorted(shown(head, old)) == sorted(["陈志", "陈英", "陈小明", "陈小红"])
    made = split(head, [son])
    assert (shown(head, made), people(head)) == (["陈小明"], 4)
    assert sorted(shown(head, old)) == sorted(["陈志", "陈英", "陈小红"])
    merging.undo(head, done.pk, "是两个人")
    assert sorted(shown(head, old)) == sorted(["陈志", "陈英", "小明", "陈小红"])
    assert (shown(head, made), people(head)) == (["陈小明"], 5)
