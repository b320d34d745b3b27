"""社工花名册: read, compared, merged; whom a later list leaves out, and what becomes a gap."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.testing import COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.kernel import identity, sheets
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions as rosters
from shuangbai.rosters.actions import Confirmed, NewRoster
from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.rules import ListOf
from shuangbai.staff import actions
from shuangbai.staff.models import Qualification, Station, VillageService, Worker, WorkerSpell
from shuangbai.staff.roster_rules import Place, Stations, words
from shuangbai.staff.testing import OPENED, make_station, make_worker, village_keys

pytestmark = pytest.mark.usefixtures("database")

DAY, LATER = date(2024, 6, 1), date(2024, 7, 1)
HEAD = (
    *("序号", "站点", "姓名", "性别", "身份证号", "联系电话", "学历", "岗位", "职责分工"),
    *("人员来源", "入职时间", "到岗时间", "持证情况", "管理号", "取证时间"),
)


def number(order: int) -> str:
    first17 = f"44530219900203{order:03d}"
    return first17 + identity.check_digit(first17)


HE = {
    "站点": "思劳镇",
    "姓名": "何木林",
    "性别": "男",
    "身份证号": number(1),
    "联系电话": "13800000001",
    "学历": "大专",
    "岗位": "服务岗",
    "职责分工": "走访和个案",
    "人员来源": "原双百社工",
    "入职时间": "2024.1.5",
    "到岗时间": "2024年1月5日",
    "持证情况": "社会工作师（中级）",
    "管理号": "2021A0001",
    "取证时间": "2021-9-30",
}
LIANG = {"站点": "思劳", "姓名": "梁小梅", "身份证号": number(2), "岗位": "事务岗"}


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def station(county: Actor) -> Station:
    return make_station(county)


def staged(actor: Actor, *told: dict[str, str], day: date = DAY, area: str = OWN_TOWN) -> Roster:
    lines = [[one.get(name, "") for name in HEAD] for one in told]
    data = sheets.write(lines, HEAD, "思劳镇社工花名册", f"{day}")
    return rosters.stage(actor, NewRoster(ListOf("workers", "", area, day), "花名册.xlsx", data))


def merged(actor: Actor, *told: dict[str, str], day: date = DAY, area: str = OWN_TOWN) -> Roster:
    said = Confirmed(retire=True, same=True)
    return rosters.merge(actor, staged(actor, *told, day=day, area=area).pk, said)


def rows(actor: Actor, model: Any, **where: Any) -> list[Any]:
    with scope.acting(actor):
        return list(model.objects.filter(**where).order_by("pk"))


def told(actor: Actor, roster: Roster, at: int = 0) -> RosterRow:
    found = rows(actor, RosterRow, roster=roster)[at]
    assert isinstance(found, RosterRow)
    return found


def outcome(roster: Roster) -> dict[str, int]:
    names = ("create", "update", "unchanged", "refuse", "retire")
    return {name: roster.outcome[name] for name in names if roster.outcome[name]}


def test_a_first_list_registers_everybody_with_what_it_says(head: Actor, station: Station) -> None:
    roster = staged(head, HE, LIANG)
    assert outcome(roster) == {"create": 2} and rows(head, Worker) == []
    rosters.merge(head, roster.pk)
    he, _ = rows(head, Worker)
    assert (he.sex, he.birth_date, he.education) == ("M", date(1990, 2, 3), "college")
    assert he.phone.reveal() == "13800000001" and he.hired_on == date(2024, 1, 5)
    first, second = rows(head, WorkerSpell)
    assert (first.origin, first.post, first.duties) == ("pioneer", "service", "走访和个案")
    assert (first.station_id, first.valid_from) == (station.pk, OPENED)
    assert (second.post, second.valid_from) == ("affairs", DAY), "from the list's day on"
    [paper] = rows(head, Qualification)
    assert (paper.worker_id, paper.level, paper.number) == (he.pk, "social", "2021A0001")
    assert "按2024年6月1日到岗记" in told(head, roster, 1).problems[0]["message"]


def test_the_same_again_is_no_change(head: Actor, station: Station) -> None:
    merged(head, HE, LIANG)
    again = staged(head, HE, LIANG, day=LATER)
    assert outcome(again) == {"unchanged": 2}
    rosters.merge(head, again.pk)
    assert len(rows(head, WorkerSpell)) == 2 and len(rows(head, Qualification)) == 1


def test_what_changed_begins_on_the_day_of_the_list(head: Actor, station: Station) -> None:
    merged(head, HE)
    second = {**HE, "姓名": "何木霖", "岗位": "事务岗", "学历": "", "联系电话": "13800000009"}
    roster = merged(head, second, day=LATER)
    changes = {one["field"]: (one["old"], one["new"]) for one in told(head, roster).changes}
    assert changes == {
        "姓名": ("何木林", "何木霖"),
        "联系电话": ("138****0001", "138****0009"),
        "岗位": ("服务岗", "事务岗"),
    }
    [he] = rows(head, Worker)
    assert (he.name, he.education) == ("何木霖", "college"), "a blank cell says nothing"
    before, after = rows(head, WorkerSpell, superseded_at=None)
    assert (before.post, before.valid_to) == ("service", LATER)
    assert (after.post, after.duties, after.valid_from) == ("affairs", "走访和个案", LATER)
    assert {before.worker_name, after.worker_name} == {"何木霖"}


def test_who_is_left_out_leaves_a_gap(head: Actor, station: Station) -> None:
    merged(head, HE, LIANG)
    he = rows(head, Worker)[0]
    village = village_keys()[0]
    actions.serve_directly(head, station.pk, [village], he.pk, DAY)
    roster = staged(head, LIANG, day=LATER)
    assert outcome(roster) == {"unchanged": 1, "retire": 1}
    assert len(rows(head, VillageService, superseded_at=None, valid_to=None)) == 1
    rosters.merge(head, roster.pk)
    [left] = rows(head, WorkerSpell, worker_id=he.pk, superseded_at=None)
    assert (left.valid_to, left.left, left.left_note) == (
        LATER,
        "other",
        "2024年7月1日的社工花名册上没有",
    )
    assert rows(head, VillageService, superseded_at=None, valid_to=None) == []
    back = merged(head, HE, LIANG, day=date(2024, 8, 1))
    assert outcome(back) == {"update": 1, "unchanged": 1}
    assert told(head, back).changes[0] == {"field": "在岗", "old": "离岗", "new": "在岗"}


def test_nobody_leaves_whom_no_list_has_named(head: Actor, station: Station) -> None:
    make_worker(head, station, "陈金水", number=number(7))
    assert outcome(staged(head, HE)) == {"create": 1}


def test_a_worker_of_another_station_is_not_registered_again(
    head: Actor, county: Actor, station: Station
) -> None:
    other = make_station(county, NEXT_TOWN)
    make_worker(county, other, "何木林", number=number(1))
    roster = staged(head, HE)
    assert outcome(roster) == {"refuse": 1}
    row = told(head, roster)
    assert "已在别的站登记过社工" in row.problems[0]["message"] and "腰古" not in str(row.problems)
    moved = merged(county, {**HE, "职责分工": ""}, area=COUNTY)
    assert outcome(moved) == {"update": 1}
    [spell] = rows(county, WorkerSpell, superseded_at=None, valid_to=None)
    assert (spell.station_id, spell.came_from) == (station.pk, other.name)


def test_rows_that_cannot_be_taken_say_why(head: Actor, station: Station) -> None:
    wrong = number(3)[:-1] + ("0" if number(3)[-1] != "0" else "1")
    roster = staged(
        head,
        {**HE, "站点": "没有这个站"},
        {**LIANG, "身份证号": wrong},
        {**LIANG, "姓名": ""},
        {**HE, "身份证号": number(9), "入职时间": "2024-3-1", "到岗时间": "2024-2-1"},
        {**HE, "身份证号": number(5)},
        {**HE, "身份证号": number(5)},
    )
    assert outcome(roster) == {"refuse": 6}
    said = [told(head, roster, at).problems[0]["message"] for at in range(6)]
    assert "没有叫“没有这个站”" in said[0] and "校验码" in said[1] and "没有写姓名" in said[2]
    assert "在到岗日期 2024年2月1日 之后" in said[3] and "第9行" in said[4] and "第8行" in said[5]


def test_what_is_not_understood_leaves_the_worker(head: Actor, station: Station) -> None:
    odd = {**HE, "学历": "上过学", "岗位": "打杂", "持证情况": "有证", "联系电话": "问他"}
    roster = merged(head, odd)
    assert outcome(roster) == {"create": 1}
    said = "".join(one["message"] for one in told(head, roster).problems)
    for part in ("“上过学”看不懂", "“打杂”看不懂", "“有证”看不懂", "不像电话号码"):
        assert part in said
    assert rows(head, Qualification) == []


def test_a_certificate_without_a_day_is_held_from_the_lists_day_on(
    head: Actor, station: Station
) -> None:
    roster = merged(head, {**HE, "取证时间": ""})
    [paper] = rows(head, Qualification)
    assert (paper.level, paper.issued_on) == ("social", DAY)
    assert "按2024年6月1日起持证记" in told(head, roster).problems[0]["message"]
    assert outcome(staged(head, HE, day=LATER)) == {"unchanged": 1}


def test_an_older_list_does_not_undo_newer_work(head: Actor, station: Station) -> None:
    merged(head, HE)
    [he] = rows(head, Worker)
    change = actions.PostChange(he.pk, station.pk, date(2024, 6, 20), "affairs")
    actions.change_posts(head, [change])
    roster = merged(head, HE, day=date(2024, 6, 10))
    assert outcome(roster) == {"unchanged": 1}
    assert "从2024年6月20日起，比这份名册新" in told(head, roster).problems[0]["message"]
    with pytest.raises(Problem) as older:
        merged(head, HE, day=date(2024, 5, 1))
    assert older.value.code == "roster.older"


def test_the_trail_tells_of_each(head: Actor, station: Station) -> None:
    merged(head, HE)
    entry = AuditEntry.objects.get(verb="roster.merge", outcome="done")
    kinds = set(entry.changes.values_list("record_kind", flat=True))
    assert {"staff.worker", "staff.qualification", "rosters.roster"} <= kinds


A, B = UUID(int=1), UUID(int=2)
STATIONS = Stations(
    "云城区",
    [
        Place(A, OWN_TOWN, "思劳镇", ("思劳镇社工站", "城村社工点")),
        Place(B, NEXT_TOWN, "腰古镇", ("腰古镇社工站",)),
    ],
)


@pytest.mark.parametrize(
    ("station", "town", "found"),
    [
        ("思劳镇社工站", "", A),
        ("思劳 社工站", "", A),
        ("思劳镇双百社工站", "", A),
        ("城村社工点", "", A),
        ("", "腰古", B),
        ("无", "腰古镇", B),
        ("腰古镇社会工作服务站", "腰古镇", B),
    ],
)
def test_ways_of_writing_a_station(station: str, town: str, found: UUID) -> None:
    assert STATIONS.find(station, town) == found


@pytest.mark.parametrize(
    ("station", "town", "code", "likely"),
    [
        ("", "", "roster.station_blank", ""),
        ("思芳镇社工站", "", "roster.station_unknown", "思劳镇"),
        ("思劳镇社工站", "腰古镇", "roster.station_unknown", ""),
    ],
)
def test_stations_are_never_guessed(station: str, town: str, code: str, likely: str) -> None:
    with pytest.raises(Problem) as told:
        STATIONS.find(station, town)
    assert told.value.code == code and likely in told.value.fix


def test_codes_are_said_as_pages_say_them() -> None:
    for name, choices in (
        ("education", Worker.Education),
        ("post", Worker.Post),
        ("origin", Worker.Origin),
        ("level", Qualification.Level),
    ):
        for code, label in choices.choices:
            assert words.word(name, code) == label and words.code(name, str(label)) == code
    assert words.code("level", "社会工作师（中级）") == "social"
