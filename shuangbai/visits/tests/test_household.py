"""A visit to a household, from its page and back to it."""

from datetime import timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, client_of
from shuangbai.clients.actions.household_commands import Headed, Split, Told
from shuangbai.clients.actions.households import split as split_household
from shuangbai.clients.testing import make_person
from shuangbai.kernel import clock, ids
from shuangbai.visits.models import Visit

pytestmark = pytest.mark.django_db


def test_it_is_recorded_for_the_household_and_leads_back(people: Cast, worker: Actor) -> None:
    head = make_person(worker, name="陈志")
    with scope.acting(worker):
        home = head.memberships.get().household_id
    make_person(worker, name="陈英", household=home)
    asking, page = client_of(people.worker), f"/people/households/{home}/"
    form = f"/visits/new/?household={home}"
    assert form in asking.get(page).content.decode()
    assert "陈英" in asking.get(form).content.decode()
    told = {"id": str(ids.uuid7()), "served": [str(head.pk)], "kind": "home"}
    answer = asking.post(form, told | {"happened_on": clock.today().isoformat()})
    assert answer.headers["Location"] == page
    with scope.acting(worker):
        assert Visit.objects.get().household_id == home


def test_who_left_is_visited_where_they_live_now(people: Cast, worker: Actor) -> None:
    """Recorded late, after the household was split: also for the days before."""
    since = clock.today() - timedelta(days=90)
    head = make_person(worker, name="陈志", since=since)
    with scope.acting(worker):
        home = head.memberships.get().household_id
    child = make_person(worker, name="陈小", household=home, since=since)
    told = Told(clock.today(), "分开过")
    split_household(worker, Split(told, home, (child.pk,), new=Headed(child.pk)))
    asking = client_of(people.worker)
    form = asking.get(f"/visits/new/?household={home}").content.decode()
    assert "陈志" in form and "陈小" not in form
    day = clock.today() - timedelta(days=3)
    sent = {"id": str(ids.uuid7()), "served": [str(child.pk)], "kind": "home"}
    answer = asking.post(f"/visits/new/?person={child.pk}", sent | {"happened_on": f"{day}"})
    assert answer.headers["Location"] == f"/p/{child.pk}/"
