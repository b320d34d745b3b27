"""The report of what a roster changes: before the merge as planned, after it as done."""

import pytest
from django.test import Client

from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.tests.roster_office import LATER, merged, workbook
from shuangbai.clients.tests.rosters import number
from shuangbai.clients.tests.test_roster_pages import WRONG, upload
from shuangbai.kernel import sheets

pytestmark = pytest.mark.django_db
BEFORE = [("陈志", number(1), "城村"), ("陈英", number(2), "城村"), ("陈三", number(3), "城村")]
AFTER = [
    ("陈志", number(1), "城村"),
    ("陈英", number(2), "旧村", "13900000002"),
    ("新人", number(5), "旧村"),
    ("王五", WRONG, "城村"),
]


@pytest.fixture
def office(people: Cast) -> Client:
    merged(actor_of(people.owner), BEFORE)
    return client_of(people.owner)


@pytest.fixture
def url(office: Client) -> str:
    found: str = upload(office, workbook(AFTER), day=LATER.isoformat())["Location"]
    return found


def report(office: Client, url: str, **asked: str) -> str:
    text = office.get(f"{url}delta/", asked).content.decode()
    return text[text.index('id="rows"') :]


def test_all_that_changes_is_told(office: Client, url: str) -> None:
    told = report(office, url)
    for text in ("陈三", "退出", "新人", "城村村民委员会 → 旧村村民委员会", "王五", "校验码"):
        assert text in told
    assert "陈志" not in told, "who stays as they are is left out"
    whole = office.get(f"{url}delta/").content.decode()
    assert "现在合并的话" in whole and "改了哪些栏" in whole and "13900000002" not in whole


def test_each_count_opens_its_rows(office: Client, url: str) -> None:
    assert "陈志" in report(office, url, show="unchanged")
    assert "陈英" not in report(office, url, show="create")
    left = report(office, url, show="retire")
    assert "陈三" in left and "新人" not in left
    changed = report(office, url, show="update", field="联系电话")
    assert "陈英" in changed and "没有 → 139****0002" in changed
    assert "新人" not in report(office, url, field="联系电话")


def test_a_place_narrows_it(office: Client, url: str) -> None:
    there = report(office, url, place="445302103206")
    assert "新人" in there and "王五" not in there


def test_after_the_merge_it_says_the_same(office: Client, url: str) -> None:
    office.post(f"{url}merge/")
    told = report(office, url)
    for text in ("陈三", "新人", "城村村民委员会 → 旧村村民委员会"):
        assert text in told
    assert "合并时的变动" in office.get(f"{url}delta/").content.decode()


def test_the_workbook_has_a_line_for_each_change(office: Client, url: str) -> None:
    [sheet] = sheets.read(office.get(f"{url}delta.xlsx").content, "x.xlsx")
    told = [(row[0], row[2], row[5]) for row in sheet.rows[3:]]
    assert told == [
        ("变更", "陈英", "联系电话"),
        ("变更", "陈英", "村（居）"),
        ("新增", "新人", ""),
        ("不能收", "王五", "身份证号码"),
        ("退出", "陈三", ""),
    ]
    assert number(5) not in str(sheet.rows)
    assert AuditEntry.objects.filter(verb="roster.see", detail__exported=5).exists()
