"""A merge and its undoing, through the browser: two files become one person, and two again."""

import pytest
from playwright.sync_api import expect

from shuangbai.access.actor import Actor
from shuangbai.access.testing import actor_of, cast
from shuangbai.clients.testing import BORN, OTHER_VILLAGE, make_person
from shuangbai.visits.testing import make_visit
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_merge_and_its_undoing(screen: Screen) -> None:
    people = cast()
    two_files_and_another(actor_of(people.owner))
    screen.sign_in(people.owner)
    assert on_the_lists(screen) == "3 人"

    find_and_compare(screen)
    merge(screen)
    expect(screen.page.get_by_role("heading", name="并进来的档案")).to_be_visible()
    expect(screen.page.locator("main")).to_contain_text("对过户口簿，是小名")
    expect(screen.page.locator("main")).to_contain_text("上门走访")
    assert on_the_lists(screen) == "2 人"
    assert listed(screen) == ["陈水生", "李秀英"]

    undo(screen)
    assert on_the_lists(screen) == "3 人"
    assert sorted(listed(screen)) == ["李秀英", "阿英", "陈水生"]


def two_files_and_another(head: Actor) -> None:
    make_person(head, name="李秀英")
    make_person(head, name="陈水生")
    other = make_person(head, OTHER_VILLAGE, "阿英", ("TK",), number=None, birth_date=BORN)
    make_visit(head, other)


def on_the_lists(screen: Screen) -> str:
    """The number of people that the two 100% are measured by: 0 / 3 人."""
    screen.go("/cover/")
    return screen.figure("服务覆盖").partition(" / ")[2]


def listed(screen: Screen) -> list[str]:
    screen.go("/people/")
    return screen.page.locator("tbody th a").all_inner_texts()


def find_and_compare(screen: Screen) -> None:
    screen.go("/people/")
    screen.page.get_by_role("link", name="阿英", exact=True).click()
    screen.page.get_by_role("link", name="并档：还有另一份档案").click()
    screen.page.get_by_label("另一份档案上的姓名或号码").fill("秀英")
    screen.page.get_by_role("button", name="找", exact=True).click()
    screen.page.get_by_role("link", name="对照").click()
    expect(screen.page.get_by_role("row", name="姓名")).to_contain_text("不一样")
    expect(screen.page.get_by_role("row", name="出生日期")).to_contain_text("一样")


def merge(screen: Screen) -> None:
    expect(screen.page.get_by_label("第二份：李秀英")).to_be_checked()
    screen.page.get_by_label("原因").fill("对过户口簿，是小名")
    screen.page.get_by_role("button", name="并成一份").click()
    expect(screen.page.get_by_role("heading", name="李秀英", exact=True)).to_be_visible()


def undo(screen: Screen) -> None:
    screen.go("/people/")
    screen.page.get_by_role("link", name="并过的档案").click()
    screen.page.get_by_role("link", name="撤销并档").click()
    screen.page.get_by_label("原因").fill("核对后是两个人")
    screen.page.get_by_role("button", name="撤销并档").click()
    expect(screen.page.locator("main")).to_contain_text("两份档案又分开了")
