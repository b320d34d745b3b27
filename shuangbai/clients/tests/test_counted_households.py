"""在册户: each household with somebody on the lists once, whoever asks and however often merged."""

from datetime import date

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, OWN_TOWN, make_actor
from shuangbai.clients import figures
from shuangbai.clients.testing import make_person
from shuangbai.clients.tests.household_office import FEB, JAN, MAR, family, split
from shuangbai.clients.tests.merge_office import merge
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


def households(actor: Actor, day: date) -> int:
    """Counted, and as many rows, whoever asks."""
    ask = Ask((OWN_TOWN,), Period(day, day))
    with scope.acting(actor):
        counted = counting.count("households", ask).total
        assert len(counting.rows("households", ask)) == counted
    with scope.acting(make_actor(Role.COUNTY, COUNTY)):
        assert counting.count("households", ask).total == counted
    return counted


def test_a_household_once_however_many_are_on_the_lists(head: Actor) -> None:
    people = family(head, categories=("DB",))
    family(head, (("何伯", "户主"), ("何婆", "配偶")))
    make_person(head, name="李婆", since=JAN, categories=("TK",))
    assert households(head, FEB) == 2
    split(head, people[2:])
    assert (households(head, FEB), households(head, MAR)) == (2, 3)


def test_two_files_of_one_person_are_one_household(head: Actor) -> None:
    people = family(head, categories=("DB",))
    born = date(2001, 4, 1)
    twin = make_person(
        head, name="小明", number=None, birth_date=born, since=JAN, categories=("TK",)
    )
    assert households(head, FEB) == 2
    merge(head, people[2], twin)
    assert households(head, FEB) == 1


def test_by_category_and_as_a_row(head: Actor) -> None:
    family(head, categories=("DB",))
    make_person(head, name="李婆", since=JAN, categories=("TK", "DB"))
    ask = Ask((OWN_TOWN,), Period(FEB, FEB))
    with scope.acting(head):
        parts = {one.part: one.value for one in counting.count("households", ask, "category").parts}
        assert (parts["DB"], parts["TK"]) == (2, 1)
        rows = counting.rows("households", ask)
        cards = figures.household_cards(head, rows)
    assert {card.title for card in cards.values()} == {"陈志一户", "李婆一户"}
