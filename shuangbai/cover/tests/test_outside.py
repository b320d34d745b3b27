"""What programs ask: the API and the command line give the same numbers."""

from argparse import ArgumentParser
from typing import Any

import pytest
from django.test import Client

from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import OWN_TOWN, actor_of, cast, client_of
from shuangbai.clients.testing import OWN_VILLAGE, make_person
from shuangbai.cover import commands
from shuangbai.kernel import clock
from shuangbai.kernel.commands import CommandResult
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.usefixtures("database")


def run(*words: str) -> CommandResult:
    parser = ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["cover", *words])
    result: CommandResult = args.handler(args)
    return result


def asked(client: Client, query: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/cover/?{query}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_both_say_the_same() -> None:
    found = cast()
    make_person(actor_of(found.owner))
    printed = run("--area", OWN_TOWN, "--by", "village")
    told = asked(client_of(found.owner), f"area={OWN_TOWN}&by=village")
    for name in ("stations", "villages", "files", "service"):
        assert printed.data[name] == told[name]
    assert told["service"] == {"covered": 0, "whole": 1, "missing": 1}
    assert printed.data["day"] == clock.today()
    by_village = {row["key"]: row["service"]["whole"] for row in told["rows"]}
    assert len(by_village) == 15 and by_village[OWN_VILLAGE] == 1
    assert "服务覆盖：0 / 1 人，还缺 1 人" in printed.text


def test_a_village_is_judged_by_its_town() -> None:
    assert run("--area", OWN_VILLAGE).data["villages"] == {"covered": 0, "whole": 1, "missing": 1}


def test_what_cannot_be_answered() -> None:
    found = cast()
    owner = client_of(found.owner)
    assert asked(owner, "day=x", 422)["code"] == "figure.day"
    assert asked(owner, "by=street", 422)["code"] == "cover.level"
    assert asked(owner, "area=4453", 404)["code"] == "absent"
    assert asked(client_of(found.system_admin), "", 403)["code"] == "access.role"
    assert Client().get("/api/v1/cover/").status_code == 401
    refused = AuditEntry.objects.filter(verb="cover.see", outcome="refused")
    assert set(refused.values_list("actor_name", flat=True)) == {"zhanzhang", "xitong"}
    for words in (("--area", "445399"), ("--area", OWN_TOWN, "--day", "x")):
        with pytest.raises(Problem):
            run(*words)
