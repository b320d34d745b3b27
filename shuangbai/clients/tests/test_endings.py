"""How a file ends, and that a death taken back leaves everything as it was."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions import endings
from shuangbai.clients.actions import people as actions
from shuangbai.clients.models import CategorySpell, FileSpell, Membership, Person
from shuangbai.clients.testing import OTHER_VILLAGE, make_person
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem

SINCE = date(2025, 1, 5)


def filed(actor: Actor) -> Person:
    person = make_person(actor, since=SINCE, categories=("DB", "CJ"))
    actions.open_file(actor, [person.pk], SINCE)
    return person


def counted(actor: Actor, key: str, day: date, known: Any = None) -> int:
    with scope.acting(actor):
        return counting.count(key, Ask((OWN_TOWN,), Period(day, day), known)).total


def held(actor: Actor, person: Person) -> list[tuple[str, date, date | None]]:
    with scope.acting(actor):
        return sorted(
            (model.__name__ + getattr(one, "category_id", ""), one.valid_from, one.valid_to)
            for model in (CategorySpell, FileSpell, Membership)
            for one in model.objects.under(OWN_TOWN).as_known(None).filter(person=person)
        )


def test_a_closed_file_is_counted_until_its_day(people: Cast) -> None:
    owner = actor_of(people.owner)
    person, day = filed(owner), date(2026, 2, 1)
    endings.close_file(owner, person.pk, day, "已迁往外市")
    before = day - timedelta(days=1)
    assert (counted(owner, "files", before), counted(owner, "files", day)) == (1, 0)
    with pytest.raises(Problem) as raised:
        endings.close_file(owner, person.pk, day, "再关一次")
    assert raised.value.code == "file.none"
    actions.open_file(owner, [person.pk], clock.today())
    assert counted(owner, "files", clock.today()) == 1


def test_nobody_is_on_a_list_from_the_day_of_death(people: Cast) -> None:
    owner = actor_of(people.owner)
    person, day = filed(owner), date(2026, 2, 1)
    known = clock.now()
    endings.record_death(owner, person.pk, day, "村委会告知")
    assert counted(owner, "people", day - timedelta(days=1)) == 1
    assert (counted(owner, "people", day), counted(owner, "files", day)) == (0, 0)
    assert counted(owner, "people", day, known) == 1
    with pytest.raises(Problem) as raised:
        endings.record_death(owner, person.pk, day)
    assert raised.value.code == "person.dead"


def test_a_death_taken_back_leaves_everything_as_it_was(people: Cast) -> None:
    owner = actor_of(people.owner)
    person = filed(owner)
    before = held(owner, person)
    endings.record_death(owner, person.pk, date(2026, 2, 1))
    assert held(owner, person) != before
    endings.take_back_death(owner, person.pk, "同名的人")
    assert held(owner, person) == before
    with pytest.raises(Problem) as raised:
        endings.take_back_death(owner, person.pk, "再撤回")
    assert raised.value.code == "person.alive"


def test_a_death_before_a_move_ends_what_was_held_in_both_villages(people: Cast) -> None:
    """Told late: they had died before the day from which they were said to live elsewhere."""
    owner, county = actor_of(people.owner), actor_of(people.reader)
    person = filed(owner)
    actions.move(county, person.pk, OTHER_VILLAGE, date(2025, 6, 1))
    before = held(owner, person)
    died = date(2025, 5, 1)
    endings.record_death(owner, person.pk, died)
    days = (died - timedelta(days=1), died, date(2025, 6, 1))
    assert [counted(owner, "people", day) for day in days] == [1, 0, 0]
    endings.take_back_death(owner, person.pk, "同名的人")
    assert held(owner, person) == before
    assert [counted(owner, "people", day) for day in days] == [1, 1, 1]


@pytest.mark.parametrize("day", [date(1949, 1, 1), date(2099, 1, 1)])
def test_a_day_of_death_that_cannot_be_is_told(worker: Actor, day: date) -> None:
    person = make_person(worker)
    with pytest.raises(Problem) as raised:
        endings.record_death(worker, person.pk, day)
    assert raised.value.code == "person.died_day"


def test_the_pages_close_and_record_and_take_back(people: Cast) -> None:
    person = filed(actor_of(people.owner))
    client = client_of(people.worker)
    day = str(clock.today())
    client.post(reverse("clients:file_close", args=[person.pk]), {"day": day, "reason": "迁出"})
    client.post(reverse("clients:death", args=[person.pk]), {"day": day, "reason": "家属告知"})
    answer = client.get(reverse("clients:death_undo", args=[person.pk]))
    assert "撤回" in answer.content.decode()
    client.post(reverse("clients:death_undo", args=[person.pk]), {"reason": "弄错了"})
    with scope.acting(actor_of(people.worker)):
        assert Person.objects.get(pk=person.pk).died_on is None
