"""Hand-over as people meet it: from registering to the other station's answer."""

from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.testing import NEXT_TOWN, Cast, actor_of, client_of, make_actor, make_user
from shuangbai.clients.models import HandOver, Person
from shuangbai.clients.testing import NEXT_VILLAGE, OWN_VILLAGE, make_number, make_person
from shuangbai.clients.tests.handover_office import DAY, MOVED, ask_for, mirror, offer_of, rows
from shuangbai.kernel import ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def giver(people: Cast) -> Actor:
    return actor_of(people.owner)


@pytest.fixture
def taker() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN, name="林站长")


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_registering_goes_on_as_a_request(people: Cast, giver: Actor) -> None:
    number = make_number()
    person = make_person(giver, number=number, since=DAY)
    client = client_of(people.neighbour)
    typed = {"id": ids.uuid7(), "name": "阿英", "number": number, "area": NEXT_VILLAGE}
    typed |= {"since": MOVED.isoformat()}
    answer = client.post("/people/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'formaction="/people/handovers/new/"' in page
    form = client.post("/people/handovers/new/", typed).content.decode()
    for kept in ("阿英", number, f'value="{NEXT_VILLAGE}" selected', MOVED.isoformat()):
        assert kept in form
    sent = client.post(
        "/people/handovers/new/", {**typed, "day": MOVED, "reason": "搬来了"}, follow=True
    ).content.decode()
    assert "请求发出去了" in sent
    for secret in ("思劳镇", giver.name, person.name, str(person.pk)):
        assert secret not in sent
    assert "思劳镇" not in text(client, "/people/handovers/?show=asked")


def test_the_other_head_is_told_and_answers(people: Cast, giver: Actor, taker: Actor) -> None:
    number = make_number()
    make_person(giver, number=number, since=DAY)
    theirs = mirror(giver, ask_for(taker, number))
    client = client_of(people.owner)
    assert "转接请求等我们答复" in text(client, "/")
    assert f"/people/handovers/{theirs.pk}/" in text(client, "/people/handovers/")
    page = text(client, f"/people/handovers/{theirs.pk}/")
    assert "林站长" in page and "搬到女儿家住" in page and "腰古镇" in page
    bare = client.post(f"/people/handovers/{theirs.pk}/refusal/", {})
    assert bare.status_code == 422 and "写一句原因" in bare.content.decode()
    answer = client.post(f"/people/handovers/{theirs.pk}/acceptance/", {"day": MOVED}, follow=True)
    assert "档案转好了" in answer.content.decode()
    assert [one.area for one in rows(taker, Person)] == [NEXT_VILLAGE]
    assert "转接请求等我们答复" not in text(client, "/")


def test_offered_from_the_page_of_the_person(people: Cast, giver: Actor, taker: Actor) -> None:
    person = make_person(giver, name="陈志", since=DAY)
    path = f"/people/{person.pk}/handover/"
    client = client_of(people.worker)
    assert "转到别的镇（街）" in text(client, path)
    typed = {"id": ids.uuid7(), "to_area": NEXT_TOWN, "day": MOVED, "reason": "搬到女儿家住"}
    sent = client.post(path, typed, follow=True).content.decode()
    assert "等对方站答复" in sent
    [theirs] = rows(taker, HandOver)
    head = client_of(make_user("linzhanzhang", Role.HEAD, NEXT_TOWN))
    page = text(head, f"/people/handovers/{theirs.pk}/")
    assert "哪个村（居）不清楚" in page and "思劳镇" in page
    told = {"day": MOVED, "to_area": NEXT_VILLAGE}
    head.post(f"/people/handovers/{theirs.pk}/acceptance/", told)
    [here] = rows(taker, Person)
    assert here.area == NEXT_VILLAGE
    past = text(head, path)
    assert "思劳镇" in past and "类别：低保" in past
    panel = head.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "以前在别的站" in panel and "<html" not in panel
    assert client.get(path).status_code == 404


def test_the_county_moves_at_once(people: Cast, giver: Actor) -> None:
    person = make_person(giver, since=DAY)
    typed = {"id": ids.uuid7(), "to_area": NEXT_TOWN, "day": MOVED, "reason": "搬到女儿家住"}
    done = client_of(people.reader).post(f"/people/{person.pk}/handover/", typed, follow=True)
    assert "档案转好了" in done.content.decode()


def test_taken_back_on_the_page(people: Cast, giver: Actor, taker: Actor) -> None:
    sent = offer_of(giver, make_person(giver, OWN_VILLAGE, since=DAY))
    client, told = client_of(people.owner), {"reason": "不搬了"}
    done = client.post(f"/people/handovers/{sent.pk}/withdrawal/", told, follow=True)
    assert "请求撤回了" in done.content.decode()
    assert isinstance(sent.pk, UUID) and mirror(taker, sent).state == "withdrawn"
    late = client.post(f"/people/handovers/{sent.pk}/withdrawal/", told)
    assert late.status_code == 302
