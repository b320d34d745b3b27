"""Rosters as the office meets them: the pages, the file of reasons, the command line."""

import json
import re
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import (
    NEXT_TOWN,
    OWN_TOWN,
    Cast,
    actor_of,
    client_of,
    make_actor,
)
from shuangbai.clients.models import CategorySpell, Person
from shuangbai.clients.tests.roster_office import (
    DAY,
    LATER,
    PAIR,
    holding,
    merged,
    new_roster,
    rows,
    workbook,
)
from shuangbai.clients.tests.rosters import number
from shuangbai.kernel import sheets
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import Problem
from shuangbai.rosters import actions, commands
from shuangbai.rosters.models import Roster

pytestmark = pytest.mark.django_db
ALL = "/rosters/"
WRONG = number(4)[:-1] + ("1" if number(4)[-1] != "1" else "2")
MIXED = (*PAIR, ("王五", WRONG, "城村"))


@pytest.fixture
def office(people: Cast) -> Client:
    return client_of(people.owner)


def upload(office: Client, data: bytes, name: str = "特困.xlsx", **told: str) -> Any:
    given = {"area": OWN_TOWN, "category": "people:TK", "day": DAY.isoformat(), **told}
    return office.post(ALL, {**given, "file": SimpleUploadedFile(name, data)})


def test_from_upload_to_merge(people: Cast, office: Client) -> None:
    actor = actor_of(people.owner)
    assert "还没有交过名册" in office.get(ALL).content.decode()
    answer = upload(office, workbook(MIXED))
    assert answer.status_code == 302
    page = office.get(answer["Location"]).content.decode()
    for said in ("第 4 行", "城村村民委员会", "校验码对不上", "不影响别的行", "合并这份名册"):
        assert said in page
    assert number(1) not in page and WRONG not in page
    assert rows(actor, Person) == []
    narrowed = office.get(answer["Location"], {"show": "refuse"}).content.decode()
    assert "王五" in narrowed and "陈志" not in narrowed
    for _ in range(2):
        sent = office.post(f"{answer['Location']}merge/")
        assert sent.status_code == 302 and sent["Location"] == answer["Location"]
    assert {one.name for one in rows(actor, Person)} == {"陈志", "陈英"}
    after = office.get(answer["Location"]).content.decode()
    assert "已合并" in after and "合并这份名册" not in after
    assert "特困" in office.get(ALL).content.decode()


def test_a_form_posted_twice_leaves_one_roster(people: Cast, office: Client) -> None:
    form = office.get(ALL).content.decode()
    [made] = re.findall(r'<input type="hidden" name="id" value="([^"]+)"', form)
    data = workbook(PAIR)  # a workbook says when it was made, so two of them differ
    first, again = (upload(office, data, id=made)["Location"] for _ in range(2))
    assert first == again == f"{ALL}{made}/"
    assert len(rows(actor_of(people.owner), Roster)) == 1


def test_a_list_that_a_colleague_has_put_in_is_shown(people: Cast, office: Client) -> None:
    data = workbook(PAIR)
    colleague = make_actor("head", OWN_TOWN, name="何站长")
    waiting = actions.stage(colleague, replace(new_roster(OWN_TOWN, PAIR), data=data))
    answer = upload(office, data)
    assert answer["Location"] == f"{ALL}{waiting.pk}/"
    assert "何站长已经交过" in office.get(answer["Location"]).content.decode()


def test_the_file_of_reasons_hides_numbers(people: Cast, office: Client) -> None:
    answer = upload(office, workbook(MIXED))
    sent = office.get(f"{answer['Location']}refused.xlsx")
    [sheet] = sheets.read(sent.content, "x.xlsx")
    assert sheet.rows[3][:2] == ["6", "王五"]
    assert "校验码" in sheet.rows[3][5] and WRONG not in str(sheet.rows)
    assert AuditEntry.objects.filter(verb="roster.see", detail__exported=1).exists()


def test_what_is_wrong_with_the_file_is_said_in_the_form(office: Client) -> None:
    assert upload(office, b"", "x.csv").status_code == 422
    assert "没有一行名单" in upload(office, "姓名,身份证号码\n".encode(), "x.csv").content.decode()
    assert upload(office, workbook(PAIR), day="2099-01-01").status_code == 422
    assert upload(office, workbook(PAIR), area="445302102").status_code == 422


def test_many_leaving_is_asked_on_the_page(people: Cast, office: Client) -> None:
    actor = actor_of(people.owner)
    merged(actor, [(f"人{order}", number(order)) for order in range(1, 9)])
    answer = upload(office, workbook((("人1", number(1)),)), day=LATER.isoformat())
    page = office.get(answer["Location"]).content.decode()
    assert "这 7 人确实都要退出名单" in page
    stopped = office.post(f"{answer['Location']}merge/", follow=True).content.decode()
    assert "超过一半" in stopped and "这 7 人确实都要退出名单" in stopped
    assert len(holding(actor, LATER)) == 8
    assert "人8" in office.get(answer["Location"], {"show": "retire"}).content.decode()
    office.post(f"{answer['Location']}merge/", {"confirm_retire": "on"})
    assert holding(actor, LATER) == {"人1"}


