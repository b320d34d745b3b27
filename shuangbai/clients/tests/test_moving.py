"""What goes along when a file is handed over, what is told there of before, what leaves a trace."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from shuangbai.access import scope
from shuangbai.access.action import action
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import handovers as actions
from shuangbai.clients.actions import moving, people
from shuangbai.clients.actions.handovers import Ask, Terms
from shuangbai.clients.models import (
    CategorySpell,
    FieldChange,
    Person,
    Profile,
)
from shuangbai.clients.selectors import handovers as selectors
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_number, make_person
from shuangbai.clients.tests.handover_office import DAY, MOVED, ask_for, mirror, rows
from shuangbai.kernel import ids
from shuangbai.kernel.tables import Personal, Spell

pytestmark = pytest.mark.django_db
AS_PART = action("roster.merge")(actions.ask_many)
"""As a roster asks."""


@pytest.fixture
def giver() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def taker() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, "445302", name="区里")


def test_many_at_once_with_the_list_that_named_them(giver: Actor, taker: Actor) -> None:
    numbers = [make_number() for _ in range(3)]
    for number in numbers[:2]:
        make_person(giver, number=number, since=DAY)
    listed: dict[str, Any] = {"roster_id": ids.uuid7(), "list_code": "TK"}
    asks = [
        Ask(ids.uuid7(), f"甲{at}", number, NEXT_VILLAGE, MOVED, "名册上有", **listed)
        for at, number in enumerate(numbers)
    ]
    made = AS_PART(taker, asks)
    assert set(made) == {one.id for one in asks[:2]}
    assert set(AS_PART(taker, asks)) == set(made)
    actions.accept(giver, mirror(giver, made[asks[0].id]).pk, Terms())
    held = rows(taker, CategorySpell, superseded_at=None)
    assert {(one.category_id, one.valid_from, one.source) for one in held} == {
        ("DB", MOVED, "field"),
        ("TK", MOVED, "roster"),
    }


def test_what_was_here_is_told_there_and_no_more(giver: Actor, taker: Actor) -> None:
    number = make_number()
    person = make_person(giver, number=number, since=DAY)
    people.open_file(giver, [person.pk], DAY)
    with scope.acting(taker):
        assert selectors.past(person) == []
    actions.accept(giver, mirror(giver, ask_for(taker, number)).pk, Terms())
    with scope.acting(taker):
        told = {(one.what, one.said, one.town, one.until) for one in selectors.past(person)}
    town = "思劳镇"
    assert told == {
        ("住在这里", "", town, MOVED),
        ("档案", "", town, MOVED),
        ("类别", "低保", town, MOVED),
    }
    with scope.acting(giver):
        assert selectors.past(person) == []


def test_every_crossing_leaves_its_trace(giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    sent = ask_for(taker, number)
    actions.accept(giver, mirror(giver, sent).pk, Terms())
    crossed = AuditEntry.objects.filter(verb="scope.cross").order_by("id")
    assert [(one.actor_name, one.area, one.detail["during"]) for one in crossed] == [
        ("林站长", "445302", "handover.ask"),
        ("陈站长", "445302", "handover.decide"),
    ]


def test_what_is_known_of_somebody_goes_along(giver: Actor, taker: Actor) -> None:
    number = make_number()
    person = make_person(giver, number=number, since=DAY)
    with scope.acting(giver):
        stamp: dict[str, Any] = {
            "recorded_at": scope.instant(),
            "recorded_by": giver.user_id,
            "recorded_by_name": giver.name,
        }
        Profile.objects.create(
            area=OWN_VILLAGE, person=person, living="alone", valid_from=DAY, **stamp
        )
        FieldChange.objects.create(
            area=OWN_VILLAGE,
            person=person,
            field="name",
            values="{}",
            at=stamp["recorded_at"],
            by=giver.user_id,
            by_name=giver.name,
        )
    actions.accept(giver, mirror(giver, ask_for(taker, number)).pk, Terms())
    [profile] = rows(taker, Profile, superseded_at=None)
    assert (profile.living, profile.valid_from, profile.area) == ("alone", MOVED, NEXT_VILLAGE)
    [before] = rows(giver, Profile, superseded_at=None)
    assert before.valid_to == MOVED
    assert (len(rows(taker, FieldChange)), rows(giver, FieldChange)) == (1, [])


def _to_people() -> dict[str, list[str]]:
    """Tables of people that point to a person, straight or through another that follows."""
    every = [one for one in apps.get_models() if issubclass(one, Personal)]
    about = {"clients.Person", *moving.FOLLOWS}
    return {
        model._meta.label: [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model._meta.label in about
        ]
        for model in every
        if model is not Person
    }


def test_no_table_about_a_person_is_forgotten() -> None:
    pointing = {label for label, fields in _to_people().items() if fields}
    spells = {model._meta.label for model in moving.spell_models()}
    named = set(moving.FOLLOWS) | moving.STAYS
    assert pointing == spells | named
    assert not spells & named
    assert spells >= moving.ENDS
    for label in spells:
        assert issubclass(apps.get_model(label), Spell)
