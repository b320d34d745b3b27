"""The pages of visits, as a worker notices them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import COUNTY, Cast, actor_of, client_of
from shuangbai.clients.actions.people import move
from shuangbai.clients.models import FileSpell, Person
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.kernel import clock, ids
from shuangbai.kernel.problems import Problem
from shuangbai.visits.actions import NewVisit, record
from shuangbai.visits.models import Served, Visit
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db

LONG_AGO = date(2024, 1, 5)


@pytest.fixture
def family(worker: Actor) -> tuple[Person, Person]:
    """李秀英 and her grandchild in one household, without files."""
    head = make_person(worker, name="李秀英", since=LONG_AGO)
    with scope.acting(worker):
        home = clients.household_of(worker, head, clock.today())
    assert home is not None
    child = make_person(
        worker,
        name="李小宝",
        categories=("LSET",),
        number=None,
        birth_date=date(2019, 6, 1),
        household=home.pk,
        relation="孙子女",
        since=LONG_AGO,
    )
    return head, child


def send(client: Client, person: Person, **told: Any) -> Any:
    form = {
        "id": str(ids.uuid7()),
        "served": [str(person.pk)],
        "opening": [str(person.pk)],
        "happened_on": clock.today().isoformat(),
        "kind": "home",
        "note": "腿脚不便，约了周五体检",
    }
    return client.post(f"/visits/new/?person={person.pk}", form | told)


def kept(actor: Actor) -> list[Visit]:
    with scope.acting(actor):
        return list(Visit.objects.visible_to(actor))


def test_the_form_shows_the_household_with_the_asked_person_chosen(
    people: Cast, family: tuple[Person, Person]
) -> None:
    head, child = family
    text = client_of(people.worker).get(f"/visits/new/?person={head.pk}").content.decode()
    assert "李小宝" in text and "孙子女" in text
    assert f'name="served" value="{head.pk}" checked' in text
    assert f'name="served" value="{child.pk}">' in text
    assert f'name="opening" value="{head.pk}" checked' in text
    assert f'max="{clock.today()}"' in text


def test_only_those_chosen_count_and_get_a_file(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    head, child = family
    asking = client_of(people.worker)
    answer = send(asking, head, opening=[str(head.pk), str(child.pk)])
    assert answer.headers["Location"] == f"/p/{head.pk}/"
    with scope.acting(worker):
        served = list(Served.objects.visible_to(worker).values_list("person_id", flat=True))
        filed = list(FileSpell.objects.visible_to(worker).values_list("person_id", flat=True))
    assert served == filed == [head.pk]
    said = asking.get(answer.headers["Location"]).content.decode()
    assert "上门走访，服务了李秀英。给李秀英建了档。" in said


def test_a_form_posted_twice_leaves_one_visit(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    asking, same = client_of(people.worker), str(ids.uuid7())
    send(asking, family[0], id=same)
    again = send(asking, family[0], id=same)
    assert "这次走访已经记过" in asking.get(again.headers["Location"]).content.decode()
    assert len(kept(worker)) == 1


def test_tomorrow_is_refused_and_nothing_written(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    answer = send(client_of(people.worker), family[0], happened_on=tomorrow.isoformat())
    assert answer.status_code == 422
    assert "还没有到" in answer.content.decode()
    assert "腿脚不便，约了周五体检" in answer.content.decode(), "what was typed stays"
    assert kept(worker) == []
    with scope.acting(worker):
        assert not FileSpell.objects.visible_to(worker).exists()
    assert not AuditEntry.objects.filter(verb="visit.record", outcome="done").exists()


def test_nobody_served_is_no_visit(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    answer = send(client_of(people.worker), family[0], served=[])
    assert answer.status_code == 422 and "没见到人的不算走访" in answer.content.decode()
    assert kept(worker) == []


def test_who_lives_elsewhere_is_named(people: Cast, family: tuple[Person, Person]) -> None:
    """The page was opened while 李小宝 lived there; meanwhile the county moved the child away."""
    worker = actor_of(people.worker)
    head, child = family
    asking, today = client_of(people.worker), clock.today()
    move(operator("区里", COUNTY), child.pk, "445302103202", LONG_AGO + timedelta(days=9))
    with scope.acting(worker):
        home = clients.household_of(worker, head, today)
    assert home is not None
    new = NewVisit(ids.uuid7(), home.pk, (head.pk, child.pk), today)
    with pytest.raises(Problem) as told:
        record(worker, new)
    assert told.value.column == "服务了谁"
    assert "李小宝" in str(told.value) and "李秀英" not in str(told.value)
    answer = send(asking, head, served=[str(head.pk), str(child.pk)])
    assert answer.status_code == 422 and "不住在这一户" in answer.content.decode()
    assert kept(worker) == []


def test_who_was_met_yesterday_and_put_on_file_today_is_served(people: Cast, worker: Actor) -> None:
    person = make_person(worker, name="黄阿婆")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    answer = send(client_of(people.worker), person, happened_on=yesterday)
    assert answer.status_code == 302
    assert [visit.happened_on.isoformat() for visit in kept(worker)] == [yesterday]


@pytest.mark.parametrize("day", ["1989-12-31", "0202-04-18", "9999-12-31"])
def test_a_day_out_of_reason_is_said_so(people: Cast, worker: Actor, day: str) -> None:
    answer = send(client_of(people.worker), make_person(worker), happened_on=day)
    text = answer.content.decode()
    assert answer.status_code == 422 and "日期不对，请填 1990年1月1日 到" in text
    assert "不住在这一户" not in text and kept(worker) == []


def test_somebody_elses_person_is_not_there(people: Cast, worker: Actor) -> None:
    theirs = make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="黄志强")
    assert client_of(people.worker).get(f"/visits/new/?person={theirs.pk}").status_code == 404


def test_first_choose_a_person(people: Cast, family: tuple[Person, Person]) -> None:
    asking = client_of(people.worker)
    waiting = asking.get("/visits/new/").content.decode()
    assert "还没服务到的人" in waiting and "李秀英" in waiting
    found = asking.get("/visits/new/", {"q": "小宝"}).content.decode()
    assert "李小宝" in found and "李秀英" not in found


def test_the_list_shows_only_mine_and_says_its_conditions(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    make_visit(worker, family[0], date(2024, 3, 1))
    make_visit(worker, family[1], date(2024, 4, 2), worker_name="陈静")
    theirs = make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="黄志强")
    make_visit(actor_of(people.neighbour), theirs)
    asking = client_of(people.worker)
    every = asking.get("/visits/").content.decode()
    assert "李秀英" in every and "李小宝" in every and "黄志强" not in every
    told = asking.get("/visits/", {"worker": "陈静", "start": "2024-04-01"}).content.decode()
    assert "陈静 · 2024年4月1日起，共\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}次" in told
    assert "李小宝" in told and "李秀英" not in told


def test_the_panel_of_a_person(people: Cast, worker: Actor, family: tuple[Person, Person]) -> None:
    make_visit(worker, family[0], note="问了冬衣")
    asking, url = client_of(people.worker), f"/visits/of/{family[0].pk}/"
    whole = asking.get(url).content.decode()
    part = asking.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "问了冬衣" in whole and "<html" in whole
    assert "问了冬衣" in part and "<html" not in part


def test_the_city_officer_reads_no_note_without_a_reason(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    visit = make_visit(worker, family[0], note="问了冬衣")
    asking = client_of(people.city)
    assert "问了冬衣" not in asking.get(f"/visits/{visit.pk}/").content.decode()
    asking.post(f"/people/{family[0].pk}/look/", {"reason": "答复来信"})
    assert "问了冬衣" in asking.get(f"/visits/{visit.pk}/").content.decode()
    assert client_of(people.neighbour).get(f"/visits/{visit.pk}/").status_code == 404


def test_who_looked_into_a_household_is_in_the_trail(
    people: Cast, worker: Actor, family: tuple[Person, Person]
) -> None:
    """With the form, and with the form that came back because something was missing."""
    with scope.acting(worker):
        home = clients.household_of(worker, family[0], clock.today())
    assert home is not None
    asking = client_of(people.worker)
    asking.get(f"/visits/new/?person={family[0].pk}")
    asking.get(f"/visits/new/?household={home.pk}")
    assert send(asking, family[0], served=[]).status_code == 422
    found = AuditEntry.objects.filter(outcome="seen", subject_id=str(home.pk))
    assert [(one.verb, one.subject_kind) for one in found] == [
        ("person.see", "clients.household")
    ] * 3
    assert all(set(one.detail["people"]) == {str(p.pk) for p in family} for one in found)
