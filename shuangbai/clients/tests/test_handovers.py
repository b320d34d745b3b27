"""Handing a person over: who learns what, who answers, and that past figures stay."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import handovers as actions
from shuangbai.clients.actions import people
from shuangbai.clients.actions.handovers import Ask, Terms
from shuangbai.clients.models import (
    FileSpell,
    HandOver,
    HandOverMove,
    Household,
    Membership,
    Person,
)
from shuangbai.clients.selectors import handovers as selectors
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_number, make_person
from shuangbai.clients.tests.handover_office import DAY, MOVED, WHY, ask_for, mirror, offer_of, rows
from shuangbai.clients.tests.together import together
from shuangbai.kernel import clock, counting, ids
from shuangbai.kernel.figures import Ask as Question
from shuangbai.kernel.figures import Period
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db
BEFORE = MOVED - timedelta(days=1)


@pytest.fixture
def giver() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def taker() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302", name="区里")


def on_lists(actor: Actor, area: str, day: date) -> int:
    with scope.acting(actor):
        return counting.count("people", Question((area,), Period(day, day))).total


def test_asked_and_agreed(giver: Actor, taker: Actor) -> None:
    number = make_number()
    person = make_person(giver, number=number, since=DAY)
    people.open_file(giver, [person.pk], DAY)
    sent = ask_for(taker, number)
    assert (sent.area, sent.side, sent.state) == (NEXT_TOWN, "receiving", "asked")
    theirs = mirror(giver, sent)
    assert theirs.person_id == person.pk
    done = actions.accept(giver, theirs.pk, Terms(day=MOVED))
    assert (done.state, done.other_town) == ("accepted", NEXT_TOWN)
    [here] = rows(taker, Person)
    assert (here.pk, here.area) == (person.pk, NEXT_VILLAGE)
    assert rows(giver, Person) == []
    assert done.name == person.name
    [file] = rows(taker, FileSpell, superseded_at=None)
    assert (file.area, file.valid_from) == (NEXT_VILLAGE, MOVED)
    [closed] = rows(giver, FileSpell, superseded_at=None)
    assert (closed.area, closed.valid_to) == (OWN_VILLAGE, MOVED)
    after = mirror(taker, sent)
    assert (after.person_id, after.other_town) == (person.pk, OWN_TOWN)


def test_the_asker_learns_only_that_it_is_elsewhere(giver: Actor, taker: Actor) -> None:
    number = make_number()
    person = make_person(giver, number=number, since=DAY)
    sent = ask_for(taker, number, name="阿英")
    [row] = rows(taker, HandOver)
    assert (row.person_id, row.other_town, row.name) == (None, "", "阿英")
    actions.refuse(giver, mirror(giver, sent).pk, "人还住在我们这里")
    [row], steps = rows(taker, HandOver), rows(taker, HandOverMove)
    assert (row.person_id, row.other_town, row.state) == (None, "", "refused")
    assert [step.by_name for step in steps] == ["林站长", "对方站"]
    assert steps[1].reason == "人还住在我们这里"
    told = repr([{**vars(one), "_state": None} for one in (row, *steps)])
    for secret in (giver.name, str(giver.user_id), OWN_TOWN, str(person.pk)):
        assert secret not in told
    assert [step.by_name for step in rows(giver, HandOverMove)] == ["林站长", "陈站长"]


def test_the_giving_side_reads_who_asks_and_why(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    ask_for(taker, number)
    [row] = rows(giver, HandOver)
    assert (row.asked_by_name, row.reason, row.other_town) == ("林站长", WHY, NEXT_TOWN)
    with scope.acting(giver):
        assert selectors.waiting(giver).count == 1
    with scope.acting(taker):
        assert selectors.waiting(taker).count == 0


def test_past_figures_of_both_towns_stay(giver: Actor, taker: Actor, county: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    before = [on_lists(county, area, BEFORE) for area in (OWN_TOWN, NEXT_TOWN, "445302")]
    actions.accept(giver, mirror(giver, ask_for(taker, number)).pk, Terms())
    after = [on_lists(county, area, BEFORE) for area in (OWN_TOWN, NEXT_TOWN, "445302")]
    assert before == after == [1, 0, 1]
    assert [on_lists(county, area, MOVED) for area in (OWN_TOWN, NEXT_TOWN, "445302")] == [0, 1, 1]
    assert on_lists(giver, OWN_TOWN, BEFORE) == on_lists(taker, NEXT_TOWN, MOVED) == 1


def test_offered_and_agreed_with_a_village(giver: Actor, taker: Actor) -> None:
    person = make_person(giver, since=DAY)
    sent = offer_of(giver, person)
    theirs = mirror(taker, sent)
    assert (theirs.person_id, theirs.name, theirs.other_town) == (None, "李秀英", OWN_TOWN)
    actions.accept(taker, theirs.pk, Terms(day=MOVED, to_area=NEXT_VILLAGE))
    [here] = rows(taker, Person)
    assert here.area == NEXT_VILLAGE


def test_a_whole_household_stays_together(giver: Actor, taker: Actor) -> None:
    head = make_person(giver, name="陈志", since=DAY)
    [home] = rows(giver, Household)
    make_person(giver, name="陈英", since=DAY, household=home.pk, relation="子女")
    sent = offer_of(giver, head, whole_household=True)
    actions.accept(taker, mirror(taker, sent).pk, Terms())
    living = rows(taker, Membership, superseded_at=None, valid_to=None)
    assert len({one.household_id for one in living}) == 1 and len(living) == 2
    assert {one.relation for one in living} == {"", "子女"}
    assert living[0].household_id != home.pk
    [stayed] = rows(giver, Household)
    assert (stayed.pk, rows(giver, Person)) == (home.pk, [])


def test_one_of_a_household_goes_alone(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, name="陈志", since=DAY)
    [home] = rows(giver, Household)
    make_person(giver, name="陈英", since=DAY, household=home.pk, relation="子女", number=number)
    sent = ask_for(taker, number, name="陈英")
    actions.accept(giver, mirror(giver, sent).pk, Terms(whole_household=False))
    assert [one.name for one in rows(giver, Person)] == ["陈志"]
    [living] = rows(taker, Membership, superseded_at=None, valid_to=None)
    assert living.household_id != home.pk and living.relation == ""


def test_who_answers_for_both_towns_hands_over_at_once(county: Actor) -> None:
    person = make_person(county, since=DAY)
    done = offer_of(county, person, to_area=NEXT_VILLAGE)
    assert done.state == "accepted"
    assert [one.state for one in rows(county, HandOver)] == ["accepted", "accepted"]
    assert [one.area for one in rows(county, Person)] == [NEXT_VILLAGE]


def test_the_county_answers_for_either_side(giver: Actor, taker: Actor, county: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    sent = ask_for(taker, number)
    actions.accept(county, sent.pk, Terms())
    assert [one.area for one in rows(taker, Person)] == [NEXT_VILLAGE]


@pytest.mark.parametrize("verb", ["accept", "withdraw"])
def test_each_side_does_only_its_part(giver: Actor, taker: Actor, verb: str) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    sent = ask_for(taker, number)
    with pytest.raises(Problem) as told:
        if verb == "accept":
            actions.accept(taker, sent.pk, Terms())
        else:
            actions.withdraw(giver, mirror(giver, sent).pk, "算了")
    assert told.value.code == ("handover.theirs" if verb == "accept" else "handover.not_asker")
    with pytest.raises(Absent):
        actions.refuse(giver, sent.pk, "不")


def test_taken_back_is_seen_by_both(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    sent = ask_for(taker, number)
    actions.withdraw(taker, sent.pk, "弄错了")
    theirs = mirror(giver, sent)
    assert theirs.state == "withdrawn"
    with pytest.raises(Problem) as told:
        actions.accept(giver, theirs.pk, Terms())
    assert told.value.code == "states.finished"
    assert len(rows(giver, Person)) == 1
    assert ask_for(taker, number).pk != sent.pk


def test_the_same_asked_twice_is_one_request(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    wanted = Ask(ids.uuid7(), "李秀英", number, NEXT_VILLAGE, MOVED, WHY)
    told = together([lambda: actions.ask(taker, wanted)] * 2)
    told.append(ask_for(taker, number))
    assert len({row.pk for row in told}) == 1
    assert len(rows(giver, HandOver)) == 1


def test_two_answers_at_one_moment(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    theirs = mirror(giver, ask_for(taker, number))
    told = together(
        [
            lambda: actions.accept(giver, theirs.pk, Terms()),
            lambda: actions.refuse(giver, theirs.pk, "人在我们这里"),
        ]
    )
    assert [one.code for one in told if isinstance(one, Problem)] == ["states.finished"]
    assert mirror(taker, theirs).state == mirror(giver, theirs).state


def test_numbers_that_are_not_elsewhere(giver: Actor, taker: Actor) -> None:
    own = make_number()
    make_person(giver, number=own, since=DAY)
    for actor, number, area in ((giver, own, OWN_VILLAGE), (taker, make_number(), NEXT_VILLAGE)):
        with pytest.raises(Problem) as told:
            ask_for(actor, number, to_area=area)
        assert told.value.code == "handover.not_elsewhere"
    assert AuditEntry.objects.filter(verb="handover.ask", outcome="refused").count() == 2
    far = make_actor(Role.HEAD, "440103001", name="广州")
    assert not far.covers(OWN_TOWN)
    with pytest.raises(Refused):
        ask_for(far, own)


def test_a_request_about_somebody_gone_since(giver: Actor, taker: Actor, county: Actor) -> None:
    number = make_number()
    person = make_person(giver, number=number, since=DAY)
    theirs = mirror(giver, ask_for(taker, number))
    people.move(county, person.pk, "445302106", MOVED)
    with pytest.raises(Problem) as told:
        actions.accept(giver, theirs.pk, Terms())
    assert told.value.code == "handover.gone"
    actions.refuse(giver, theirs.pk, "人已经转走")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"day": date(2099, 1, 1)}, "handover.early"),
        ({"day": date(1980, 1, 1)}, "handover.long_ago"),
        ({"reason": " "}, "handover.why"),
        ({"to_area": OWN_VILLAGE}, "handover.same_town"),
        ({"to_area": "440103001"}, "person.move_far"),
        ({"day": DAY - timedelta(days=1)}, "person.move_before"),
    ],
)
def test_what_is_not_offered(giver: Actor, told: dict[str, Any], code: str) -> None:
    person = make_person(giver, since=DAY)
    with pytest.raises(Problem) as found:
        offer_of(giver, person, **told)
    assert found.value.code == code
    assert rows(giver, HandOver) == []


def test_one_open_offer_at_a_time(giver: Actor) -> None:
    person = make_person(giver, since=DAY)
    offer_of(giver, person)
    with pytest.raises(Problem) as found:
        offer_of(giver, person)
    assert found.value.code == "handover.open"


def test_a_worker_asks_and_does_not_answer(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    sent = ask_for(make_actor(Role.WORKER, NEXT_TOWN, name="社工"), number)
    with pytest.raises(Refused):
        actions.accept(make_actor(Role.WORKER, OWN_TOWN), mirror(giver, sent).pk, Terms())
    assert operator("测试", OWN_TOWN).may("handover.decide")
    assert clock.today() > MOVED
