"""One request, one scoped transaction: what fails leaves nothing, what escapes the scope is told.

The views here are made for these tests; the middleware, the actions and the tables are the real
ones.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import include, path

from shuangbai.access import gate, scope
from shuangbai.access.actor import operator
from shuangbai.access.models import AuditEntry, User
from shuangbai.access.request import ActorRequest
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, actor_of, cast, client_of
from shuangbai.clients.actions import people
from shuangbai.clients.models import Person
from shuangbai.kernel import counting, rowscope
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.rowscope import NoScope
from shuangbai.staff import actions
from shuangbai.staff.actions import NewStation
from shuangbai.staff.models import Station

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.urls(__name__)]

DAY = date(2026, 2, 3)


def new(area: str, name: str = "甲某") -> people.NewPerson:
    born, since = date(1950, 2, 3), date(2026, 1, 5)
    return people.NewPerson(area=area, name=name, birth_date=born, since=since)


def register_then_answer(request: ActorRequest, status: int) -> HttpResponse:
    people.register(request.actor, new(OWN_TOWN))
    return HttpResponse("", status=status)


def register_then_break(request: ActorRequest) -> HttpResponse:
    people.register(request.actor, new(OWN_TOWN))
    raise ZeroDivisionError


def register_there(request: ActorRequest, area: str) -> HttpResponse:
    people.register(request.actor, new(OWN_TOWN))
    people.register(request.actor, new(area, "乙某"))
    return HttpResponse("")


def one(request: ActorRequest, ident: UUID) -> HttpResponse:
    return HttpResponse(gate.find(Person, request.actor, ident).name)


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield "姓名\n"
        for person in Person.objects.all():
            yield person.name

    return StreamingHttpResponse(lines())


urlpatterns = [
    path("answer/<int:status>/", register_then_answer),
    path("break/", register_then_break),
    path("there/<str:area>/", register_there),
    path("one/<uuid:ident>/", one),
    path("streamed/", streamed),
    path("", include("shuangbai.config.urls")),
]


def people_there() -> int:
    with scope.acting(operator("测试", "44")):
        return int(Person.objects.count())


def outcomes() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("outcome", flat=True))


def test_a_good_answer_keeps_what_was_done() -> None:
    assert client_of(cast().owner).post("/answer/200/").status_code == 200
    assert (people_there(), outcomes()) == (1, ["done"])


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500, 503])
def test_an_answer_of_400_and_above_takes_it_back(status: int) -> None:
    assert client_of(cast().owner).post(f"/answer/{status}/").status_code == status
    assert (people_there(), outcomes()) == (0, [])


def test_a_view_that_breaks_takes_it_back() -> None:
    client = client_of(cast().owner)
    client.raise_request_exception = False
    assert client.post("/break/").status_code == 500
    assert (people_there(), outcomes()) == (0, [])
    assert rowscope.current() is None


def test_an_action_outside_the_area_writes_nothing_but_one_refusal() -> None:
    owner = cast().owner
    assert client_of(owner).post(f"/there/{NEXT_TOWN}/").status_code == 403
    assert people_there() == 0
    entry = AuditEntry.objects.get()
    assert (entry.outcome, entry.verb, entry.area) == ("refused", "person.register", NEXT_TOWN)
    assert (entry.actor_id, entry.role) == (owner.pk, "head")


def test_absent_and_not_yours_are_the_same_answer() -> None:
    members = cast()
    theirs = people.register(actor_of(members.neighbour), new(NEXT_TOWN))
    told = AuditEntry.objects.count()
    answers = [
        client_of(members.owner).get(f"/one/{ident}/")
        for ident in (theirs.pk, "00000000-0000-7000-8000-00000000dead")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert AuditEntry.objects.count() == told + 2
    assert client_of(members.neighbour).get(f"/one/{theirs.pk}/").status_code == 200


def test_the_api_leaves_a_refusal_too() -> None:
    client = client_of(cast().owner)
    answer = client.get("/api/v1/cover/", {"area": NEXT_TOWN})
    assert answer.status_code in (403, 404)
    assert outcomes() == ["refused"]


def test_a_stream_that_reads_people_after_the_answer_is_stopped() -> None:
    members = cast()
    people.register(actor_of(members.owner), new(OWN_TOWN))
    answer: Any = client_of(members.owner).get("/streamed/")
    with pytest.raises(NoScope):
        b"".join(answer.streaming_content)


QUESTIONS: dict[str, Callable[[], object]] = {
    "count": lambda: Station.objects.count(),
    "first": lambda: Station.objects.first(),
    "values": lambda: list(Person.objects.values("name")),
    "exists": lambda: Person.objects.filter(name="甲").exists(),
    "aggregate": lambda: Person.objects.aggregate(n=Count("id")),
    "in_bulk": lambda: Person.objects.in_bulk([UUID(int=1)]),
    "iterator": lambda: list(Person.objects.iterator()),
    "union": lambda: list(Person.objects.union(Person.objects.filter(name="甲"))),
    "update": lambda: Person.objects.update(name="乙"),
    "delete": lambda: Person.objects.all().delete(),
    "subquery": lambda: list(User.objects.filter(id__in=Person.objects.values("id"))),
    "figure": lambda: counting.count("people", Ask((OWN_TOWN,), Period(DAY, DAY))),
}
WRITES: dict[str, Callable[[], object]] = {
    "create": lambda: Station.objects.create(area=OWN_TOWN, name="站"),
    "save": lambda: Station(area=OWN_TOWN, name="站").save(),
    "bulk_create": lambda: Station.objects.bulk_create([Station(area=OWN_TOWN, name="站")]),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_without_a_scope_is_not_even_asked(name: str) -> None:
    with pytest.raises(NoScope):
        QUESTIONS[name]()


@pytest.mark.parametrize("name", WRITES)
def test_a_row_without_a_scope_is_refused(name: str) -> None:
    with pytest.raises((NoScope, DatabaseError)):
        WRITES[name]()


def test_a_job_in_a_thread_of_its_own_has_no_scope() -> None:
    found: list[object] = []

    def job() -> None:
        try:
            found.append(Station.objects.count())
        except NoScope as told:
            found.append(told)
        finally:
            connection.close()

    with scope.acting(operator("测试", "44")):
        thread = threading.Thread(target=job)
        thread.start()
        thread.join()
    assert isinstance(found[0], NoScope)


def test_a_scope_ends_with_its_transaction() -> None:
    actor = operator("测试", "4453")
    actions.open_station(actor, NewStation(OWN_TOWN, "思劳镇社工站", date(2026, 1, 1)))
    with scope.acting(actor):
        assert Station.objects.count() == 1
    with pytest.raises(NoScope):
        Station.objects.count()
    with scope.acting(operator("测试", NEXT_TOWN)):
        assert Station.objects.count() == 0
    with pytest.raises(ZeroDivisionError), scope.acting(actor):
        raise ZeroDivisionError
    with pytest.raises(NoScope):
        Station.objects.count()


def test_somebody_signed_in_without_areas_sees_nobody() -> None:
    members = cast()
    theirs = people.register(actor_of(members.owner), new(OWN_TOWN))
    assert Client().get(f"/one/{theirs.pk}/").status_code == 302
    assert client_of(members.system_admin).get(f"/one/{theirs.pk}/").status_code == 403
