"""The clock of a demonstration: of the database, and of one process that tells a story."""

from datetime import datetime, timedelta

import pytest

from shuangbai.access import actions
from shuangbai.access.models import Installation
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.usefixtures("database")
SPRING = datetime(2023, 4, 18, 15, tzinfo=clock.ZONE)


def test_a_process_keeps_its_own_clock_to_itself() -> None:
    actions.set_own_clock(SPRING)
    try:
        assert SPRING <= clock.now() < SPRING + timedelta(minutes=5)
        assert Installation.objects.get().clock_shift is None
        actions.set_own_clock(SPRING - timedelta(days=500))
        assert clock.today() == (SPRING - timedelta(days=500)).date()
    finally:
        actions.set_own_clock(None)
    assert clock.shift() == timedelta(0)


def test_time_is_not_set_where_people_work() -> None:
    Installation.objects.update(purpose=Installation.Purpose.LIVE)
    with pytest.raises(Problem) as found:
        actions.set_own_clock(SPRING)
    assert found.value.code == "clock.live"
    assert clock.shift() == timedelta(0)
