from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries() -> Callable[[Callable[[], Any]], int]:
    def run(ask: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            ask()
        return len(seen)

    return run
