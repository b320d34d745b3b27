"""What every test may use.

`database`  opens the database for a test, as the application role, and empties it afterwards;
            `db`, `transactional_db`, `client` and the mark `django_db` are the same thing here
`areas_restored`  puts the shipped tree of areas back after a test that changes it
`clock_at`  sets the product's clock: clock_at(datetime(2026, 3, 1, 9, tzinfo=clock.ZONE))
`people`    the cast that tests of permission speak of; `worker` is its worker, as an actor
`server`, `two_servers`  real processes of the product; `.url`
`browser_page`  a page of a real browser
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from shuangbai.access import actions
from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of, cast
from shuangbai.kernel import clock
from tests import browsing
from tests import database as own
from tests.serving import Server

type SetClock = Callable[[datetime | None], None]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        own.read_settings_again()
        own.make()
        own.clear()


@pytest.fixture(scope="session", autouse=True)
def _true_time() -> None:
    """Without `database` the clock has no shift to ask for, whichever tests came before."""
    clock.set_source(None)


@pytest.fixture
def database(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    servers: list[Server],
) -> Iterator[None]:
    """Real transactions as the application role; what the test wrote is gone afterwards."""
    for running in servers:
        if _is_served(request):
            running.wake()
        else:
            # Its worker would take the jobs that the test wants to see waiting.
            running.rest()
    with django_db_blocker.unblock():
        apps.get_app_config("access").ready()
        yield
        clock.set_source(None)
        own.clear()


def _is_served(request: pytest.FixtureRequest) -> bool:
    """Whether the test uses a server."""
    return not {"server", "two_servers"}.isdisjoint(request.fixturenames)


@pytest.fixture
def _django_db_helper(database: None) -> None:
    """What pytest-django asks for behind its own fixtures and its mark."""


@pytest.fixture
def db(database: None) -> None:
    pass


@pytest.fixture
def transactional_db(database: None) -> None:
    pass


@pytest.fixture
def client(database: None) -> Client:
    """A visitor; `access.testing.sign_in` makes it somebody."""
    return Client()


@pytest.fixture
def people(database: None) -> Cast:
    return cast()


@pytest.fixture
def worker(people: Cast) -> Actor:
    return actor_of(people.worker)


@pytest.fixture
def areas_restored(database: None) -> Iterator[None]:
    yield
    own.restore_areas()


@pytest.fixture
def clock_at(
    request: pytest.FixtureRequest, database: None, servers: list[Server]
) -> Iterator[SetClock]:
    """Call it with the moment that it is to be now; None is the true time. Time goes on."""

    def at(moment: datetime | None) -> None:
        with transaction.atomic():
            actions.set_clock(moment)
        # A process asks once; those that this test does not use never hear of it.
        for running in servers if _is_served(request) else ():
            running.restart()

    yield at
    at(None)


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Iterator[list[Server]]:
    """The processes that run; started when first asked for."""
    started: list[Server] = []
    yield started
    for running in started:
        running.stop()


def _running(servers: list[Server], count: int) -> list[Server]:
    while len(servers) < count:
        made = Server(Path(tempfile.mkdtemp(prefix="sb-serving-")) / "log")
        made.start()
        servers.append(made)
    return servers[:count]


@pytest.fixture
def server(database: None, servers: list[Server]) -> Server:
    return _running(servers, 1)[0]


@pytest.fixture
def two_servers(database: None, servers: list[Server]) -> tuple[Server, Server]:
    one, two = _running(servers, 2)
    return one, two


@pytest.fixture(scope="session")
def _browser() -> Iterator[Browser]:
    with ExitStack() as stack:
        yield stack.enter_context(browsing.browser())


@pytest.fixture
def browser_page(database: None, _browser: Browser) -> Iterator[Page]:
    with browsing.page(_browser) as page:
        yield page
