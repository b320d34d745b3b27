"""Bad text, days out of reason, and a database that says no: answered in words, never a broken
page. The views that fail are made for these tests; all else is the real thing."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import messages
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from psycopg import errors

from shuangbai.access import audit
from shuangbai.access.models import AuditEntry
from shuangbai.access.request import ActorRequest
from shuangbai.access.testing import OWN_TOWN, Cast, cast, client_of
from shuangbai.clients.actions import people
from shuangbai.clients.models import CategorySpell
from shuangbai.kernel import clock, ids

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.urls(__name__)]

BORN, SINCE = date(1950, 2, 3), date(2026, 1, 5)
CAUSES: dict[str, type[Exception]] = {
    "deadlock": errors.DeadlockDetected,
    "order": errors.SerializationFailure,
    "lock": errors.LockNotAvailable,
    "slow": errors.QueryCanceled,
    "other": errors.UndefinedTable,
}


def broken(request: ActorRequest, why: str) -> HttpResponse:
    error = OperationalError(why)
    raise error from CAUSES[why]()


def twice(request: ActorRequest) -> HttpResponse:
    """The second spell clashes with the first, which is found out at the commit."""
    new = people.NewPerson(OWN_TOWN, "甲某", SINCE, birth_date=BORN, categories=("TK",))
    person = people.register(request.actor, new)
    audit.seen(request.actor, "person.see", area=OWN_TOWN)
    stamp = {"recorded_at": clock.now(), "recorded_by": uuid4(), "recorded_by_name": "某"}
    CategorySpell.objects.create(
        area=OWN_TOWN,
        person=person,
        category_id="TK",
        birth_date=BORN,
        source="field",
        valid_from=SINCE,
        **stamp,
    )
    messages.success(request, "登记好了。")
    return HttpResponse("kept")


urlpatterns = [
    path("broken/<str:why>/", broken),
    path("twice/", twice),
    path("", include("shuangbai.config.urls")),
]


@pytest.fixture
def people_here() -> Cast:
    return cast()


def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("why", CAUSES)
def test_what_another_try_mends_is_said_so(people_here: Cast, why: str) -> None:
    answer = quiet(client_of(people_here.owner)).get(f"/broken/{why}/")
    assert answer.status_code == (500 if why == "other" else 409)
    assert ("再试一次" in answer.content.decode()) == (why != "other")


def test_a_clash_at_the_commit_is_told_and_nothing_else_said(people_here: Cast) -> None:
    client = quiet(client_of(people_here.owner))
    answer = client.post("/twice/")
    assert answer.status_code == 409, answer.content.decode()
    assert "刚才已经有人记了" in answer.content.decode()
    assert [entry.outcome for entry in AuditEntry.objects.all()] == ["seen"]
    assert "登记好了" not in client.get("/people/").content.decode()
    assert not connection.in_atomic_block


STRANGE = ("\x00", "\x1b[2J", "\x7f", "\x85")


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/people/", "q"),
        ("/people/", "area"),
        ("/visits/", "worker"),
        ("/visits/new/", "q"),
        ("/cover/", "area"),
        ("/figures/people/", "part"),
        ("/api/v1/figures/people/rows", "after"),
    ],
)
def test_strange_characters_in_an_address_are_refused(
    people_here: Cast, address: str, name: str, strange: str
) -> None:
    answer = quiet(client_of(people_here.owner)).get(address, {name: f"李{strange}"})
    assert answer.status_code == 400
    text = answer.json()["message"] if "api" in address else answer.content.decode()
    assert "控制字符" in text


@pytest.mark.parametrize("strange", STRANGE)
def test_strange_characters_in_a_form_are_refused(people_here: Cast, strange: str) -> None:
    told = {"id": str(ids.uuid7()), "name": f"李{strange}", "area": OWN_TOWN, "birth_date": BORN}
    answer = quiet(client_of(people_here.owner)).post("/people/new/", told)
    assert answer.status_code == 400 and "控制字符" in answer.content.decode()
    assert not AuditEntry.objects.exists()
    login = {"login": f"x{strange}", "password": "x"}
    assert quiet(Client()).post("/account/login/", login).status_code == 400


def test_lines_and_tabs_may_be_typed(people_here: Cast) -> None:
    answer = client_of(people_here.owner).post("/people/find/", {"q": "李\t秀\r\n英"})
    assert answer.status_code == 302


FAR = ("0001-01-01", "0203-05-01", "1989-12-31", "9999-12-31")


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/cover/", "day"),
        ("/cover/", "known"),
        ("/cover/missing/", "day"),
        ("/figures/visits/", "from"),
        ("/figures/visits/", "to"),
        ("/figures/people/", "known"),
        ("/figures/freeze/", "day"),
        ("/api/v1/figures/visits/count", "to"),
        ("/api/v1/figures/people/rows", "known"),
        ("/api/v1/cover/", "known"),
    ],
)
def test_days_out_of_reason_are_told(people_here: Cast, address: str, name: str, day: str) -> None:
    asked = {"area": OWN_TOWN, "key": "people", "day": "2026-02-03", "window": "365", name: day}
    answer = quiet(client_of(people_here.owner)).get(address, asked)
    assert answer.status_code == 422
    if "freeze" not in address:
        text = answer.json()["message"] if "api" in address else answer.content.decode()
        assert "太早或太晚" in text


@pytest.mark.parametrize("window", ["0", "3661", "9" * 5000, "x"])
@pytest.mark.parametrize("address", ["/cover/", "/figures/people/", "/figures/freeze/"])
def test_windows_out_of_reason_are_told(people_here: Cast, address: str, window: str) -> None:
    asked = {"area": OWN_TOWN, "key": "people", "day": "2026-02-03", "window": window}
    assert quiet(client_of(people_here.owner)).get(address, asked).status_code == 422


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("name", ["since", "birth_date"])
def test_days_out_of_reason_in_a_form_are_told(people_here: Cast, name: str, day: str) -> None:
    told: dict[str, Any] = {"id": str(ids.uuid7()), "name": "李秀英", "area": OWN_TOWN}
    told |= {"birth_date": "1950-02-03", "since": "2026-01-05", name: day}
    answer = quiet(client_of(people_here.owner)).post("/people/new/", told)
    if (name, day) == ("birth_date", "1989-12-31"):
        assert answer.status_code == 302
    else:
        assert answer.status_code == 422 and "日期不对" in answer.content.decode()


@pytest.mark.parametrize("day", FAR)
def test_a_filter_with_such_a_day_asks_nothing_of_it(people_here: Cast, day: str) -> None:
    answer = quiet(client_of(people_here.owner)).get("/visits/", {"start": day, "end": day})
    assert answer.status_code == 200
