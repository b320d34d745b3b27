"""The product as it is run: real processes, a real browser, on the tests' database."""

from collections.abc import Callable
from datetime import datetime
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from shuangbai.access.testing import actor_of, client_of, make_user, session_cookie, set_password
from shuangbai.kernel import clock
from tests import world
from tests.serving import Server
from tests.world import NAME


@pytest.mark.slow
def test_two_processes_serve_one_session(two_servers: tuple[Server, Server]) -> None:
    one, two = two_servers
    assert one.url != two.url
    for running in two_servers:
        with urlopen(f"{running.url}/readyz", timeout=10) as answer:
            assert answer.status == 200


@pytest.mark.browser
def test_signing_in_with_a_browser(server: Server, browser_page: Page) -> None:
    password = set_password(make_user("shegong", "worker", "445302103"))
    browser_page.goto(server.url)
    browser_page.get_by_label("账号").fill("shegong")
    browser_page.get_by_label("密码").fill(password)
    browser_page.get_by_role("button", name="登录").click()
    browser_page.wait_for_url(f"{server.url}/")
    assert "shegong" in browser_page.locator("body").inner_text()


@pytest.mark.browser
def test_both_processes_know_who_is_signed_in(
    two_servers: tuple[Server, Server], browser_page: Page
) -> None:
    made = world.make()
    for running in two_servers:
        cookie = session_cookie(made.cast.owner, running.url)
        browser_page.context.add_cookies([cookie])  # type: ignore[list-item]
        browser_page.goto(f"{running.url}/people/")
        assert NAME in browser_page.locator("main").inner_text()


def test_the_clock_can_be_set_and_is_right_again(
    clock_at: Callable[[datetime | None], None],
) -> None:
    user = make_user("shegong", "worker", "445302103")
    clock_at(datetime(2027, 3, 1, 9, tzinfo=clock.ZONE))
    assert f"{clock.today()}" == "2027-03-01"
    assert actor_of(user).areas == ("445302103",)
    assert "2027年3月1日" in client_of(user).get("/").content.decode()
    clock_at(None)
    assert abs(clock.shift().total_seconds()) < 1


@pytest.mark.slow
def test_a_running_process_learns_of_the_clock(
    server: Server, clock_at: Callable[[datetime | None], None]
) -> None:
    before = server.process
    clock_at(datetime(2027, 3, 1, 9, tzinfo=clock.ZONE))
    assert server.process is not before
    with urlopen(f"{server.url}/healthz", timeout=10) as answer:
        assert answer.status == 200
