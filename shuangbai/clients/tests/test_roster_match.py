"""Columns that a person has to look at: shown, corrected, remembered."""

import re
from base64 import b64encode

import pytest
from django.db import connection
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, Cast, actor_of, client_of, make_actor, make_user
from shuangbai.clients.tests.roster_office import rows
from shuangbai.clients.tests.rosters import number
from shuangbai.clients.tests.test_roster_pages import ALL, upload
from shuangbai.kernel import sheets
from shuangbai.rosters.models import ColumnMatch, Roster

pytestmark = pytest.mark.django_db
ODD = ("名字", "证", "哪个村", "备注")


def book(*lines: tuple[str, ...], head: tuple[str, ...] = ODD) -> bytes:
    return sheets.write(lines, head, "特困名册", "")


LINES = (("陈志", number(1), "城村", ""), ("陈英", number(2), "旧村", ""))


@pytest.fixture
def office(people: Cast) -> Client:
    return client_of(people.owner)


def chosen(page: str, **wanted: str) -> dict[str, str]:
    """Names of the selects → field, by the letter of their column."""
    names = re.findall(r'<select name="c(\d+)"', page)
    assert names
    return {f"c{at}": wanted.get("ABCDEFGH"[int(at)], "") for at in names}


def test_headings_nobody_knows_are_asked(people: Cast, office: Client) -> None:
    answer = upload(office, book(*LINES))
    assert answer["Location"].endswith("/match/")
    page = office.get(answer["Location"]).content.decode()
    for text in ("没有找到", "名字", "陈志", "城村", "哪个村"):
        assert text in page
    assert number(1) not in page, "long numbers are masked"
    [roster] = rows(actor_of(people.owner), Roster)
    assert (roster.state, roster.outcome) == ("received", {})


def test_a_correction_is_read_and_remembered(people: Cast, office: Client) -> None:
    url = upload(office, book(*LINES))["Location"]
    page = office.get(url, {"heading": "3"}).content.decode()
    told = chosen(page, A="name", B="number", C="village", D="remark")
    answer = office.post(f"{url}?heading=3", told)
    assert answer.status_code == 302 and "match" not in answer["Location"]
    review = office.get(answer["Location"]).content.decode()
    assert "合并这份名册" in review and "城村村民委员会" in review
    [kept] = rows(actor_of(people.owner), ColumnMatch)
    assert kept.headings == {"名字": "name", "证": "number", "哪个村": "village"}
    again = upload(office, book(*LINES[:1]), day="2025-04-02")
    assert "match" not in again["Location"], "asked once"
    other = client_of(make_user("qita", Role.HEAD, NEXT_TOWN))
    elsewhere = upload(other, book(("林某", number(5), "水东", "")), area=NEXT_TOWN)
    assert elsewhere["Location"].endswith("/match/"), "another town has not said so"


def test_what_the_county_said_helps_its_towns(people: Cast, office: Client) -> None:
    county = make_actor(Role.COUNTY, "445302")
    with_county = ColumnMatch(
        area="445302",
        kind="people",
        list_code="TK",
        headings={"名字": "name", "证": "number", "哪个村": "village"},
        made_at="2025-01-01T00:00:00Z",
        made_by=county.user_id,
        made_by_name=county.name,
    )
    with scope.acting(county):
        with_county.save()
    answer = upload(office, book(*LINES))
    assert "match" not in answer["Location"]


def test_columns_are_mended_after_the_check(people: Cast, office: Client) -> None:
    """The village was taken from the wrong column: a new roster of the same file takes over."""
    head = ("姓名", "身份证号码", "村（居）", "实际居住")
    url = upload(office, book(("陈志", number(1), "城村", "旧村"), head=head))["Location"]
    page = office.get(f"{url}match/").content.decode()
    answer = office.post(f"{url}match/", chosen(page, A="name", B="number", D="village"))
    assert answer["Location"] != url
    assert "旧村村民委员会" in office.get(answer["Location"]).content.decode()
    before, after = rows(actor_of(people.owner), Roster)
    assert (before.state, after.state) == ("discarded", "staged")
    assert before.file_id == after.file_id


def test_what_is_still_missing_is_told(office: Client) -> None:
    url = upload(office, book(*LINES))["Location"]
    page = office.get(url, {"heading": "3"}).content.decode()
    answer = office.post(f"{url}?heading=3", chosen(page, A="name"))
    assert answer.status_code == 422 and "还没有选哪一列是“身份证号码”" in answer.content.decode()
    twice = office.post(f"{url}?heading=3", chosen(page, A="name", B="number", C="number"))
    assert twice.status_code == 422 and "选成了同一栏" in twice.content.decode()


def test_the_file_is_kept_and_handed_out_for_a_reason(people: Cast, office: Client) -> None:
    data = book(*LINES, head=("姓名", "身份证号码", "村（居）", "备注"))
    url = upload(office, data)["Location"]
    [roster] = rows(actor_of(people.owner), Roster)
    with scope.acting(actor_of(people.owner)), connection.cursor() as cursor:
        cursor.execute("SELECT data FROM rosters_rosterfile")
        [[kept]] = cursor.fetchall()
    assert b64encode(data)[:40] not in bytes(kept), "sealed"
    assert office.post(f"{url}file/", {"reason": ""}).status_code == 422
    sent = office.post(f"{url}file/", {"reason": "核对村名"})
    assert sent.content == data and "attachment" in sent["Content-Disposition"]
    entry = AuditEntry.objects.get(verb="roster.see", outcome="done")
    assert (entry.reason, entry.subject_id) == ("核对村名", str(roster.pk))
    assert client_of(people.worker).post(f"{url}file/", {"reason": "看看"}).status_code == 403


def test_the_same_file_for_another_list_is_told_and_asked(office: Client) -> None:
    data = book(*LINES, head=("姓名", "身份证号码", "村（居）", "备注"))
    first = upload(office, data)["Location"]
    office.post(f"{first}merge/")
    second = upload(office, data, category="people:DB")["Location"]
    page = office.get(second).content.decode()
    assert "同一个文件已经按别的类别" in page and first in page and "confirm_same" in page
    stopped = office.post(f"{second}merge/", follow=True).content.decode()
    assert "已经按“思劳镇 特困人员名册 2025年4月1日”交过" in stopped
    office.post(f"{second}merge/", {"confirm_same": "on"})
    assert "已合并" in office.get(second).content.decode()
    third = upload(office, data)["Location"]
    page = office.get(third).content.decode()
    assert "这个文件已经合并过" in page and "没有变化" in page and "confirm_same" not in page


def test_the_place_of_the_page_is_kept_to_those_who_may(people: Cast, office: Client) -> None:
    url = upload(office, book(*LINES))["Location"]
    assert client_of(people.worker).get(url).status_code == 403
    assert client_of(people.stranger).get(url).status_code == 404
    assert ALL in url
