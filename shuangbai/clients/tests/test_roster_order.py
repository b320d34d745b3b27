"""When a roster may be merged, by whom, and what two merges at once leave behind."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions.people import move
from shuangbai.clients.models import (
    CategorySpell,
    Household,
    Person,
)
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.clients.tests.roster_office import (
    DAY,
    LATER,
    PAIR,
    holding,
    merged,
    outcomes,
    rows,
    staged,
    workbook,
)
from shuangbai.clients.tests.rosters import number
from shuangbai.clients.tests.together import together
from shuangbai.kernel import ids
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions
from shuangbai.rosters.actions import Confirmed, NewRoster
from shuangbai.rosters.models import Roster, RosterMove, RosterRow
from shuangbai.rosters.rules import ListOf

pytestmark = pytest.mark.django_db
TK = ListOf("people", "TK", OWN_TOWN, DAY)
DB = replace(TK, list_code="DB")


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def neighbour() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def test_an_older_list_does_not_bring_back_what_ended(head: Actor) -> None:
    older = staged(head, PAIR, DAY)
    merged(head, (("陈英", number(2)),), LATER)
    with pytest.raises(Problem) as told:
        actions.merge(head, older.pk)
    assert told.value.code == "roster.older"
    assert holding(head, LATER) == {"陈英"}


def test_many_leaving_asks_a_second_time(head: Actor) -> None:
    merged(head, [(f"人{order}", number(order)) for order in range(1, 9)])
    roster = staged(head, (("人1", number(1)),), LATER)
    with pytest.raises(Problem) as told:
        actions.merge(head, roster.pk)
    assert told.value.code == "roster.many_leave"
    assert len(holding(head, LATER)) == 8
    actions.merge(head, roster.pk, Confirmed(retire=True))
    assert holding(head, LATER) == {"人1"}


def test_nothing_to_take_is_no_merge(head: Actor) -> None:
    merged(head, PAIR)
    roster = staged(head, (("王五", "123"),), LATER)
    with pytest.raises(Problem) as told:
        actions.merge(head, roster.pk)
    assert told.value.code == "roster.nothing"


def test_merging_twice_and_discarding(head: Actor) -> None:
    roster = staged(head, PAIR)
    actions.merge(head, roster.pk)
    assert actions.merge(head, roster.pk).state == "merged"
    assert len(rows(head, Person)) == 2
    assert len(rows(head, RosterMove)) == 3
    with pytest.raises(Problem) as told:
        actions.discard(head, roster.pk)
    assert told.value.code == "states.finished"
    other = staged(head, PAIR)
    assert actions.discard(head, other.pk).state == "discarded"
    with pytest.raises(Problem):
        actions.merge(head, other.pk)


def test_another_list_may_come_between_check_and_merge(head: Actor) -> None:
    first, second = staged(head, PAIR), staged(head, PAIR[::-1])
    actions.merge(head, first.pk)
    assert outcomes(actions.merge(head, second.pk)) == {"unchanged": 2}
    assert len(rows(head, Person)) == 2
    assert {line.outcome for line in rows(head, RosterRow, roster=second)} == {"unchanged"}


def test_a_clash_in_the_middle_leaves_nothing(head: Actor) -> None:
    """On the list of another town while the file is here: the database refuses the new spell,
    after new people were written already."""
    person = make_person(head, number=number(2), name="陈英", categories=(), since=DAY)
    county = make_actor(Role.COUNTY, "445302")
    with scope.acting(county):
        CategorySpell.objects.create(
            area=NEXT_VILLAGE,
            person=person,
            category_id="DB",
            source="field",
            valid_from=DAY,
            recorded_at=scope.instant(),
            recorded_by=county.user_id,
            recorded_by_name="县",
        )
    roster = staged(head, PAIR)
    audited = AuditEntry.objects.count()
    with pytest.raises(Problem) as told:
        actions.merge(head, roster.pk)
    assert told.value.code == "roster.clash"
    assert [one.name for one in rows(head, Person)] == ["陈英"]
    assert len(rows(head, Household)) == 1 and rows(head, CategorySpell) == []
    assert rows(head, Roster, pk=roster.pk)[0].state == "staged"
    assert AuditEntry.objects.count() == audited


def test_two_merges_of_one_new_number_make_one_person(head: Actor, neighbour: Actor) -> None:
    pairs = [
        (head, staged(head, (("陈志", number(1), "城村"), ("甲", number(3))))),
        (neighbour, staged(neighbour, (("陈志", number(1), "水东"), ("乙", number(5))))),
        (head, staged(head, (("陈志", number(1), "城村"),), DAY, "CJ")),
    ]
    told = together([partial(actions.merge, actor, roster.pk) for actor, roster in pairs])
    assert all(isinstance(one, Roster | Problem) for one in told), told
    county = make_actor(Role.COUNTY, "445302")
    with scope.acting(county):
        assert Person.objects.filter(name="陈志").count() == 1
        assert Roster.objects.filter(state="merged").count() >= 2


def test_a_list_of_a_day_before_somebody_moved_here(neighbour: Actor) -> None:
    """On that day they were on the list of the place they left: here it begins with the move."""
    county = operator("区里", "445302")
    person = make_person(county, number=number(1), name="陈志", categories=("TK",), since=DAY)
    move(county, person.pk, NEXT_VILLAGE, LATER)
    merged(neighbour, (("陈志", number(1)),), DAY + timedelta(days=10))
    with scope.acting(county):
        held = CategorySpell.objects.as_known(None).filter(person=person).order_by("valid_from")
        days = list(held.values_list("area", "valid_from", "valid_to"))
    assert days == [(OWN_VILLAGE, DAY, LATER), (NEXT_VILLAGE, LATER, None)]


def test_the_same_list_merged_by_two_at_once(head: Actor) -> None:
    roster = staged(head, PAIR)
    told = together([lambda: actions.merge(head, roster.pk)] * 2)
    assert [one.state for one in told] == ["merged", "merged"]
    assert len(rows(head, Person)) == 2 and len(rows(head, RosterMove)) == 3


def test_the_same_file_twice_is_one_list(head: Actor) -> None:
    first = staged(head, PAIR)
    data = workbook(PAIR)
    new = NewRoster(DB, "名册.xlsx", data)
    told = together([lambda: actions.stage(head, new)] * 2)
    assert [one.pk for one in told] == [new.id] * 2
    colleague = make_actor(Role.COUNTY, "445302")
    again = NewRoster(DB, "另存.xlsx", data)
    assert actions.stage(colleague, again).pk == new.id
    assert len(rows(head, Roster)) == 2 and len(rows(head, RosterRow)) == 4
    entries = AuditEntry.objects.filter(verb="roster.stage", subject_id=str(new.id))
    assert sorted(one.detail.get("already", False) for one in entries) == [False, True, True]
    assert first.pk != new.id


def test_the_same_form_again_after_the_merge(head: Actor) -> None:
    new = NewRoster(TK, "名册.xlsx", workbook(PAIR))
    actions.merge(head, actions.stage(head, new).pk)
    assert actions.stage(head, new).state == "merged"
    afresh = NewRoster(TK, "名册.xlsx", new.data)
    assert actions.stage(head, afresh).pk == afresh.id


def test_another_day_or_file_is_another_list(head: Actor) -> None:
    data = workbook(PAIR)
    one = NewRoster(TK, "名册.xlsx", data)
    actions.stage(head, one)
    others: list[dict[str, Any]] = [{"of": replace(TK, day=LATER)}, {"of": DB}]
    for told in (*others, {"data": workbook(PAIR[:1])}):
        other = replace(one, id=ids.uuid7(), **told)
        assert actions.stage(head, other).pk == other.id


def test_going_back_to_the_form_with_another_file(head: Actor) -> None:
    """The browser shows the old form with its old id: what is sent then is another list."""
    one = NewRoster(TK, "名册.xlsx", workbook(PAIR))
    actions.stage(head, one)
    other = actions.stage(head, replace(one, data=workbook(PAIR[:1])))
    assert other.pk != one.id and outcomes(other) == {"create": 1}


def test_who_may(head: Actor, neighbour: Actor) -> None:
    roster = staged(head, PAIR)
    with pytest.raises(Absent):
        actions.merge(neighbour, roster.pk)
    with pytest.raises(Refused):
        actions.merge(make_actor(Role.WORKER, OWN_TOWN), roster.pk)
    with pytest.raises(Refused):
        actions.stage(head, NewRoster(replace(TK, area=NEXT_TOWN), "名册.xlsx", workbook(PAIR)))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"day": date(2099, 1, 1)}, "roster.future"),
        ({"day": date(1989, 12, 31)}, "roster.long_ago"),
        ({"list_code": "没有"}, "roster.list"),
        ({"kind": "nothing"}, "roster.kind"),
        ({"area": "44"}, "roster.wide"),
        ({"data": b"", "file_name": "x.csv"}, "sheet.empty"),
        ({"data": "姓名,村\n甲,城村\n".encode(), "file_name": "x.csv"}, "sheet.heading_missing"),
    ],
)
def test_what_cannot_be_staged(told: dict[str, Any], code: str) -> None:
    of = replace(
        TK, **{key: told[key] for key in told.keys() & {"day", "list_code", "kind", "area"}}
    )
    data, name = told.get("data", workbook(PAIR)), told.get("file_name", "a.xlsx")
    with pytest.raises(Problem) as found:
        actions.stage(make_actor(Role.COUNTY, "44"), NewRoster(of, name, data))
    assert found.value.code == code
