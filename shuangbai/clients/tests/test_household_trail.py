"""What a change of a household leaves behind, and who may make one."""

import pytest

from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import households
from shuangbai.clients.actions.household_commands import Headed, Split
from shuangbai.clients.models import HouseholdChange
from shuangbai.clients.testing import OWN_VILLAGE
from shuangbai.clients.tests.household_office import MAR, family, give, home_of, rows, split, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def neighbour() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def test_one_head_and_a_row_for_each_record(head: Actor) -> None:
    people = family(head)
    give(head, people)
    home = home_of(head, people[0])
    split(head, people[2:])
    entry = AuditEntry.objects.filter(verb="household.edit", outcome="done").order_by("-id")[0]
    assert (entry.area, entry.subject_id, entry.reason) == (
        OWN_VILLAGE,
        str(home),
        "儿子成家，分开过了",
    )
    kinds = AuditChange.objects.filter(entry=entry).values_list("record_kind", flat=True)
    assert set(kinds) == {
        "clients.household",
        "clients.membership",
        "clients.categoryspell",
        "clients.householdchange",
    }


def test_who_may(head: Actor, neighbour: Actor) -> None:
    people = family(head)
    command = Split(told(), home_of(head, people[0]), (people[2].pk,), new=Headed(people[2].pk))
    with pytest.raises(Absent):
        households.split(neighbour, command)
    with pytest.raises(Refused):
        households.split(make_actor(Role.SUPERVISOR, "445302"), command)
    county = make_actor(Role.COUNTY, "445302")
    assert households.split(county, command).head_name == "陈小明"


def test_the_deed_keeps_the_names_as_printed(head: Actor) -> None:
    people = family(head)
    made = split(head, people[2:])
    [change] = rows(head, HouseholdChange)
    assert change.names.reveal() == "陈小明、陈小红"
    assert "陈小明" not in str(change.names)
    assert (change.kind, change.day, change.other) == ("split", MAR, made.pk)
    assert set(change.people) == {people[2].pk, people[3].pk}
