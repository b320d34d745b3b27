"""What becomes of the categories that were held through a household: nothing is dropped or given
by a split, a leaving or a merger; whoever does it decides."""

from datetime import date, timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import household_categories
from shuangbai.clients.actions.people import move
from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.clients.models import CategorySpell
from shuangbai.clients.testing import OTHER_VILLAGE
from shuangbai.clients.tests.household_office import (
    APR,
    JAN,
    MAR,
    family,
    give,
    held,
    home_of,
    join,
    merge,
    rows,
    split,
    told,
)
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period

pytestmark = pytest.mark.django_db
BEFORE = MAR - timedelta(days=1)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.mark.parametrize(
    ("fate", "after"),
    [(None, None), (Fate.KEEP, None), (Fate.ALONG, "new"), (Fate.END, "ended")],
)
def test_what_was_held_through_the_old_household(
    head: Actor, fate: Fate | None, after: str | None
) -> None:
    people = family(head)
    give(head, people)
    old = home_of(head, people[0])
    fates = {"DB": fate} if fate else {}
    made = split(head, people[2:], fates=fates)
    expected: list[tuple[object, ...]] = [(old, JAN, MAR)]
    if after != "ended":
        expected.append((made.pk if after == "new" else None, MAR, None))
    assert held(head, people[2]) == expected
    assert held(head, people[0]) == [(old, JAN, None)]
    assert counted(head, OWN_TOWN, BEFORE) == 4
    assert counted(head, OWN_TOWN, MAR) == (2 if after == "ended" else 4)


def test_an_end_says_why(head: Actor) -> None:
    people = family(head)
    give(head, people)
    split(head, people[2:], fates={"DB": Fate.END})
    [ended] = rows(
        head, CategorySpell, person=people[2], superseded_at=None, valid_to__isnull=False
    )
    assert ended.reason == "儿子成家，分开过了"


def test_what_a_list_says_of_somebody_stays_theirs(head: Actor) -> None:
    people = family(head, categories=("DB",), source="roster")
    split(head, people[2:])
    assert held(head, people[2]) == [(None, JAN, None)]


def test_joining_gives_nothing(head: Actor) -> None:
    people, [aunt] = family(head), family(head, (("何桂兰", "户主"),))
    give(head, people)
    join(head, aunt, home_of(head, people[0]))
    assert held(head, aunt) == []


def test_a_merger_neither_drops_nor_gives(head: Actor) -> None:
    people, aunts = family(head), family(head, (("何桂兰", "户主"), ("何小妹", "子女")))
    give(head, people)
    give(head, aunts, code="DBBY")
    merge(head, home_of(head, aunts[0]), home_of(head, people[0]))
    assert held(head, aunts[0], "DBBY")[-1] == (None, MAR, None)
    assert held(head, aunts[0]) == [] and held(head, people[0], "DBBY") == []


def test_what_ended_meanwhile_is_cut_too(head: Actor) -> None:
    people = family(head)
    give(head, people)
    home = home_of(head, people[0])
    ids = [one.pk for one in people]
    household_categories.end_category(head, told(APR, "复核"), home, "DB", ids)
    split(head, people[2:], fates={"DB": Fate.END})
    assert held(head, people[2]) == [(home, JAN, MAR)]
    assert held(head, people[0]) == [(home, JAN, APR)]


def test_a_move_in_the_town_keeps_what_was_held_through_the_household(head: Actor) -> None:
    """As a leaving does: only another town decides anew."""
    people = family(head)
    give(head, people)
    old = home_of(head, people[0])
    move(make_actor(Role.COUNTY, "445302"), people[2].pk, OTHER_VILLAGE, MAR)
    assert held(head, people[2]) == [(old, JAN, MAR), (None, MAR, None)]


def counted(actor: Actor, area: str, day: date) -> int:
    with scope.acting(actor):
        return counting.count("people", Ask((area,), Period(day, day))).total
