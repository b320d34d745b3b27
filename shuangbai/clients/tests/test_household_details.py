"""Head, relations, number, address, village; who lives apart. What stood there before is kept."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import household_details as actions
from shuangbai.clients.actions.household_commands import Details, Headed
from shuangbai.clients.actions.particulars_person import Mended, mend
from shuangbai.clients.models import (
    CategorySpell,
    FieldChange,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.clients.tests.household_office import (
    APR,
    FEB,
    JAN,
    MAR,
    family,
    give,
    held,
    home_of,
    lives,
    rows,
    split,
    told,
)
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db
BEFORE = MAR - timedelta(days=1)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def people(head: Actor) -> list[Person]:
    return family(head)


@pytest.fixture
def home(head: Actor, people: list[Person]) -> UUID:
    return home_of(head, people[0])


def said(actor: Actor) -> list[tuple[str, str, str]]:
    return [
        (row.field, *json.loads(row.values.reveal()).values())
        for row in rows(actor, FieldChange, household__isnull=False)
    ]


def tell(actor: Actor, home: UUID, reason: str = "原户主去世", **more: Any) -> bool:
    return actions.tell_details(actor, Details(told(MAR, reason), home, **more))


def test_another_head_from_a_day_on(head: Actor, people: list[Person], home: UUID) -> None:
    relations = {people[0].pk: "配偶", people[2].pk: "子女", people[3].pk: "子女"}
    assert tell(head, home, headed=Headed(people[1].pk, relations=relations))
    assert rows(head, Household)[0].head_name == "陈英"
    assert lives(head, home, MAR)["陈英"] == "户主" and lives(head, home, MAR)["陈志"] == "配偶"
    assert lives(head, home, BEFORE)["陈志"] == "户主"
    assert said(head) == [("head_name", "陈志", "陈英")]
    [change] = rows(head, HouseholdChange)
    assert (change.kind, change.day, change.reason) == ("details", MAR, "原户主去世")


def test_another_head_needs_a_reason(head: Actor, people: list[Person], home: UUID) -> None:
    with pytest.raises(Problem) as found:
        tell(head, home, reason="", headed=Headed(people[1].pk))
    assert found.value.code == "household.head_reason"
    assert said(head) == [] and lives(head, home, MAR)["陈英"] == "配偶"


def test_a_head_who_is_not_on_file(head: Actor, home: UUID) -> None:
    tell(head, home, headed=Headed(name="陈老大"))
    assert rows(head, Household)[0].head_name == "陈老大"
    assert lives(head, home, MAR)["陈志"] == "" and lives(head, home, BEFORE)["陈志"] == "户主"


def test_number_and_address_keep_what_they_said(head: Actor, home: UUID) -> None:
    assert tell(head, home, reason="", number="12", address="城村 3 号")
    assert tell(head, home, reason="门牌换了", address="城村 5 号")
    assert not tell(head, home, number="12", address="城村 5 号")
    assert said(head) == [
        ("number", "", "12"),
        ("address", "", "城村 3 号"),
        ("address", "城村 3 号", "城村 5 号"),
    ]
    assert len(rows(head, HouseholdChange)) == 2
    assert len(rows(head, Membership)) == 4, "nobody's membership is touched"


def test_one_relation_is_told_anew(head: Actor, people: list[Person], home: UUID) -> None:
    tell(head, home, headed=Headed(relations={people[3].pk: "其他"}))
    assert lives(head, home, MAR)["陈小红"] == "其他"
    assert rows(head, HouseholdChange)[0].names.reveal() == "陈小红"
    assert len(rows(head, Membership, superseded_at=None)) == 5


def test_who_came_later_has_the_relation_since_they_came(
    head: Actor, people: list[Person], home: UUID
) -> None:
    late = make_person(head, name="陈小妹", since=APR, household=home, categories=())
    tell(head, home, headed=Headed(relations={late.pk: "子女"}))
    assert lives(head, home, APR)["陈小妹"] == "子女"


def test_the_household_moves_in_the_town(head: Actor, people: list[Person], home: UUID) -> None:
    give(head, people)
    assert tell(head, home, area=OTHER_VILLAGE, address="旧村 1 号")
    assert {one.area for one in rows(head, Person)} == {OTHER_VILLAGE}
    assert rows(head, Household)[0].area == OTHER_VILLAGE
    with scope.acting(head):
        spells = CategorySpell.objects.as_known(None)
        assert {one.area for one in spells.on(BEFORE)} == {OWN_VILLAGE}
        assert {one.area for one in spells.on(MAR)} == {OTHER_VILLAGE}
    assert held(head, people[0])[-1] == (home, MAR, None), "through the same household"
    assert lives(head, home, MAR) == lives(head, home, BEFORE)


def test_who_lives_elsewhere_already_stays_there(
    head: Actor, people: list[Person], home: UUID
) -> None:
    with scope.acting(head):
        Person.objects.filter(pk=people[3].pk).update(area=OWN_TOWN)
    tell(head, home, area=OTHER_VILLAGE)
    assert rows(head, Person, pk=people[3].pk)[0].area == OWN_TOWN


def test_not_to_another_town(head: Actor, home: UUID) -> None:
    with pytest.raises(Problem) as found:
        tell(head, home, area=NEXT_VILLAGE)
    assert found.value.code == "household.far"


def test_apart_and_back(head: Actor, people: list[Person], home: UUID) -> None:
    give(head, people)
    child = people[3]
    assert actions.set_apart(head, told(FEB), home, child.pk, "住校读书")
    assert not actions.set_apart(head, told(FEB), home, child.pk, "住校读书")
    assert actions.set_apart(head, told(APR, ""), home, child.pk, "")
    with scope.acting(head):
        known = Membership.objects.as_known(None).filter(person=child)
        assert [known.on(day).get().apart for day in (JAN, FEB, MAR, APR)] == [
            *("", "住校读书", "住校读书", "")
        ]
        assert {row.household_id for row in known} == {home}
    assert held(head, child) == [(home, JAN, None)], "what the household holds goes on"
    assert [(one.kind, one.reason) for one in rows(head, HouseholdChange)][1:] == [
        ("apart", "住校读书"),
        ("back", ""),
    ]


def test_apart_is_not_told_over_a_later_word(head: Actor, people: list[Person], home: UUID) -> None:
    actions.set_apart(head, told(MAR), home, people[3].pk, "住校读书")
    with pytest.raises(Problem) as found:
        actions.set_apart(head, told(FEB), home, people[3].pk, "外出务工")
    assert found.value.code == "household.before" and "3月1日" in found.value.message


def test_the_head_gets_another_name_and_the_household_with_them(
    head: Actor, people: list[Person], home: UUID
) -> None:
    mend(head, people[0].pk, Mended(name="陈志强", reason="看了户口簿"))
    assert rows(head, Household)[0].head_name == "陈志强"
    assert ("head_name", "陈志", "陈志强") in said(head)
    mend(head, people[2].pk, Mended(name="陈晓明", reason="看了户口簿"))
    assert rows(head, Household)[0].head_name == "陈志强"


def test_a_head_told_for_an_earlier_day_is_the_only_one_meanwhile(head: Actor) -> None:
    """The head of today came later than that day; who was the head before is none from it on."""
    people = family(head)
    home = home_of(head, people[0])
    later = make_person(head, name="陈大伯", since=MAR, household=home, categories=())
    actions.tell_details(head, Details(told(MAR, "换了"), home, Headed(later.pk)))
    split(head, [people[1]], FEB, rest=Headed(people[3].pk))
    assert [name for name, word in lives(head, home, FEB).items() if word == "户主"] == ["陈小红"]
    assert [name for name, word in lives(head, home, MAR).items() if word == "户主"] == ["陈小红"]
    assert lives(head, home, JAN)["陈志"] == "户主"
