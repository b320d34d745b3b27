"""What follows what in somebody's work, and where a certificate was held."""

from datetime import date

import pytest

from shuangbai.staff import rules
from shuangbai.staff.rules import Stage

ONE, TWO, THREE, FOUR = (date(2024, month, 1) for month in (1, 3, 6, 9))


@pytest.mark.parametrize(
    ("town", "who"),
    [("思劳镇", "思劳镇人民政府"), ("云城街道", "云城街道办事处"), ("", "")],
)
def test_who_employs(town: str, who: str) -> None:
    assert rules.employer(town) == who


def test_a_history_is_told_the_latest_first() -> None:
    told = rules.history(
        [
            Stage(THREE, FOUR, "乙站", "服务岗", left="辞职"),
            Stage(ONE, TWO, "甲站", "服务岗"),
            Stage(TWO, THREE, "甲站", "事务岗"),
            Stage(FOUR, None, "甲站", "服务岗"),
        ]
    )
    assert [(one.day, one.title) for one in told] == [
        (FOUR, "回到甲站上岗"),
        (FOUR, "离开乙站"),
        (THREE, "从甲站调到乙站"),
        (TWO, "换了工作安排"),
        (ONE, "到甲站上岗"),
    ]


def test_a_station_that_is_not_seen_is_named() -> None:
    [told] = rules.history([Stage(ONE, None, "乙站", "", came_from="甲站")])
    assert told.title == "从甲站调到乙站"


@pytest.mark.parametrize(
    ("stays", "issued", "parts"),
    [
        ([], TWO, [(TWO, None, "B")]),
        ([(ONE, "A")], TWO, [(TWO, None, "A")]),
        ([(ONE, "A"), (THREE, "B")], TWO, [(TWO, THREE, "A"), (THREE, None, "B")]),
        ([(ONE, "A"), (THREE, "B")], FOUR, [(FOUR, None, "B")]),
        ([(TWO, "A"), (THREE, "A"), (FOUR, "B")], ONE, [(ONE, FOUR, "A"), (FOUR, None, "B")]),
    ],
)
def test_a_certificate_is_held_where_its_holder_works(
    stays: list[tuple[date, str]], issued: date, parts: list[tuple[date, date | None, str]]
) -> None:
    assert rules.held_where(stays, "B", issued) == parts
