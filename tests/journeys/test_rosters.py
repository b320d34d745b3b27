"""Rosters through the browser: one whose columns a person has to name, the same again, and the
next month's, from which somebody is missing."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from shuangbai.access.testing import Cast
from shuangbai.clients.testing import make_number
from shuangbai.kernel import clock, sheets
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COLUMNS = ("序号", "户主或家人", "证件", "居住地", "月补助（元）")
NAMES = ("张桂芳", "李木生", "罗少芬", "黄金水")


def written(file: Path, rows: list[list[str]]) -> Path:
    file.write_bytes(sheets.write(rows, COLUMNS, "思劳镇低保名单", "公共服务办"))
    return file


@pytest.fixture
def rows() -> list[list[str]]:
    """Four people; the last one's number is wrong."""
    numbers = [make_number() for _ in NAMES]
    numbers[-1] = numbers[-1][:-1] + ("0" if numbers[-1][-1] != "0" else "1")
    return [
        [str(at), name, number, "城村", "720元"]
        for at, (name, number) in enumerate(zip(NAMES, numbers, strict=True), start=1)
    ]


def upload(screen: Screen, file: Path, days_ago: int) -> None:
    screen.go("/rosters/")
    screen.page.get_by_label("类别").select_option(label="最低生活保障家庭")
    screen.page.get_by_label("名册日期").fill(str(clock.today() - timedelta(days=days_ago)))
    screen.page.get_by_label("文件").set_input_files(file)
    screen.page.get_by_role("button", name="上传并核对").click()


def choose(screen: Screen, column: str, meaning: str) -> None:
    row = screen.page.locator("table.match tbody tr").filter(has_text=column)
    row.locator("select").select_option(label=meaning)


def test_columns_are_named_once_and_the_next_list_is_compared(
    screen: Screen, people: Cast, rows: list[list[str]], tmp_path: Path
) -> None:
    screen.sign_in(people.owner)
    first = written(tmp_path / "一月.xlsx", rows)
    upload(screen, first, days_ago=40)
    expect(screen.page.get_by_role("heading", name="核对栏目")).to_be_visible()
    for column, meaning in (("户主或家人", "姓名"), ("证件", "身份证号码"), ("居住地", "村（居）")):
        choose(screen, column, meaning)
    screen.page.get_by_role("button", name="就这样，往下核对").click()
    assert (screen.figure("新增"), screen.figure("不能收")) == ("3 人", "1 行")
    expect(screen.page.locator("#rows")).to_contain_text("校验")
    merge(screen)

    upload(screen, first, days_ago=40)
    expect(screen.page.locator("main")).to_contain_text("这个文件已经合并过")
    assert (screen.figure("新增"), screen.figure("没有变化")) == ("0 人", "3 人")

    rows[1][1], second = "李木森", [row for at, row in enumerate(rows) if at not in (0, 3)]
    upload(screen, written(tmp_path / "二月.xlsx", second), days_ago=5)
    # The columns of this list are known by now.
    expect(screen.page.get_by_role("heading", name="核对栏目")).to_have_count(0)
    assert (screen.figure("变更"), screen.figure("退出")) == ("1 人", "1 人")
    screen.page.get_by_role("link", name="变动报告").click()
    report = screen.page.locator("main")
    expect(report).to_contain_text("李木森")
    expect(report).to_contain_text("张桂芳")
    screen.page.go_back()
    merge(screen)
    tell_why(screen)


def merge(screen: Screen) -> None:
    screen.page.get_by_role("button", name="合并这份名册").click()
    expect(screen.page.locator("main")).to_contain_text("已合并")


def tell_why(screen: Screen) -> None:
    """Whoever left is asked for; the reason is given and says what follows."""
    screen.page.get_by_role("link", name="写退出的原因").click()
    left = screen.page.locator(".departure")
    expect(left).to_have_count(1)
    expect(left).to_contain_text("张桂芳")
    left.get_by_label("原因").select_option(label="去世")
    screen.page.get_by_role("button", name="存下原因").click()
    expect(left).to_contain_text("请填日期")
    left.get_by_label("哪一天").fill(str(clock.today() - timedelta(days=9)))
    screen.page.get_by_role("button", name="存下原因").click()
    expect(left).to_contain_text("档案已关")
    screen.go("/people/departures/?open=1")
    expect(screen.page.locator("main")).to_contain_text("没有要写原因的人")
