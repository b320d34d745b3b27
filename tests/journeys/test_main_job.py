"""The main job, through the browser: roster, visit, cover, the list of the missing."""

from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import expect

from shuangbai.access import scope
from shuangbai.access.actor import operator
from shuangbai.access.models import User
from shuangbai.access.testing import cast
from shuangbai.clients.testing import make_number
from shuangbai.demo import stations
from shuangbai.kernel import clock, sheets
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COLUMNS = ("序号", "村（居）", "姓名", "身份证号码", "与户主关系")
PEOPLE = (("城村", "张桂芳"), ("双羌村", "李木生"), ("鸡村", "罗少芬"))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    rows = [[str(n), village, name, make_number(), "本人"] for n, (village, name) in _numbered()]
    file = tmp_path / "特困名册.xlsx"
    file.write_bytes(sheets.write(rows, COLUMNS, "思劳镇特困人员名册", "2026年"))
    return file


def _numbered() -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(PEOPLE, start=1))


def test_from_the_roster_to_the_cover(screen: Screen, roster: Path) -> None:
    people = cast()
    office = operator("测试", "4453")
    with scope.acting(office):
        stations.make(office, Random(1), clock.today())

    screen.sign_in(people.city)
    screen.go("/cover/")
    assert screen.figure("社工站覆盖镇街") == "63 / 63 个"

    import_roster(screen, people.owner, roster)
    screen.go("/cover/")
    assert screen.figure("服务覆盖") == "0 / 3 人"
    assert missing(screen) == {"张桂芳", "李木生", "罗少芬"}

    record_visit(screen, people.worker, "张桂芳")
    screen.go("/cover/")
    assert screen.figure("服务覆盖") == "1 / 3 人"
    assert missing(screen) == {"李木生", "罗少芬"}

    screen.go("/cover/")
    screen.card("服务覆盖").locator("a.figure-value").click()
    names = [name for _, name in PEOPLE if screen.page.get_by_text(name).count()]
    assert names == ["张桂芳"], "the number opens exactly the rows that it counts"

    nothing_for_the_neighbour(screen, people.neighbour)


def import_roster(screen: Screen, head: User, roster: Path) -> None:
    screen.sign_in(head)
    screen.page.get_by_role("link", name="名册").first.click()
    screen.page.get_by_label("类别").select_option(label="特困人员")
    screen.page.get_by_label("文件").set_input_files(roster)
    screen.page.get_by_role("button", name="上传并核对").click()
    assert screen.figure("新增") == "3 人"
    screen.go("/people/")
    expect(screen.page.get_by_text("张桂芳")).to_have_count(0)  # nothing changes before the merge
    screen.page.go_back()
    screen.page.get_by_role("button", name="合并这份名册").click()
    expect(screen.page.locator("main")).to_contain_text("已合并")


def missing(screen: Screen) -> set[str]:
    screen.go("/cover/missing/")
    names = screen.page.locator("table.ledger tbody th").all_inner_texts()
    return {name.strip() for name in names}


def record_visit(screen: Screen, worker: User, name: str) -> None:
    screen.sign_in(worker)
    screen.go("/people/")
    screen.page.get_by_role("link", name=name, exact=True).click()
    screen.page.get_by_role("link", name="记一次走访").first.click()
    screen.page.get_by_label("看到什么、办了什么").fill("身体还好，核对了补贴。")
    screen.page.get_by_role("button", name="记下这次走访").click()
    screen.page.wait_for_url("**/p/*/")
    expect(screen.page.get_by_role("heading", name=name)).to_be_visible()


def nothing_for_the_neighbour(screen: Screen, neighbour: User) -> None:
    person = screen.page.get_by_role("link", name="张桂芳", exact=True).first.get_attribute("href")
    assert person is not None
    screen.sign_in(neighbour)
    for path in ("/people/", "/visits/", "/cover/missing/"):
        assert screen.go(path) == 200
        for _, name in PEOPLE:
            expect(screen.page.get_by_text(name)).to_have_count(0)
    assert screen.go(person) == 404
    assert screen.go("/cover/?area=445302103") == 404
