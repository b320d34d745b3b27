"""What recording takes and refuses beyond who was served: services, party, scales, needs, days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditChange
from shuangbai.access.testing import Cast, actor_of
from shuangbai.catalogue import actions as catalogue
from shuangbai.catalogue.actions import NewEntry
from shuangbai.clients.testing import make_person
from shuangbai.kernel import clock, ids
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import NewFinding, NewVisit, record
from shuangbai.visits.models import Companion, Finding, Served, Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.tests.homes import Family, family, new

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(worker: Actor) -> Family:
    return family(worker)


def refused(actor: Actor, told: NewVisit) -> str:
    with pytest.raises(Problem) as problem:
        record(actor, told)
    with scope.acting(actor):
        assert not Visit.objects.exists() and not Served.objects.exists()
    return problem.value.code


def test_everything_that_was_told_is_kept(worker: Actor, home: Family) -> None:
    soon = clock.today() + timedelta(days=30)
    told = new(
        home,
        home.head,
        home.child,
        kind="home",
        note="腿脚不便",
        services=("ZC01", "XL01"),
        party=(Party("committee", 2, "城村村委会"), Party("volunteers")),
        scales={home.head.pk: {"body": 3}},
        findings=(
            NewFinding("care", "想请人做饭", "soon", home.head.pk),
            NewFinding("home", "电线老化", "urgent"),
        ),
        next_on=soon,
    )
    visit = record(worker, told)
    with scope.acting(worker):
        served = list(Served.objects.order_by("id"))
        along = [(one.kind, one.words and one.words.reveal()) for one in Companion.objects.all()]
        found = {one.kind: one for one in Finding.objects.all()}
    assert (visit.root, visit.services, visit.next_on) == (visit.pk, ["ZC01", "XL01"], soon)
    assert [one.group for one in served] == ["elderly", "child"]
    assert [one.services for one in served] == [["ZC01", "XL01"]] * 2
    assert [one.scales for one in served] == [{"body": 3}, {}]
    assert sorted(along, key=str) == [
        ("committee", "城村村委会"),
        ("committee", "城村村委会"),
        ("volunteers", None),
    ]
    assert found["care"].whose.reveal() == "李秀英"
    assert found["home"].whose.reveal() == "李秀英一户"
    assert {one.state for one in found.values()} == {"open"}
    trail = AuditChange.objects.filter(entry__verb="visit.record")
    assert sorted(trail.values_list("record_kind", flat=True)) == [
        "visits.finding",
        "visits.finding",
        "visits.visit",
    ]


def test_a_need_of_somebody_of_the_household_who_was_not_met(worker: Actor, home: Family) -> None:
    record(worker, new(home, findings=(NewFinding("school", "想要课本", person_id=home.child.pk),)))
    with scope.acting(worker):
        assert Finding.objects.get().whose.reveal() == "李小宝"


SOMEBODY = ids.uuid7()
WRONG: dict[str, Callable[[Family], dict[str, Any]]] = {
    "visit.kind": lambda home: {"kind": "letter"},
    "visit.service": lambda home: {"services": ("ZC99",)},
    "visit.party": lambda home: {"party": (Party("committee", 0),)},
    "visit.scale": lambda home: {"scales": {home.head.pk: {"body": 9}}},
    "visit.next": lambda home: {"next_on": clock.today()},
    "visit.finding": lambda home: {"findings": (NewFinding("care", person_id=SOMEBODY),)},
    "visit.tomorrow": lambda home: {"happened_on": clock.today() + timedelta(days=1)},
    "visit.late": lambda home: {"happened_on": clock.today() - timedelta(days=8)},
    "visit.nobody": lambda home: {"person_ids": ()},
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_refused_and_nothing_stays(worker: Actor, home: Family, code: str) -> None:
    told = {"person_ids": (home.head.pk,), "happened_on": clock.today(), **WRONG[code](home)}
    assert refused(worker, NewVisit(ids.uuid7(), home.home, **told)) == code


def test_a_need_of_somebody_from_elsewhere_is_not_theirs(worker: Actor, home: Family) -> None:
    other = make_person(worker, name="何大")
    finding = NewFinding("care", person_id=other.pk)
    assert refused(worker, new(home, findings=(finding,))) == "visit.finding"


def test_scales_are_of_those_who_were_served(worker: Actor, home: Family) -> None:
    assert refused(worker, new(home, scales={home.child.pk: {"body": 1}})) == "visit.scale"


def test_a_late_visit_keeps_its_reason(worker: Actor, home: Family) -> None:
    day = clock.today() - timedelta(days=8)
    visit = record(worker, new(home, happened_on=day, late_why="下村没有信号"))
    assert visit.late_why and visit.late_why.reveal() == "下村没有信号"
    assert record(worker, new(home, happened_on=day + timedelta(days=1))).late_why is None


def test_the_product_itself_needs_no_reason(home: Family) -> None:
    record(operator("演示", "445302103"), new(home, happened_on=date(2025, 1, 5)))


def test_an_item_may_be_named_on_the_days_on_which_it_holds(people: Cast, worker: Actor) -> None:
    home = family(worker)
    since, today = clock.today() - timedelta(days=3), clock.today()
    item = NewEntry("445302", "item", "云城上门理发", since, "ZY")
    code = catalogue.add(actor_of(people.reader), item).code
    early = new(home, happened_on=since - timedelta(days=1), services=(code,))
    assert refused(worker, early) == "visit.service"
    record(worker, new(home, happened_on=since, services=(code,)))
    with scope.acting(worker):
        named = Visit.objects.get()
    assert named.services == [code]
    far = family(actor_of(people.stranger), "何大", "445321100201")
    with pytest.raises(Problem):
        record(actor_of(people.stranger), new(far, happened_on=today, services=(code,)))
