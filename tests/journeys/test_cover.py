"""The two 100% through the browser: from the city down to a name, and two days compared."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from shuangbai.access.testing import Cast, actor_of
from shuangbai.clients.actions.people import open_file
from shuangbai.clients.testing import OWN_VILLAGE, make_person
from shuangbai.kernel import clock
from shuangbai.visits.testing import make_visit
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


@pytest.fixture
def village(people: Cast) -> None:
    """Three people of a village on file for a long time; one was visited three weeks ago, one
    three months ago, and one never."""
    worker = actor_of(people.worker)
    for name, seen in (("李秀英", -21), ("陈水生", -90), ("何金水", None)):
        person = make_person(worker, OWN_VILLAGE, name, since=days(-120))
        open_file(worker, [person.pk], days(-120))
        if seen is not None:
            make_visit(worker, person, days(seen))


@pytest.mark.usefixtures("village")
def test_from_the_city_to_who_is_missing(screen: Screen, people: Cast) -> None:
    page = screen.page
    screen.sign_in(people.city)
    screen.go("/cover/")
    expect(page.locator(".heat-cell")).to_have_count(63)
    assert screen.figure("服务覆盖") == "2 / 3 人"
    page.get_by_role("link", name="云城区", exact=True).click()
    assert screen.figure("社工站覆盖镇街").endswith("/ 8 个")
    page.get_by_role("link", name="思劳镇", exact=True).click()
    page.get_by_role("link", name="城村村民委员会", exact=True).click()
    assert screen.figure("服务覆盖") == "2 / 3 人"
    screen.card("服务覆盖").get_by_role("link", name="还缺 1 人").click()
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("何金水")


@pytest.mark.usefixtures("village")
def test_who_was_reached_since_a_month_ago(screen: Screen, people: Cast) -> None:
    page = screen.page
    screen.sign_in(people.city)
    screen.go("/cover/?area=445302103")
    page.get_by_role("link", name="两天对照").click()
    expect(page.get_by_role("heading", name="两天对照")).to_be_visible()
    line = page.locator("tr", has=page.get_by_role("rowheader", name="服务覆盖"))
    expect(line).to_contain_text("1 / 3 人")
    expect(line).to_contain_text("2 / 3 人")
    page.locator(".moves dl > div", has_text="新服务到").get_by_role("link").first.click()
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("李秀英")
