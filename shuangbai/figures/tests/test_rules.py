"""Reading a question, keeping ids."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangbai.figures import rules
from shuangbai.kernel import clock, figures
from shuangbai.kernel.problems import Problem

TODAY = date(2026, 4, 18)


def read(key: str = "visits", **given: str) -> rules.Question:
    return rules.question(figures.get(key), given, TODAY, clock.ZONE)


def test_days_left_out() -> None:
    assert (read().start, read().end) == (date(2026, 4, 1), TODAY)
    assert (read("people").start, read("people").end) == (TODAY, TODAY)
    past = read(to="2026-02-10")
    assert (past.start, past.end) == (date(2026, 2, 1), date(2026, 2, 10))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-04-17T18:00", datetime(2026, 4, 17, 10, tzinfo=UTC)),
        ("2026-04-17 18:00", datetime(2026, 4, 17, 10, tzinfo=UTC)),
        ("2026-04-17T18:00Z", datetime(2026, 4, 17, 18, tzinfo=UTC)),
        ("2026-04-17T18:00+08:00", datetime(2026, 4, 17, 10, tzinfo=UTC)),
        ("2026-04-17T18:00 08:00", datetime(2026, 4, 17, 10, tzinfo=UTC)),
        ("", None),
    ],
)
def test_instants(text: str, found: datetime | None) -> None:
    assert rules.instant(text, clock.ZONE, TODAY) == found


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": "gestern"}, "figure.day"),
        ({"known": "18:00"}, "figure.known"),
        ({"window": "0"}, "figure.window"),
        ({"window": "9999"}, "figure.window"),
        ({"window": "-1"}, "figure.window"),
        ({"window": "1" * 5000}, "figure.window"),
        ({"to": "9999-12-31"}, "figure.day_far"),
        ({"to": "0001-01-01"}, "figure.day_far"),
        ({"from": "1989-12-31"}, "figure.day_far"),
        ({"to": "2027-04-20"}, "figure.day_far"),
        ({"known": "9999-12-31T23:59"}, "figure.day_far"),
        ({"known": "0001-01-01T00:00+14:00"}, "figure.day_far"),
    ],
)
def test_what_cannot_be_read(given: dict[str, str], code: str) -> None:
    with pytest.raises(Problem) as told:
        read(**given)
    assert told.value.code == code


def test_days_the_wrong_way_round() -> None:
    question = read(**{"from": "2026-04-18", "to": "2026-04-01"})
    with pytest.raises(Problem):
        _ = question.period


def test_the_address_asks_the_same_again() -> None:
    given = {"area": "4453", "from": "2026-01-01", "known": "2026-04-17T18:00", "window": "90"}
    question = read(**given, by="kind", part="home")
    assert "known=2026-04-17T18%3A00%3A00%2B08%3A00" in question.query
    assert "window" not in read().query


@pytest.mark.parametrize(
    ("key", "part", "axis"),
    [
        ("visits", "home", "kind"),
        ("visits", "2026-04", "month"),
        ("people", "445302103", "town"),
        ("people", "445302103201", "village"),
        ("people", "child", "group"),
    ],
)
def test_a_part_tells_its_axis(key: str, part: str, axis: str) -> None:
    figure = figures.get(key)
    bare = figures.Figure(**{**vars(figure), "facets": {}})
    assert rules.axis_of(bare, part) == axis


def test_an_unknown_part() -> None:
    with pytest.raises(Problem):
        rules.axis_of(figures.get("towns"), "2026-04")


@given(st.lists(st.uuids().map(str), unique=True))
def test_ids_come_out_again(ids: list[str]) -> None:
    kept = rules.pack(ids)
    assert kept.packed is not None
    assert rules.unpack(kept.packed) == frozenset(ids)
    assert kept.count == len(ids)
    assert kept == rules.pack(reversed(ids))


def test_above_the_limit_only_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PACKED_ROWS", 1)
    assert rules.pack(["a", "b"]).packed is None
    assert (
        rules.pack(["a", "b"]).digest == rules.pack(["b", "a"]).digest != rules.pack(["a"]).digest
    )
