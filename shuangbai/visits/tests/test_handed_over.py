"""Visits to somebody who was handed over: told there, counted here, recorded late."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, Cast, actor_of, client_of, make_actor
from shuangbai.clients.actions import handovers
from shuangbai.clients.actions.handovers import Terms
from shuangbai.clients.models import Person
from shuangbai.clients.testing import OWN_VILLAGE, make_person
from shuangbai.clients.tests.handover_office import DAY, MOVED, mirror, offer_of
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.visits import actions
from shuangbai.visits.actions import NewVisit
from shuangbai.visits.models import Served
from shuangbai.visits.selectors import visits as selectors

pytestmark = pytest.mark.django_db
BEFORE = MOVED - timedelta(days=1)


@pytest.fixture
def giver(people: Cast) -> Actor:
    return actor_of(people.owner)


@pytest.fixture
def taker() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def visit(actor: Actor, person: Person, day: date) -> None:
    actions.record(actor, NewVisit(uuid4(), None, (person.pk,), day, note="看望", late_why="补记"))


def handed_over(giver: Actor, taker: Actor) -> Person:
    person = make_person(giver, since=DAY)
    visit(giver, person, DAY)
    sent = offer_of(giver, person)
    handovers.accept(taker, mirror(taker, sent).pk, Terms())
    return person


def served(actor: Actor, area: str) -> int:
    with scope.acting(actor):
        return counting.count("served", Ask((area,), Period(DAY, MOVED))).total


def test_visits_stay_and_are_told_without_their_words(giver: Actor, taker: Actor) -> None:
    person = handed_over(giver, taker)
    assert (served(giver, OWN_TOWN), served(taker, NEXT_TOWN)) == (1, 0)
    with scope.acting(taker):
        [past] = selectors.past(person)
    assert (past.town, past.day, past.kind, past.times) == ("思劳镇", DAY, "上门", 1)
    with scope.acting(giver):
        assert selectors.past(person) == []


def test_a_visit_of_the_days_before_is_recorded_late(giver: Actor, taker: Actor) -> None:
    person = handed_over(giver, taker)
    visit(giver, person, BEFORE)
    with scope.acting(giver):
        late = Served.objects.get(happened_on=BEFORE)
    assert (late.area, late.person_name.reveal()) == (OWN_VILLAGE, person.name)
    assert (late.group, late.categories) == ("elderly", ["DB"])
    with pytest.raises(Problem) as told:
        visit(giver, person, MOVED)
    assert told.value.code == "visit.gone"
    with pytest.raises(Absent):
        visit(make_actor(Role.HEAD, "445302106"), person, BEFORE)


def test_who_came_back_is_no_longer_gone(giver: Actor, taker: Actor) -> None:
    person = handed_over(giver, taker)
    back = offer_of(taker, person, to_area=OWN_TOWN, day=MOVED + timedelta(days=9))
    handovers.accept(giver, mirror(giver, back).pk, Terms(to_area=OWN_VILLAGE))
    visit(giver, person, MOVED + timedelta(days=20))


def test_the_way_from_the_request_to_the_late_visit(
    people: Cast, giver: Actor, taker: Actor
) -> None:
    person = handed_over(giver, taker)
    client = client_of(people.owner)
    page = client.get(f"/visits/new/?person={person.pk}")
    assert "只能补记转出以前的走访" in page.content.decode()
    sent = {"id": uuid4(), "served": [person.pk], "happened_on": BEFORE, "kind": "home"}
    sent["late_why"] = "转出前漏记"
    answer = client.post(f"/visits/new/?person={person.pk}", sent)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/people/handovers/?show=finished",
    )
    there = client_of(people.neighbour).get(f"/visits/of/{person.pk}/").content.decode()
    assert "在别的站时" in there and "看望" not in there
    assert AuditEntry.objects.filter(verb="visit.record", outcome="done").count() == 2
