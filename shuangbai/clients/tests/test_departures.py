"""Why people left a list: asked, told, and what is done with it at once."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from shuangbai.access import scope
from shuangbai.access.action import Act, action
from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.actions import departures, endings
from shuangbai.clients.actions.departures import Told
from shuangbai.clients.models import CategorySpell, Departure, Person
from shuangbai.clients.testing import make_person
from shuangbai.kernel import clock, spells
from shuangbai.kernel.problems import Problem

SINCE, DAY = date(2025, 1, 5), date(2026, 2, 1)
Reason = Departure.Reason


@action("roster.merge", counted=True)
def leave(act: Act, person: Person) -> None:
    """What a merge does with somebody whom the roster no longer names."""
    act.within(person.area)
    held = CategorySpell.objects.under(person.area).as_known(None)
    ended = [spells.end(one, DAY, act.stamp) for one in held.filter(person=person)]
    departures.note(act, uuid4(), DAY, ended)


def left(owner: Actor, name: str = "李秀英") -> tuple[Person, Departure]:
    person = make_person(owner, since=SINCE, name=name)
    leave(owner, person)
    with scope.acting(owner):
        return person, Departure.objects.as_known(None).get(person=person)


def on_list(owner: Actor, person: Person) -> bool:
    with scope.acting(owner):
        held = CategorySpell.objects.under(person.area).as_known(None).on(clock.today())
        return bool(held.filter(person=person).exists())


def test_a_death_told_here_is_a_death(people: Cast) -> None:
    owner = actor_of(people.owner)
    person, gone = left(owner)
    [told] = departures.tell(owner, [Told(gone.pk, Reason.DIED, date(2026, 1, 20))])
    with scope.acting(owner):
        assert Person.objects.get(pk=person.pk).died_on == date(2026, 1, 20)
    with pytest.raises(Problem) as raised:
        departures.tell(owner, [Told(told.pk, Reason.MOVED)])
    assert raised.value.code == "departure.settled"
    endings.take_back_death(owner, person.pk, "弄错了")
    departures.tell(owner, [Told(told.pk, Reason.MOVED, note="去了广州")])


def test_a_mistake_of_the_list_puts_back_on_it(people: Cast) -> None:
    owner = actor_of(people.owner)
    person, gone = left(owner)
    assert not on_list(owner, person)
    departures.tell(owner, [Told(gone.pk, Reason.MISTAKE, note="名册漏了")])
    assert on_list(owner, person)


def test_told_twice_is_told_once_and_mended_is_a_new_version(people: Cast) -> None:
    owner = actor_of(people.owner)
    person, gone = left(owner)
    [first] = departures.tell(owner, [Told(gone.pk, Reason.NOT_ENTITLED)])
    assert departures.tell(owner, [Told(first.pk, Reason.NOT_ENTITLED)]) == []
    departures.tell(owner, [Told(first.pk, Reason.MOVED)])
    with scope.acting(owner):
        versions = Departure.objects.filter(person=person).order_by("id")
        assert [one.reason for one in versions] == ["", "not_entitled", "moved"]
        assert versions.filter(superseded_at=None).count() == 1


def test_the_page_asks_saves_and_says_what_follows(people: Cast) -> None:
    owner = actor_of(people.owner)
    _, one = left(owner)
    _, other = left(owner, "何大")
    client, address = client_of(people.worker), reverse("clients:departures")
    form = {f"{one.pk}-reason": "died", f"{other.pk}-reason": "moved"}
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "去世的，请填日期" in answer.content.decode()
    answer = client.post(address, {**form, f"{one.pk}-happened_on": "2026-01-20"}, follow=True)
    text = answer.content.decode()
    assert "请核对待遇停发了没有" in text
    assert "请办转接" in text
    assert "没有要写原因的人" in client.get(f"{address}?open=1").content.decode()
