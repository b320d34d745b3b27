"""Gone back in the browser and pressed again; and somebody who did go twice on one day."""

from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.models import Person
from shuangbai.clients.testing import make_person
from shuangbai.kernel import clock, ids
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import NewVisit, record, record_round, withdraw
from shuangbai.visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(worker: Actor) -> Person:
    return make_person(worker, name="李秀英")


def send(people: Cast, person: Person, *, follow: bool = False, **more: Any) -> Any:
    """A form as the page gives it after Back: the same words under a new id."""
    form = {
        "id": str(ids.uuid7()),
        "served": [str(person.pk)],
        "happened_on": clock.today().isoformat(),
        "kind": "phone",
        "note": "问了降压药",
    }
    page = f"/visits/new/?person={person.pk}"
    return client_of(people.worker).post(page, form | more, follow=follow)


def kept(actor: Actor) -> int:
    with scope.acting(actor):
        return int(Visit.objects.visible_to(actor).as_known(None).count())


def test_pressed_again_after_going_back_is_asked_and_not_written(
    people: Cast, worker: Actor, person: Person
) -> None:
    assert send(people, person).status_code == 302
    again, today = send(people, person), clock.today()
    text = again.content.decode()
    assert again.status_code == 422 and kept(worker) == 1
    assert f"李秀英 在 {today.month}月{today.day}日 已经记过一次走访。" in text
    assert "确实又去了一次，就勾上再记。" in text
    assert 'type="checkbox" name="again"' in text
    assert "问了降压药" in text and 'value="phone"' in text, "what was typed stays"


def test_who_did_go_twice_ticks_it(people: Cast, worker: Actor, person: Person) -> None:
    send(people, person)
    answer = send(people, person, again="on", note="下午又去送药")
    assert answer.status_code == 302 and kept(worker) == 2


def test_the_form_does_not_ask_before_there_is_a_reason(people: Cast, person: Person) -> None:
    page = client_of(people.worker).get(f"/visits/new/?person={person.pk}").content.decode()
    assert 'name="again"' not in page


def test_another_worker_or_another_day_is_not_asked(
    people: Cast, worker: Actor, person: Person
) -> None:
    today = clock.today()
    record(worker, NewVisit(ids.uuid7(), None, (person.pk,), today))
    record(actor_of(people.owner), NewVisit(ids.uuid7(), None, (person.pk,), today))
    earlier = today.replace(year=today.year - 1, day=1)
    record(worker, NewVisit(ids.uuid7(), None, (person.pk,), earlier, late_why="补记"))
    assert kept(worker) == 3


def test_the_rule_is_the_actions_own(worker: Actor, person: Person) -> None:
    first, second, third = (
        NewVisit(ids.uuid7(), None, (person.pk,), clock.today(), again=meant)
        for meant in (False, False, True)
    )
    assert record(worker, first) == record(worker, first)
    with pytest.raises(Problem) as told:
        record_round(worker, [second])
    assert told.value.code == "visit.again"
    record_round(worker, [third])
    assert kept(worker) == 2


def test_after_a_withdrawal_it_is_recorded_anew(
    people: Cast, worker: Actor, person: Person
) -> None:
    wrong = record(worker, NewVisit(ids.uuid7(), None, (person.pk,), clock.today()))
    withdraw(worker, wrong.pk, "写错了")
    same = send(people, person, follow=True, id=str(wrong.pk))
    assert "这次走访记过，后来作废了" in same.content.decode() and kept(worker) == 0
    assert send(people, person).status_code == 302
    assert kept(worker) == 1
