"""What merging a roster does to people, in the real database."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions.people import open_file
from shuangbai.clients.models import (
    CategorySpell,
    FileSpell,
    HandOver,
    Household,
    Membership,
    Person,
)
from shuangbai.clients.testing import OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.clients.tests.roster_office import (
    DAY,
    LATER,
    PAIR,
    holding,
    merged,
    outcomes,
    rows,
    staged,
)
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import clock
from shuangbai.rosters.models import RosterMove, RosterRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def neighbour() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def test_staging_changes_nobody(head: Actor) -> None:
    roster = staged(head, PAIR)
    assert outcomes(roster) == {"create": 2}
    assert rows(head, Person) == []
    lines = rows(head, RosterRow)
    assert [line.outcome for line in lines] == ["create", "create"]
    assert number(1) in lines[0].raw.reveal() and number(1) not in str(lines[0].raw)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rosters_rosterrow")
        assert cursor.fetchone() == (0,), "rows are seen outside the scope"


def test_merging_puts_people_on_file_from_the_day_of_the_list(head: Actor) -> None:
    roster = merged(head, PAIR)
    people = rows(head, Person)
    assert [(one.name, one.area, one.sex) for one in people] == [
        ("陈志", OWN_VILLAGE, "M"),
        ("陈英", "445302103206", "F"),
    ]
    assert holding(head, DAY) == {"陈志", "陈英"}
    assert holding(head, DAY - timedelta(days=1)) == set()
    [spell] = rows(head, CategorySpell, person=people[0])
    assert (spell.source, spell.roster_id) == ("roster", roster.pk)
    assert roster.state == "merged"
    assert [move.verb for move in rows(head, RosterMove)] == ["receive", "stage", "merge"]
    assert {line.subject_id for line in rows(head, RosterRow)} == {one.pk for one in people}


def test_the_same_file_again_changes_nothing(head: Actor) -> None:
    lines = (("陈志", number(1), "城村", "13900000001", "户主"), ("陈英", number(2), "", "", "妻"))
    merged(head, lines)
    before = [len(rows(head, model)) for model in (Person, Household, Membership, CategorySpell)]
    again = merged(head, lines)
    assert outcomes(again) == {"unchanged": 2}
    after = [len(rows(head, model)) for model in (Person, Household, Membership, CategorySpell)]
    assert before == after == [2, 1, 2, 2]


def test_bad_rows_stay_behind_with_their_reasons(head: Actor) -> None:
    bad = number(4)[:-1] + ("1" if number(4)[-1] != "1" else "2")
    roster = merged(head, (*PAIR, ("王五", bad, "城村"), ("赵六", number(6), "思劳")))
    assert outcomes(roster) == {"create": 2, "refuse": 2}
    told = {line.number: line.problems for line in rows(head, RosterRow, outcome="refuse")}
    assert [found[0]["column"] for found in told.values()] == ["身份证号码", "村（居）"]
    assert list(told) == [6, 7]


def test_on_file_elsewhere_is_refused_without_a_name(head: Actor, neighbour: Actor) -> None:
    merged(neighbour, (("林某", number(1), "水东"),))
    roster = merged(head, (("陈志", number(1), "城村"), ("陈英", number(2), "")))
    assert outcomes(roster) == {"create": 1, "refuse": 1}
    [line] = rows(head, RosterRow, outcome="refuse")
    assert "林某" not in str(line.problems) and "腰古" not in str(line.problems)
    assert "转接" in line.problems[0]["message"]
    with scope.acting(head):
        [asked] = HandOver.objects.filter(side="receiving")
    assert (asked.state, asked.list_code, asked.roster_id) == ("asked", "TK", roster.pk)
    assert (asked.name, asked.other_town) == ("陈志", "")
    assert len(rows(neighbour, Person)) == 1


def test_an_update_changes_living_rows_and_no_past_day(head: Actor) -> None:
    merged(head, PAIR)
    [chen, _] = rows(head, Person)
    open_file(head, [chen.pk], DAY)
    roster = merged(
        head, (("陈志强", number(1), "旧村", "13900000009"), ("陈英", number(2))), LATER
    )
    assert outcomes(roster) == {"update": 1, "unchanged": 1}
    [now] = rows(head, Person, pk=chen.pk)
    assert (now.name, now.area, str(now.phone)) == ("陈志强", "445302103206", "139****0009")
    with scope.acting(head):
        for model in (CategorySpell, FileSpell, Membership):
            held = model.objects.as_known(None).filter(person=chen.pk)
            assert held.on(LATER - timedelta(days=1)).get().area == OWN_VILLAGE
            assert held.on(LATER).get().area == "445302103206"
    [line] = rows(head, RosterRow, outcome="update")
    assert [change["field"] for change in line.changes] == ["姓名", "联系电话", "村（居）"]
    assert "13900000009" not in str(line.changes)


def test_someone_on_file_gets_the_category(head: Actor) -> None:
    person = make_person(head, number=number(2), name="陈英", categories=("DB",), since=DAY)
    roster = merged(head, (("陈英", number(2)),), LATER)
    assert outcomes(roster) == {"update": 1}
    assert holding(head, LATER) == {"陈英"} and holding(head, LATER, "DB") == {"陈英"}
    [line] = rows(head, RosterRow)
    assert line.subject_id == person.pk
    assert line.changes == [{"field": "类别", "old": "", "new": "特困"}]


def test_only_this_list_and_this_area_can_retire(head: Actor, neighbour: Actor) -> None:
    merged(head, (*PAIR, ("陈三", number(3))))
    merged(head, (("陈志", number(1)),), DAY, "CJ")
    merged(neighbour, (("林某", number(8), "水东"),))
    make_person(head, name="走访发现", categories=("TK",), since=DAY)
    roster = merged(head, (("陈英", number(2)), ("陈三", number(3))), LATER)
    assert outcomes(roster) == {"unchanged": 2, "retire": 1}
    assert holding(head, LATER) == {"陈英", "陈三", "走访发现"}
    assert holding(head, LATER - timedelta(days=1)) == {"陈志", "陈英", "陈三", "走访发现"}
    assert holding(head, LATER, "CJ") == {"陈志"}
    assert holding(neighbour, LATER) == {"林某"}


def test_the_audit_has_one_head_and_a_row_for_each_record(head: Actor) -> None:
    merged(head, (("陈志", number(1), "城村", "13900000001"), ("陈三", number(3))))
    roster = merged(head, (("陈志", number(1), "旧村", "13900000002"),), LATER)
    entry = AuditEntry.objects.get(verb="roster.merge", subject_id=str(roster.pk))
    assert (entry.area, entry.detail["retire"]) == (OWN_TOWN, 1)
    changes = AuditChange.objects.filter(entry=entry)
    assert {one.record_kind for one in changes} == {
        "clients.person",
        "clients.categoryspell",
        "rosters.roster",
    }
    assert "13900000002" not in str([one.change for one in AuditChange.objects.all()])
    assert number(1) not in str([one.change for one in AuditChange.objects.all()])


def test_a_household_on_the_list_becomes_one(head: Actor) -> None:
    single = make_person(head, OTHER_VILLAGE, number=number(2), name="陈英", since=DAY)
    merged(
        head,
        (("陈志", number(1), "城村", "", "户主"), ("陈英", number(2), "", "", "妻")),
        LATER,
        "DB",
    )
    with scope.acting(head):
        living = Membership.objects.as_known(None).filter(valid_to=None)
        homes = {one.person_id: one.household_id for one in living}
    assert len(set(homes.values())) == 1
    assert isinstance(homes[single.pk], UUID)
    assert clock.today() >= LATER
