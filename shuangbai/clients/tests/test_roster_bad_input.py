"""What goes wrong with lists, as the office sees it on the page: each is told in words that say
what to do, and nothing is half done."""

from decimal import Decimal

import pytest
from django.test import Client

from shuangbai.access.policy import Role
from shuangbai.access.testing import Cast, actor_of, client_of, make_actor
from shuangbai.clients.models import CategorySpell, Person
from shuangbai.clients.testing import make_person
from shuangbai.clients.tests.roster_office import DAY, LATER, holding, merged, rows
from shuangbai.clients.tests.rosters import number
from shuangbai.clients.tests.test_roster_pages import upload
from shuangbai.kernel.templatetags.sb import num
from shuangbai.rosters.models import Roster
from tests.workfiles import LOCKED, Around, Page, xlsx

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "身份证号码", "村（居）", "补助金额（元/月）"]


@pytest.fixture
def office(people: Cast) -> Client:
    return client_of(people.owner)


PLAIN = Around()


def book(*lines: list[str], around: Around = PLAIN, **ways: str) -> bytes:
    """`ways`: letter of a column → how its cells are kept."""
    kept = {"ABCD".index(letter): way for letter, way in ways.items()}
    return xlsx(Page([HEAD, *(line for line in lines)], ways=kept, first=1), around)


def review(office: Client, data: bytes, name: str = "特困.xlsx") -> str:
    answer = upload(office, data, name)
    assert answer.status_code == 302, answer.content.decode()
    page: str = office.get(answer["Location"]).content.decode()
    assert "合并这份名册" in page or "没有一行能收" in page
    return page


def refusal(people: Cast, office: Client, data: bytes, name: str, **told: str) -> str:
    """What stands in the form; nothing is kept."""
    answer = upload(office, data, name, **told)
    assert answer.status_code == 422
    assert rows(actor_of(people.owner), Roster) == []
    page: str = answer.content.decode()
    return page


def merge(office: Client) -> None:
    [url] = {one for one in _links(office.get("/rosters/").content.decode())}
    office.post(f"{url}merge/")


def _links(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('scope="row"><a href="')[1:]]


def test_files_that_cannot_be_opened_say_what_to_do(people: Cast, office: Client) -> None:
    for data, name, told, do in (
        (LOCKED.read_bytes(), "特困.xlsx", "设了打开密码", "去掉密码"),
        (book(["陈志", number(1), "城村", ""])[:-200], "特困.xlsx", "已损坏", "另存为新的xlsx"),
        (b"\x89PNG\r\n", "照片.png", "不是表格文件", "另存为Excel工作簿"),
    ):
        page = refusal(people, office, data, name)
        assert told in page and do in page


def test_text_in_a_wrong_encoding(people: Cast, office: Client) -> None:
    head, line = "姓名,身份证号码,村（居）\n", f"陈志远,{number(1)},城村村委会\n"
    mixed = (head + line).encode() + f"陈英华,{number(2)},旧村村委会\n".encode("gb18030")
    assert "第 3 行起认不出来" in refusal(people, office, mixed, "特困.csv")
    foreign = ("姓名,身份證號碼,村\n" + f"黃大妹,{number(1)},城村\n" * 4).encode("big5")
    assert "读出来是乱码" in refusal(people, office, foreign, "特困.csv")
    lost = (head + line).encode("ascii", "replace")
    assert "已经变成了问号" in refusal(people, office, lost, "特困.csv")


def test_a_category_that_nobody_knows(people: Cast, office: Client) -> None:
    data = book(["陈志", number(1), "城村", ""])
    page = refusal(people, office, data, "特困.xlsx", category="people:XX")
    assert "请从列表里选" in page and "people:XX" not in page


def test_macros_and_blank_rows_far_below_do_no_harm(people: Cast, office: Client) -> None:
    around = Around(macro=True, far="", hidden_codes=True)
    page = review(office, book(["陈志", number(1), "城村", ""], around=around), "特困.xlsm")
    assert "读到" in page and "没有读的工作表" not in page
    merge(office)
    assert [one.name for one in rows(actor_of(people.owner), Person)] == ["陈志"]


def test_formulas_give_their_value_and_those_without_are_told(people: Cast, office: Client) -> None:
    lines = (["陈志", number(1), "城村", "720"], ["陈英", number(2), "城村", "735"])
    page = review(office, book(*lines, A="formula", D="unvalued"))
    assert "陈志" in page and num(2, "格") in page and "文件里没有算出的结果" in page
    merge(office)
    [one, other] = rows(actor_of(people.owner), CategorySpell)
    assert one.amount is None and other.amount is None, "an error is no amount"


