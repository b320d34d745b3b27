"""社工花名册 through the browser: a column put right by hand, the same list again, and the next
one, which leaves a village without anybody who answers for it."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, make_actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.testing import make_number
from shuangbai.kernel import clock, sheets
from shuangbai.staff.testing import make_point, make_station, village_keys
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COLUMNS = ("序号", "姓名", "身份证号", "岗位", "个人简介", "进站时间")
NAMES = ("何木林", "梁小梅", "陈金水")


@pytest.fixture
def rows() -> list[list[str]]:
    posts = ("服务岗", "服务岗", "事务岗")
    return [
        [str(at), name, make_number(), post, "负责走访", "2024.3.1"]
        for at, (name, post) in enumerate(zip(NAMES, posts, strict=True), start=1)
    ]


def upload(screen: Screen, file: Path, rows: list[list[str]], days_ago: int) -> None:
    file.write_bytes(sheets.write(rows, COLUMNS, "思劳镇双百社工花名册", ""))
    screen.go("/rosters/")
    screen.page.get_by_label("类别").select_option(label="社工花名册")
    screen.page.get_by_label("名册日期").fill(str(clock.today() - timedelta(days=days_ago)))
    screen.page.get_by_label("文件").set_input_files(file)
    screen.page.get_by_role("button", name="上传并核对").click()


def merge(screen: Screen) -> None:
    screen.page.get_by_role("button", name="合并这份名册").click()
    expect(screen.page.locator("main")).to_contain_text("已合并")


def test_a_staff_list_and_the_gap_that_the_next_one_leaves(
    screen: Screen, people: Cast, rows: list[list[str]], tmp_path: Path
) -> None:
    county = make_actor(Role.COUNTY, OWN_TOWN[:6])
    station = make_station(county)
    make_point(actor_of(people.owner), station, village_keys()[1:])

    screen.sign_in(people.owner)
    upload(screen, tmp_path / "一.xlsx", rows, days_ago=40)
    screen.page.get_by_role("link", name="栏目认错了，去改").click()
    day = screen.page.locator("table.match tbody tr").filter(has_text="进站时间")
    day.locator("select").select_option(label="到岗时间")
    screen.page.get_by_role("button", name="就这样，往下核对").click()
    assert screen.figure("新增") == "3 人"
    merge(screen)

    upload(screen, tmp_path / "二.xlsx", rows, days_ago=20)
    # The column is known by now.
    assert (screen.figure("新增"), screen.figure("没有变化")) == ("0 人", "3 人")
    merge(screen)

    answer_for_the_first_village(screen, str(station.pk))
    upload(screen, tmp_path / "三.xlsx", rows[1:], days_ago=1)
    assert screen.figure("退出") == "1 人"
    screen.card("退出").locator("a.figure-value").click()
    expect(screen.page.locator("#rows")).to_contain_text("何木林")
    merge(screen)
    the_gap_is_shown(screen, str(station.pk))


def answer_for_the_first_village(screen: Screen, station: str) -> None:
    screen.go(f"/stations/{station}/villages/")
    screen.page.get_by_label("从哪天起").fill(str(clock.today() - timedelta(days=10)))
    first = screen.page.locator("main select").first
    first.select_option(label="何木林")
    screen.page.get_by_role("button", name="保存改动").click()
    expect(screen.page.locator("main")).not_to_contain_text("还没人负责")
    expect(screen.page.locator("main")).to_contain_text("2024年3月1日")


def the_gap_is_shown(screen: Screen, station: str) -> None:
    screen.go("/stations/")
    line = screen.page.locator("table.ledger tbody tr").filter(has_text="思劳镇社工站")
    expect(line).to_contain_text("2 人")
    expect(line).to_contain_text("还缺 1 个")
    screen.page.get_by_role("link", name="思劳镇社工站").click()
    expect(screen.page.locator("main")).to_contain_text("还没人负责")
    screen.go(f"/stations/{station}/villages/")
    expect(screen.page.locator("main label").get_by_text("还没人负责")).to_have_count(1)
    first = screen.page.locator("main label").filter(has_text="还没人负责")
    expect(first).to_contain_text(areas.villages(OWN_TOWN)[0].name)
