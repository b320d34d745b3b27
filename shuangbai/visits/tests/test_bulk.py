"""One by one and in one round leave the same rows, refuse the same, and ask no more for more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.clients.models import FileSpell
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE
from shuangbai.kernel import bulk, clock, ids
from shuangbai.kernel.fields import Secret
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import NewFinding, NewVisit, record, record_round
from shuangbai.visits.models import Companion, Finding, Served, Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.tests.homes import Family, family, new
from tests import database as own

pytestmark = pytest.mark.django_db

MANY = 2 * bulk.FEW + 1
VILLAGES = (OWN_VILLAGE, OTHER_VILLAGE, NEXT_VILLAGE)
MADE = {"recorded_at"}
OF_THEIR_OWN = {Served: {"id"}, Companion: {"id"}, FileSpell: {"id"}}
"""Ids that are made while writing, and point to nothing."""


@pytest.fixture
def city(database: None) -> Actor:
    return operator("市里", "4453")


def homes(actor: Actor) -> list[Family]:
    return [family(actor, f"{name}秀英", VILLAGES[n % 3]) for n, name in enumerate("李陈黄")]


def told(homes: list[Family], order: int) -> NewVisit:
    """With and without everything, in turn; some twice on a day, said to be meant."""
    home = homes[order % 3]
    both = order % 4 != 1
    people = (home.head, home.child) if both else (home.head,)
    found = (NewFinding("aid", "问低保", person_id=home.head.pk), NewFinding("home"))
    return new(
        home,
        *people,
        happened_on=clock.today() - timedelta(days=order // 3 % 40),
        kind=("home", "phone", "video", "station")[order % 4],
        note="三餐正常" if order % 3 else "",
        worker_id=HANDS[order % 5],
        worker_name=f"社工{order % 5}",
        services=(("ZC01",), ("XL01", "ZY01"), ())[order % 3],
        party=(Party("committee", 2, "村委会"), Party("volunteers")) if order % 6 == 0 else (),
        scales={home.head.pk: {"body": 1 + order % 4}} if order % 5 == 0 else {},
        findings=found[: order % 3],
        open_files=(home.head.pk,) if order % 7 == 0 else (),
        next_on=clock.today() + timedelta(days=9) if order % 9 == 0 else None,
        again=True,
    )


HANDS = [ids.uuid7() for _ in range(5)]


def written(actor: Actor) -> dict[str, Any]:
    """Every row of every table that recording writes, as it reads."""
    found: dict[str, Any] = {}
    with scope.acting(actor):
        for model in (Visit, Served, Companion, Finding, FileSpell):
            left_out = MADE | OF_THEIR_OWN.get(model, set())
            found[model.__name__] = sorted(
                (_row(one, left_out) for one in model.objects.all()), key=repr
            )
    changes = AuditChange.objects.filter(entry__verb="visit.record")
    found["trail"] = sorted(
        (one.record_kind, one.record_id, one.area, str(one.change))
        for one in changes
        if one.record_kind != "clients.filespell"
    )
    return found


def _row(one: Any, left_out: set[str]) -> list[tuple[str, Any]]:
    values = {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}
    return [
        (name, value.reveal() if isinstance(value, Secret) else value)
        for name, value in values.items()
        if name not in left_out
    ]


def test_one_by_one_and_together_leave_the_same(city: Actor) -> None:
    places = homes(city)
    visits = [told(places, order) for order in range(MANY)]
    for one in visits:
        record(city, one)
    singly = written(city)
    _take_back(city)
    assert record_round(city, visits) == [one.id for one in visits]
    together = written(city)
    assert together == singly
    assert len(together["Visit"]) == MANY
    heads = AuditEntry.objects.filter(verb="visit.record")
    assert (heads.count(), heads.get().area) == (1, "445302")


def _take_back(actor: Actor) -> None:
    tables = ("companion", "finding", "served", "visit")
    own._owner("TRUNCATE " + ", ".join(f"visits_{name}" for name in tables) + " CASCADE")
    own._owner("DELETE FROM clients_filespell")
    own._owner("TRUNCATE access_auditchange, access_auditentry CASCADE")


def test_a_round_asks_the_same_however_long_it_is(city: Actor) -> None:
    places = homes(city)

    def asked(number: int) -> int:
        round_ = [told(places, order) for order in range(number)]
        with CaptureQueriesContext(connection) as queries:
            record_round(city, round_)
        return len(queries)

    few = asked(9)
    assert asked(40) == few
    # Beyond bulk.FEW rows of a table they go through COPY, in so many statements for each.
    assert asked(5 * bulk.FEW) == asked(9 * bulk.FEW) <= few + 5 * 6


def test_all_or_none(city: Actor) -> None:
    places = homes(city)
    visits = [told(places, order) for order in range(MANY)]
    wrong = new(places[0], happened_on=clock.today() + timedelta(days=1))
    with pytest.raises(Problem):
        record_round(city, [*visits, wrong])
    with scope.acting(city):
        assert not Visit.objects.exists()


def test_twice_on_a_day_is_asked_inside_a_round_too(city: Actor) -> None:
    place = family(city)
    with pytest.raises(Problem) as problem:
        record_round(city, [new(place), new(place)])
    assert problem.value.code == "visit.again"


def test_the_same_round_sent_twice_is_one_round(city: Actor) -> None:
    place = family(city)
    round_ = [new(place, again=True) for _ in range(4)]
    more = [*round_, new(place, again=True)]
    assert record_round(city, round_) == record_round(city, [*round_])
    record_round(city, more)
    with scope.acting(city):
        assert Visit.objects.count() == 5
        assert Served.objects.count() == 5
