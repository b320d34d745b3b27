"""A list too long to wait for, through the browser: its job is seen moving, called off, and begun
again to the end."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from shuangbai.access.testing import Cast, actor_of
from shuangbai.clients.models import Person
from shuangbai.clients.tests.roster_office import rows
from shuangbai.kernel import identity, sheets
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = 10_000
"""Merged in some seconds: long enough to be seen at work and to be called off."""
LONG = 90_000


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    lines = [[str(at), f"人{at}", number(at), "城村"] for at in range(MANY)]
    file = tmp_path / "低保.xlsx"
    columns = ("序号", "姓名", "身份证号码", "村（居）")
    file.write_bytes(sheets.write(lines, columns, "思劳镇低保名册", ""))
    return file


def number(at: int) -> str:
    first17 = f"44530019{50 + at // 1000}0203{at % 1000:03d}"
    return first17 + identity.check_digit(first17)


def job(screen: Screen) -> Locator:
    return screen.page.locator("section.job")


def test_seen_moving_called_off_and_begun_again(screen: Screen, people: Cast, roster: Path) -> None:
    screen.sign_in(people.owner)
    screen.page.get_by_role("link", name="名册").first.click()
    screen.page.get_by_label("类别").select_option(label="最低生活保障家庭")
    screen.page.get_by_label("文件").set_input_files(roster)
    screen.page.get_by_role("button", name="上传并核对").click()
    expect(job(screen)).to_contain_text("可以先去做别的")
    merge = screen.page.get_by_role("button", name="合并这份名册")
    # The page loads itself anew when the job has ended.
    expect(merge).to_be_visible(timeout=LONG)
    assert screen.figure("新增") == f"{MANY:,} 人"

    merge.click()
    moving(screen)
    screen.page.get_by_role("button", name="取消这个任务").click()
    expect(screen.page.locator("main")).to_contain_text("取消了这个任务", timeout=LONG)
    assert rows(actor_of(people.owner), Person) == [], "nothing half-done"

    screen.page.get_by_role("link", name="回到原来的页面").click()
    merge.click()
    expect(screen.page.locator("main")).to_contain_text("已合并", timeout=LONG)
    assert len(rows(actor_of(people.owner), Person)) == MANY


def moving(screen: Screen) -> None:
    """The bar stands at two places one after the other, without anybody touching the page."""
    bar = job(screen).locator(".progress-words")
    expect(bar).to_be_visible(timeout=LONG)
    before = bar.inner_text()
    expect(bar).not_to_have_text(before, timeout=LONG)
    expect(bar).to_be_visible()
