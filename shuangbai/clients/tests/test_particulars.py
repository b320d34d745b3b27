"""What is told of a person's circumstances: histories, changes, corrections."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import particulars as actions
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions.particulars import Told
from shuangbai.clients.actions.people import move
from shuangbai.clients.models import (
    Person,
    Profile,
)
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.clients.tests.roster_office import rows
from shuangbai.clients.tests.together import together
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem
from tests.database import clear

pytestmark = pytest.mark.django_db
SINCE = date(2025, 4, 1)
LATER = date(2025, 6, 1)
BORN = date(1950, 3, 5)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def person(head: Actor) -> Person:
    return make_person(head, since=SINCE, number=None, birth_date=BORN)


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Problem) as found:
        yield
    assert found.value.code == code


def holds(actor: Actor, person: Person, day: date, known: datetime | None = None) -> Any:
    with scope.acting(actor):
        found = Profile.objects.as_known(known).on(day).filter(person=person)
        assert found.count() <= 1
        return found.first()


def says(actor: Actor, person: Person, day: date, known: datetime | None = None) -> str | None:
    found = holds(actor, person, day, known)
    return f"{found.living}/{found.school}" if found else None


DAYS = [SINCE + timedelta(days=30 * step) for step in range(5)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([None, *DAYS]),
        st.dictionaries(
            st.sampled_from(["living", "school"]), st.sampled_from(["", "alone"]), min_size=1
        ),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_every_instant_of_knowledge_stays(database: None, history: list[Any]) -> None:
    """What was known after each step comes out again, on any day, whatever was told since."""
    clear()
    head = make_actor(Role.HEAD, OWN_TOWN, name="陈站长")
    person = make_person(head, since=SINCE)
    kept: list[tuple[datetime, list[str | None]]] = []
    for day, values in history:
        actions.tell(head, person.pk, Told(values, day))
        at = clock.now()
        kept.append((at, [says(head, person, one) for one in DAYS]))
        if day is not None:
            for later in (one for one in DAYS if one >= day):
                row = holds(head, person, later)
                shown = {name: getattr(row, name) if row else "" for name in values}
                assert shown == values
        for at, then in kept:
            assert [says(head, person, one, at) for one in DAYS] == then


def test_a_change_keeps_what_was_and_a_correction_does_not(head: Actor, person: Person) -> None:
    assert actions.tell(head, person.pk, Told({"living": "alone", "school": "旧"})) == [
        "living",
        "school",
    ]
    actions.tell(head, person.pk, Told({"living": "family"}, LATER))
    assert says(head, person, SINCE) == "alone/旧"
    assert says(head, person, LATER) == "family/旧"
    actions.tell(head, person.pk, Told({"school": "思劳小学"}))
    assert says(head, person, SINCE) == "alone/思劳小学"
    assert says(head, person, LATER) == "family/思劳小学"


def test_told_twice_changes_nothing(head: Actor, person: Person) -> None:
    told = Told({"living": "alone", "bank_account": "6222020200011112222"}, LATER)
    actions.tell(head, person.pk, told)
    assert actions.tell(head, person.pk, told) == []
    assert len(rows(head, Profile)) == 1


def test_the_trail_names_fields_and_no_values(head: Actor, person: Person) -> None:
    account = "6222020200011112222"
    actions.tell(head, person.pk, Told({"bank_account": account, "illnesses": "高血压"}))
    [change] = AuditChange.objects.filter(record_kind="clients.profile")
    assert change.change["fields"] == ["bank_account", "illnesses"]
    told = f"{list(AuditChange.objects.values())}{list(AuditEntry.objects.values())}"
    assert account not in told and "高血压" not in told


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2099, 1, 1), "particulars.early"),
        (date(1899, 1, 1), "particulars.old"),
    ],
)
def test_days_that_cannot_be(head: Actor, person: Person, day: date, code: str) -> None:
    with refused(code):
        actions.tell(head, person.pk, Told({"living": "alone"}, day))


def test_a_new_station_tells_nothing_of_the_time_before(head: Actor, person: Person) -> None:
    county = operator("区里", "445302")
    actions.tell(head, person.pk, Told({"living": "alone"}))
    move(county, person.pk, NEXT_VILLAGE, LATER)
    there = make_actor(Role.HEAD, NEXT_TOWN, name="林站长")
    with refused("particulars.elsewhere_then"):
        actions.tell(there, person.pk, Told({"living": "family"}, SINCE))
    with refused("particulars.elsewhere_then"):
        care.give_category(there, person.pk, care.Given("TK", SINCE, "走访时看了证"))
    actions.tell(there, person.pk, Told({"living": "family"}, LATER + timedelta(days=3)))
    assert says(county, person, LATER) == "alone/"
    assert says(county, person, SINCE) == "alone/"


def test_two_who_write_at_once_leave_both(head: Actor, person: Person) -> None:
    one, two = Told({"living": "alone"}), Told({"school": "思劳小学"})
    told = together([partial(actions.tell, head, person.pk, told) for told in (one, two)])
    assert sorted(map(str, told)) == ["['living']", "['school']"]
    assert says(head, person, clock.today()) == "alone/思劳小学"
