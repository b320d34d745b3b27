"""A person moves from one town to another, through the browser: asked for by a roster row and by
hand, agreed to and refused by the head of the other station."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from shuangbai.access.models import User
from shuangbai.access.testing import NEXT_TOWN, Cast, actor_of, give, make_user
from shuangbai.clients.models import Person
from shuangbai.clients.testing import make_number, make_person
from shuangbai.kernel import clock, sheets
from shuangbai.visits.testing import make_visit
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHY_NOT = "人还住在城村，只是去女儿家过节"


@pytest.fixture
def taker(people: Cast) -> User:
    """Head of the station to which somebody moved."""
    head = make_user("linzhanzhang")
    give(head, "head", NEXT_TOWN)
    return head


def on_file(people: Cast, name: str, number: str) -> Person:
    """Somebody of 思劳镇 for a year, with a file and one visit."""
    began = clock.today() - timedelta(days=365)
    return make_person(actor_of(people.owner), name=name, number=number, since=began)


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def upload(screen: Screen, file: Path, *lines: tuple[str, str]) -> None:
    rows = [[str(at), name, number, "水东村"] for at, (name, number) in enumerate(lines, start=1)]
    columns = ("序号", "姓名", "身份证号码", "村（居）")
    file.write_bytes(sheets.write(rows, columns, "腰古镇低保名册", ""))
    screen.page.get_by_role("link", name="名册").first.click()
    screen.page.get_by_label("类别").select_option(label="最低生活保障家庭")
    screen.page.get_by_label("文件").set_input_files(file)
    screen.page.get_by_role("button", name="上传并核对").click()


def test_asked_by_a_roster_and_agreed_to(
    screen: Screen, people: Cast, taker: User, tmp_path: Path
) -> None:
    number = make_number()
    person = on_file(people, "陈桂英", number)
    make_visit(actor_of(people.worker), person, days_ago(60))

    screen.sign_in(taker)
    upload(screen, tmp_path / "低保.xlsx", ("陈桂英", number), ("林树生", make_number()))
    assert (screen.figure("新增"), screen.figure("不能收")) == ("1 人", "1 行")
    expect(screen.page.locator("#rows")).to_contain_text("已在别的站建了档")
    expect(screen.page.locator("main")).not_to_contain_text("思劳")
    screen.page.get_by_role("button", name="合并这份名册").click()
    expect(screen.page.locator("main")).to_contain_text("已合并")
    screen.page.get_by_role("link", name="转接", exact=True).first.click()
    screen.page.get_by_role("link", name="我们提出的").click()
    screen.page.get_by_role("link", name="陈桂英", exact=True).click()
    expect(screen.page.locator("main")).to_contain_text("对方同意以后才知道是哪里")

    agree(screen, people.owner)
    # What happened stays with the station where it happened; the file is not there any more.
    screen.go("/visits/")
    expect(screen.page.locator("main")).to_contain_text("陈桂英")
    assert screen.go(f"/p/{person.pk}/") == 404

    screen.sign_in(taker)
    screen.go("/people/")
    screen.page.get_by_role("link", name="陈桂英", exact=True).click()
    expect(screen.page.locator("main")).to_contain_text("水东村")
    past = screen.page.locator(".handover-past")
    expect(past).to_contain_text(f"思劳镇，类别：低保，{said(days_ago(365))}")
    expect(past.get_by_role("link")).to_have_count(0)
    before = screen.page.locator(".story-past")
    expect(before).to_contain_text(said(days_ago(60)))
    expect(before.get_by_role("link")).to_have_count(0)


def agree(screen: Screen, giver: User) -> None:
    screen.sign_in(giver)
    screen.go("/")
    screen.page.get_by_role("link", name="去答复").click()
    screen.page.get_by_role("link", name="陈桂英", exact=True).click()
    expect(screen.page.locator("main")).to_contain_text("名册上有这个人")
    screen.page.get_by_role("button", name="同意，转过去").click()
    expect(screen.page.locator("main")).to_contain_text("档案转好了")


def test_asked_by_hand_and_refused_with_a_reason(screen: Screen, people: Cast, taker: User) -> None:
    number = make_number()
    person = on_file(people, "陈桂英", number)

    screen.sign_in(people.neighbour)
    screen.go("/people/new/")
    screen.page.get_by_label("姓名").fill("陈阿姨")
    screen.page.get_by_label("身份证号码").fill(number)
    screen.page.get_by_label("现在住哪个村（居）").select_option(label="水东村民委员会")
    screen.page.get_by_role("button", name="登记这个人").click()
    expect(screen.page.locator("main")).to_contain_text("这个号码已在别的站建了档")
    screen.page.get_by_role("button", name="发出转接请求").click()
    expect(screen.page.get_by_label("姓名")).to_have_value("陈阿姨")
    screen.page.get_by_label("原因").fill("搬到女儿家住")
    screen.page.get_by_role("button", name="发出转接请求").click()
    expect(screen.page.locator("main")).to_contain_text("请求发出去了")
    request = screen.page.url.removeprefix(screen.server.url)

    refuse(screen, people.owner)
    assert screen.go(f"/p/{person.pk}/") == 200

    screen.sign_in(people.neighbour)
    screen.go(request)
    expect(screen.page.locator("main")).to_contain_text(WHY_NOT)
    expect(screen.page.locator("main")).not_to_contain_text("思劳")


def refuse(screen: Screen, giver: User) -> None:
    screen.sign_in(giver)
    screen.go("/people/handovers/")
    screen.page.get_by_role("link", name="陈阿姨", exact=True).click()
    expect(screen.page.locator("main")).to_contain_text("档案里的姓名是陈桂英")
    screen.page.get_by_label("原因").fill(WHY_NOT)
    screen.page.get_by_role("button", name="不同意").click()
    expect(screen.page.locator("main")).to_contain_text(WHY_NOT)
