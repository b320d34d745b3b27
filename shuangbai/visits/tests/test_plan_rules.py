"""How often, when next, and in which words: tables of cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.kernel.problems import Problem
from shuangbai.visits.plan_rules import frequency
from shuangbai.visits.plan_rules.due import Due, State, due_on
from shuangbai.visits.plan_rules.frequency import (
    ALONE,
    Frequency,
    Holds,
    Kind,
    Subject,
    every,
    in_force,
    is_old,
)

PROVINCE, CITY, COUNTY, NEXT, TOWN = "44", "4453", "445302", "445303", "445302103"
ORDINARY = Subject(Kind.ORDINARY)
GRADE_A, GRADE_B = Subject(Kind.GRADE, "A"), Subject(Kind.GRADE, "B")
DIBAO = Subject(Kind.CATEGORY, "DB")
OLD_ALONE = Subject(Kind.SITUATION, ALONE)
NAMES = {
    ORDINARY: "一般在册对象",
    GRADE_A: "重点",
    GRADE_B: "关注",
    DIBAO: "低保",
    OLD_ALONE: "老年人独居",
}
SHIPPED = [
    Frequency(ORDINARY, PROVINCE, 90),
    Frequency(GRADE_A, PROVINCE, 7),
    Frequency(GRADE_B, PROVINCE, 30),
    Frequency(OLD_ALONE, PROVINCE, 30),
]
DAY = date(2026, 3, 10)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("said", "area", "days"),
    [
        ([], TOWN, 90),
        ([(CITY, 60)], TOWN, 60),
        ([(CITY, 60), (COUNTY, 45)], TOWN, 45),
        ([(CITY, 30), (COUNTY, 120)], TOWN, 120),
        ([(NEXT, 10)], TOWN, 90),
        ([(COUNTY, 45)], NEXT + "100", 90),
        ([(TOWN, 20), (COUNTY, 45)], TOWN + "201", 20),
    ],
    ids=["shipped", "city", "county", "county longer", "not ours", "not theirs", "town"],
)
def test_the_nearest_area_wins(said: list[tuple[str, int]], area: str, days: int) -> None:
    words = [*SHIPPED, *(Frequency(ORDINARY, owner, number) for owner, number in said)]
    assert in_force(words, area)[ORDINARY].days == days


@pytest.mark.parametrize(
    ("holds", "days", "said"),
    [
        (Holds(TOWN), 90, "一般在册对象：每 90 天"),
        (Holds(TOWN, grades=frozenset("A")), 7, "关注等级 重点：每 7 天"),
        (Holds(TOWN, frozenset({"DB"}), frozenset("B")), 30, "低保 + 关注等级 关注：每 30 天"),
        (Holds(TOWN, frozenset({"DB"})), 30, "低保：每 30 天"),
        (Holds(TOWN, frozenset({"TK"})), 90, "一般在册对象：每 90 天"),
        (Holds(TOWN, old=True, alone=True), 30, "老年人独居：每 30 天"),
        (Holds(TOWN, alone=True), 90, "一般在册对象：每 90 天"),
        (Holds(TOWN, old=True), 90, "一般在册对象：每 90 天"),
        (Holds(TOWN, frozenset({"DB"}), frozenset("A"), True, True), 7, "关注等级 重点：每 7 天"),
    ],
)
def test_the_shortest_wins_and_says_why(holds: Holds, days: int, said: str) -> None:
    found = every([*SHIPPED, Frequency(DIBAO, CITY, 30)], holds)
    assert found is not None
    assert (found.days, plain(found.said(NAMES))) == (days, said)


def test_where_nobody_said_anything_nothing_is_due() -> None:
    assert every([Frequency(ORDINARY, NEXT, 30)], Holds(TOWN)) is None
    assert Due(DAY, None, None).state is State.NEVER
    assert Due(DAY, DAY - timedelta(days=999), None).state is State.OK


@pytest.mark.parametrize(
    ("born", "categories", "old"),
    [
        (date(1966, 3, 10), (), True),
        (date(1966, 3, 11), (), False),
        (None, (), False),
        (None, ("TSLR",), True),
        (date(1990, 1, 1), ("TSLR",), False),
    ],
)
def test_who_is_old(born: date | None, categories: tuple[str, ...], old: bool) -> None:
    assert is_old(born, categories, DAY) is old


@pytest.mark.parametrize(
    ("last", "since", "told", "due"),
    [
        (date(2026, 3, 1), date(2025, 1, 1), None, date(2026, 3, 31)),
        (None, date(2026, 3, 5), None, date(2026, 4, 4)),
        (date(2025, 1, 1), date(2026, 3, 5), None, date(2026, 4, 4)),
        (date(2026, 3, 1), date(2025, 1, 1), date(2026, 3, 12), date(2026, 3, 12)),
        (date(2026, 3, 1), date(2025, 1, 1), date(2026, 5, 1), date(2026, 3, 31)),
    ],
    ids=["served", "never served", "served before the list", "told sooner", "told later"],
)
def test_the_day_by_which_one_is_due(
    last: date | None, since: date, told: date | None, due: date
) -> None:
    assert due_on(30, last, since, told) == due


SERVED = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("last", "left", "state", "said"),
    [
        (SERVED, 30, State.OK, "按期"),
        (SERVED, 8, State.OK, "按期"),
        (SERVED, 7, State.SOON, "还有 7 天"),
        (SERVED, 0, State.SOON, "今天到期"),
        (SERVED, -1, State.LATE, "过期 1 天"),
        (SERVED, -400, State.LATE, "过期 400 天"),
        (None, 30, State.NEVER, "还没去过"),
        (None, 3, State.SOON, "还没去过，还有 3 天"),
        (None, -13, State.LATE, "还没去过，过期 13 天"),
    ],
)
def test_how_one_stands(last: date | None, left: int, state: State, said: str) -> None:
    due = Due(DAY, last, DAY + timedelta(days=left))
    assert (due.state, plain(due.said)) == (state, said)


@pytest.mark.parametrize(
    ("days", "after", "code"),
    [(0, 0, "plan.days"), (367, 0, "plan.days"), (30, -1, "plan.past"), (30, 400, "plan.far")],
)
def test_what_cannot_be_said(days: int, after: int, code: str) -> None:
    with pytest.raises(Problem) as told:
        frequency.check(days, DAY + timedelta(days=after), DAY, DAY + timedelta(days=366))
    assert told.value.code == code


OWNERS = st.sampled_from([PROVINCE, CITY, COUNTY, NEXT])
WORDS = st.lists(
    st.builds(Frequency, st.sampled_from([*NAMES]), OWNERS, st.integers(1, 366)), max_size=12
)
PEOPLE = st.builds(
    Holds,
    st.just(TOWN),
    st.frozensets(st.sampled_from(["DB", "TK"])),
    st.frozensets(st.sampled_from(["A", "B"]), max_size=1),
    st.booleans(),
    st.booleans(),
)


@given(WORDS, PEOPLE)
def test_more_that_applies_never_means_less_often(said: list[Frequency], holds: Holds) -> None:
    found = every(said, holds)
    more = every(said, Holds(TOWN, holds.categories | {"DB"}, holds.grades | {"A"}, True, True))
    assert found is None or (more is not None and more.days <= found.days)


@given(WORDS, PEOPLE)
def test_what_others_say_changes_nothing(said: list[Frequency], holds: Holds) -> None:
    ours = [one for one in said if one.area != NEXT]
    assert every(said, holds) == every(ours, holds)