def test_two_with_one_number_and_one_on_file_in_the_next_county(
    people: Cast, office: Client
) -> None:
    county = make_actor(Role.COUNTY, "445321", name="新兴")
    make_person(county, "445321100201", "温远方", number=number(9), since=DAY)
    page = review(
        office,
        book(
            ["陈志", number(1), "城村", ""],
            ["陈英", number(1), "城村", ""],
            ["陈三", number(9), "城村", ""],
        ),
    )
    assert "第3行是同一个身份证号码" in page and "第2行是同一个身份证号码" in page
    assert "已在别的站建了档" in page and "转接" in page
    assert "温远方" not in page and "新兴" not in page


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("城忖村", ("城村村民委员会",)),
        ("诚村村委会", ("城村村民委员会",)),
        ("思劳", ("思劳社区居民委员会", "思劳村民委员会")),
        ("城", ()),
    ],
)
def test_a_village_misspelt_offers_the_likely_ones(
    office: Client, written: str, offered: tuple[str, ...]
) -> None:
    page = review(office, book(["陈志", number(1), written, ""]))
    assert "没有一行能收" in page and f"“{written}”" in page
    assert all(f"“{name}”" in page for name in offered)


@pytest.mark.parametrize("written", ["城村", "城村村委", "思劳镇城村", "城村村民委"])
def test_a_village_abbreviated_is_found(office: Client, written: str) -> None:
    assert "城村村民委员会" in review(office, book(["陈志", number(1), written, ""]))


@pytest.mark.parametrize(
    ("written", "amount"),
    [("720元", "720"), ("2,480.00元", "2480"), ("720 元/月", "720"), ("0.1万元", "1000")],
)
def test_amounts_with_their_unit(people: Cast, office: Client, written: str, amount: str) -> None:
    review(office, book(["陈志", number(1), "城村", written]))
    merge(office)
    [spell] = rows(actor_of(people.owner), CategorySpell)
    assert spell.amount == Decimal(amount)


def test_a_sign_for_no_number_is_shown_as_none(office: Client) -> None:
    head = ["编号", "儿童姓名", "身份证号", "出生日期", "村（居）"]
    page = review(
        office, xlsx(Page([head, ["1", "陈小", "暂无", "2018年3月", "城村"]], first=1), PLAIN)
    )
    assert "没有写" in page and ">**<" not in page
    assert "按2018-03-01记" in page or "按2018年3月1日记" in page


def test_what_stays_as_it_is_does_not_hide_the_rest(people: Cast, office: Client) -> None:
    merged(actor_of(people.owner), [(f"人{order}", number(order)) for order in range(1, 5)])
    again = [[f"人{order}", number(order), "", ""] for order in range(1, 4)]
    answer = upload(office, book(*again, ["陈新", number(9), "城村", ""]), day=LATER.isoformat())
    page = office.get(answer["Location"]).content.decode()
    assert "陈新" in page and "人1" not in page and "没有变化的" in page
    assert "人1" in office.get(answer["Location"], {"show": "unchanged"}).content.decode()


def test_an_amount_that_is_none_leaves_the_person(people: Cast, office: Client) -> None:
    page = review(office, book(["陈志", number(1), "城村", "看情况"]))
    assert "“看情况”看不出每月多少钱" in page
    merge(office)
    [spell] = rows(actor_of(people.owner), CategorySpell)
    assert spell.amount is None


def test_last_years_list_after_this_years(people: Cast, office: Client) -> None:
    actor = actor_of(people.owner)
    merged(actor, (("陈志", number(1)),), LATER)
    answer = upload(office, book(["陈英", number(2), "城村", ""]), day="2024-04-01")
    stopped = office.post(f"{answer['Location']}merge/", follow=True).content.decode()
    assert "已经合并过更新的一份" in stopped and "请核对日期" in stopped
    assert holding(actor, LATER) == {"陈志"}


def test_half_of_a_list_leaves_only_after_a_second_word(people: Cast, office: Client) -> None:
    actor = actor_of(people.owner)
    merged(actor, [(f"人{order}", number(order)) for order in range(1, 13)])
    answer = upload(office, book(["人1", number(1), "", ""]), day=LATER.isoformat())
    url = answer["Location"]
    assert "退出的超过原来名单的一半" in office.get(url).content.decode()
    stopped = office.post(f"{url}merge/", follow=True).content.decode()
    assert "请勾选确认后再合并" in stopped and len(holding(actor, LATER)) == 12
    office.post(f"{url}merge/", {"confirm_retire": "on"})
    assert holding(actor, LATER) == {"人1"}
