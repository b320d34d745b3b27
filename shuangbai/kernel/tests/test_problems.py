import copy
import pickle
from datetime import date
from typing import Any

import pytest

from shuangbai.kernel import problems
from shuangbai.kernel.problems import CATALOGUE, Problem, catalogue, problem


@pytest.fixture(autouse=True)
def own_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "CATALOGUE", dict(CATALOGUE))
    catalogue({"test.late": ("{day}还没有到", "请改成{last}以前")})


def test_says_where_what_and_what_to_do() -> None:
    found = problem("test.late", row=5, column="日期", day="明天", last="今天")
    assert str(found) == "第 5 行“日期”：明天还没有到。请改成今天以前。"
    assert found.as_dict() == {
        "code": "test.late",
        "message": "明天还没有到",
        "fix": "请改成今天以前",
        "row": 5,
        "column": "日期",
    }


def test_without_a_place_starts_with_what_happened() -> None:
    assert str(problem("test.late", day="明天", last="今天")).startswith("明天还没有到。")


@pytest.mark.parametrize("code,values", [("test.unknown", {}), ("test.late", {"day": "明天"})])
def test_unregistered_or_incomplete_is_a_programmers_mistake(
    code: str, values: dict[str, Any]
) -> None:
    with pytest.raises(ValueError):
        problem(code, **values)


def test_a_code_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"test\.late"):
        catalogue({"test.new": ("新", "新"), "test.late": ("又", "又")})
    assert "test.new" not in problems.CATALOGUE


def test_braces_in_what_users_typed_are_left_alone() -> None:
    assert problem("test.late", day="{last}", last="今天").message == "{last}还没有到"


def test_is_fixed_once_made_and_survives_copying() -> None:
    found = problem("test.late", row=2, day="明天", last="今天")
    with pytest.raises(AttributeError):
        found.message = "别的"
    for again in (copy.copy(found), pickle.loads(pickle.dumps(found))):
        assert isinstance(again, Problem)
        assert again.as_dict() == found.as_dict()
    assert found.at(9, "姓名").row == 9 and found.row == 2


def test_every_registered_template_ends_as_a_sentence_once() -> None:
    for entry in CATALOGUE.values():
        for text in (entry.message, entry.fix):
            assert text and not text.endswith("。。")


def test_days_are_written_as_people_read_them() -> None:
    catalogue({"test.day": ("{day} 还没有到", "等到那天")})
    assert "2023年4月8日 还没有到" in str(problem("test.day", day=date(2023, 4, 8)))
