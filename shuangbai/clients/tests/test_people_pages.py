"""The pages of people, as a worker, a county and a city officer notice them."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.clients.models import FileSpell, Membership, Person
from shuangbai.clients.testing import (
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    OWN_VILLAGE,
    approve,
    make_number,
    make_person,
)
from shuangbai.kernel import clock, ids

pytestmark = pytest.mark.django_db

FULL_NUMBER = re.compile(r"(?<![\w-])\d{17}[\dX](?![\w-])")


def page(client: Client, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def typed(**told: Any) -> dict[str, Any]:
    given = {
        "id": str(ids.uuid7()),
        "name": "陈桂兰",
        "number": "",
        "birth_date": "",
        "area": OWN_VILLAGE,
        "categories": ["TK"],
        "since": clock.today().isoformat(),
    }
    return given | told


def on_file(actor: Actor) -> list[Person]:
    with scope.acting(actor):
        return list(Person.objects.visible_to(actor).order_by("created_at", "id"))


def test_the_list_shows_only_mine(people: Cast, worker: Actor) -> None:
    make_person(worker, name="李秀英")
    make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="黄志强")
    mine = page(client_of(people.worker), "/people/")
    assert "李秀英" in mine and "黄志强" not in mine
    assert "全部地方，共\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}人" in mine
    county = page(client_of(people.reader), "/people/")
    assert "李秀英" in county and "黄志强" in county


def test_the_list_says_its_conditions(people: Cast, worker: Actor) -> None:
    make_person(worker, name="李秀英", categories=("DB",))
    make_person(worker, name="陈水生", categories=("TK",))
    make_person(worker, OTHER_VILLAGE, name="何桂兰", categories=("DB",))
    told = page(client_of(people.worker), "/people/", area=OWN_VILLAGE, category="DB", filed="no")
    assert "低保 · 没有建档，共\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}人" in told
    assert "李秀英" in told and "陈水生" not in told and "何桂兰" not in told
    assert "没有找到这样的人" in page(client_of(people.worker), "/people/", filed="yes")


@pytest.mark.parametrize("q", ["秀英", "李", "英", "lxy", "LX", "li xiu"])
def test_search_by_part_of_a_name_or_initials(people: Cast, worker: Actor, q: str) -> None:
    make_person(worker, name="李秀英")
    make_person(worker, name="陈水生")
    found = page(client_of(people.worker), "/people/", q=q)
    assert "李秀英" in found and "陈水生" not in found


def test_search_by_number_opens_the_file_and_keeps_it_out_of_addresses(
    people: Cast, worker: Actor
) -> None:
    number = make_number()
    person = make_person(worker, number=number)
    asking = client_of(people.worker)
    spoken = " ".join((number[:6], number[6:]))
    answer = asking.post("/people/find/", {"q": spoken, "then": "file"})
    assert answer.headers["Location"] == f"/p/{person.pk}/"
    answer = asking.post("/people/find/", {"q": "秀英", "then": "visit"})
    assert answer.headers["Location"] == "/visits/new/?q=%E7%A7%80%E8%8B%B1"
    answer = client_of(people.neighbour).post("/people/find/", {"q": number}, follow=True)
    assert "没有登记过这个身份证号码" in answer.content.decode()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    answer = asking.post("/people/find/", {"q": wrong}, follow=True)
    assert "校验码对不上" in answer.content.decode()


def test_paging_shows_everybody_once(people: Cast, worker: Actor) -> None:
    for order in range(53):
        make_person(worker, name=f"李{order:02d}")
    asking, url, seen = client_of(people.worker), "/people/", []
    while url:
        text = page(asking, url)
        seen += re.findall(r'">(李\d\d)</a>', text)
        onwards = re.search(r'rel="next" href="([^"]+)"', text)
        url = f"/people/{onwards[1]}" if onwards else ""
    assert len(seen) == 53 and len(set(seen)) == 53


def test_numbers_are_masked_everywhere(people: Cast, worker: Actor) -> None:
    number = make_number()
    person = make_person(worker, number=number, phone="13812345678")
    asking = client_of(people.worker)
    for url in (
        "/",
        "/people/",
        f"/p/{person.pk}/",
        "/visits/new/",
        f"/people/{person.pk}/unmask/",
    ):
        text = page(asking, url)
        assert number not in text and not FULL_NUMBER.search(text), url
        assert "13812345678" not in text
    assert "4453************" in page(asking, f"/p/{person.pk}/")


def test_a_full_number_needs_a_reason_and_leaves_a_row(people: Cast, worker: Actor) -> None:
    number = make_number()
    person = make_person(worker, number=number)
    asking, url = client_of(people.worker), f"/people/{person.pk}/unmask/"
    refused = asking.post(url, {"reason": "  "})
    assert refused.status_code == 422 and number not in refused.content.decode()
    told = asking.post(url, {"reason": "核对低保申请材料"})
    assert number in told.content.decode()
    assert "no-store" in told.headers["Cache-Control"]
    row = AuditEntry.objects.get(verb="person.unmask", outcome="done")
    assert (row.reason, row.subject_id) == ("核对低保申请材料", str(person.pk))
    assert number not in page(asking, url)


def test_the_city_officer_must_say_why(people: Cast, worker: Actor) -> None:
    person = make_person(worker)
    asking, url = client_of(people.city), f"/p/{person.pk}/"
    assert asking.get(url).headers["Location"] == f"/people/{person.pk}/look/"
    assert asking.get(f"/visits/of/{person.pk}/").status_code == 302
    assert asking.post(f"/people/{person.pk}/look/", {"reason": ""}).status_code == 422
    assert asking.get(url).status_code == 302
    asking.post(f"/people/{person.pk}/look/", {"reason": "答复市长信箱来信"})
    assert "李秀英" in page(asking, url)
    assert "查看完整号码" not in page(asking, url)
    row = AuditEntry.objects.get(verb="person.look", outcome="done")
    assert row.reason == "答复市长信箱来信"
    assert AuditEntry.objects.filter(verb="person.see", actor_name=people.city.name).exists()


def test_an_opened_file_closes_after_half_an_hour(
    people: Cast, worker: Actor, clock_at: Any
) -> None:
    person = make_person(worker, since=date(2020, 1, 1))
    morning = clock.now().replace(year=2026, month=3, day=2, hour=9, minute=0)
    clock_at(morning)
    asking = client_of(people.city)
    asking.post(f"/people/{person.pk}/look/", {"reason": "答复来信"})
    assert asking.get(f"/p/{person.pk}/").status_code == 200
    clock_at(morning.replace(minute=31))
    # The session ends with the old clock; the look has run out all the same.
    assert client_of(people.city).get(f"/p/{person.pk}/").status_code == 302


def test_every_look_is_on_the_record(people: Cast, worker: Actor) -> None:
    person = make_person(worker)
    asking = client_of(people.worker)
    page(asking, "/people/")
    page(asking, f"/p/{person.pk}/")
    assert AuditEntry.objects.filter(verb="person.list", outcome="seen").count() == 1
    assert AuditEntry.objects.get(verb="person.see").subject_id == str(person.pk)


def test_registering_twice_makes_one_person(people: Cast, worker: Actor) -> None:
    asking, form = client_of(people.worker), typed(number=make_number())
    first = asking.post("/people/new/", form)
    again = asking.post("/people/new/", form)
    assert first.headers["Location"] == again.headers["Location"]
    assert len(on_file(worker)) == 1


def test_the_same_number_again_leads_to_the_file(people: Cast, worker: Actor) -> None:
    number = make_number()
    person = make_person(worker, number=number)
    answer = client_of(people.worker).post("/people/new/", typed(number=number.lower()))
    assert answer.status_code == 422
    assert "这个号码已经登记过" in answer.content.decode()
    assert f"/p/{person.pk}/" in answer.content.decode()
    assert len(on_file(worker)) == 1


def test_a_number_of_another_station_is_not_registered_again(people: Cast, worker: Actor) -> None:
    number = make_number()
    make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="黄志强", number=number)
    answer = client_of(people.worker).post("/people/new/", typed(number=number))
    assert answer.status_code == 422
    assert "在别的站建了档" in answer.content.decode()
    assert "黄志强" not in answer.content.decode()
    assert on_file(worker) == []


def test_a_wrong_check_digit_is_said_and_nothing_kept(people: Cast, worker: Actor) -> None:
    number = make_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    answer = client_of(people.worker).post("/people/new/", typed(number=wrong))
    assert answer.status_code == 422
    assert "校验码对不上" in answer.content.decode()
    assert on_file(worker) == []


def test_full_width_and_small_x_are_understood(people: Cast, worker: Actor) -> None:
    number = "44530219500305007X"
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in number.lower())
    answer = client_of(people.worker).post("/people/new/", typed(number=f" {wide} "))
    assert answer.status_code == 302, answer.content.decode()
    identity = on_file(worker)[0].identity
    assert identity is not None and identity.reveal() == number


def test_a_child_without_number(people: Cast, worker: Actor) -> None:
    approve(actor_of(people.owner), people.worker)
    asking = client_of(people.worker)
    bare = asking.post("/people/new/", typed(name="陈小宝", categories=["LSET"]))
    assert bare.status_code == 422 and "出生日期" in bare.content.decode()
    born = date(clock.today().year - 8, 1, 1).isoformat()
    told = typed(name="陈小宝", categories=["LSET"], birth_date=born, sex="M")
    answer = asking.post("/people/new/", told, follow=True)
    assert "陈小宝登记好了" in answer.content.decode()
    assert "儿童（一小）" in answer.content.decode()
    assert "没有号码" in answer.content.decode()


def test_who_has_no_number_is_asked_for_a_birth_date(people: Cast) -> None:
    typed = {"id": ids.uuid7(), "name": "老张（桥底）", "area": OWN_VILLAGE, "since": clock.today()}
    answer = client_of(people.worker).post("/people/new/", typed)
    told = answer.content.decode()
    assert answer.status_code == 422
    at = told.index("请填出生日期，才知道是老人还是儿童")
    assert told.rindex("<label", 0, at) == told.index('<label for="id_birth_date"')


def test_living_with_somebody_on_file(people: Cast, worker: Actor) -> None:
    head = make_person(worker, name="李秀英")
    asking = client_of(people.worker)
    lost = asking.post("/people/new/", typed(number=make_number(), lives_with="王无名"))
    assert lost.status_code == 422 and "没有登记过叫“王无名”的人" in lost.content.decode()
    asking.post("/people/new/", typed(number=make_number(), lives_with="李秀英"))
    asking.post("/people/new/", typed(number=make_number(), name="单身汉"))
    with scope.acting(worker):
        homes = {
            held.person.name: held.household_id
            for held in Membership.objects.visible_to(worker).select_related("person")
        }
    assert homes["陈桂兰"] == homes[head.name] != homes["单身汉"]


def test_two_households_of_one_name_are_asked_about(people: Cast, worker: Actor) -> None:
    make_person(worker, name="李秀英")
    other = make_person(worker, name="李秀英")
    asking, form = client_of(people.worker), typed(number=make_number(), lives_with="李秀英")
    asked = asking.post("/people/new/", form)
    assert asked.status_code == 422 and "有2户" in asked.content.decode()
    home = household(worker, other)
    assert asking.post("/people/new/", form | {"household": str(home)}).status_code == 302
    assert home == household(worker, on_file(worker)[-1])


def household(actor: Actor, person: Person) -> UUID:
    with scope.acting(actor):
        held = Membership.objects.visible_to(actor).get(person=person)
    found: UUID = held.household_id
    return found


def test_opening_a_file_once(people: Cast, worker: Actor) -> None:
    person = make_person(worker)
    asking = client_of(people.worker)
    for said in ("建了档，档案号", "早就有档案"):
        answer = asking.post(f"/people/{person.pk}/file/", follow=True)
        assert said in answer.content.decode()
    with scope.acting(worker):
        assert FileSpell.objects.visible_to(worker).count() == 1


def test_an_empty_list_says_the_next_step(people: Cast) -> None:
    assert "登记一个人" in page(client_of(people.worker), "/people/")
    assert '">导入名册</a>' in page(client_of(people.owner), "/people/")
    assert '">导入名册</a>' not in page(client_of(people.city), "/people/")
