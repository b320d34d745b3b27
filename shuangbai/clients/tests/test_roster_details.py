"""What a list says besides who somebody is: kept, compared, changed from its day on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shuangbai.access.actor import Actor
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions import particulars
from shuangbai.clients.actions.particulars import Told
from shuangbai.clients.models import (
    CategorySpell,
    Certificate,
    FieldChange,
    Person,
    Profile,
    Tie,
)
from shuangbai.clients.roster_rules import choices
from shuangbai.clients.testing import make_person
from shuangbai.clients.tests.roster_office import DAY, LATER, outcomes, rows
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import sheets
from shuangbai.rosters import actions
from shuangbai.rosters.actions import Confirmed, NewRoster
from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.rules import ListOf

pytestmark = pytest.mark.django_db
HEAD = (
    *("姓名", "身份证号码", "性别", "出生日期", "村（居）", "低保类别", "保障金额（元/月）"),
    *("批准时间", "居住情况", "自理能力", "疾病情况", "银行账号", "残疾人证号", "监护人"),
    "监护人联系电话",
)
ACCOUNT = "6217000000000001234"
SICK = "高血压，肾病"
FIRST = {
    "姓名": "陈志",
    "身份证号码": number(1),
    "村（居）": "城村",
    "低保类别": "A类",
    "保障金额（元/月）": "720元",
    "批准时间": "2023.1.28",
    "居住情况": "独居",
    "自理能力": "半自理",
    "疾病情况": SICK,
    "银行账号": ACCOUNT,
    "残疾人证号": f"{number(1)}43",
    "监护人": "陈大",
    "监护人联系电话": "13900000001",
}
CHILD = {
    "姓名": "陈小",
    "身份证号码": "无",
    "性别": "男",
    "出生日期": "2018年3月5日",
    "村（居）": "城村",
}


@pytest.fixture
def head(people: Cast) -> Actor:
    return actor_of(people.owner)


def staged(head: Actor, *told: dict[str, str], day: date = DAY) -> Roster:
    lines = [[one.get(name, "") for name in HEAD] for one in told]
    data = sheets.write(lines, HEAD, "名册", str(day))
    return actions.stage(head, NewRoster(ListOf("people", "DB", OWN_TOWN, day), "a.xlsx", data))


def merged(head: Actor, *told: dict[str, str], day: date = DAY) -> Roster:
    return actions.merge(head, staged(head, *told, day=day).pk, Confirmed(same=True))


def held(head: Actor, model: Any) -> list[Any]:
    """As known now, in the order of their days."""
    found = [one for one in rows(head, model) if one.superseded_at is None]
    return sorted(found, key=lambda one: one.valid_from)


def told(head: Actor, roster: Roster) -> dict[str, tuple[str, str]]:
    """What the review says of the changes of the first row."""
    first = rows(head, RosterRow, roster=roster)[0]
    return {one["field"]: (one["old"], one["new"]) for one in first.changes}


def test_everything_of_a_first_list_is_kept(head: Actor) -> None:
    roster = merged(head, FIRST)
    [spell], [profile] = held(head, CategorySpell), held(head, Profile)
    assert (spell.level, spell.amount, spell.granted_on) == ("A类", 720, date(2023, 1, 28))
    assert (profile.living, profile.self_care) == ("alone", "partial")
    assert profile.illnesses.reveal() == SICK and profile.bank_account.reveal() == ACCOUNT
    assert (profile.valid_from, profile.valid_to) == (DAY, None)
    assert (profile.source, profile.roster_id) == ("roster", roster.pk)
    [certificate], [tie] = held(head, Certificate), held(head, Tie)
    assert (certificate.kind, certificate.level) == (4, 3)
    assert (tie.role, tie.name, tie.phone.reveal()) == ("guardian", "陈大", "13900000001")


def test_the_same_again_is_no_change(head: Actor) -> None:
    merged(head, FIRST, CHILD)
    again = staged(head, FIRST, CHILD, day=LATER)
    assert outcomes(again) == {"unchanged": 2}
    actions.merge(head, again.pk)
    for model in (Profile, Certificate, Tie):
        assert len(rows(head, model)) == 1
    assert len(rows(head, CategorySpell)) == 2


def test_what_a_later_list_says_otherwise_holds_from_its_day_on(head: Actor) -> None:
    merged(head, FIRST)
    second = {
        **FIRST,
        "保障金额（元/月）": "735",
        "居住情况": "与家人同住",
        "自理能力": "全护理",
        "疾病情况": "",
        "银行账号": "6217000000000005678",
        "残疾人证号": f"{number(1)}42",
        "监护人": "陈二",
        "监护人联系电话": "",
    }
    roster = staged(head, second, day=LATER)
    said = told(head, roster)
    assert said["保障金额"] == ("720 元", "735 元")
    assert said["居住情况"] == ("独居", "与家人同住")
    assert said["监护人"] == ("", "陈二")
    assert said["银行账号"] == ("•••• 1234", "•••• 5678")
    assert said["自理能力"] == said["残疾人证"] == ("有记录", "按名册记"), "health is not repeated"
    assert "疾病情况" not in said, "a blank cell says nothing"
    actions.merge(head, roster.pk)
    before, after = held(head, CategorySpell)
    assert (before.amount, before.valid_to, after.amount) == (720, LATER, Decimal(735))
    assert after.level == "A类" and after.granted_on == date(2023, 1, 28)
    before, after = held(head, Profile)
    assert (before.living, before.valid_to, after.living) == ("alone", LATER, "family")
    assert after.illnesses.reveal() == SICK
    assert [one.level for one in held(head, Certificate)] == [3, 2]
    assert {one.name for one in held(head, Tie) if one.valid_to is None} == {"陈大", "陈二"}


def test_what_was_told_for_a_later_day_stands(head: Actor) -> None:
    merged(head, FIRST)
    [person] = rows(head, Person)
    particulars.tell(head, person.pk, Told({"living": "institution"}, LATER))
    merged(head, {**FIRST, "居住情况": "空巢"}, day=date(2025, 4, 20))
    assert [(one.valid_from, one.living) for one in held(head, Profile)] == [
        (DAY, "alone"),
        (date(2025, 4, 20), "spouse"),
        (LATER, "institution"),
    ]


def test_who_has_no_number_is_known_by_name_and_birth_date(head: Actor) -> None:
    merged(head, CHILD)
    [child] = rows(head, Person)
    assert (child.sex, child.birth_date) == ("M", date(2018, 3, 5))
    [spell] = held(head, CategorySpell)
    assert spell.birth_date == date(2018, 3, 5)
    moved = {**CHILD, "村（居）": "旧村村委会", "监护人": "陈大"}
    assert outcomes(merged(head, moved, day=LATER)) == {"update": 1}
    assert len(rows(head, Person)) == 1 and held(head, Tie)[0].name == "陈大"
    gone = staged(head, {**FIRST, "姓名": "陈小"}, day=date(2025, 5, 20))
    assert gone.outcome["retire"] == 1, "a row with a number is somebody else"


def test_a_child_put_on_file_by_hand_is_found_by_the_list(head: Actor) -> None:
    born = date(2018, 3, 5)
    make_person(head, name="陈小", number=None, birth_date=born, categories=("DB",), since=DAY)
    assert outcomes(merged(head, CHILD, day=LATER)) == {"unchanged": 1}
    assert len(rows(head, Person)) == 1


def test_two_that_cannot_be_told_apart_are_refused(head: Actor) -> None:
    twice = staged(head, CHILD, CHILD)
    assert outcomes(twice) == {"refuse": 2}
    first = rows(head, RosterRow, roster=twice)[0]
    assert "第5行姓名、出生日期都一样" in first.problems[0]["message"]
    for _ in range(2):
        make_person(head, name="陈小", number=None, birth_date=date(2018, 3, 5), since=DAY)
    roster = staged(head, CHILD, day=LATER)
    assert outcomes(roster) == {"refuse": 1}
    [row] = rows(head, RosterRow, roster=roster)
    assert "分不清是哪一位" in row.problems[0]["message"]


def test_another_name_stays_in_the_history(people: Cast, head: Actor) -> None:
    merged(head, FIRST)
    merged(head, {**FIRST, "姓名": "陈志强"}, day=LATER)
    [kept] = rows(head, FieldChange, field="name")
    assert (kept.field, kept.source) == ("name", "roster")
    page = client_of(people.owner).get(f"/people/{kept.person_id}/history/").content.decode()
    assert "陈志强" in page and "名册" in page


def test_codes_are_said_as_pages_say_them() -> None:
    for name in (*choices.CODES, "support"):
        column: Any = Profile._meta.get_field(name)
        for code, label in column.flatchoices:
            assert choices.word(name, code) == label
            if name != "support":
                assert choices.code(name, label) == code
