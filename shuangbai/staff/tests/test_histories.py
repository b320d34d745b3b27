"""Whatever happened in whatever order: parts make the whole, a figure is its rows, a village is
either served or a gap, and everybody whose areas hold the place sees the same number."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.kernel import counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import actions
from shuangbai.staff.actions import Assignment, Leaving, NewQualification
from shuangbai.staff.models import Station, Worker
from shuangbai.staff.testing import OPENED, make_station, make_worker, move_worker, village_keys
from tests import database

pytestmark = pytest.mark.usefixtures("database")

TOWNS = (OWN_TOWN, NEXT_TOWN)
VERBS = ("hire", "hire", "move", "leave", "certify", "assign", "assign", "clear")
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 1), st.integers(0, 40)),
    min_size=4,
    max_size=12,
)


class Story:
    def __init__(self) -> None:
        self.county: Actor = make_actor(Role.COUNTY, COUNTY)
        self.stations: list[Station] = [make_station(self.county, town) for town in TOWNS]
        self.workers: list[Worker] = []

    def take(self, verb: str, which: int, where: int, days: int) -> None:
        day, station = OPENED + timedelta(days=10 * days), self.stations[where]
        village = village_keys(TOWNS[where])[which % 3]
        if verb == "hire":
            name = f"社工{len(self.workers)}"
            self.workers.append(make_worker(self.county, station, name, hired_on=day))
            return
        if verb == "clear" or not self.workers:
            actions.assign_villages(self.county, station.pk, [Assignment(village)], day)
            return
        worker = self.workers[which % len(self.workers)].pk
        if verb == "move":
            move_worker(self.county, worker, station, day, duties=f"{which}")
        elif verb == "leave":
            actions.leave(self.county, Leaving(worker, day, "resigned"))
        elif verb == "certify":
            new = NewQualification(worker, ("assistant", "social")[where], day)
            actions.add_qualification(self.county, new)
        else:
            actions.serve_directly(self.county, station.pk, (village,), worker, day)


def check(story: Story, day: date, area: str) -> None:
    heads = [make_actor(Role.HEAD, area)] if area != COUNTY else []
    ask = Ask((area,), Period(day, day))
    for key in ("workers", "workers_certified", "villages_covered", "villages_unserved"):
        told = set()
        for viewer in (story.county, *heads):
            with scope.acting(viewer):
                whole = counting.count(key, ask)
                assert len(counting.rows(key, ask)) == whole.total
                for by in whole.figure.choices():
                    parts = counting.count(key, ask, by)
                    assert parts.total == sum(part.value for part in parts.parts) == whole.total
                told.add(whole.total)
        assert len(told) == 1, f"{key} in {area} by viewer"
    with scope.acting(story.county):
        numbers = [
            counting.count(key, ask).total
            for key in ("villages_covered", "villages_unserved", "villages")
        ]
    assert numbers[0] + numbers[1] == numbers[2]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_histories(steps: list[tuple[str, int, int, int]]) -> None:
    database.clear()
    story = Story()
    for step in steps:
        try:
            story.take(*step)
        except Problem:
            continue  # not possible then, and nothing of it was done
    for day in (OPENED, OPENED + timedelta(days=200), OPENED + timedelta(days=400)):
        for area in (*TOWNS, COUNTY):
            check(story, day, area)
