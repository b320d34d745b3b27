"""A household splits, somebody comes, two become one; as a station and its figures notice it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange, AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import household_categories, households
from shuangbai.clients.actions.household_commands import Headed, Split
from shuangbai.clients.actions.people import move, open_file
from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.clients.models import (
    CategorySpell,
    FileSpell,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.selectors import households as selectors
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
    join,
    lives,
    merge,
    rows,
    split,
    told,
)
from shuangbai.clients.tests.together import together
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db
BEFORE = MAR - timedelta(days=1)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


@pytest.fixture
def neighbour() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Problem) as found:
        do()
    return found.value.code


class TestSplit:
    def test_two_go_together_from_a_day_on(self, head: Actor) -> None:
        people = family(head)
        old = home_of(head, people[0])
        relations = {people[2].pk: "户主", people[3].pk: "兄弟姐妹"}
        made = split(
            head,
            people[2:],
            new=Headed(people[2].pk, relations=relations),
            number="8",
            address="城村 8 号",
        )
        assert lives(head, old, BEFORE) == dict(
            陈志="户主", 陈英="配偶", 陈小明="子女", 陈小红="子女"
        )
        assert lives(head, old, MAR) == {"陈志": "户主", "陈英": "配偶"}
        assert lives(head, made.pk, BEFORE) == {}
        assert lives(head, made.pk, MAR) == {"陈小明": "户主", "陈小红": "兄弟姐妹"}
        assert (made.head_name, made.number, made.address) == ("陈小明", "8", "城村 8 号")
        assert made.area == OWN_VILLAGE

    def test_when_the_head_goes_another_is_named(self, head: Actor) -> None:
        people = family(head)
        old = home_of(head, people[0])
        assert refusal(lambda: split(head, people[:1])) == "household.rest_head"
        rest = Headed(people[1].pk, relations={people[2].pk: "子女", people[3].pk: "子女"})
        split(head, people[:1], rest=rest)
        assert lives(head, old, MAR) == {"陈英": "户主", "陈小明": "子女", "陈小红": "子女"}
        assert lives(head, old, BEFORE)["陈英"] == "配偶"
        [home] = rows(head, Household, pk=old)
        assert home.head_name == "陈英"

    def test_who_stays_may_have_a_head_who_is_not_on_file(self, head: Actor) -> None:
        people = family(head)
        old = home_of(head, people[0])
        split(head, people[:1], rest=Headed(name="陈老大"))
        [home] = rows(head, Household, pk=old)
        assert home.head_name == "陈老大"

    def test_sent_twice_it_is_one(self, head: Actor) -> None:
        people = family(head)
        command = Split(told(), home_of(head, people[0]), (people[2].pk,), new=Headed(people[2].pk))
        first = households.split(head, command)
        assert households.split(head, command).pk == first.pk
        assert len(rows(head, Household)) == 2 and len(rows(head, HouseholdChange)) == 1

    def test_sent_twice_at_one_moment(self, head: Actor) -> None:
        people = family(head)
        command = Split(told(), home_of(head, people[0]), (people[2].pk,), new=Headed(people[2].pk))
        done = together([lambda: households.split(head, command)] * 2)
        assert len({one.pk for one in done}) == 1
        assert len(rows(head, Household)) == 2

    def test_in_another_village_of_the_town_all_goes_along(self, head: Actor) -> None:
        people = family(head, categories=("TK",))
        open_file(head, [one.pk for one in people], JAN)
        split(head, people[2:], area=OTHER_VILLAGE)
        went = people[2].pk
        assert rows(head, Person, pk=went)[0].area == OTHER_VILLAGE
        with scope.acting(head):
            for model in (CategorySpell, FileSpell, Membership):
                known = model.objects.as_known(None).filter(person=went)
                assert known.on(BEFORE).get().area == OWN_VILLAGE
                assert known.on(MAR).get().area == OTHER_VILLAGE
        assert counted(head, OWN_VILLAGE, BEFORE) == 4 and counted(head, OWN_VILLAGE, MAR) == 2
        assert counted(head, OTHER_VILLAGE, MAR) == 2

    @pytest.mark.parametrize(
        ("which", "more", "code"),
        [
            ((), {}, "household.nobody"),
            ((0, 1, 2, 3), {}, "household.everybody"),
            ((2,), {"new": Headed()}, "household.new_head"),
            ((2,), {"told": told(JAN - timedelta(days=1))}, "household.before"),
            ((2,), {"told": told(date(2099, 1, 1))}, "particulars.early"),
            ((2,), {"told": told(reason=" ")}, "household.reason"),
            ((2,), {"told": told(seen="alt")}, "household.overtaken"),
            ((2,), {"area": NEXT_VILLAGE}, "household.far"),
        ],
    )
    def test_what_cannot_be(
        self, head: Actor, which: tuple[int, ...], more: dict[str, Any], code: str
    ) -> None:
        people = family(head)
        home, chosen = home_of(head, people[0]), tuple(people[at].pk for at in which)
        new = Headed(chosen[0] if chosen else None)
        command = Split(told(), home, chosen, new=new, rest=Headed(people[1].pk))
        assert refusal(lambda: households.split(head, replace(command, **more))) == code
        assert len(rows(head, Household)) == 1 and rows(head, HouseholdChange) == []


class TestJoin:
    def test_from_another_household(self, head: Actor) -> None:
        people, [aunt] = family(head), family(head, (("何桂兰", "户主"),))
        home, alone = home_of(head, people[0]), home_of(head, aunt)
        join(head, aunt, home, relation="其他")
        assert lives(head, home, MAR)["何桂兰"] == "其他"
        assert "何桂兰" not in lives(head, home, BEFORE)
        assert lives(head, alone, BEFORE) == {"何桂兰": "户主"} and lives(head, alone, MAR) == {}

    def test_the_household_that_its_head_leaves_gets_another(self, head: Actor) -> None:
        people, [aunt] = family(head), family(head, (("何桂兰", "户主"),))
        to = home_of(head, aunt)
        assert refusal(lambda: join(head, people[0], to)) == "household.rest_head"
        join(head, people[0], to, rest=Headed(people[1].pk))
        assert rows(head, Household, pk=home_of(head, people[1]))[0].head_name == "陈英"

    def test_from_another_village_of_the_town(self, head: Actor) -> None:
        people = family(head)
        [aunt] = family(head, (("何桂兰", "户主"),), area=OTHER_VILLAGE, categories=("TK",))
        join(head, aunt, home_of(head, people[0]))
        assert counted(head, OTHER_VILLAGE, BEFORE) == 1
        assert counted(head, OTHER_VILLAGE, MAR) == 0 and counted(head, OWN_VILLAGE, MAR) == 1

    def test_somebody_of_another_town_is_handed_over(self, head: Actor, neighbour: Actor) -> None:
        county = make_actor(Role.COUNTY, "445302")
        [far] = family(neighbour, (("林木生", "户主"),), area=NEXT_VILLAGE)
        home = home_of(head, family(head)[0])
        with pytest.raises(Absent):
            join(head, far, home)
        with pytest.raises(Problem) as told_:
            join(county, far, home)
        assert told_.value.code == "household.far" and "转接" in told_.value.fix

    def test_who_is_there_already(self, head: Actor) -> None:
        people = family(head)
        home = home_of(head, people[0])
        assert refusal(lambda: join(head, people[1], home)) == "household.already_in"

    def test_the_page_was_overtaken(self, head: Actor) -> None:
        people, [aunt] = family(head), family(head, (("何桂兰", "户主"),))
        home = home_of(head, people[0])
        with scope.acting(head):
            homes = [selectors.find(head, pk) for pk in (home, home_of(head, aunt))]
            seen = selectors.seen(head, homes)
        split(head, people[2:])
        assert refusal(lambda: join(head, aunt, home, told=told(seen=seen))) == (
            "household.overtaken"
        )
        assert lives(head, home, MAR) == {"陈志": "户主", "陈英": "配偶"}


class TestMerger:
    def test_one_goes_into_the_other_and_stays_as_history(self, head: Actor) -> None:
        people = family(head)
        aunts = family(head, (("何桂兰", "户主"), ("何小妹", "子女")))
        home, into = home_of(head, aunts[0]), home_of(head, people[0])
        relations = {aunts[0].pk: "其他", aunts[1].pk: "其他"}
        merge(head, home, into, headed=Headed(relations=relations))
        assert lives(head, into, MAR) == {
            **dict(陈志="户主", 陈英="配偶", 陈小明="子女", 陈小红="子女"),
            **dict(何桂兰="其他", 何小妹="其他"),
        }
        assert lives(head, home, BEFORE) == {"何桂兰": "户主", "何小妹": "子女"}
        assert lives(head, home, MAR) == {}
        assert rows(head, Household, pk=home)[0].head_name == "何桂兰"

    def test_relations_are_said_anew_with_another_head(self, head: Actor) -> None:
        people, aunts = family(head), family(head, (("何桂兰", "户主"),))
        into = home_of(head, people[0])
        relations = {people[0].pk: "子女", people[1].pk: "其他", aunts[0].pk: "户主"}
        headed = Headed(aunts[0].pk, relations=relations)
        merge(head, home_of(head, aunts[0]), into, headed=headed)
        now = lives(head, into, MAR)
        assert (now["何桂兰"], now["陈志"], now["陈英"]) == ("户主", "子女", "其他")
        assert lives(head, into, BEFORE)["陈志"] == "户主"
        assert rows(head, Household, pk=into)[0].head_name == "何桂兰"

    def test_with_itself_or_with_nobody(self, head: Actor) -> None:
        people, aunts = family(head), family(head, (("何桂兰", "户主"),))
        home, into = home_of(head, aunts[0]), home_of(head, people[0])
        assert refusal(lambda: merge(head, into, into)) == "household.same"
        merge(head, home, into)
        assert refusal(lambda: merge(head, home, into, APR)) == "household.empty"
        assert refusal(lambda: merge(head, into, home, APR)) == "household.empty"

    def test_not_across_towns(self, head: Actor, neighbour: Actor) -> None:
        county = make_actor(Role.COUNTY, "445302")
        near = home_of(head, family(head)[0])
        far = home_of(neighbour, family(neighbour, area=NEXT_VILLAGE)[0])
        assert refusal(lambda: merge(county, near, far)) == "household.far"


class TestEntitlements:
    @pytest.mark.parametrize(
        ("fate", "after"),
        [(None, None), (Fate.KEEP, None), (Fate.ALONG, "new"), (Fate.END, "ended")],
    )
    def test_what_was_held_through_the_old_household(
        self, head: Actor, fate: Fate | None, after: str | None
    ) -> None:
        people = family(head)
        give(head, people)
        old = home_of(head, people[0])
        fates = {"DB": fate} if fate else {}
        made = split(head, people[2:], fates=fates)
        expected: list[tuple[object, ...]] = [(old, JAN, MAR)]
        if after != "ended":
            expected.append((made.pk if after == "new" else None, MAR, None))
        assert held(head, people[2]) == expected
        assert held(head, people[0]) == [(old, JAN, None)]
        assert counted(head, OWN_TOWN, BEFORE) == 4
        assert counted(head, OWN_TOWN, MAR) == (2 if after == "ended" else 4)

    def test_an_end_says_why(self, head: Actor) -> None:
        people = family(head)
        give(head, people)
        split(head, people[2:], fates={"DB": Fate.END})
        [ended] = rows(
            head, CategorySpell, person=people[2], superseded_at=None, valid_to__isnull=False
        )
        assert ended.reason == "儿子成家，分开过了"

    def test_what_a_list_says_of_somebody_stays_theirs(self, head: Actor) -> None:
        people = family(head, categories=("DB",), source="roster")
        split(head, people[2:])
        assert held(head, people[2]) == [(None, JAN, None)]

    def test_joining_gives_nothing(self, head: Actor) -> None:
        people, [aunt] = family(head), family(head, (("何桂兰", "户主"),))
        give(head, people)
        join(head, aunt, home_of(head, people[0]))
        assert held(head, aunt) == []

    def test_a_merger_neither_drops_nor_gives(self, head: Actor) -> None:
        people, aunts = family(head), family(head, (("何桂兰", "户主"), ("何小妹", "子女")))
        give(head, people)
        give(head, aunts, code="DBBY")
        merge(head, home_of(head, aunts[0]), home_of(head, people[0]))
        assert held(head, aunts[0], "DBBY")[-1] == (None, MAR, None)
        assert held(head, aunts[0]) == [] and held(head, people[0], "DBBY") == []

    def test_what_ended_meanwhile_is_cut_too(self, head: Actor) -> None:
        people = family(head)
        give(head, people)
        home = home_of(head, people[0])
        ids = [one.pk for one in people]
        household_categories.end_category(head, told(APR, "复核"), home, "DB", ids)
        split(head, people[2:], fates={"DB": Fate.END})
        assert held(head, people[2]) == [(home, JAN, MAR)]
        assert held(head, people[0]) == [(home, JAN, APR)]


class TestTrail:
    def test_one_head_and_a_row_for_each_record(self, head: Actor) -> None:
        people = family(head)
        give(head, people)
        home = home_of(head, people[0])
        split(head, people[2:])
        entry = AuditEntry.objects.filter(verb="household.edit", outcome="done").order_by("-id")[0]
        assert (entry.area, entry.subject_id, entry.reason) == (
            OWN_VILLAGE,
            str(home),
            "儿子成家，分开过了",
        )
        kinds = AuditChange.objects.filter(entry=entry).values_list("record_kind", flat=True)
        assert set(kinds) == {
            "clients.household",
            "clients.membership",
            "clients.categoryspell",
            "clients.householdchange",
        }

    def test_who_may(self, head: Actor, neighbour: Actor) -> None:
        people = family(head)
        command = Split(told(), home_of(head, people[0]), (people[2].pk,), new=Headed(people[2].pk))
        with pytest.raises(Absent):
            households.split(neighbour, command)
        with pytest.raises(Refused):
            households.split(make_actor(Role.SUPERVISOR, "445302"), command)
        county = make_actor(Role.COUNTY, "445302")
        assert households.split(county, command).head_name == "陈小明"

    def test_the_deed_keeps_the_names_as_printed(self, head: Actor) -> None:
        people = family(head)
        made = split(head, people[2:])
        [change] = rows(head, HouseholdChange)
        assert change.names.reveal() == "陈小明、陈小红"
        assert "陈小明" not in str(change.names)
        assert (change.kind, change.day, change.other) == ("split", MAR, made.pk)
        assert set(change.people) == {people[2].pk, people[3].pk}


def test_two_at_once_leave_everybody_in_one_household(head: Actor) -> None:
    people, [aunt] = family(head), family(head, (("何桂兰", "户主"),))
    to = home_of(head, aunt)
    done = together([lambda: split(head, people[2:]), lambda: join(head, people[2], to)])
    assert sum(isinstance(one, Household) for one in done) >= 1, done
    assert home_of(head, people[2]) in {one.pk for one in done if isinstance(one, Household)}
    with scope.acting(head):
        living = Membership.objects.as_known(None).on(MAR).filter(person=people[2])
        assert living.count() == 1


def test_a_move_in_the_town_keeps_what_was_held_through_the_household(head: Actor) -> None:
    """As a leaving does: only another town decides anew."""
    people = family(head)
    give(head, people)
    old = home_of(head, people[0])
    move(make_actor(Role.COUNTY, "445302"), people[2].pk, OTHER_VILLAGE, MAR)
    assert held(head, people[2]) == [(old, JAN, MAR), (None, MAR, None)]


def test_a_person_on_file_since_today_can_be_put_right_at_once(head: Actor) -> None:
    """Put into the wrong household at the form: from the same day on it is another."""
    people = family(head)
    wrong = make_person(
        head, name="何小弟", since=FEB, household=home_of(head, people[0]), categories=()
    )
    made = split(head, [wrong], FEB)
    assert lives(head, made.pk, FEB) == {"何小弟": "户主"}
    assert "何小弟" not in lives(head, home_of(head, people[0]), FEB)


def counted(actor: Actor, area: str, day: date) -> int:
    with scope.acting(actor):
        return counting.count("people", Ask((area,), Period(day, day))).total
