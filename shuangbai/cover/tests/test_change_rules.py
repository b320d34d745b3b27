"""What changed between two standings, and whether it adds up; when an errand is done."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.cover.rules import changes as rules
from shuangbai.cover.rules.changes import Correction, Kind, Settled, Standing, Wanting
from shuangbai.cover.rules.errands import Given, Records, State, told

NOBODY = Standing()
BARE = Standing(listed=True)
FILED = Standing(True, True, False)
SERVED = Standing(True, False, True)
COVERED = Standing(True, True, True)
EVERY = (NOBODY, BARE, FILED, SERVED, COVERED)


@pytest.mark.parametrize(
    ("before", "after", "moved", "kinds"),
    [
        (NOBODY, BARE, False, {Kind.ENTERED, Kind.WANTING}),
        (NOBODY, COVERED, False, {Kind.ENTERED}),
        (NOBODY, FILED, True, {Kind.MOVED_IN, Kind.WANTING}),
        (BARE, NOBODY, False, {Kind.LEFT, Kind.SETTLED}),
        (COVERED, NOBODY, True, {Kind.MOVED_OUT}),
        (BARE, FILED, False, {Kind.OPENED}),
        (SERVED, COVERED, False, {Kind.OPENED, Kind.SETTLED}),
        (COVERED, SERVED, False, {Kind.CLOSED, Kind.WANTING}),
        (FILED, COVERED, False, {Kind.SERVED, Kind.SETTLED}),
        (COVERED, FILED, False, {Kind.LAPSED, Kind.WANTING}),
        (COVERED, BARE, False, {Kind.CLOSED, Kind.LAPSED, Kind.WANTING}),
        (FILED, SERVED, False, {Kind.CLOSED, Kind.SERVED}),
        (BARE, BARE, True, set()),
    ],
)
def test_what_changed(before: Standing, after: Standing, moved: bool, kinds: set[Kind]) -> None:
    assert rules.kinds(before, after, moved) == kinds


def test_reasons_of_the_newly_missing_exclude_each_other() -> None:
    assert rules.wanting(NOBODY, BARE) is Wanting.ENTERED
    assert rules.wanting(NOBODY, BARE, moved=True) is Wanting.MOVED_IN
    assert rules.wanting(COVERED, FILED) is Wanting.LAPSED
    assert rules.wanting(COVERED, SERVED) is Wanting.CLOSED
    assert rules.wanting(COVERED, BARE) is Wanting.BOTH
    assert rules.settled(FILED, COVERED) is Settled.SERVED
    assert rules.settled(SERVED, COVERED) is Settled.OPENED
    assert rules.settled(BARE, COVERED) is Settled.BOTH
    assert rules.settled(BARE, NOBODY) is Settled.LEFT
    assert rules.settled(BARE, NOBODY, moved=True) is Settled.MOVED_OUT
    for nothing in ((BARE, BARE), (COVERED, COVERED)):
        with pytest.raises(ValueError, match="missing"):
            rules.wanting(*nothing)
        with pytest.raises(ValueError, match="settled"):
            rules.settled(*nothing)


@given(st.lists(st.tuples(st.sampled_from(EVERY), st.sampled_from(EVERY), st.booleans())))
def test_it_adds_up_to_the_last_person(people: list[tuple[Standing, Standing, bool]]) -> None:
    counted = [kind for one in people for kind in rules.kinds(*one)]
    then, now = [before for before, _, _ in people], [after for _, after, _ in people]
    came = counted.count(Kind.ENTERED) + counted.count(Kind.MOVED_IN)
    went = counted.count(Kind.LEFT) + counted.count(Kind.MOVED_OUT)
    assert sum(one.listed for one in then) + came - went == sum(one.listed for one in now)
    balance = rules.Balance(
        told=0,
        then=sum(one.missing for one in then),
        wanting=counted.count(Kind.WANTING),
        settled=counted.count(Kind.SETTLED),
        now=sum(one.missing for one in now),
    )
    assert balance.adds_up


def test_a_correction_is_named_once() -> None:
    named = {(told, known): rules.correction(told, known) for told, known in product(EVERY, EVERY)}
    assert all((named[one] is None) == (one[0] == one[1]) for one in named)
    assert named[NOBODY, COVERED] is Correction.ADDED
    assert named[BARE, NOBODY] is Correction.REMOVED
    assert named[BARE, FILED] is Correction.FILED
    assert named[COVERED, SERVED] is Correction.UNFILED
    assert named[FILED, COVERED] is Correction.SERVED
    assert named[COVERED, FILED] is Correction.UNSERVED
    assert named[BARE, COVERED] is Correction.SEVERAL


MONDAY = date(2026, 3, 2)
GIVEN = Given(MONDAY, MONDAY + timedelta(days=7))


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("records", "today", "state", "since"),
    [
        (Records(True, True), day(7), State.OPEN, None),
        (Records(True, True), day(8), State.LATE, None),
        (Records(False, False), day(1), State.GONE, None),
        # served, and the file was open already
        (Records(True, False, (day(3),), ((day(-90), None),)), day(4), State.DONE, day(3)),
        # a visit of the days before is recorded late
        (Records(True, False, (day(-2),), ((day(-90), None),)), day(4), State.DONE, day(0)),
        # served, and the file is still not open
        (Records(True, True, (day(3),)), day(4), State.OPEN, None),
        # served long ago, the file opened only when that service was out of the window
        (Records(True, True, (day(-360),), ((day(9), None),)), day(10), State.LATE, None),
        # done in time, and the service has run out since
        (Records(True, True, (day(3),), ((day(-9), None),)), day(400), State.DONE, day(3)),
        # the file was closed again before anybody came
        (Records(True, True, (day(5),), ((day(-9), day(4)),)), day(6), State.OPEN, None),
    ],
)
def test_an_errand_is_done_when_the_records_say_so(
    records: Records, today: date, state: State, since: date | None
) -> None:
    found = told(GIVEN, records, today, 365)
    assert (found.state, found.since) == (state, since)
    assert found.open == (state in (State.OPEN, State.LATE))


def test_what_was_taken_back_stays_so_unless_it_was_done_before() -> None:
    back = Given(MONDAY, day(7), back=day(4))
    filed = ((day(-9), None),)
    assert told(back, Records(True, True), day(30), 365).state is State.BACK
    assert told(back, Records(True, False, (day(20),), filed), day(30), 365).state is State.BACK
    assert told(back, Records(True, False, (day(2),), filed), day(30), 365).state is State.DONE
