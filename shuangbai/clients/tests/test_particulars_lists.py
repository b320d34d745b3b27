"""Certificates, guardians, categories from the field, grades."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions import particulars_lists as lists
from shuangbai.clients.actions.particulars_lists import CertificateTold, TieTold
from shuangbai.clients.actions.people import unmask
from shuangbai.clients.models import (
    CategorySpell,
    Certificate,
    ChargeSpell,
    GradeSpell,
    Person,
    Tie,
)
from shuangbai.clients.testing import make_number, make_person
from shuangbai.clients.tests.roster_office import rows
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


def told_certificate(**more: Any) -> CertificateTold:
    return CertificateTold(**{"since": SINCE, "kind": 4, "level": 2, **more})


def test_a_certificate_says_its_kind_by_its_number(head: Actor) -> None:
    number = make_number(BORN)
    person = make_person(head, number=number)
    new = lists.New(person.pk, CertificateTold(SINCE, number=f"{number[:6]} {number[6:]} 42"))
    lists.add_certificate(head, new)
    lists.add_certificate(head, new)
    [row] = rows(head, Certificate)
    assert (row.kind, row.level, row.number.reveal()) == (4, 2, number + "42")
    other = make_number(BORN)
    for told, code in (
        ({"number": "123"}, "certificate.number"),
        ({"number": number + "42", "kind": 5, "level": 2}, "certificate.differs"),
        ({"number": other + "42"}, "certificate.owner"),
        ({"kind": 0}, "certificate.kind"),
        ({"expires_on": date(2020, 1, 1)}, "certificate.expiry"),
    ):
        with refused(code):
            lists.add_certificate(head, lists.New(person.pk, told_certificate(**told)))


def test_a_certificate_is_renewed_and_ended(head: Actor, person: Person) -> None:
    made = lists.add_certificate(head, lists.New(person.pk, told_certificate()))
    worse = told_certificate(since=LATER, level=1)
    renewed = lists.renew_certificate(head, made.pk, worse)
    assert lists.renew_certificate(head, made.pk, worse).pk == renewed.pk
    living = rows(head, Certificate, superseded_at=None)
    assert [(one.level, one.valid_from, one.valid_to) for one in living] == [
        (2, SINCE, LATER),
        (1, LATER, None),
    ]
    with refused("particulars.overtaken"):
        lists.renew_certificate(head, made.pk, told_certificate(since=LATER, level=3))
    lists.end_certificate(head, renewed.pk, LATER + timedelta(days=9), "没有续证")
    lists.end_certificate(head, renewed.pk, LATER + timedelta(days=9), "没有续证")
    assert all(one.valid_to for one in rows(head, Certificate, superseded_at=None))


def test_a_guardian_is_told_mended_and_withdrawn(head: Actor, person: Person) -> None:
    told = TieTold(SINCE, "guardian", "陈大伯", "伯父", phone="13812345678")
    made = lists.add_tie(head, lists.New(person.pk, told))
    mended = TieTold(SINCE, "guardian", "陈大伯", "叔父")
    lists.renew_tie(head, made.pk, mended, mistaken=True)
    [row] = rows(head, Tie, superseded_at=None)
    assert (row.relation, row.phone.reveal()) == ("叔父", "13812345678")
    assert unmask(head, person.pk, "tie_phone", "联系监护人", row.pk) == "13812345678"
    lists.end_tie(head, row.pk, None, "记错了人")
    assert rows(head, Tie, superseded_at=None) == []


def test_a_number_of_somebody_else_s_record_is_not_told(head: Actor, person: Person) -> None:
    other = make_person(head, name="陈水生")
    told = TieTold(SINCE, "contact", "邻居", phone="13812345678")
    made = lists.add_tie(head, lists.New(other.pk, told))
    with pytest.raises(Absent):
        unmask(head, person.pk, "tie_phone", "联系", made.pk)


def held(actor: Actor, person: Person, day: date) -> set[str]:
    with scope.acting(actor):
        found = CategorySpell.objects.as_known(None).on(day).filter(person=person)
        return set(found.values_list("category_id", flat=True))


def test_a_category_from_the_field(head: Actor, person: Person) -> None:
    new = care.Given("CJ", LATER, "走访时看了证", level="二级")
    made = care.give_category(head, person.pk, new)
    assert care.give_category(head, person.pk, new).pk == made.pk
    assert (made.source, made.reason, made.birth_date) == ("field", "走访时看了证", BORN)
    assert held(head, person, LATER) == {"DB", "CJ"} and held(head, person, SINCE) == {"DB"}
    with refused("category.held"):
        care.give_category(head, person.pk, care.Given("CJ", LATER + timedelta(1), "又看了"))
    care.end_category(head, made.pk, LATER + timedelta(days=30), "证过期了")
    assert held(head, person, LATER) == {"DB", "CJ"}
    assert held(head, person, LATER + timedelta(days=30)) == {"DB"}
    [wrong] = rows(head, CategorySpell, category="DB", superseded_at=None)
    care.end_category(head, wrong.pk, None, "选错了")
    assert held(head, person, SINCE) == set()
    with refused("care.reason"):
        care.give_category(head, person.pk, care.Given("TK", LATER, " "))


def test_what_comes_with_the_household_is_not_ended_for_one(head: Actor, person: Person) -> None:
    [spell] = rows(head, CategorySpell)
    with scope.acting(head):
        CategorySpell.objects.filter(pk=spell.pk).update(household_id=UUID(int=1))
    with refused("category.inherited"):
        care.end_category(head, spell.pk, LATER, "不再是了")


def test_a_grade_with_its_reason(head: Actor, person: Person) -> None:
    assert care.set_grade(head, person.pk, "B", SINCE, "一个人住")
    assert not care.set_grade(head, person.pk, "B", SINCE, "一个人住")
    assert care.set_grade(head, person.pk, "A", LATER, "刚出院")
    living = rows(head, GradeSpell, superseded_at=None)
    assert [(one.grade_id, one.reason, one.valid_to) for one in living] == [
        ("B", "一个人住", LATER),
        ("A", "刚出院", None),
    ]
    assert care.set_grade(head, person.pk, "", LATER + timedelta(days=5), "好转了")
    assert all(one.valid_to for one in rows(head, GradeSpell, superseded_at=None))
    for code, reason, said in (("B", "", "care.reason"), ("Z", "不知道", "care.grade")):
        with refused(said):
            care.set_grade(head, person.pk, code, LATER, reason)


def test_nobody_is_responsible_from_a_day_on(head: Actor, person: Person) -> None:
    assert not care.set_charge(head, person.pk, None, LATER)
    assert rows(head, ChargeSpell) == []
