"""Whatever an office sends: read, asked about, or refused with a reason; never half done."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import OWN_TOWN, make_actor
from shuangbai.clients.models import CategorySpell, Person
from shuangbai.clients.testing import make_person
from shuangbai.clients.tests.roster_office import DAY, LATER, merged, rows
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions
from shuangbai.rosters.actions import Confirmed, NewRoster
from shuangbai.rosters.models import Roster, RosterFile, RosterRow
from shuangbai.rosters.rules import ListOf
from tests.database import clear

pytestmark = pytest.mark.django_db
TK = ListOf("people", "TK", OWN_TOWN, DAY)
HEADINGS = (
    "姓名",
    "身份证号码",
    "村（居）",
    "户主姓名",
    "与户主关系",
    "联系电话",
    "出生日期",
    "备注",
)
CELLS = st.one_of(
    st.sampled_from(
        (
            *("", "城村", "旧村委会", "思劳", "思劳老村", "合计", "3", "1 2", "—", "**年*月*日"),
            *("本人", "妻", "户主", "720元", "1989 年 07 月", "6.30", "45021", "'4453", "=1+1"),
            *("张三,13900000001,445302195002030017", "\u200b李　四", "陈" * 80, "13900000001"),
        )
    ),
    st.integers(1, 6).map(number),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**18), 10**18),
    st.booleans(),
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=12)


@st.composite
def books(draw: st.DrawFn) -> bytes:
    """A workbook with what may stand above, below and beside a list."""
    above = draw(st.lists(st.lists(CELLS, max_size=3), max_size=3))
    head = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8))
    if draw(st.integers(0, 3)):
        head = ["姓名", "身份证号码", *head[:4]]
    below: list[list[Any]] = draw(st.sampled_from(([], [["合计", 3]], [head])))
    grid = [*above, head, *draw(LINES), *below]
    path = draw(st.sampled_from((None, (1, 3))))
    return _written(grid, path)


def _written(grid: list[list[Any]], merged_rows: tuple[int, int] | None) -> bytes:
    from_memory: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False}
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {**from_memory, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for at, line in enumerate(grid):
        for column, cell in enumerate(line):
            sheet.write(at, column, cell)
    if merged_rows:
        first, last = len(grid) + merged_rows[0], len(grid) + merged_rows[1]
        sheet.merge_range(first, 0, last, 0, "城村")
    if len(grid) > 4:
        sheet.set_row(4, None, None, {"hidden": True})
    book.close()
    return target.getvalue()


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN, name="陈站长")


def _everything(actor: Actor) -> tuple[int, ...]:
    with scope.acting(actor):
        models: tuple[Any, ...] = (Person, CategorySpell, Roster, RosterRow, RosterFile)
        return tuple(model.objects.count() for model in models)


@pytest.mark.slow
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=books())
def test_no_workbook_leaves_anything_half_done(head: Actor, data: bytes) -> None:
    clear()
    before = _everything(head)
    try:
        roster = actions.stage(head, NewRoster(TK, "名册.xlsx", data))
    except Problem:
        assert _everything(head) == before
        return
    lines = rows(head, RosterRow)
    assert roster.outcome["rows"] == len(lines) and rows(head, Person) == []
    staged = _everything(head)
    try:
        done = actions.merge(head, roster.pk, Confirmed(same=True, retire=True))
    except Problem as told:
        assert told.code == "roster.nothing" and _everything(head) == staged
        return
    people = rows(head, Person)
    assert len(people) == done.outcome["create"]
    assert {line.subject_id for line in rows(head, RosterRow, outcome="create")} == {
        one.pk for one in people
    }


def said(actor: Actor, data: bytes, name: str = "名册.xlsx") -> str:
    with pytest.raises(Problem) as told:
        actions.stage(actor, NewRoster(TK, name, data))
    return told.value.code


def test_files_that_are_no_list(head: Actor) -> None:
    assert said(head, b"%PDF-1.4", "a.pdf") == "sheet.wrong_type"
    assert said(head, b"PK\x03\x04 broken") == "sheet.unreadable"
    assert said(head, "姓名,身份证号码\n".encode(), "a.csv") == "roster.no_rows"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert said(head, ole) == "sheet.password"
    assert _everything(head) == (0, 0, 0, 0, 0)


def test_two_hundred_thousand_blank_rows(head: Actor) -> None:
    grid: list[list[Any]] = [["姓名", "身份证号码"], ["陈志", number(1)]]
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, line in enumerate(grid):
        sheet.write_row(at, 0, line)
    edge = book.add_format({"border": 1})
    for at in range(2, 200_000):
        sheet.write_blank(at, 0, None, edge)
    book.close()
    roster = actions.stage(head, NewRoster(TK, "名册.xlsx", target.getvalue()))
    assert roster.outcome["rows"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_of_any_usual_encoding(head: Actor, encoding: str) -> None:
    data = f"姓名,身份证号码,村（居）\n陈志,'{number(1)},城村\n".encode(encoding)
    assert actions.stage(head, NewRoster(TK, "名册.csv", data)).outcome["create"] == 1


def test_two_with_one_number_and_one_of_the_next_county(head: Actor) -> None:
    county = make_actor(Role.COUNTY, "445321", name="新兴")
    make_person(county, "445321100201", "远处的人", number=number(9), since=DAY)
    lines = f"陈志,{number(1)},城村\n陈英,{number(1)},城村\n陈三,{number(9)},城村\n"
    data = f"姓名,身份证号码,村（居）\n{lines}".encode()
    roster = actions.stage(head, NewRoster(TK, "名册.csv", data))
    assert roster.outcome["refuse"] == 3
    told = [line.problems[0]["message"] for line in rows(head, RosterRow)]
    assert "第3行" in told[0] and "第2行" in told[1] and "别的站" in told[2]
    assert "远处" not in str(told) and "新兴" not in str(told)


def test_last_years_list_after_this_years(head: Actor) -> None:
    merged(head, (("陈志", number(1)),), LATER)
    old = actions.stage(head, NewRoster(TK, "去年.csv", f"姓名,证件号\n陈英,{number(2)}".encode()))
    with pytest.raises(Problem) as told:
        actions.merge(head, old.pk)
    assert told.value.code == "roster.older"
