"""What the two 100% count, over moves, late uploads and service elsewhere."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import people
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.cover import selectors
from shuangbai.cover.rules import Asked, Pair
from shuangbai.kernel import clock, counting
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)
THURSDAY = MONDAY + timedelta(days=3)
type SetClock = Callable[[datetime | None], None]


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def product() -> Actor:
    return operator("测试", COUNTY)


def count(
    actor: Actor, key: str, area: str, day: date, by: str = "", *, known: datetime | None = None
) -> Count:
    with scope.acting(actor):
        return counting.count(key, Ask((area,), Period(day, day), known), by or None)


def cover(actor: Actor, area: str, day: date, level: Level | None = None) -> selectors.Cover:
    with scope.acting(actor):
        return selectors.cover(actor, Asked(day, area), level)


def filed(actor: Actor, day: date, area: str = OWN_VILLAGE, **told: Any) -> Person:
    person = make_person(actor, area, since=day, **told)
    people.open_file(actor, [person.pk], day)
    return person


def test_covered_needs_a_file_and_a_visit(head: Actor, clock_at: SetClock) -> None:
    clock_at(at(MONDAY))
    one, two = filed(head, MONDAY), make_person(head, since=MONDAY, name="欧少芬")
    make_visit(head, two, MONDAY)
    assert cover(head, OWN_TOWN, MONDAY).files == Pair(1, 2)
    assert cover(head, OWN_TOWN, MONDAY).service == Pair(0, 2)
    make_visit(head, one, MONDAY)
    assert cover(head, OWN_TOWN, MONDAY).service == Pair(1, 2)
    missing = count(head, "people_missing", OWN_TOWN, MONDAY)
    assert missing.total == 1


def test_a_visit_leaves_the_window(head: Actor, clock_at: SetClock) -> None:
    clock_at(at(MONDAY))
    make_visit(head, filed(head, MONDAY), MONDAY)
    last = MONDAY + timedelta(days=364)
    clock_at(at(last + timedelta(days=5)))
    assert cover(head, OWN_TOWN, last).service == Pair(1, 1)
    assert cover(head, OWN_TOWN, last + timedelta(days=1)).service == Pair(0, 1)


def test_a_move_changes_no_past_figure(
    head: Actor, county: Actor, product: Actor, clock_at: SetClock
) -> None:
    clock_at(at(MONDAY))
    person = filed(head, MONDAY)
    make_visit(head, person, MONDAY)
    before = [count(county, key, OWN_TOWN, MONDAY).total for key in ("people", "people_covered")]
    clock_at(at(THURSDAY))
    people.move(county, person.pk, NEXT_VILLAGE, TUESDAY)
    after = [count(county, key, OWN_TOWN, MONDAY).total for key in ("people", "people_covered")]
    assert before == after == [1, 1]
    assert count(county, "people", OWN_TOWN, THURSDAY).total == 0
    assert count(head, "served", OWN_TOWN, MONDAY).total == 1
    with scope.acting(head):
        row = counting.rows("people_covered", Ask((OWN_TOWN,), Period(MONDAY, MONDAY)))[0]
    assert row.subject == str(person.pk)


def test_service_elsewhere_counts_there_and_for_the_county_once(
    head: Actor, county: Actor, clock_at: SetClock
) -> None:
    clock_at(at(MONDAY))
    person = filed(head, MONDAY)
    make_visit(head, person, MONDAY)
    clock_at(at(THURSDAY))
    people.move(county, person.pk, NEXT_VILLAGE, TUESDAY)
    there = make_actor(Role.WORKER, NEXT_TOWN)
    assert cover(there, NEXT_TOWN, THURSDAY).service == Pair(0, 1)
    found = cover(county, COUNTY, THURSDAY, Level.TOWN)
    assert found.service == Pair(1, 1)
    assert {line.key: line.service for line in found.lines if line.service.whole} == {
        NEXT_TOWN: Pair(0, 1)
    }
    assert not count(county, "people_covered", COUNTY, THURSDAY, "town").additive
    make_visit(there, person, THURSDAY)
    assert cover(there, NEXT_TOWN, THURSDAY).service == Pair(1, 1)
    assert cover(county, COUNTY, THURSDAY).service == Pair(1, 1)
    assert count(county, "persons_visited", COUNTY, THURSDAY).total == 1


def test_yesterdays_number_comes_out_again(head: Actor, clock_at: SetClock) -> None:
    clock_at(at(MONDAY))
    person = filed(head, MONDAY)
    known = at(MONDAY, 20)
    clock_at(at(THURSDAY))
    make_visit(head, person, MONDAY)
    assert count(head, "people_covered", OWN_TOWN, MONDAY).total == 1
    assert count(head, "people_covered", OWN_TOWN, MONDAY, known=known).total == 0
    assert count(head, "people", OWN_TOWN, MONDAY, known=known).total == 1


def test_a_person_of_two_categories_is_one(head: Actor, clock_at: SetClock) -> None:
    clock_at(at(MONDAY))
    make_person(head, since=MONDAY, categories=("DB", "CJ"))
    make_person(head, since=MONDAY, categories=("DB",), name="欧少芬")
    by_category = count(head, "people", OWN_TOWN, MONDAY, "category")
    assert (by_category.total, by_category.part("DB"), by_category.part("CJ")) == (2, 2, 1)
    assert not by_category.additive
    by_group = count(head, "people", OWN_TOWN, MONDAY, "group")
    assert by_group.additive
    assert sum(part.value for part in by_group.parts) == by_group.total == 2


def test_rows_of_a_part_are_those_of_the_part(head: Actor, clock_at: SetClock) -> None:
    """People of the town who are in no village are a part of their own."""
    clock_at(at(MONDAY))
    for area in (OWN_TOWN, OWN_VILLAGE, OWN_VILLAGE, OTHER_VILLAGE):
        make_person(head, area, since=MONDAY)
    by_village = count(head, "people", OWN_TOWN, MONDAY, "village")
    found = {part.part: part.value for part in by_village.parts}
    assert found == {OWN_TOWN: 1, OWN_VILLAGE: 2, OTHER_VILLAGE: 1}
    ask = Ask((OWN_TOWN,), Period(MONDAY, MONDAY))
    with scope.acting(head):
        for part, value in found.items():
            rows = counting.rows("people", ask, by="village", part=part)
            assert [row.area for row in rows] == [part] * value
        assert counting.rows("people", ask, by="town", part=NEXT_TOWN) == []
        assert counting.rows("people", ask, by="village", part="x") == []
        assert len(counting.rows("people", ask, by="county", part=COUNTY)) == 4


def test_covered_and_missing_make_the_whole_at_each_level(
    head: Actor, county: Actor, clock_at: SetClock
) -> None:
    clock_at(at(MONDAY))
    there = make_actor(Role.HEAD, NEXT_TOWN)
    for actor, area in ((head, OWN_VILLAGE), (head, OTHER_VILLAGE), (there, NEXT_VILLAGE)):
        make_visit(actor, filed(actor, MONDAY, area), MONDAY)
        make_person(actor, area, since=MONDAY)
    for by in ("", "county", "town", "village", "group"):
        whole, covered, missing = (
            count(county, key, COUNTY, MONDAY, by)
            for key in ("people", "people_covered", "people_missing")
        )
        assert covered.total + missing.total == whole.total == 6
        for part in whole.parts:
            assert covered.part(part.part) + missing.part(part.part) == part.value


def test_few_queries_for_each_figure(county: Actor, count_queries: Callable[..., int]) -> None:
    """One, and before it whether any files were merged: for the whole and for its parts."""
    with scope.acting(county):
        ask = Ask((COUNTY,), Period(MONDAY, MONDAY))
        assert count_queries(lambda: counting.count("people_covered", ask, "town")) == 3
        assert count_queries(lambda: counting.rows("people_covered", ask)) == 2


def test_two_axes_at_once_make_the_whole(head: Actor, product: Actor, clock_at: SetClock) -> None:
    clock_at(at(THURSDAY))
    one, two = filed(head, MONDAY), filed(product, MONDAY, NEXT_VILLAGE, name="欧少芬")
    for actor, person, day in ((head, one, MONDAY), (head, one, THURSDAY), (product, two, MONDAY)):
        make_visit(actor, person, day)
    ask = Ask((COUNTY,), Period(MONDAY, THURSDAY))
    with scope.acting(product):
        found = counting.grid("served", ask, "town", "month")
        assert found == {(OWN_TOWN, "2026-03"): 2, (NEXT_TOWN, "2026-03"): 1}
        assert sum(found.values()) == counting.count("served", ask).total
        with pytest.raises(ValueError, match="does not add up"):
            counting.grid("persons_visited", ask, "town", "month")
