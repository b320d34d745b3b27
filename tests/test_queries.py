"""How many questions a page asks the database: no more than noted, and not one more for more rows.

After a deliberate change: SHUANGBAI_NOTE_QUERIES=1 .venv/bin/python -m pytest tests/test_queries.py
writes tests/queries.json anew; the difference is looked at like any other change.
"""

import json
import os
import warnings
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangbai.access.models import User
from shuangbai.access.testing import actor_of, client_of
from tests import world
from tests.doors import DOORS
from tests.place import ROOT
from tests.test_doors import address
from tests.world import World

NOTED = ROOT / "tests" / "queries.json"
WHO: dict[str, Callable[[World], User]] = {
    "head": lambda made: made.cast.owner,
    "city": lambda made: made.cast.city,
}
COLUMN = {"head": 1, "city": 5}
"""Where this walker's answer stands in the lines of DOORS."""
MORE = 6


def _pages() -> list[tuple[str, str]]:
    """(address, who) of every page that answers with something to see."""
    return [
        (name, who)
        for name in DOORS
        for who, column in COLUMN.items()
        if DOORS[name]["GET"].split()[column] == "200"
    ]


def _asked(made: World, name: str, who: str) -> list[str]:
    client = client_of(WHO[who](made))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address(made, name))
        assert answer.status_code == 200
        b"".join(answer) if answer.streaming else answer.content
    return [query["sql"] for query in asked.captured_queries]


def _told(asked: list[str]) -> str:
    return "".join(f"\n{sql[:160]}" for sql in asked)


def _noted() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads(NOTED.read_text(encoding="utf-8"))
    return found


def _note(name: str, who: str, number: int) -> None:
    noted = _noted()
    noted.setdefault(name, {})[who] = number
    kept = {key: noted[key] for key in sorted(noted) if key in DOORS}
    NOTED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize(("name", "who"), _pages())
def test_a_page_asks_no_more_than_noted(database: None, name: str, who: str) -> None:
    made = world.make()
    few = _asked(made, name, who)
    for number in range(MORE):
        world.add_person(actor_of(made.cast.owner), f"乡亲{number}")
    many = _asked(made, name, who)
    if os.environ.get("SHUANGBAI_NOTE_QUERIES") == "1":
        _note(name, who, len(many))
    assert len(many) <= len(few), "one question for each row?" + _told(many)
    limit = _noted().get(name, {}).get(who)
    assert limit is not None, f"note how many questions {name} asks for {who}: {len(many)}"
    assert len(many) <= limit, f"{len(many)} questions, {limit} are noted" + _told(many)
    if len(many) < limit:
        warnings.warn(f"{name} for {who} asks {len(many)} now, {limit} are noted", stacklevel=1)


def test_only_pages_that_exist_are_noted() -> None:
    noted = {(name, who) for name, of in _noted().items() for who in of}
    assert noted == set(_pages())
