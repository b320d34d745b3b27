"""Thousands at once and one by one leave the same rows, and are refused the same."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connections

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Refused
from shuangbai.access.testing import make_actor
from shuangbai.clients.actions.people import register, register_many
from shuangbai.clients.actions.store import NewHousehold, NewPerson
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_number
from shuangbai.kernel import bulk, spells
from shuangbai.kernel.fields import Secret
from shuangbai.kernel.problems import Problem
from shuangbai.kernel.rowscope import NoScope
from tests import database as own

DAY = date(2025, 4, 1)
MANY = 3 * bulk.FEW
FAR_VILLAGE = "445321100201"
MADE = ("id", "household", "household_id", "recorded_at", "created_at")
"""Columns in which two runs differ."""


@pytest.fixture
def county(database: None) -> Actor:
    return make_actor(Role.COUNTY, "445302", name="县里")


def new(order: int, **told: Any) -> NewPerson:
    """With and without number, telephone, household and categories, in turn."""
    born = date(1940 + order % 60, 1 + order % 12, 1 + order % 28)
    given: dict[str, Any] = {
        "area": (OWN_VILLAGE, OTHER_VILLAGE, NEXT_VILLAGE)[order // 2 % 3],
        "name": f"{'陈单曾欧阳'[order % 5]}{'志伟秀英'[order % 4]}",
        "since": DAY,
        "number": make_number(born) if order % 7 else None,
        "sex": "F",
        "birth_date": born,
        "phone": f"1390000{order:04d}" if order % 3 else "",
        "categories": ((), ("DB",), ("DB", "CJ"))[order % 3],
        "inherited": ("DBBY",) if order % 4 == 0 else (),
        "household": NewHousehold(f"户{order // 2}", "陈一", f"{order // 2}", f"{order}号")
        if order % 2
        else None,
    }
    return NewPerson(**{**given, **told})


def written(actor: Actor) -> dict[str, list[Any]]:
    """All rows of people as they read, and as the owner of the tables finds them."""
    found: dict[str, list[Any]] = {}
    with scope.acting(actor):
        for model in (Person, Household, Membership, CategorySpell):
            rows = [_row(one) for one in model.objects.all()]
            found[model.__name__] = sorted(rows, key=repr)
        homes = Membership.objects.select_related("household", "person")
        found["homes"] = sorted(
            (str(one.person_id), one.household.area, one.household.address) for one in homes
        )
    changes = AuditChange.objects.filter(entry__verb="person.register")
    found["trail"] = sorted(
        (one.record_kind, one.record_id, one.area, str(one.change)) for one in changes
    )
    return found


def _row(one: Any) -> dict[str, Any]:
    told = {field.name: getattr(one, field.attname) for field in one._meta.concrete_fields}
    kept = {name: value for name, value in told.items() if name not in MADE}
    shown = {
        name: value.reveal() if isinstance(value, Secret) else value for name, value in kept.items()
    }
    hashes = {name: bytes(value) for name, value in shown.items() if isinstance(value, memoryview)}
    return {**shown, **hashes}


def test_one_by_one_and_together_leave_the_same(county: Actor) -> None:
    people = [new(order) for order in range(MANY)]
    for one in people:
        register(county, one)
    singly, heads = written(county), AuditEntry.objects.filter(verb="person.register").count()
    own.clear()
    register_many(county, people)
    together = written(county)
    assert together == singly
    assert len(together["Person"]) == len(together["trail"]) == MANY
    assert (heads, AuditEntry.objects.filter(verb="person.register").count()) == (MANY, 1)
    head = AuditEntry.objects.get(verb="person.register")
    assert (head.outcome, head.area, head.actor_name) == ("done", "445302", "县里")


def test_what_is_inherited_is_held_through_the_household(county: Actor) -> None:
    register_many(county, [new(order) for order in range(MANY)])
    with scope.acting(county):
        homes = dict(Membership.objects.values_list("person_id", "household_id"))
        spells = CategorySpell.objects.values_list("person_id", "source", "household_id")
        through = [(homes[pk], source, home) for pk, source, home in spells if home]
        assert len(through) == MANY / 4
        assert all(own == home and source == "inherited" for own, source, home in through)
        assert spells.filter(household_id=None).exclude(source="inherited").count() == MANY


def test_secrets_are_sealed_each_for_itself(county: Actor) -> None:
    register_many(county, [new(order, phone="13900001111") for order in range(MANY)])
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT phone, identity, phone_hash FROM clients_person")
        rows = cursor.fetchall()
    assert len({bytes(phone) for phone, _, _ in rows}) == MANY
    assert len({bytes(found) for _, _, found in rows}) == 1
    assert not any(b"1390000" in bytes(one or b"") for row in rows for one in row)


def _inside(actor: Actor, people: list[NewPerson]) -> None:
    register_many(actor, [*people, replace(people[5], id=new(0).id, name="李另")])


def _against(actor: Actor, people: list[NewPerson]) -> None:
    register(actor, replace(people[5], id=new(0).id))
    register_many(actor, people)


@pytest.mark.parametrize(
    ("how", "code", "left"), [(_inside, "person.twice", 0), (_against, "person.here", 1)]
)
def test_a_number_twice_is_refused_whole(
    county: Actor, how: Callable[[Actor, list[NewPerson]], None], code: str, left: int
) -> None:
    with pytest.raises(Problem) as found:
        how(county, [new(order) for order in range(1, MANY)])
    assert found.value.code == code
    assert len(written(county)["Person"]) == left


def test_a_place_outside_the_grant_is_refused_whole(county: Actor) -> None:
    with pytest.raises(Refused):
        register_many(county, [*(new(order) for order in range(MANY)), new(1, area=FAR_VILLAGE)])
    assert written(county)["Person"] == []


def person(order: int, area: str = OWN_VILLAGE, hashed: bytes | None = None) -> Person:
    moment = "2025-04-01T00:00:00+08:00"
    return Person(area=area, name=f"陈{order}", identity_hash=hashed, created_at=moment)


def both(rows: Callable[[], list[Person]]) -> list[tuple[type[Exception], Any]]:
    """How the constraints answer to many rows at once, and to plain statements."""
    told: list[tuple[type[Exception], Any]] = []
    ways: tuple[Callable[[], Any], ...] = (
        lambda: bulk.insert(Person, rows()),
        lambda: Person.objects.bulk_create(rows()),
    )
    for write in ways:
        with pytest.raises(DatabaseError) as found, scope.acting(make_actor(Role.COUNTY, "445302")):
            write()
        told.append((type(found.value), getattr(found.value.__cause__, "sqlstate", None)))
    return told


def test_the_database_refuses_both_alike(county: Actor) -> None:
    some = [str(order).encode() for order in range(MANY)]
    twice = both(lambda: [person(n, hashed=one) for n, one in enumerate([*some, some[7]])])
    outside = both(lambda: [*(person(n) for n in range(MANY)), person(0, FAR_VILLAGE)])
    long = both(
        lambda: [*(person(n) for n in range(MANY)), Person(**_of(person(1)), name="长" * 61)]
    )
    nul = [_refused_nul(MANY), _refused_nul(1)]
    for told in (twice, outside, long):
        assert told[0] == told[1]
    assert twice[0][0] is IntegrityError
    assert all(nul)
    assert written(county)["Person"] == []


def _of(one: Person) -> dict[str, Any]:
    return {"area": one.area, "created_at": one.created_at}


def _refused_nul(count: int) -> bool:
    rows = [person(order) for order in range(count)]
    rows[-1].name = "陈\0"
    try:
        with scope.acting(make_actor(Role.COUNTY, "445302")):
            bulk.insert(Person, rows)
    except (DatabaseError, ValueError):
        return True
    return False


def test_people_are_written_in_a_scope_only(database: None) -> None:
    with pytest.raises(NoScope):
        bulk.insert(Person, [person(order) for order in range(MANY)])
    with pytest.raises(NoScope):
        bulk.update(Person, "4453", ("name",), [(person(1).pk, "陈")])


def test_many_are_changed_at_once(county: Actor) -> None:
    people = register_many(county, [new(order) for order in range(MANY)])
    changed = [(one.pk, f"王{order}", f"1380000{order:04d}") for order, one in enumerate(people)]
    with scope.acting(county):
        assert bulk.update(Person, "4453", ("name", "phone"), changed) == MANY
        assert bulk.update(Person, "4453", ("name",), []) == 0
        found = {one.pk: (one.name, one.phone and one.phone.reveal()) for one in people_of()}
    assert found == {pk: (name, phone) for pk, name, phone in changed}


def people_of() -> list[Person]:
    return list(Person.objects.all())


def test_what_is_out_of_scope_is_not_changed(county: Actor) -> None:
    people = register_many(county, [new(order, household=None) for order in range(MANY)])
    head = make_actor(Role.HEAD, "445302103")
    inside = sum(one.area.startswith("445302103") for one in people)
    with scope.acting(head):
        assert bulk.update(Person, "4453", ("name",), [(one.pk, "王") for one in people]) == inside
    with pytest.raises(IntegrityError), scope.acting(make_actor(Role.PROVINCE, "44")):
        bulk.update(Person, "4453", ("area",), [(people[0].pk, "441802001201")])


def test_spells_give_way_in_bulk(county: Actor) -> None:
    register_many(county, [new(order, categories=("DB",)) for order in range(MANY)])
    with scope.acting(county):
        old = list(CategorySpell.objects.all())
        stamp = {"recorded_at": scope.instant(), "recorded_by": old[0].recorded_by}
        stamp["recorded_by_name"] = "县里"
        later = date(2025, 5, 1)
        spells.replace_all([(one, [spells.ending(one, later)]) for one in old], stamp)
        held = CategorySpell.objects.as_known(None)
        assert set(held.values_list("valid_to", flat=True)) == {later}
        assert set(held.values_list("supersedes", flat=True)) == {one.pk for one in old}
        with pytest.raises(spells.Overtaken):
            spells.replace_all([(old[0], [{}])], stamp)
