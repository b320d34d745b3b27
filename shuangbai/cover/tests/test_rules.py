"""Rates, colours and reasons."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.cover import rules
from shuangbai.cover.rules import Pair, Why
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem


@pytest.mark.parametrize(
    ("covered", "whole", "rate", "band"),
    [
        (0, 0, None, "none"),
        (0, 3, "0", 0),
        (799, 1000, "79.9", 0),
        (8, 10, "80", 1),
        (2, 3, "66.6", 0),
        (961, 972, "98.8", 3),
        (9999, 10000, "99.9", 4),
        (1, 1, "100", 4),
    ],
)
def test_a_rate_is_cut(covered: int, whole: int, rate: str | None, band: int | str) -> None:
    pair = Pair(covered, whole)
    assert pair.rate == (None if rate is None else Decimal(rate))
    assert pair.band == band


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_only_nothing_missing_is_a_hundred(covered: int, missing: int) -> None:
    pair = Pair(covered, covered + missing)
    assert pair.covered + pair.missing == pair.whole
    assert (pair.rate == 100) == (missing == 0 and covered > 0)
    assert (pair.rate is None) == (pair.whole == 0)


def test_what_somebody_lacks() -> None:
    assert rules.why(filed=False, served=True) is Why.FILE
    assert rules.why(filed=True, served=False) is Why.SERVICE
    assert rules.why(filed=False, served=False) is Why.BOTH
    with pytest.raises(ValueError, match="nothing"):
        rules.why(filed=True, served=True)


def test_the_filter_says_itself() -> None:
    said = rules.list_said("思劳镇", 365, Why.FILE, "低保")
    assert said == "思劳镇的低保对象里，没有建档的人"
    said = rules.list_said("思劳镇", 90, "", "").replace("\N{NO-BREAK SPACE}", " ")
    assert said == "思劳镇的在册对象里，没有建档或近 90 天没有服务的人"


def test_the_address_asks_the_same_again() -> None:
    today = date(2026, 4, 18)
    given = {"area": "4453", "day": "2026-04-17", "known": "2026-04-17T18:00", "window": "90"}
    asked = rules.asked(given, today, clock.ZONE)
    assert asked.query == (
        "area=4453&day=2026-04-17&known=2026-04-17T18%3A00%3A00%2B08%3A00&window=90"
    )
    assert rules.asked({}, today, clock.ZONE).query == "day=2026-04-18"


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Problem) as told:
        rules.asked({"day": "2026-04-19"}, date(2026, 4, 18), clock.ZONE)
    assert told.value.code == "cover.future"
