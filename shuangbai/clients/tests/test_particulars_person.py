"""Mending a person's own row: a number given late, a name, a birth date."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import particulars_person as own
from shuangbai.clients.actions.particulars_person import Mended
from shuangbai.clients.models import (
    FieldChange,
    Person,
)
from shuangbai.clients.testing import NEXT_VILLAGE, make_number, make_person
from shuangbai.clients.tests.roster_office import rows
from shuangbai.clients.tests.together import together
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem

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


def test_a_number_given_late(head: Actor, person: Person) -> None:
    number = make_number(date(1951, 7, 8), "M")
    fields = own.mend(head, person.pk, Mended(number=number, reason="看了身份证"))
    assert set(fields) == {"identity", "birth_date", "sex"}
    [mended] = rows(head, Person)
    assert (mended.birth_date, mended.sex) == (date(1951, 7, 8), "M")
    assert mended.identity.reveal() == number
    changes = {one.field: one.values.reveal() for one in rows(head, FieldChange)}
    assert "1950-03-05" in changes["birth_date"] and number in changes["identity"]
    assert own.mend(head, person.pk, Mended(number=number)) == []
    [again] = [one for one in rows(head, FieldChange) if one.field == "identity"]
    assert again.reason == "看了身份证"


def test_a_number_is_on_one_living_file(head: Actor, person: Person) -> None:
    here, there = make_number(), make_number()
    make_person(head, number=here)
    make_person(make_actor(Role.HEAD, NEXT_TOWN), NEXT_VILLAGE, number=there)
    with refused("particulars.number_here"):
        own.mend(head, person.pk, Mended(number=here, reason="看了身份证"))
    with refused("particulars.number_elsewhere"):
        own.mend(head, person.pk, Mended(number=there, reason="看了身份证"))
    assert AuditEntry.objects.filter(outcome="refused", verb="person.edit").count() == 2


def test_one_number_for_two_at_one_moment(head: Actor, person: Person) -> None:
    other = make_person(head, number=None, birth_date=BORN, name="陈水生")
    number = make_number(BORN)
    mended = Mended(number=number, reason="看了身份证")
    told = together([partial(own.mend, head, one.pk, mended) for one in (person, other)])
    assert sorted(type(one).__name__ for one in told) == ["Problem", "list"]
    assert sum(bool(one.identity_hash) for one in rows(head, Person)) == 1


def test_what_stood_there_is_not_mended_without_a_reason(head: Actor, person: Person) -> None:
    with refused("particulars.reason"):
        own.mend(head, person.pk, Mended(name="陈秀英"))
    own.mend(head, person.pk, Mended(phone="13812345678"))
    own.mend(head, person.pk, Mended(phone="13812345679"))
    own.mend(head, person.pk, Mended(name="欧阳英", reason="户口簿上是这样"))
    [mended] = rows(head, Person)
    assert (mended.name, mended.name_initials) == ("欧阳英", "oyy")
    assert mended.phone.reveal() == "13812345679"


def test_a_birth_date_against_the_number(head: Actor) -> None:
    person = make_person(head, number=make_number(BORN))
    with refused("particulars.by_number"):
        own.mend(head, person.pk, Mended(birth_date=date(1960, 1, 1), reason="本人说"))


def test_a_corrected_birth_date_changes_no_figure_as_known_before(head: Actor) -> None:
    child = date(2015, 5, 5)
    person = make_person(head, since=SINCE, number=None, birth_date=child, categories=("TK",))
    today = clock.today()
    own.mend(head, person.pk, Mended(sex="F"))
    before = clock.now()
    own.mend(head, person.pk, Mended(birth_date=BORN, reason="年份写错了"))

    def ages(known: datetime | None) -> dict[str, int]:
        ask = Ask(head.areas, Period(today, today), known=known)
        with scope.acting(head):
            found = counting.count("people", ask, by="group")
        return {part.part: part.value for part in found.parts if part.value}

    assert ages(None) == {"elderly": 1}
    assert ages(before) == {"child": 1}