def test_nobody_leaves_who_was_not_shown_as_leaving(people: Cast, office: Client) -> None:
    """Between looking and merging another list of the same kind put other people on."""
    actor = actor_of(people.owner)
    merged(actor, [(f"人{order}", number(order)) for order in range(1, 4)])
    list_of_two = workbook((("人1", number(1)), ("人2", number(2))))
    answer = upload(office, list_of_two, day=LATER.isoformat())
    page = office.get(answer["Location"]).content.decode()
    shown = re.findall(r'name="leaving" value="(\w+)"', page)[0]
    merged(actor, [(f"人{order}", number(order)) for order in (1, 2, 4)], LATER)
    told = office.post(f"{answer['Location']}merge/", {"leaving": shown}, follow=True)
    assert "名单又变了" in told.content.decode()
    assert holding(actor, LATER) == {"人1", "人2", "人4"}


def test_a_stopped_merge_shows_what_has_come_between(people: Cast, office: Client) -> None:
    """The same new number was merged by the next town after this list was checked."""
    address = upload(office, workbook((("陈志", number(1), "城村"),)))["Location"]
    merged(make_actor("head", NEXT_TOWN), (("林某", number(1), "水东"),))
    stopped = office.post(f"{address}merge/", follow=True).content.decode()
    assert "没有一行能收" in stopped and "这个号码已在别的站建了档" in stopped
    assert "林某" not in stopped and "腰古" not in stopped


def test_discarding(people: Cast, office: Client) -> None:
    answer = upload(office, workbook(PAIR))
    assert office.post(f"{answer['Location']}discard/").status_code == 302
    [roster] = rows(actor_of(people.owner), Roster)
    assert roster.state == "discarded"
    assert "合并这份名册" not in office.get(answer["Location"]).content.decode()


def test_strangers_find_nothing(people: Cast, office: Client) -> None:
    address = upload(office, workbook(PAIR))["Location"]
    assert client_of(people.reader).get(address).status_code == 200
    for user in (people.worker, people.city, people.inspector, people.neighbour):
        stranger = client_of(user)
        assert stranger.get(ALL).status_code == 403
        assert stranger.get(address).status_code in (403, 404)
        assert stranger.post(f"{address}merge/").status_code in (403, 404)
    absent = f"{ALL}{UUID(int=7)}/"
    assert office.get(absent).status_code == 404
    assert office.post(f"{absent}merge/").status_code == 404


def run(*given: str) -> CommandResult:
    parser = ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["roster", "import", *given])
    found: CommandResult = args.handler(args)
    return found


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "特困.xlsx").write_bytes(workbook(MIXED))
    return str(tmp_path / "特困.xlsx")


TK = ("--area", OWN_TOWN, "--kind", "people", "--roster", "TK", "--day", DAY.isoformat())


def test_the_command_changes_nothing_without_commit(people: Cast, file: str) -> None:
    actor = actor_of(people.owner)
    told = run(file, *TK, "--json")
    assert {key: told.data[key] for key in ("rows", "create", "update", "unchanged", "retire")} == {
        **{"rows": 3, "create": 2, "update": 0, "unchanged": 0, "retire": 0}
    }
    [refused] = told.data["refuse"]
    assert (refused["row"], refused["column"]) == (6, "身份证号码")
    assert told.attention and json.dumps(told.data)
    assert rows(actor, Roster) == [] and rows(actor, Person) == []


def test_the_command_merges(people: Cast, file: str) -> None:
    actor = actor_of(people.owner)
    assert run(file, *TK, "--commit", "--as", "zhanzhang").data["create"] == 2
    assert len(rows(actor, CategorySpell)) == 2
    assert run(file, *TK, "--commit").data["unchanged"] == 2
    merges = AuditEntry.objects.filter(verb="roster.merge").order_by("at")
    assert [one.role for one in merges] == ["head", "system"]


def test_the_command_reads_a_mapping(tmp_path: Path, people: Cast) -> None:
    (tmp_path / "x.csv").write_text(f"名字,证\n陈志,{number(1)}\n", encoding="gb18030")
    (tmp_path / "map.json").write_text('{"姓名": "名字", "身份证号码": "证"}', encoding="utf-8")
    told = run(str(tmp_path / "x.csv"), *TK, "--map", str(tmp_path / "map.json"))
    assert (told.data["create"], told.attention) == (1, False)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--kind", "workers"), "roster.kind"),
        (("--day", "四月"), "roster.day"),
        (("--as", "nobody"), "roster.user"),
        (("--as", "shegong"), "roster.not_allowed"),
        (("--area", "999"), "areas.unknown"),
        (("--roster", "??"), "roster.list"),
    ],
)
def test_what_the_command_cannot_do(
    people: Cast, file: str, given: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Problem) as told:
        run(file, *TK, *given)
    assert told.value.code == code
    with pytest.raises(Problem) as absent:
        run("/nowhere.xlsx", *TK)
    assert absent.value.code == "roster.file"
