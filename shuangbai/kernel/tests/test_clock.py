from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from shuangbai.kernel import clock


@pytest.fixture(autouse=True)
def true_time() -> Iterator[None]:
    clock.set_source(None)
    yield
    clock.set_source(None)


def test_now_is_the_time_in_china() -> None:
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_shift_is_asked_once_until_forgotten() -> None:
    asked: list[timedelta] = []
    shifts = [timedelta(days=-30), timedelta(days=7)]

    def source() -> timedelta:
        asked.append(shifts[len(asked)])
        return asked[-1]

    clock.set_source(source)
    assert not asked
    true_day = datetime.now(clock.ZONE).date()
    assert clock.today() == true_day - timedelta(days=30)
    assert clock.today() == true_day - timedelta(days=30)
    clock.forget()
    assert clock.today() == true_day + timedelta(days=7)
    assert len(asked) == 2


def test_a_source_may_itself_look_at_the_clock() -> None:
    def source() -> timedelta:
        return timedelta(days=1) if clock.now().year > 2000 else timedelta(0)

    clock.set_source(source)
    assert clock.now() - datetime.now(UTC) > timedelta(hours=23)


def test_a_source_that_fails_is_asked_again() -> None:
    answers: list[timedelta] = []

    def source() -> timedelta:
        return answers.pop()

    clock.set_source(source)
    with pytest.raises(IndexError):
        clock.now()
    answers.append(timedelta(days=2))
    assert clock.now() - datetime.now(UTC) > timedelta(days=1)


def test_a_process_may_have_a_clock_of_its_own() -> None:
    clock.set_source(lambda: timedelta(days=7))
    true_day = datetime.now(clock.ZONE).date()
    clock.here(timedelta(days=-30))
    assert clock.today() == true_day - timedelta(days=30)
    clock.forget()
    assert clock.shift() == timedelta(days=-30)
    clock.here(None)
    assert clock.today() == true_day + timedelta(days=7)
