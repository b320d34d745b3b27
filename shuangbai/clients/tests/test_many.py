"""Grades, charges, particulars and deaths of many people leave what one by one leaves."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import endings, particulars, particulars_care
from shuangbai.clients.actions.beginnings import Beginning, begin
from shuangbai.clients.actions.endings_many import Death, record_deaths
from shuangbai.clients.actions.people import open_file
from shuangbai.clients.models import (
    CategorySpell,
    ChargeSpell,
    FileSpell,
    GradeSpell,
    Membership,
    Person,
    Profile,
)
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.kernel import bulk, clock, ids
from shuangbai.kernel.problems import Problem
from shuangbai.staff.models import Worker
from shuangbai.staff.testing import make_station, make_worker

pytestmark = pytest.mark.django_db
SINCE, LATER = date(2025, 4, 1), date(2025, 6, 1)
ALONE = {"living": "alone", "illnesses": "高血压"}
SPELLS = (GradeSpell, ChargeSpell, Profile, CategorySpell, FileSpell, Membership)
OWN = ("id", "supersedes", "recorded_at", "superseded_at", "household_id", "number", "person_id")
"""Columns in which two people or two instants differ."""


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def worker_there() -> Worker:
    county = make_actor(Role.COUNTY, OWN_TOWN[:6])
    return make_worker(county, make_station(county, OWN_TOWN, opened_on=SINCE))


def everybody(head: Actor, count: int) -> list[Person]:
    return [make_person(head, since=SINCE, name="李秀英") for _ in range(count)]


def held(actor: Actor, person: Person) -> list[Any]:
    found: list[Any] = []
    with scope.acting(actor):
        for model in SPELLS:
            for one in model.objects.under(OWN_TOWN).filter(person=person):
                told = {f.attname: getattr(one, f.attname) for f in model._meta.concrete_fields}
                kept = {name: str(value) for name, value in told.items() if name not in OWN}
                found.append((model.__name__, one.superseded_at is None, sorted(kept.items())))
        found.append(Person.objects.get(pk=person.pk).died_on)
    return sorted(found, key=repr)


def trail(person: Person) -> list[Any]:
    about = AuditChange.objects.filter(change__person=str(person.pk))
    mine = AuditChange.objects.filter(record_id=str(person.pk), change__died_on__isnull=False)
    rows = [*about.values("record_kind", "area", "change"), *mine.values("area", "change")]
    shown = [{**row, "change": {**row["change"], "person": ""}} for row in rows]
    return sorted(map(repr, shown))


def test_beginning_together_is_beginning_one_by_one(head: Actor, worker_there: Worker) -> None:
    single, *many = everybody(head, bulk.FEW + 3)
    particulars_care.set_grade(head, single.pk, "A", LATER, "一个人住")
    particulars_care.set_charge(head, single.pk, worker_there.pk, LATER)
    particulars.tell(head, single.pk, particulars.Told(ALONE, LATER))
    told = [Beginning(one.pk, LATER, "A", "一个人住", worker_there.pk, ALONE) for one in many]
    begin(head, told)
    for one in (many[0], many[-1]):
        assert held(head, one) == held(head, single)
        assert trail(one) == trail(single)
    with scope.acting(head):
        profile = Profile.objects.get(person=many[0])
        assert profile.illnesses is not None and profile.illnesses.reveal() == "高血压"


def test_what_is_not_told_is_not_written(head: Actor) -> None:
    one, two = everybody(head, 2)
    begin(head, [Beginning(one.pk, LATER, "B", "稳定"), Beginning(two.pk, LATER, values=ALONE)])
    with scope.acting(head):
        assert GradeSpell.objects.get().person_id == one.pk
        assert Profile.objects.get().person_id == two.pk
        assert not ChargeSpell.objects.exists()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"grade": "A"}, "care.reason"),
        ({"grade": "Z", "reason": "看过"}, "care.grade"),
        ({"day": date(2099, 1, 1), "grade": "A", "reason": "看过"}, "particulars.early"),
    ],
)
def test_what_one_is_refused_many_are_refused(head: Actor, told: dict[str, Any], code: str) -> None:
    one, two = everybody(head, 2)
    with pytest.raises(Problem) as found:
        begin(
            head,
            [Beginning(one.pk, LATER, "A", "看过"), Beginning(two.pk, **{"day": LATER, **told})],
        )
    assert found.value.code == code
    with scope.acting(head):
        assert not GradeSpell.objects.exists()


def test_what_is_known_is_not_begun_again(head: Actor) -> None:
    one, two = everybody(head, 2)
    begin(head, [Beginning(one.pk, LATER, "A", "看过")])
    with pytest.raises(Problem) as found:
        begin(head, [Beginning(pk, LATER, "B", "又看了") for pk in (one.pk, two.pk)])
    assert found.value.code == "beginning.known" and "李秀英" in str(found.value)


def test_a_worker_of_another_town_is_not_responsible(worker_there: Worker) -> None:
    county = make_actor(Role.COUNTY, OWN_TOWN[:6])
    person = make_person(county, NEXT_VILLAGE, since=SINCE)
    with pytest.raises(Problem) as found:
        begin(county, [Beginning(person.pk, LATER, worker_id=worker_there.pk)])
    assert found.value.code == "care.worker"


def test_deaths_together_are_deaths_one_by_one(head: Actor) -> None:
    single, *many = everybody(head, bulk.FEW + 3)
    open_file(head, [single.pk, *(one.pk for one in many)], SINCE)
    begin(head, [Beginning(one.pk, LATER, "A", "看过") for one in (single, *many)])
    day = LATER + timedelta(days=30)
    endings.record_death(head, single.pk, day)
    record_deaths(head, [Death(one.pk, day) for one in many], "村委会告知")
    for one in (many[0], many[-1]):
        assert held(head, one) == held(head, single)
        assert trail(one) == trail(single)
    with pytest.raises(Problem) as found:
        record_deaths(head, [Death(many[0].pk, day)])
    assert found.value.code == "person.dead"
    endings.take_back_death(head, many[0].pk, "同名的人")
    endings.take_back_death(head, single.pk, "同名的人")
    assert held(head, many[0]) == held(head, single)


def test_each_dies_on_their_own_day(head: Actor) -> None:
    first, second = everybody(head, 2)
    days = {first.pk: LATER, second.pk: LATER + timedelta(days=9)}
    record_deaths(head, [Death(pk, day) for pk, day in days.items()])
    with scope.acting(head):
        living = Membership.objects.as_known(None)
        assert dict(living.values_list("person_id", "valid_to")) == days


@pytest.mark.parametrize("day", [date(1949, 1, 1), date(2099, 1, 1)])
def test_a_death_that_cannot_be_stops_all(head: Actor, day: date) -> None:
    one, two = everybody(head, 2)
    with pytest.raises(Problem) as found:
        record_deaths(head, [Death(one.pk, LATER), Death(two.pk, day)])
    assert found.value.code == "person.died_day"
    with scope.acting(head):
        assert not Person.objects.filter(died_on__isnull=False).exists()


def test_nobody_settles_what_is_not_theirs(head: Actor) -> None:
    county = make_actor(Role.COUNTY, OWN_TOWN[:6])
    person = make_person(county, NEXT_VILLAGE, since=SINCE)
    for pk in (person.pk, ids.uuid7()):
        with pytest.raises(Absent):
            begin(head, [Beginning(pk, clock.today(), "A", "看过")])
        with pytest.raises(Absent):
            record_deaths(head, [Death(pk, clock.today())])
