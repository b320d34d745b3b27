"""What the tests of jobs share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of
from shuangbai.jobs.tasks import Run, registry, task


@pytest.fixture
def head(people: Cast) -> Actor:
    return actor_of(people.owner)


@pytest.fixture
def doing() -> Iterator[dict[str, Any]]:
    """What the task `jobs.test` does: put a function of the run under "do"."""
    held: dict[str, Any] = {}

    @task("jobs.test", verb="roster.stage")
    def run(run: Run) -> dict[str, Any] | None:
        found: dict[str, Any] | None = held["do"](run)
        return found

    yield held
    del registry._TASKS["jobs.test"]


@pytest.fixture
def onlooker(database: None) -> Iterator[str]:
    """A connection of somebody else."""
    connections["onlooker"] = connection.copy("onlooker")
    yield "onlooker"
    connections["onlooker"].close()
    del connections["onlooker"]
