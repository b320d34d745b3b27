"""A household through the browser: split, both seen, and merged back again."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from shuangbai.access.actor import Actor
from shuangbai.access.testing import Cast, actor_of
from shuangbai.clients.testing import OWN_VILLAGE, make_person
from shuangbai.clients.tests.household_office import family, give
from shuangbai.kernel import clock
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def people_there(screen: Screen) -> set[str]:
    rows = screen.page.locator(".household-members tbody th a")
    return {rows.nth(at).inner_text() for at in range(rows.count())}


def story(screen: Screen) -> Locator:
    return screen.page.locator(".story")


@pytest.fixture
def worker(people: Cast) -> Actor:
    actor = actor_of(people.worker)
    since = clock.today() - timedelta(days=200)
    four = family(actor, since=since, birth_date=since.replace(year=1980))
    give(actor, four, since)
    make_person(actor, OWN_VILLAGE, name="何桂兰", since=since)
    return actor


def test_split_and_merged_back(screen: Screen, people: Cast, worker: Actor) -> None:
    screen.sign_in(people.worker)
    screen.go("/people/")
    screen.page.get_by_role("link", name="陈志一户").first.click()
    assert people_there(screen) == {"陈志", "陈英", "陈小明", "陈小红"}
    split(screen)
    assert people_there(screen) == {"陈小明", "陈小红"}
    expect(story(screen)).to_contain_text("从陈志一户分出来")
    expect(screen.page.locator("main")).to_contain_text("等复核")

    screen.page.get_by_role("link", name="看陈志一户").first.click()
    assert people_there(screen) == {"陈志", "陈英"}
    expect(screen.page.locator(".household-former")).to_contain_text("陈小红")
    screen.page.get_by_role("link", name="陈小明一户", exact=True).first.click()

    merge_back(screen)
    assert people_there(screen) == {"陈志", "陈英", "陈小明", "陈小红"}
    expect(story(screen)).to_contain_text("陈小明一户并进来：陈小明、陈小红")
    screen.page.get_by_role("link", name="看陈小明一户").first.click()
    expect(screen.page.locator("main")).to_contain_text("这一户已经并走了")
    take_back(screen)
    assert people_there(screen) == {"陈小明", "陈小红"}


def split(screen: Screen) -> None:
    screen.page.get_by_role("link", name="分户", exact=True).click()
    for name in ("陈小明", "陈小红"):
        screen.page.get_by_role("checkbox", name=name).check()
    screen.page.get_by_role("button", name="往下，定户主").click()
    follows = screen.page.locator(".household-follows")
    expect(follows).to_contain_text("这 2 人（陈小明、陈小红）随户的低保")
    expect(follows.get_by_label("先留着")).to_be_checked()
    day = clock.today() - timedelta(days=60)
    screen.page.get_by_label("从哪一天起").fill(str(day))
    screen.page.get_by_label("原因").fill("成家分开过")
    screen.page.get_by_role("button", name="就这样分户").click()
    expect(screen.page.get_by_role("heading", name="陈小明一户")).to_be_visible()


def merge_back(screen: Screen) -> None:
    screen.page.get_by_role("link", name="并到别的户").click()
    screen.page.get_by_label("那一户里谁的姓名，或户编号").fill("陈英")
    screen.page.get_by_role("button", name="找").click()
    screen.page.locator(".pick").get_by_role("link", name="陈志一户").click()
    expect(screen.page.get_by_label("陈小红", exact=True).last).to_have_value("子女")
    day = clock.today() - timedelta(days=20)
    screen.page.get_by_label("从哪一天起").fill(str(day))
    screen.page.get_by_label("原因").fill("又搬回来了")
    screen.page.get_by_role("button", name="就这样并户").click()
    expect(screen.page.get_by_role("heading", name="陈志一户")).to_be_visible()


def take_back(screen: Screen) -> None:
    screen.page.get_by_role("link", name="记错了，撤回").first.click()
    screen.page.get_by_label("原因").fill("没有搬回来")
    screen.page.get_by_role("button", name="撤回这一次").click()
    expect(story(screen)).to_contain_text("已撤回")
