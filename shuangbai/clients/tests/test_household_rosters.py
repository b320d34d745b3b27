"""A household told by hand and then a list: the older one does not undo it, a newer one says so."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.actions import household_details, household_undo
from shuangbai.clients.actions.household_commands import Details, Headed
from shuangbai.clients.models import (
    CategorySpell,
    FieldChange,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.roster_rules import Ground, House, OnFile
from shuangbai.clients.tests.household_office import (
    give,
    held,
    home_of,
    last_change,
    lives,
    merge,
    rows,
    split,
    told,
)
from shuangbai.clients.tests.roster_office import merged, outcomes, staged
from shuangbai.clients.tests.rosters import CHENGCUN, LONG, number, planned
from shuangbai.kernel import clock, ids
from shuangbai.rosters.models import RosterRow

A = House(UUID(int=90), "陈志", "7", "", frozenset({UUID(int=1)}))
B = House(UUID(int=91), "陈英", "", "")
ZHI = OnFile(UUID(int=1), "陈志", CHENGCUN, house=A, holds=True, relation="户主")
YING = OnFile(UUID(int=2), "陈英", CHENGCUN, house=B, holds=True, relation="户主")
PAIR = [
    LONG,
    ["", "陈志", "陈志", number(1), "户主", "7", ""],
    ["", "陈志", "陈英", number(2), "配偶", "7", ""],
]
BY_HAND = date(2025, 3, 1)


def ground(a: House = A, b: House = B) -> Ground:
    people = {number(1): replace(ZHI, house=a), number(2): replace(YING, house=b)}
    return Ground(people=people, numbered={"7": [a]})


def settled(house: House) -> House:
    return replace(house, by_hand=BY_HAND, settled=True)


class TestPlanning:
    def test_an_older_list_takes_nobody_out_of_what_was_told_by_hand(self) -> None:
        made = planned(PAIR, ground(settled(A), settled(B)))
        assert [row.outcome for row in made.rows] == ["unchanged", "unchanged"]
        assert [one.code for one in made.rows[1].problems] == ["roster.kept_home"]
        assert "3月1日" in made.rows[1].problems[0].message

    def test_a_newer_list_does_and_says_so(self) -> None:
        a, b = (replace(house, by_hand=BY_HAND) for house in (A, B))
        made = planned(PAIR, ground(a, b))
        assert made.rows[1].changes == [{"field": "同住", "old": "陈英户", "new": "陈志户"}]
        assert [one.code for one in made.rows[1].problems] == ["roster.over_hand"]

    @pytest.mark.parametrize("which", ["own", "theirs"])
    def test_nobody_on_file_is_put_into_or_taken_out_of_it(self, which: str) -> None:
        a = settled(A) if which == "theirs" else A
        b = settled(B) if which == "own" else B
        made = planned(PAIR, ground(a, b))
        assert made.rows[1].outcome == "unchanged" and not made.rows[1].rehoused

    def test_an_older_list_says_nothing_of_head_number_and_address(self) -> None:
        rows = [
            [*LONG, "家庭住址"],
            ["", "陈老大", "陈志", number(1), "子女", "7", "", "旧村 1 号"],
            ["", "陈老大", "新人", number(3), "孙女", "7", "", ""],
        ]
        a = replace(settled(A), head_name="陈志")
        made = planned(rows, ground(a))
        assert made.rows[0].outcome == "unchanged"
        home = made.rows[1].home
        assert home is not None and home.house is a and home.edits == {}
        assert made.rows[1].relation == "", "said of another head"

    def test_a_newer_list_may_say_another_head_and_then_the_relations(self) -> None:
        same = replace(YING, house=A, relation="配偶")
        child = OnFile(UUID(int=3), "陈小", CHENGCUN, house=A, holds=True, relation="长子")
        people = {number(1): ZHI, number(2): same, number(3): child}
        rows = [
            LONG,
            ["", "陈英", "陈英", number(2), "户主", "7", ""],
            ["", "陈英", "陈志", number(1), "丈夫", "7", ""],
            ["", "陈英", "陈小", number(3), "儿子", "7", ""],
        ]
        made = planned(rows, Ground(people=people, numbered={"7": [A]}))
        assert made.rows[0].changes == [
            {"field": "与户主关系", "old": "配偶", "new": "户主"},
            {"field": "户主", "old": "陈志", "new": "陈英"},
        ]
        assert made.rows[1].changes == [{"field": "与户主关系", "old": "户主", "new": "丈夫"}]
        assert made.rows[2].changes == [], "the same in another word"
        assert [row.retold for row in made.rows] == [True, True, False]

    def test_a_head_with_another_name_is_the_same_head(self) -> None:
        rows = [LONG, ["", "陈志强", "陈志强", number(1), "户主", "", ""]]
        made = planned(rows, ground())
        home = made.rows[0].home
        assert home is not None and home.edits == {"head_name": "陈志强"}
        assert [one["field"] for one in made.rows[0].changes] == ["姓名"]

    def test_a_household_that_nobody_belongs_to_is_history(self) -> None:
        empty = replace(A, id=UUID(int=99), members=frozenset())
        people = {number(1): replace(ZHI, house=B), number(2): replace(YING, house=B)}
        made = planned(PAIR, Ground(people=people, numbered={"7": [empty]}))
        assert [row.rehoused for row in made.rows] == [False, False]

    def test_two_families_that_the_station_merged_stay_together(self) -> None:
        both = settled(replace(A, members=frozenset({UUID(int=1), UUID(int=2)})))
        people = {number(1): replace(ZHI, house=both), number(2): replace(YING, house=both)}
        rows = [
            LONG,
            ["", "", "陈志", number(1), "户主", "1", ""],
            ["", "", "陈英", number(2), "户主", "2", ""],
            ["", "", "陈小", number(3), "子女", "2", ""],
        ]
        made = planned(rows, Ground(people=people))
        assert [row.outcome for row in made.rows] == ["unchanged", "unchanged", "create"]
        home = made.rows[2].home
        assert home is not None and home.house is both


DAY = date(2025, 4, 1)
LINES = (
    ("陈志", number(1), "城村", "", "户主"),
    ("陈英", number(2), "", "", "配偶"),
    ("陈小明", number(3), "", "", "子女"),
)
APART = (
    *LINES[:2],
    ("陈小明", number(3), "", "", "户主"),
    ("陈妹", number(4), "", "", "配偶"),
)


@pytest.mark.django_db
class TestMerging:
    @pytest.fixture
    def head(self) -> Actor:
        return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")

    @pytest.fixture
    def people(self, head: Actor) -> list[Person]:
        merged(head, LINES, DAY, "DB")
        found = {one.name: one for one in rows(head, Person)}
        return [found[name] for name, *_ in LINES]

    @pytest.fixture
    def told_on(self, clock_at: Any) -> Any:
        """Sets the day on which something is told."""

        def at(day: date) -> None:
            clock_at(datetime(*day.timetuple()[:3], 10, tzinfo=clock.ZONE))

        return at

    def test_a_list_older_than_a_split_leaves_it(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        told_on(date(2025, 6, 10))
        made = split(head, people[2:], date(2025, 4, 10))
        roster = merged(head, LINES, date(2025, 6, 1), "DB")
        assert outcomes(roster) == {"unchanged": 3}
        assert lives(head, made.pk, date(2025, 6, 1)) == {"陈小明": "户主"}
        assert home_of(head, people[2]) == made.pk
        lines = rows(head, RosterRow, roster=roster)
        assert "本站 2025年6月10日 办过" in str([line.problems for line in lines])

    def test_a_newer_one_takes_it_back_and_both_pages_know(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        told_on(date(2025, 6, 10))
        made = split(head, people[2:], date(2025, 4, 10))
        told_on(date(2025, 8, 1))
        later = date(2025, 7, 1)
        roster = staged(head, LINES, later, "DB")
        assert outcomes(roster) == {"update": 1, "unchanged": 2}, "shown before it is done"
        merged(head, LINES, later, "DB")
        assert lives(head, made.pk, later) == {}
        assert lives(head, made.pk, later - timedelta(days=1)) == {"陈小明": "户主"}
        change = last_change(head)
        assert (change.kind, change.household_id, change.day) == ("roster", made.pk, later)
        assert change.names.reveal() == "陈小明"

    def test_a_split_that_was_taken_back_binds_no_list(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        told_on(date(2025, 6, 10))
        split(head, people[2:], date(2025, 4, 10))
        household_undo.take_back(head, last_change(head).pk, "点错了", ids.uuid7())
        roster = merged(head, APART, date(2025, 6, 1), "DB")
        assert outcomes(roster) == {"create": 1, "update": 1, "unchanged": 2}

    def test_a_merger_by_hand_outlives_an_older_list(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        merged(
            head, (("何桂兰", number(5), "城村", "", "户主"), ("何小", number(6), "", "", "子女"))
        )
        other = rows(head, Person, name="何桂兰")[0]
        told_on(date(2025, 6, 10))
        into = home_of(head, people[0])
        merge(head, home_of(head, other), into, date(2025, 5, 1))
        merged(
            head,
            (("何桂兰", number(5), "", "", "户主"), ("何小", number(6), "", "", "子女")),
            date(2025, 6, 1),
        )
        assert home_of(head, other) == into

    def test_head_and_address_told_by_hand_outlive_an_older_list(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        home = home_of(head, people[0])
        told_on(date(2025, 6, 10))
        relations = {people[0].pk: "配偶", people[2].pk: "子女"}
        details = Details(
            told(date(2025, 5, 1), "原户主外出"), home, Headed(people[1].pk, relations=relations)
        )
        household_details.tell_details(head, details)
        assert outcomes(merged(head, LINES, date(2025, 6, 1), "DB")) == {"unchanged": 3}
        assert rows(head, Household)[0].head_name == "陈英"
        assert lives(head, home, date(2025, 6, 1))["陈志"] == "配偶"

    def test_what_a_list_says_better_keeps_what_stood_there(self, head: Actor) -> None:
        merged(head, (("陈志", number(1), "城村", "", "户主"),), DAY, "DB")
        merged(head, (("陈志强", number(1), "城村", "", "户主"),), date(2025, 5, 1), "DB")
        [change] = rows(head, FieldChange, household__isnull=False)
        assert (change.field, change.source) == ("head_name", "roster")
        assert '"陈志"' in change.values.reveal() and change.roster_id is not None

    def test_a_split_here_does_not_move_the_first_day_of_a_list(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        """Who was here on the list's day is on it since then, whatever household they are in."""
        told_on(date(2025, 6, 10))
        split(head, people[2:], date(2025, 5, 10))
        merged(head, (("陈小明", number(3)),), date(2025, 5, 1), "CJ")
        assert held(head, people[2], "CJ") == [(None, date(2025, 5, 1), None)]

    def test_a_list_takes_over_what_was_held_through_the_household(
        self, head: Actor, people: list[Person]
    ) -> None:
        give(head, people, date(2025, 4, 5), code="DBBY")
        roster = merged(head, LINES[:1], date(2025, 5, 1), "DBBY")
        [line] = rows(head, RosterRow, roster=roster)
        assert "随户" in str(line.problems)
        with scope.acting(head):
            known = CategorySpell.objects.as_known(None).filter(category="DBBY")
            told_ = {one.person_id: (one.source, one.household_id) for one in known}
        assert told_[people[0].pk] == ("roster", None)
        assert told_[people[1].pk] == ("inherited", home_of(head, people[1]))
        merged(head, (("别人", number(9), "城村"),), date(2025, 6, 1), "DBBY")
        assert held(head, people[0], "DBBY") == [(None, date(2025, 4, 5), date(2025, 6, 1))]
        assert held(head, people[1], "DBBY")[-1][2] is None, "no list speaks of them"

    def test_who_goes_by_a_list_keeps_what_was_held_through_the_household(
        self, head: Actor, people: list[Person]
    ) -> None:
        give(head, people, date(2025, 4, 5), code="DBBY")
        merged(head, APART, date(2025, 5, 1), "DB")
        home = home_of(head, people[0])
        assert home_of(head, people[2]) != home
        assert held(head, people[2], "DBBY") == [
            (home, date(2025, 4, 5), date(2025, 5, 1)),
            (None, date(2025, 5, 1), None),
        ]

    def test_everybody_is_in_one_household_on_every_day(
        self, head: Actor, people: list[Person], told_on: Any
    ) -> None:
        told_on(date(2025, 6, 10))
        split(head, people[2:], date(2025, 4, 10))
        told_on(date(2025, 8, 1))
        merged(head, LINES, date(2025, 7, 1), "DB")
        with scope.acting(head):
            for day in (DAY, date(2025, 4, 10), date(2025, 6, 30), date(2025, 7, 1)):
                assert Membership.objects.as_known(None).on(day).count() == 3
        assert len(rows(head, HouseholdChange)) == 2
