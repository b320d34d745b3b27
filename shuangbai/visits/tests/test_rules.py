"""Tables of cases for what is worked out without the database."""

from datetime import date

import pytest

from shuangbai.kernel.problems import Problem
from shuangbai.visits.rules import changes, findings, party, recording, scales
from shuangbai.visits.rules.party import Party

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("happened_on", "late"),
    [
        (date(2026, 3, 10), False),
        (date(2026, 3, 3), False),
        (date(2026, 3, 2), True),
        (date(2025, 3, 10), True),
    ],
)
def test_more_than_seven_days_ago_is_late(happened_on: date, late: bool) -> None:
    assert recording.is_late(happened_on, DAY) is late


@pytest.mark.parametrize(
    ("next_on", "sensible"),
    [
        (None, True),
        (date(2026, 3, 11), True),
        (date(2027, 3, 11), True),
        (date(2026, 3, 10), False),
        (date(2026, 3, 9), False),
        (date(2027, 3, 12), False),
    ],
)
def test_the_next_visit_is_after_this_one_and_within_a_year(
    next_on: date | None, sensible: bool
) -> None:
    assert recording.next_is_sensible(next_on, DAY) is sensible


def test_who_came_together_is_told_together() -> None:
    came = [("volunteers", ""), ("committee", "城村村委会"), ("volunteers", ""), ("police", "")]
    told = party.together(came)
    assert told == (
        Party("committee", 1, "城村村委会"),
        Party("volunteers", 2),
        Party("police", 1),
    )
    assert party.said(told) == "村（居）“两委” 1 人（城村村委会）、志愿者 2 人、派出所和司法所 1 人"


def test_every_scale_has_four_steps_of_words_and_says_what_it_is() -> None:
    assert list(scales.SCALES) == ["body", "mood", "care", "home", "money", "ties"]
    words = [word for scale in scales.SCALES.values() for word in scale.steps]
    assert len(words) == len(set(words)) == 24
    assert "不是已发布的评估量表" in scales.SOURCE


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, []),
        ({"body": 1, "ties": 4}, []),
        ({"body": 0}, ["body"]),
        ({"body": 5, "mood": 2}, ["body"]),
        ({"weight": 2}, ["weight"]),
    ],
)
def test_steps_that_are_not_there_are_noticed(told: dict[str, int], wrong: list[str]) -> None:
    assert scales.wrong(told) == wrong


def test_scales_are_worded_in_their_order() -> None:
    assert scales.worded({"ties": 4, "body": 1}) == [
        ("身体", 1, "硬朗"),
        ("社会支持", 4, "没有人可以找"),
    ]


def test_what_changed_is_told_field_by_field() -> None:
    old = {"走访日期": "3月1日", "内容": "", "做了什么": "政策宣讲"}
    new = {"走访日期": "3月2日", "内容": "约了体检", "做了什么": "政策宣讲"}
    assert list(changes.changed(old, new)) == [
        changes.Change("走访日期", "3月1日", "3月2日"),
        changes.Change("内容", "没有写", "约了体检"),
    ]


MAY = {
    "open": {"take": "taken", "close": "closed", "withdraw": "withdrawn"},
    "taken": {"close": "closed", "withdraw": "withdrawn"},
    "closed": {},
    "withdrawn": {},
}


@pytest.mark.parametrize("state", findings.STATES)
@pytest.mark.parametrize("verb", ["take", "close", "withdraw"])
def test_every_state_of_a_finding_against_every_verb(state: str, verb: str) -> None:
    if verb in MAY[state]:
        assert findings.MACHINE.after(state, verb) == MAY[state][verb]
    else:
        with pytest.raises(Problem):
            findings.MACHINE.after(state, verb)


def test_every_urgency_and_kind_has_its_words() -> None:
    assert list(findings.URGENCIES.values()) == ["紧急", "尽快", "一般"]
    assert findings.GOING == {"open": "还没人接", "taken": "在办", "closed": "办结"}
