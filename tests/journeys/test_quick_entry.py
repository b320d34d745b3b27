"""A visit is recorded in under a minute: the clicks are counted, on a screen as wide as a phone."""

import pytest
from playwright.sync_api import Page, expect

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.testing import actor_of, cast
from shuangbai.clients.testing import OWN_VILLAGE
from shuangbai.kernel import clock
from shuangbai.visits.actions import record
from shuangbai.visits.models import Visit
from shuangbai.visits.rules.party import Party
from shuangbai.visits.tests.homes import Family, family, new
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
LIKE_LAST_TIME = 3
"""像上次一样, a word is typed, 记下这次走访, once the person's page is open."""
A_ROUND = 8
"""The village, its households, three of them, on, who was met in one, the end."""


class Clicks:
    """A thumb that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def button(self, name: str) -> None:
        self._click(self.page.get_by_role("button", name=name).first)

    def link(self, name: str) -> None:
        self._click(self.page.get_by_role("link", name=name).first)

    def label(self, text: str) -> None:
        self._click(self.page.locator("label.choice", has_text=text).first)

    def _click(self, what: object) -> None:
        what.click()  # type: ignore[attr-defined]
        self.count += 1


@pytest.fixture
def homes() -> list[Family]:
    office = operator("测试", "445302103")
    return [family(office, f"{name}秀英") for name in "李陈黄"]


def kept(actor: Actor) -> list[Visit]:
    with scope.acting(actor):
        return list(Visit.objects.as_known(None).order_by("id"))


def test_like_last_time_in_three_clicks(screen: Screen, homes: list[Family]) -> None:
    people = cast()
    worker, home = actor_of(people.worker), homes[0]
    last = new(
        home,
        happened_on=clock.today().replace(year=clock.today().year - 1, day=3),
        services=("ZC01", "RH05"),
        party=(Party("committee", 2, "城村村委会"),),
        late_why="补记",
    )
    record(worker, last)
    screen.page.set_viewport_size(PHONE)
    screen.sign_in(people.worker)
    screen.go(f"/p/{home.head.pk}/")
    thumb = Clicks(screen.page)
    thumb.link("记一次走访")
    thumb.link("像上次一样")
    expect(screen.page.get_by_label("防诈骗宣传")).to_be_checked()
    screen.page.get_by_label("看到什么、办了什么").fill("身体还好")
    thumb.button("记下这次走访")
    expect(screen.page.get_by_text("记下了")).to_be_visible()
    assert thumb.count == LIKE_LAST_TIME
    _, again = kept(worker)
    assert (again.happened_on, again.services) == (clock.today(), ["ZC01", "RH05"])
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_three_households_in_one_go(screen: Screen, homes: list[Family]) -> None:
    people = cast()
    screen.page.set_viewport_size(PHONE)
    screen.sign_in(people.worker)
    screen.go("/visits/")
    thumb = Clicks(screen.page)
    thumb.link("一次走几户")
    screen.page.get_by_label("哪个村（居）").select_option(OWN_VILLAGE)
    thumb.button("看这个村（居）的户")
    for home in homes:
        thumb.label(f"{home.head.name}一户")
    thumb.button("下一步")
    for home in homes:
        one = screen.page.get_by_label(f"{home.head.name}一户", exact=True).first
        one.get_by_label(home.head.name).check()
        one.get_by_label("一句话").fill("三餐正常")
    thumb.label("政策宣讲")
    thumb.button("把这几户都记下")
    expect(screen.page.get_by_text("走了 3 户，服务了 3 人次")).to_be_visible()
    assert thumb.count == A_ROUND
    visits = kept(actor_of(people.worker))
    assert {one.household_id for one in visits} == {home.home for home in homes}
    assert all(one.services == ["ZC01"] and one.note for one in visits)
    listed = screen.page.locator("main")
    for home in homes:
        expect(listed).to_contain_text(home.head.name)
