"""Who has to agree, by age and use; and when what was agreed no longer holds."""

from datetime import date
from typing import Any

import pytest

from shuangbai.clients.consent_rules import Given, in_force, lacking, needed, standing

DAY = date(2026, 3, 1)
ADULT, FIFTEEN, TEN = date(1980, 1, 1), date(2011, 1, 1), date(2016, 1, 1)
TURNS_14, TURNS_18 = date(2012, 3, 1), date(2008, 3, 1)


@pytest.mark.parametrize(
    ("scope", "born", "by_self", "by_guardian", "missing"),
    [
        ("photo", ADULT, True, False, ""),
        ("photo", ADULT, False, True, ""),
        ("photo", ADULT, False, False, "本人或监护人"),
        ("story", None, True, False, ""),
        ("photo", TEN, True, False, "监护人"),
        ("photo", TEN, False, True, ""),
        ("partners", FIFTEEN, True, False, ""),
        ("partners", FIFTEEN, False, True, "本人"),
        ("story", FIFTEEN, True, False, "监护人"),
        ("wish", TEN, False, True, "本人"),
        ("wish", TEN, False, False, "本人和监护人"),
        ("wish", TEN, True, True, ""),
        ("photo", TURNS_14, False, True, "本人"),
        ("photo", TURNS_14.replace(day=2), False, True, ""),
        ("story", TURNS_18, True, False, ""),
        ("story", TURNS_18.replace(day=2), True, False, "监护人"),
    ],
)
def test_who_has_to_agree(
    scope: str, born: date | None, by_self: bool, by_guardian: bool, missing: str
) -> None:
    assert lacking(needed(scope, born, DAY), by_self, by_guardian) == missing


def _given(**told: Any) -> Given:
    return Given(**{"scope": "photo", "by_self": True, "by_guardian": False, "since": DAY, **told})


@pytest.mark.parametrize(
    ("given", "day", "why"),
    [
        (_given(), DAY, ""),
        (_given(), date(2026, 2, 28), "还没有开始"),
        (_given(until=date(2026, 3, 5)), date(2026, 3, 4), ""),
        (_given(until=date(2026, 3, 5)), date(2026, 3, 5), "已到期"),
        (_given(withdrawn=date(2026, 3, 4)), date(2026, 3, 3), ""),
        (_given(withdrawn=date(2026, 3, 4)), date(2026, 3, 4), "已撤回"),
    ],
)
def test_when_a_consent_holds(given: Given, day: date, why: str) -> None:
    found = standing(given, ADULT, day)
    assert (found.holds, found.why) == (not why, why)


def test_what_a_guardian_gave_ends_when_the_child_has_to_be_asked() -> None:
    given = _given(by_self=False, by_guardian=True)
    assert standing(given, TURNS_14.replace(day=2), DAY).holds
    assert standing(given, TURNS_14, DAY).why == "年龄到了，还要本人同意"


def test_consent_to_one_use_is_none_to_another() -> None:
    assert in_force([_given()], "photo", ADULT, DAY)
    assert not in_force([_given()], "story", ADULT, DAY)
