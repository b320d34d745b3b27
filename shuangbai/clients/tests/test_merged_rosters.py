"""Rosters and merged files: a number written in either leads to the one that goes on."""

from datetime import date, timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.models import CategorySpell, Departure, HandOver, Membership, Person
from shuangbai.clients.selectors.onfile import digest, on_file, whose
from shuangbai.clients.testing import (
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    OWN_VILLAGE,
    make_number,
    make_person,
    make_provisional,
)
from shuangbai.clients.tests.merge_office import merge
from shuangbai.clients.tests.roster_office import DAY, LATER, merged, outcomes, rows
from shuangbai.rosters.models import RosterRow

pytestmark = pytest.mark.django_db
BORN = date(1950, 3, 5)
BEFORE = DAY - timedelta(days=60)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def there() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302", name="区里")


def without_number(
    actor: Actor, area: str = OWN_VILLAGE, categories: tuple[str, ...] = ()
) -> Person:
    return make_person(
        actor, area, "李秀英", categories, number=None, birth_date=BORN, since=BEFORE
    )


def living(actor: Actor, category: str = "TK") -> list[CategorySpell]:
    return [
        one
        for one in rows(actor, CategorySpell, superseded_at=None, category=category)
        if one.valid_to is None
    ]


def test_a_number_of_the_merged_file_is_the_person_who_goes_on(head: Actor) -> None:
    number = make_number()
    kept = without_number(head)
    merge(head, kept, make_person(head, name="阿英", number=number, since=BEFORE, categories=()))
    roster = merged(head, [("李秀英", number, "城村")])
    assert outcomes(roster) == {"update": 1}
    assert [one.person_id for one in living(head)] == [kept.pk]
    assert outcomes(merged(head, [("李秀英", number, "城村")], LATER)) == {"unchanged": 1}
    assert len(rows(head, Person)) == 2


def test_what_the_merged_file_holds_is_held(head: Actor) -> None:
    number = make_number()
    other = make_person(head, name="李秀英", number=number, since=BEFORE, categories=("TK",))
    merge(head, without_number(head), other)
    roster = merged(head, [("李秀英", number, "城村")])
    assert outcomes(roster) == {"unchanged": 1}
    [spell] = living(head)
    assert (spell.person_id, spell.source) == (other.pk, "roster")


def test_who_stands_in_two_files_leaves_once_and_both_end(head: Actor) -> None:
    first, second = make_number(), make_number()
    merged(head, [("李秀英", first, "城村"), ("陈志", second, "城村")])
    numbered = next(one for one in rows(head, Person) if one.name == "李秀英")
    twin = without_number(head)
    with scope.acting(head):
        [spell] = CategorySpell.objects.filter(person=numbered)
        stamp = {"recorded_at": scope.instant(), "recorded_by": head.user_id}
        CategorySpell.objects.create(
            area=twin.area,
            person=twin,
            category_id="TK",
            source="roster",
            roster_id=spell.roster_id,
            valid_from=DAY,
            recorded_by_name=head.name,
            **stamp,
        )
    merge(head, numbered, twin)
    roster = merged(head, [("陈志", second, "城村")], LATER)
    assert roster.outcome["retire"] == 1
    assert [one.person_id for one in living(head)] != []
    assert {one.person_id for one in living(head)} & {numbered.pk, twin.pk} == set()
    assert [one.person_id for one in rows(head, Departure)] == [numbered.pk]


def test_whoever_is_on_the_list_by_the_merged_file_stays_on_it(head: Actor) -> None:
    number, second = make_number(), make_number()
    merged(head, [("阿英", number, "城村"), ("陈志", second, "城村")])
    numbered = next(one for one in rows(head, Person) if one.name == "阿英")
    kept = without_number(head)
    merge(head, kept, numbered)
    roster = merged(head, [("李秀英", number, "城村"), ("陈志", second, "城村")], LATER)
    assert roster.outcome["retire"] == 0 and rows(head, Departure) == []
    assert numbered.pk in {one.person_id for one in living(head)}


def test_a_move_by_roster_takes_the_merged_file_along(head: Actor) -> None:
    number = make_number()
    other = make_person(head, name="李秀英", number=number, since=BEFORE, categories=("TK",))
    kept = without_number(head)
    merge(head, kept, other)
    merged(head, [("李秀英", number, "旧村")])
    [spell] = living(head)
    assert spell.area == "445302103206"
    assert {one.area for one in rows(head, Person)} == {"445302103206"}
    ends = {one.area for one in rows(head, Membership, superseded_at=None, valid_to=None)}
    assert ends == {"445302103206"}


def test_a_number_in_a_file_of_another_town_leads_here(
    head: Actor, there: Actor, county: Actor
) -> None:
    number = make_number()
    kept = without_number(head)
    away = make_person(there, NEXT_VILLAGE, "阿英", number=number, since=BEFORE, categories=())
    merge(county, kept, away)
    roster = merged(head, [("李秀英", number, "城村")])
    assert outcomes(roster) == {"update": 1}
    assert [one.person_id for one in living(head)] == [kept.pk]
    assert rows(head, HandOver) == []


def test_the_list_of_the_other_town_asks_and_keeps_whom_it_had(
    head: Actor, there: Actor, county: Actor
) -> None:
    number, second = make_number(), make_number()
    lines = [("李秀英", number, ""), ("陈志", second, "")]
    merged(there, lines)
    away = next(one for one in rows(there, Person) if one.name == "李秀英")
    merge(county, without_number(head), away)
    roster = merged(there, lines, LATER)
    assert outcomes(roster) == {"unchanged": 1, "refuse": 1}
    assert away.pk in {one.person_id for one in living(there)}, "its spell goes on"
    [asked] = rows(head, HandOver)
    assert (asked.side, asked.other_town) == ("giving", NEXT_TOWN)


def test_a_numberless_merged_file_is_no_namesake(head: Actor) -> None:
    kept = make_person(head, name="李秀英", since=BEFORE)
    merge(head, kept, without_number(head, OTHER_VILLAGE))
    roster = merged(head, [("李秀英", make_number(), "城村")])
    assert outcomes(roster) == {"create": 1}
    assert [one.problems for one in rows(head, RosterRow)] == [[]]


def test_the_doors_tell_of_the_file_that_goes_on_and_nothing_more(
    head: Actor, there: Actor, county: Actor
) -> None:
    numbers = [make_number() for _ in range(3)]
    kept = without_number(head)
    away = make_person(there, NEXT_VILLAGE, "阿英", number=numbers[0])
    own = make_person(there, NEXT_VILLAGE, "陈志", number=numbers[1])
    merge(county, kept, away)
    make_provisional(head, number=numbers[2])
    keys = [digest(number) for number in numbers]
    for actor, found in ((head, {keys[0]: kept.pk}), (there, {keys[1]: own.pk})):
        with scope.acting(actor):
            assert on_file("4453", keys) == {keys[0]: OWN_TOWN, keys[1]: NEXT_TOWN}
            assert whose("4453", keys) == found
    assert whose("4453", keys) == {}, "nothing without a scope"


def test_the_number_of_a_provisional_file_that_was_merged_is_on_file(head: Actor) -> None:
    number = make_number()
    kept = without_number(head)
    merge(head, kept, make_provisional(head, number=number))
    with scope.acting(head):
        assert whose("4453", [digest(number)]) == {digest(number): kept.pk}
    roster = merged(head, [("李秀英", number, "城村")])
    assert outcomes(roster) == {"update": 1}
