"""What programs ask: API and command line."""

from argparse import ArgumentParser
from typing import Any

import pytest
from django.test import Client

from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import cast, client_of
from shuangbai.figures import commands
from shuangbai.kernel import clock
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.usefixtures("database")


def run(*words: str) -> CommandResult:
    parser = ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["figures", *words])
    result: CommandResult = args.handler(args)
    return result


def asked(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/figures/{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_list_says_what_adds_up() -> None:
    found = {one["key"]: one for one in run("list").data}
    assert set(found["people"]) == {
        *("key", "name", "unit", "splits", "facets", "additive_over", "description"),
    }
    assert found["visits"]["additive_over"] == ["area", "time"]
    assert found["people"]["facets"] == ["category"]


def test_counting_by_command() -> None:
    data = run("count", "towns", "--area", "4453", "--by", "county").data
    assert (data["total"], data["additive"], data["unit"]) == (63, True, "个")
    assert data["parts"][0] == {"part": "445302", "name": "云城区", "value": 8}
    assert sum(part["value"] for part in data["parts"]) == 63
    assert (data["from"], data["to"]) == (clock.today(), clock.today())


def test_a_command_is_told_the_keys() -> None:
    with pytest.raises(Problem) as told:
        run("count", "towns", "--area", "4453", "--by", "colour")
    assert "county" in told.value.fix
    with pytest.raises(Problem) as told:
        run("count", "nothing", "--area", "4453")
    assert "figures list" in told.value.fix


def test_rows_by_command() -> None:
    whole = run("rows", "villages", "--area", "445302").data
    assert len(whole) == 123
    part = run("rows", "villages", "--area", "445302", "--part", "445302103").data
    assert len(part) == 15
    assert set(part[0]) == {"id", "subject", "area", "day"}


@pytest.mark.parametrize(
    "words",
    [
        ("count", "nothing", "--area", "4453"),
        ("count", "towns", "--area", "9999"),
        ("count", "towns", "--area", "4453", "--by", "colour"),
        ("count", "towns", "--area", "4453", "--known", "x"),
        ("rows", "towns", "--area", "4453", "--part", "x"),
    ],
)
def test_what_cannot_be_answered_by_command(words: tuple[str, ...]) -> None:
    with pytest.raises(Problem):
        run(*words)


def test_the_api() -> None:
    found = cast()
    city = client_of(found.city)
    assert {one["key"] for one in asked(city, "")} >= {"towns", "people", "people_covered"}
    told = asked(city, "towns/count?by=county")
    assert (told["total"], told["additive"]) == (63, True)
    rows = asked(city, "towns/rows?area=445302")
    assert rows["total"] == len(rows["rows"]) == 8 and rows["after"] == ""
    first = asked(city, "towns/rows")
    second = asked(city, f"towns/rows?after={first['after']}")
    assert len({row["id"] for row in (*first["rows"], *second["rows"])}) == first["total"] == 63
    assert AuditEntry.objects.filter(verb="figure.rows", outcome="seen").exists()


def test_what_the_api_refuses() -> None:
    found = cast()
    city = client_of(found.city)
    assert asked(city, "nothing/count", 422)["code"] == "figure.unknown"
    assert asked(city, "towns/count?known=x", 422)["code"] == "figure.known"
    assert asked(city, "towns/count?area=445399", 404)["code"] == "absent"
    assert asked(city, "towns/rows?by=town&part=x")["total"] == 0
    assert asked(client_of(found.neighbour), "towns/count?area=4453", 404)["code"] == "absent"
    assert asked(client_of(found.audit_admin), "towns/count", 403)["code"] == "access.role"
    assert Client().get("/api/v1/figures/").status_code == 401
    refused = AuditEntry.objects.filter(outcome="refused").values_list("verb", flat=True)
    assert list(refused) == ["figure.count"] * 3
