"""What an action refuses although the form would not have sent it, and moves at one moment."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.areas.models import Area
from shuangbai.clients.actions import people as actions
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.models import FileSpell, Household, Membership, Person
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.clients.tests.roster_office import rows
from shuangbai.clients.tests.together import together
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem
from tests.database import restore_areas

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)
MOVED = date(2025, 6, 1)
BORN = date(1950, 3, 5)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def county() -> Actor:
    return operator("区里", "445302")


@pytest.fixture
def neighbour() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def new(**told: Any) -> NewPerson:
    given = {"area": OWN_VILLAGE, "name": "陈英", "since": DAY, "birth_date": BORN}
    return NewPerson(**{**given, **told})


def household(actor: Actor, person: Person) -> Household:
    [held] = rows(actor, Membership, person=person, superseded_at=None, valid_to=None)
    [home] = rows(actor, Household, pk=held.household_id)
    assert isinstance(home, Household)
    return home


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"area": OWN_TOWN + "999"}, "areas.unknown"),
        ({"birth_date": date(1899, 12, 31)}, "person.born"),
        ({"birth_date": date(2099, 1, 1)}, "person.born"),
        ({"since": date(1989, 12, 31)}, "person.since"),
        ({"since": date(2099, 1, 1)}, "person.future"),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_what_is_not_registered(head: Actor, told: dict[str, Any], code: str, many: bool) -> None:
    with pytest.raises(Problem) as found:
        if many:
            actions.register_many(head, [new(), new(**told)])
        else:
            actions.register(head, new(**told))
    assert found.value.code == code
    assert rows(head, Person) == []


def test_people_live_in_towns_and_villages(county: Actor) -> None:
    with pytest.raises(Problem) as found:
        actions.register(county, new(area="445302"))
    assert found.value.code == "person.place"
    person = make_person(county, since=DAY)
    with pytest.raises(Problem) as found:
        actions.move(county, person.pk, "445302", MOVED)
    assert found.value.code == "person.place"


def test_nobody_is_at_home_in_a_closed_village(head: Actor, county: Actor) -> None:
    person = make_person(head, since=DAY)
    Area.objects.filter(key=OTHER_VILLAGE).update(closed_on=DAY)
    try:
        with pytest.raises(Problem) as found:
            actions.register(head, new(area=OTHER_VILLAGE))
        assert found.value.code == "person.place"
        with pytest.raises(Problem) as found:
            actions.move(county, person.pk, OTHER_VILLAGE, MOVED)
        assert found.value.code == "person.place"
    finally:
        restore_areas()


def test_a_household_of_another_town_is_not_joined(
    head: Actor, neighbour: Actor, county: Actor
) -> None:
    there = household(neighbour, make_person(neighbour, NEXT_VILLAGE, since=DAY))
    with pytest.raises(Absent):
        actions.register(head, new(household=there.pk))
    with pytest.raises(Problem) as found:
        actions.register(county, new(household=there.pk))
    assert found.value.code == "person.household_far"
    here = household(head, make_person(head, since=DAY))
    joined = actions.register(head, new(household=here.pk))
    assert household(head, joined) == here


def test_a_file_begins_when_the_person_came_here(county: Actor) -> None:
    person = make_person(county, since=DAY)
    actions.move(county, person.pk, NEXT_VILLAGE, MOVED)
    actions.open_file(county, [person.pk], MOVED - timedelta(days=10))
    [file] = rows(county, FileSpell)
    assert (file.area, file.valid_from) == (NEXT_VILLAGE, MOVED)


def test_a_file_begins_on_its_day_for_those_who_were_here(county: Actor) -> None:
    person = make_person(county, since=DAY)
    actions.move(county, person.pk, OTHER_VILLAGE, MOVED)
    actions.open_file(county, [person.pk], MOVED - timedelta(days=10))
    [file] = rows(county, FileSpell)
    assert file.valid_from == MOVED - timedelta(days=10)


def test_who_comes_back_is_here_since_then(county: Actor) -> None:
    person = make_person(county, since=DAY)
    actions.move(county, person.pk, NEXT_VILLAGE, MOVED)
    back = MOVED + timedelta(days=30)
    actions.move(county, person.pk, OWN_VILLAGE, back)
    actions.open_file(county, [person.pk], MOVED + timedelta(days=10))
    [file] = rows(county, FileSpell)
    assert (file.area, file.valid_from) == (OWN_VILLAGE, back)


def test_two_moves_at_one_moment(county: Actor) -> None:
    person = make_person(county, since=DAY)
    told = together([lambda: actions.move(county, person.pk, NEXT_VILLAGE, MOVED)] * 2)
    refused = [one for one in told if isinstance(one, Problem)]
    assert [one.code for one in refused] == ["person.same_place"]
    assert [one.area for one in told if isinstance(one, Person)] == [NEXT_VILLAGE]
    living = rows(county, Membership, person=person, superseded_at=None, valid_to=None)
    assert [one.area for one in living] == [NEXT_VILLAGE]


def test_a_move_before_the_person_came_is_told(county: Actor) -> None:
    person = make_person(county, since=DAY)
    actions.move(county, person.pk, NEXT_VILLAGE, MOVED)
    with pytest.raises(Problem) as found:
        actions.move(county, person.pk, OTHER_VILLAGE, MOVED - timedelta(days=1))
    assert found.value.code == "person.move_before"
    with scope.acting(county):
        assert Person.objects.get(pk=person.pk).area == NEXT_VILLAGE
    assert clock.today() > MOVED
