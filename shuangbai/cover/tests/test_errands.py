"""Giving people who are missing to a worker; what becomes of it; who sees it first."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions import people as clients
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.cover import actions
from shuangbai.cover.actions import NewErrands
from shuangbai.cover.models import Errand, TakenBack
from shuangbai.cover.rules.errands import State
from shuangbai.cover.selectors import errands as selectors
from shuangbai.cover.testing import make_errand
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem
from shuangbai.staff.actions import NewStation, NewWorker, add_worker, open_station
from shuangbai.staff.models import Worker
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")
SINCE = date(2024, 1, 8)
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def head(people: Cast) -> Actor:
    return actor_of(people.owner)


@pytest.fixture
def station() -> UUID:
    product = operator("测试", "4453")
    return open_station(product, NewStation(OWN_TOWN, "思劳镇社工站", SINCE)).pk


@pytest.fixture
def worker_row(people: Cast, station: UUID) -> Worker:
    """The worker with an account, at the station."""
    product = operator("测试", "4453")
    new = NewWorker(station, "周社工", "service", SINCE, people.worker.pk)
    return add_worker(product, new)


@pytest.fixture
def colleague(station: UUID) -> Worker:
    """A worker who does not sign in."""
    return add_worker(operator("测试", "4453"), NewWorker(station, "何木林", "service", SINCE))


def state_of(actor: Actor, errand: Errand) -> State:
    with scope.acting(actor):
        return selectors.find(actor, errand.pk).told.state


def mine(actor: Actor) -> list[str]:
    with scope.acting(actor):
        return [line.errand.person_name.reveal() for line in selectors.mine(actor)]


def named(body: str) -> list[str]:
    return re.findall(r'scope="row"><a[^>]*>([^<]+)</a>', body)


def test_a_worker_sees_what_was_given_first(
    people: Cast, head: Actor, worker: Actor, worker_row: Worker, colleague: Worker
) -> None:
    soon, later, other = (make_person(head, name=n) for n in ("李秀英", "陈木生", "吴丽珍"))
    today = clock.today()
    make_errand(head, worker_row, later, due=today + timedelta(days=9))
    make_errand(head, worker_row, soon, due=today + timedelta(days=2), note="先打电话")
    make_errand(head, colleague, other)
    assert mine(worker) == ["李秀英", "陈木生"]
    body = client_of(people.worker).get("/").content.decode()
    given = body[body.index("派给我的") : body.index("figure-card")]
    assert "李秀英" in given and "先打电话" in given and "吴丽珍" not in given
    assert mine(actor_of(people.owner)) == []


def test_it_is_done_by_itself_and_stays_done(
    head: Actor, worker: Actor, worker_row: Worker, clock_at: SetClock
) -> None:
    person = make_person(head)
    [errand] = make_errand(head, worker_row, person)
    assert errand.lacked == "both" and state_of(head, errand) is State.OPEN
    make_visit(worker, person)
    assert state_of(head, errand) is State.OPEN  # no file yet
    clients.open_file(worker, [person.pk], clock.today())
    assert state_of(head, errand) is State.DONE and mine(worker) == []
    with scope.acting(head):
        assert [line.errand.pk for line in selectors.listed(head, selectors.ENDED)] == [errand.pk]
    clock_at(clock.now() + timedelta(days=500))
    assert state_of(head, errand) is State.DONE and mine(worker) == []


def test_who_moved_away_is_no_errand_any_more(
    people: Cast, head: Actor, worker_row: Worker
) -> None:
    person = make_person(head, since=clock.today() - timedelta(days=9))
    [errand] = make_errand(head, worker_row, person)
    clients.move(actor_of(people.reader), person.pk, NEXT_VILLAGE, clock.today())
    assert state_of(head, errand) is State.GONE
    with scope.acting(head):
        assert selectors.listed(head, selectors.OPEN) == []
        [line] = selectors.listed(head, selectors.ENDED)
    assert line.person is None and line.errand.person_name.reveal() == "李秀英"


def test_a_whole_village_is_given_at_once(head: Actor, worker_row: Worker) -> None:
    here = [make_person(head, OWN_VILLAGE, name) for name in ("李秀英", "陈木生")]
    served = make_person(head, OWN_VILLAGE, "欧少芬")
    make_visit(head, served, open_files=(served.pk,))
    elsewhere = make_person(head, OTHER_VILLAGE, "吴丽珍")
    new = NewErrands(uuid4(), worker_row.pk, clock.today(), (elsewhere.pk,), (OWN_VILLAGE,))
    made = actions.give(head, new)
    assert {one.person_id for one in made} == {*(one.pk for one in here), elsewhere.pk}
    again = actions.give(head, new)
    assert {one.pk for one in again} == {one.pk for one in made}
    with scope.acting(head):
        assert Errand.objects.under(OWN_TOWN).count() == 3


def test_given_anew_is_taken_from_the_one_before(
    head: Actor, worker: Actor, worker_row: Worker, colleague: Worker
) -> None:
    person = make_person(head)
    [first] = make_errand(head, worker_row, person)
    assert make_errand(head, worker_row, person) == []  # the same worker and day: nothing new
    [second] = make_errand(head, colleague, person)
    assert (state_of(head, first), state_of(head, second)) == (State.BACK, State.OPEN)
    assert mine(worker) == []
    with scope.acting(head):
        [back] = TakenBack.objects.under(OWN_TOWN)
        assert back.reason.reveal() == "改派给何木林"


def test_taking_back_needs_a_reason(head: Actor, worker: Actor, worker_row: Worker) -> None:
    [errand] = make_errand(head, worker_row, make_person(head))
    with pytest.raises(Problem) as refused:
        actions.take_back(head, errand.pk, "  ")
    assert refused.value.code == "errand.why"
    once = actions.take_back(head, errand.pk, "村委先去")
    assert actions.take_back(head, errand.pk, "又一次").pk == once.pk
    assert state_of(head, errand) is State.BACK and mine(worker) == []
    entry = AuditEntry.objects.filter(verb="errand.give", reason="村委先去").get()
    assert entry.subject_id == str(errand.pk)


@pytest.mark.parametrize(
    ("code", "due", "town"),
    [
        ("errand.past", -1, OWN_TOWN),
        ("errand.worker", 7, NEXT_TOWN),
    ],
)
def test_what_cannot_be_given_is_told(
    people: Cast, worker_row: Worker, code: str, due: int, town: str
) -> None:
    county = actor_of(people.reader)
    village = {OWN_TOWN: OWN_VILLAGE, NEXT_TOWN: NEXT_VILLAGE}[town]
    person = make_person(county, village)
    until = clock.today() + timedelta(days=due)
    with pytest.raises(Problem) as refused:
        make_errand(county, worker_row, person, due=until)
    assert refused.value.code == code


def test_people_of_two_towns_are_not_given_together(people: Cast, worker_row: Worker) -> None:
    county = actor_of(people.reader)
    both = make_person(county, OWN_VILLAGE), make_person(county, NEXT_VILLAGE)
    with pytest.raises(Problem) as refused:
        make_errand(county, worker_row, *both)
    assert refused.value.code == "errand.towns"
    address = "/cover/errands/new/?" + "&".join(f"person={one.pk}" for one in both)
    body = client_of(people.reader).get(address).content.decode()
    assert "选的人在几个镇街" in body and "派出去" not in body


def test_nobody_gives_what_is_not_theirs(
    people: Cast, head: Actor, worker: Actor, worker_row: Worker
) -> None:
    person = make_person(head)
    [errand] = make_errand(head, worker_row, person)
    with pytest.raises(Refused):
        make_errand(worker, worker_row, person)
    stranger = actor_of(people.stranger)
    with pytest.raises(Problem) as refused:
        make_errand(stranger, worker_row, person)
    assert refused.value.code == "errand.nobody"
    with pytest.raises(Absent):
        actions.take_back(stranger, errand.pk, "不该")
    for user in (people.neighbour, people.stranger, people.overseer):
        body = client_of(user).get("/cover/errands/").content.decode()
        assert "李秀英" not in body and "没有派出去还没办的" in body
    for user in (people.province, people.inspector, people.system_admin):
        assert client_of(user).get("/cover/errands/").status_code == 403


def test_from_the_list_to_the_errand(people: Cast, head: Actor, worker_row: Worker) -> None:
    first = make_person(head, name="李秀英")
    make_person(head, OTHER_VILLAGE, name="陈木生")
    asking = client_of(people.owner)
    listed = asking.get("/cover/missing/").content.decode()
    assert f'name="person" value="{first.pk}"' in listed
    assert f'name="village" value="{OTHER_VILLAGE}"' in listed
    address = f"/cover/errands/new/?area={OWN_TOWN}&person={first.pk}&village={OTHER_VILLAGE}"
    form = asking.get(address).content.decode()
    assert "李秀英" in form and "陈木生" in form and "周社工" in form
    sent = {
        "id": str(uuid4()),
        "person": str(first.pk),
        "village": OTHER_VILLAGE,
        "worker": str(worker_row.pk),
        "due_on": str(clock.today() + timedelta(days=3)),
        "note": "白天多在菜地",
    }
    answer = asking.post("/cover/errands/new/", sent, follow=True)
    body = answer.content.decode()
    assert "派给周社工 2 个人" in body and sorted(named(body)) == ["李秀英", "陈木生"]
    assert "周社工" in asking.get("/cover/missing/").content.decode()
    # A worker does not give, and sees who has it.
    seen = client_of(people.worker).get("/cover/missing/").content.decode()
    assert 'name="person"' not in seen and "周社工" in seen


def test_what_a_form_lacks_is_said(people: Cast, head: Actor, worker_row: Worker) -> None:
    person = make_person(head)
    asking = client_of(people.owner)
    sent = {"id": str(uuid4()), "person": str(person.pk), "due_on": "2001-01-01"}
    answer = asking.post("/cover/errands/new/", sent)
    body = answer.content.decode()
    assert answer.status_code == 422 and "请选一位社工" in body
    sent |= {"worker": str(worker_row.pk)}
    answer = asking.post("/cover/errands/new/", sent)
    assert answer.status_code == 422 and "已经过了" in answer.content.decode()


def test_a_past_day_gives_nobody(people: Cast, head: Actor, worker_row: Worker) -> None:
    """What was missing then may have been done since."""
    make_person(head, since=clock.today() - timedelta(days=9))
    day = clock.today() - timedelta(days=2)
    body = client_of(people.owner).get(f"/cover/missing/?day={day}").content.decode()
    assert "李秀英" in body and 'name="person"' not in body
