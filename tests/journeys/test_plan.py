"""The plan through the browser: how often, whom to see, one tap to the visit, a round."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from shuangbai.access.actor import operator
from shuangbai.access.models import User
from shuangbai.access.testing import Cast, actor_of
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.testing import OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.kernel import clock
from shuangbai.staff import actions as staff
from shuangbai.visits.testing import make_visit
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPENED = date(2024, 1, 8)


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def prepare(people: Cast) -> None:
    """A station whose worker has two people: one was seen 40 days ago, one the day before."""
    product, worker = operator("测试", "4453"), actor_of(people.worker)
    station = staff.open_station(product, staff.NewStation("445302103", "思劳镇社工站", OPENED))
    new = staff.NewWorker(station.pk, "周社工", "service", OPENED, people.worker.pk)
    own = staff.add_worker(product, new)
    for name, area, seen in (("李秀英", OWN_VILLAGE, 40), ("陈水生", OTHER_VILLAGE, 1)):
        person = make_person(worker, area, name, since=days(-80))
        care.set_charge(worker, person.pk, own.pk, clock.today())
        make_visit(worker, person, days(-seen))


def test_from_the_rule_to_the_visit(screen: Screen, people: Cast) -> None:
    prepare(people)
    screen.sign_in(people.worker)
    assert screen.figure("走访过期") == "0 人"

    say_how_often(screen, people.reader)

    screen.sign_in(people.worker)
    assert screen.figure("走访过期") == "1 人"
    screen.page.get_by_role("link", name="走访计划").first.click()
    due = screen.page.locator(".due > li")
    expect(due).to_have_count(1)
    expect(due).to_contain_text("李秀英")
    expect(due).to_contain_text("过期")
    expect(due).to_contain_text("低保：每")
    screen.page.get_by_role("link", name="按村走").click()
    expect(screen.page.locator(".due-village")).to_have_count(1)
    screen.page.get_by_role("link", name="记走访").click()
    screen.page.get_by_role("button", name="记下这次走访").click()
    screen.page.wait_for_url("**/p/*/")
    expect(screen.page.locator(".story-due")).to_contain_text("按期")
    screen.go("/")
    assert screen.figure("走访过期") == "0 人"

    run_a_round(screen, people)


def say_how_often(screen: Screen, county: User) -> None:
    screen.sign_in(county)
    screen.go("/visits/plan/frequencies/")
    expect(screen.page.locator("main")).to_contain_text("默认，不是规定")
    screen.page.get_by_role("link", name="定走访频次").click()
    screen.page.get_by_label("对谁").select_option(label="对象类别 低保")
    screen.page.get_by_label("每几天").fill("30")
    screen.page.get_by_label("依据的文件").fill("云城民发〔2026〕3号")
    screen.page.get_by_role("button", name="就这样定").click()
    row = screen.page.get_by_role("row").filter(has_text="低保")
    expect(row).to_contain_text("每 30 天")
    expect(row).to_contain_text("云城区")


def run_a_round(screen: Screen, people: Cast) -> None:
    """The head starts one; who was visited today is reached at once, the other is missing."""
    screen.sign_in(people.owner)
    screen.page.get_by_role("link", name="专项走访").first.click()
    screen.page.get_by_role("link", name="开始专项走访").first.click()
    screen.page.get_by_label("名称").fill("寒潮走访")
    screen.page.get_by_text("低温寒潮").click()
    screen.page.get_by_label("到哪天").fill(str(days(4)))
    screen.page.get_by_role("button", name="看看有多少人").click()
    expect(screen.page.locator(".round-number")).to_contain_text("2")
    screen.page.get_by_role("button", name="就按这个名单开始").click()
    screen.page.wait_for_url("**/visits/rounds/*-*/")
    assert screen.figure("走到") == "1 / 2 人"
    screen.card("走到").get_by_role("link", name="还缺").click()
    expect(screen.page.locator("table tbody tr")).to_have_count(1)
    expect(screen.page.locator("table tbody tr")).to_contain_text("陈水生")
