"""The first page by what one may do, and the page of one person."""

import re
from datetime import timedelta

import pytest

from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import User
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.actions.endings import record_death
from shuangbai.clients.actions.people import move
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.kernel import clock
from shuangbai.staff import actions as staff
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db


def first_page(user: User) -> str:
    answer = client_of(user).get("/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def missing_of(text: str) -> list[str]:
    return re.findall(r"还缺 <b>([\d,]+)</b>", text)


def test_a_worker_sees_what_is_missing_and_whom_to_visit(people: Cast, worker: Actor) -> None:
    seen = make_person(worker, name="李秀英")
    make_person(worker, name="陈水生")
    make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="黄志强")
    before = first_page(people.worker)
    assert missing_of(before) == ["2", "2"]
    assert "记一次走访" in before and "黄志强" not in before
    make_visit(worker, seen, open_files=(seen.pk,))
    after = first_page(people.worker)
    assert missing_of(after) == ["1", "1"]
    waiting = after[after.index("可以先去") : after.index("最近的走访")]
    assert "陈水生" in waiting and "李秀英" not in waiting


def test_the_number_of_people_without_a_file_opens_exactly_them(
    people: Cast, worker: Actor
) -> None:
    make_person(worker, name="李秀英")
    make_person(worker, name="陈水生", categories=())
    make_person(worker, name="何桂兰", categories=("LSFN",))
    asking = client_of(people.worker)
    link = re.search(r'href="(/cover/missing/[^"]*why=file)"', first_page(people.worker))
    assert link is not None
    listed = asking.get(link[1].replace("&amp;", "&")).content.decode()
    assert listed.count('scope="row"') == 1
    assert "李秀英" in listed and "陈水生" not in listed and "何桂兰" not in listed


def test_every_number_opens_its_rows(people: Cast, worker: Actor) -> None:
    make_person(worker)
    for user, keys in (
        (people.worker, ("people_filed", "people_covered", "people", "visits")),
        (people.owner, ("people_filed", "people_covered", "people", "visits")),
        (people.city, ("towns_covered", "villages_covered", "people_filed", "people_covered")),
    ):
        text = first_page(user)
        for key in keys:
            link = re.search(rf'href="(/figures/{key}/[^"]*)"', text)
            assert link is not None, key
            assert client_of(user).get(link[1].replace("&amp;", "&")).status_code == 200


def test_an_officer_opens_exactly_those_without_a_file(people: Cast, worker: Actor) -> None:
    make_person(worker, name="李秀英")
    for user in (people.reader, people.supervisor, people.city):
        [link] = set(re.findall(r'href="(/cover/missing/[^"]*why=file)"', first_page(user)))
        listed = client_of(user).get(link.replace("&amp;", "&")).content.decode()
        assert "李秀英" in listed and listed.count('scope="row"') == 1


def test_towns_that_do_not_add_up_are_explained(people: Cast, worker: Actor) -> None:
    """Served in the next town: the city counts the person as served, the town does not."""
    person = make_person(worker, since=clock.today() - timedelta(days=5))
    make_visit(worker, person, open_files=(person.pk,))
    move(operator("测试", "4453"), person.pk, NEXT_VILLAGE, clock.today())
    assert "各地相加是" in first_page(people.city)
    assert "各地相加是" not in first_page(people.inspector)


def test_an_officer_sees_where_most_people_wait(people: Cast, worker: Actor) -> None:
    make_person(worker)
    staff.open_station(
        operator("测试", "4453"), staff.NewStation("445302103", "思劳镇社工站", clock.today())
    )
    for user in (people.reader, people.city, people.supervisor):
        text = first_page(user)
        assert "思劳镇社工站" in text and "记一次走访" not in text
    assert "思劳镇社工站" not in first_page(people.inspector)
    assert "李秀英" not in first_page(people.province)


def test_administrators_see_a_calm_page(people: Cast) -> None:
    for user in (people.system_admin, people.security_admin, people.audit_admin):
        text = first_page(user)
        assert "今天没有要您办的事" in text and "人与户" not in text


def test_the_page_of_a_person_is_for_those_who_read_files(people: Cast, worker: Actor) -> None:
    person = make_person(worker)
    url = f"/p/{person.pk}/"
    for user in (people.worker, people.owner, people.reader, people.supervisor):
        answer = client_of(user).get(url)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
    for user in (people.province, people.inspector, people.system_admin):
        assert client_of(user).get(url).status_code == 403
    for user in (people.neighbour, people.stranger):
        assert client_of(user).get(url).status_code == 404


def test_what_a_role_cannot_do_is_not_offered(people: Cast, worker: Actor) -> None:
    url = f"/p/{make_person(worker).pk}/"
    offered = client_of(people.worker).get(url).content.decode()
    assert "记一次走访" in offered and "建档</button>" in offered
    county = client_of(people.reader).get(url).content.decode()
    assert "记一次走访" not in county and "建档</button>" not in county


def test_the_file_of_somebody_who_died_says_so_and_asks_for_nothing(
    people: Cast, worker: Actor
) -> None:
    person = make_person(worker, categories=("TK",))
    asking, url = client_of(people.worker), f"/p/{person.pk}/"
    living = asking.get(url).content.decode()
    assert "要办的事" in living and f"/people/{person.pk}/consents/" in living
    record_death(worker, person.pk, clock.today())
    told = asking.get(url).content.decode()
    assert "已登记去世" in told and "要办的事" not in told and "记一次走访" not in told
    assert f"/people/{person.pk}/death/undo/" in told
