"""The pages of the plan, as the cast sees them."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import User
from shuangbai.access.testing import CITY, COUNTY, OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.kernel import clock
from shuangbai.staff import actions as staff
from shuangbai.staff.models import Worker
from shuangbai.visits.actions.absences import NewAbsence, add_absence
from shuangbai.visits.models import FrequencySpell
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db

OPENED = date(2024, 1, 8)
DUE = "/visits/plan/due/"


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def page(user: User, url: str, status: int = 200) -> str:
    answer = client_of(user).get(url)
    assert answer.status_code == status
    text = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index("<main") :]))


def listed(user: User, url: str) -> list[str]:
    """Names in the list of the due, in their order."""
    return re.findall(r'class="due-name"><a href="[^"]*">([^<]+)<', raw(user, url))


def raw(user: User, url: str) -> str:
    return client_of(user).get(url).content.decode()


@pytest.fixture
def own(people: Cast) -> Worker:
    """The worker who signs in, at work in the station."""
    product = operator("测试", CITY)
    station = staff.open_station(product, staff.NewStation(OWN_TOWN, "思劳镇社工站", OPENED))
    new = staff.NewWorker(station.pk, "周社工", "service", OPENED, people.worker.pk)
    return staff.add_worker(product, new)


def somebody(actor: Actor, name: str, seen: int | None, area: str = OWN_VILLAGE) -> Person:
    """Long on the lists, last visited that many days ago."""
    person = make_person(actor, area, name, since=days(-200), phone="13900001234")
    if seen is not None:
        make_visit(actor, person, days(-seen))
    return person


def test_a_worker_sees_their_people_the_most_urgent_first(people: Cast, own: Worker) -> None:
    actor = actor_of(people.worker)
    told = (("按期的", 3), ("快到期的", 85), ("过期的", 100), ("没去过的", None))
    for name, seen in told:
        care.set_charge(actor, somebody(actor, name, seen).pk, own.pk, clock.today())
    somebody(actor, "没人负责的", None)
    text = page(people.worker, "/visits/plan/")
    assert listed(people.worker, "/visits/plan/") == ["没去过的", "过期的", "快到期的"]
    assert "过期 10 天" in text and "还有 5 天" in text and "还没去过，过期 110 天" in text
    assert "一般在册对象：每 90 天" in text
    assert listed(people.worker, f"{DUE}?whose=none") == ["没人负责的"]
    assert listed(people.worker, f"{DUE}?whose=mine&state=ok") == ["按期的"]
    assert len(listed(people.worker, f"{DUE}?whose=&state=all")) == 5


def test_each_line_is_one_tap_from_recording(people: Cast, worker: Actor) -> None:
    person = somebody(worker, "李秀英", None)
    assert f'/visits/new/?person={person.pk}"' in raw(people.worker, "/visits/plan/")
    assert f'/visits/new/?person={person.pk}"' not in raw(people.reader, f"{DUE}?whose=")
    client_of(people.worker)
    make_visit(worker, person)
    assert "都按期走访了" in page(people.worker, "/visits/plan/")


def test_by_village_with_address_and_masked_telephone(people: Cast, worker: Actor) -> None:
    somebody(worker, "乙", None, OTHER_VILLAGE)
    somebody(worker, "甲", 95, OWN_VILLAGE)
    somebody(worker, "丙", 99, OTHER_VILLAGE)
    url = f"{DUE}?whose=&by=village"
    assert listed(people.worker, url) == ["甲", "乙", "丙"]
    text = page(people.worker, url)
    assert "139****1234" in text and "13900001234" not in text
    [villages] = re.findall(r'<ul class="due-villages">(.*?)</ul>', raw(people.worker, url), re.S)
    ways = re.findall(r'href="([^"]+)">([^<]+)<span class="num">([^<]+)', villages)
    assert [number.replace("\N{NO-BREAK SPACE}", " ") for _, _, number in ways] == ["1 人", "2 人"]
    assert listed(people.worker, ways[1][0].replace("&amp;", "&")) == ["乙", "丙"]


def test_people_of_no_village_are_a_place_of_their_own(people: Cast, worker: Actor) -> None:
    somebody(worker, "甲", None, OWN_TOWN)
    somebody(worker, "乙", None, OWN_VILLAGE)
    text = raw(people.worker, f"{DUE}?whose=&by=village")
    ways = re.findall(r'href="([^"]+)">[^<]+<span class="num">1', text)
    assert listed(people.worker, ways[0].replace("&amp;", "&")) == ["甲"]


def test_page_after_page(people: Cast, worker: Actor) -> None:
    for number in range(53):
        make_person(worker, name=f"乡亲{number}", since=days(-200), number=None, birth_date=OPENED)
    text = raw(people.worker, "/visits/plan/")
    [onwards] = re.findall(r'href="(\?[^"]*after=[^"]*)"', text)
    following = listed(people.worker, f"{DUE}{onwards}".replace("&amp;", "&"))
    first = listed(people.worker, "/visits/plan/")
    assert (len(first), len(following)) == (50, 3)
    assert not set(first) & set(following)


def test_a_head_sees_workers_whose_numbers_open_their_people(people: Cast, own: Worker) -> None:
    actor = actor_of(people.worker)
    for name, seen in (("过期的", 100), ("按期的", 3)):
        care.set_charge(actor, somebody(actor, name, seen).pk, own.pk, clock.today())
    somebody(actor, "没人负责的", None)
    text = raw(people.owner, "/visits/plan/")
    [row] = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*周社工.*?</tr>", text, re.S)
    ways = re.findall(r'href="([^"]+)">([\d,]+) 人<', row)
    assert [number for _, number in ways] == ["2", "1", "1"]
    for (way, number), names in zip(
        ways, (["过期的", "按期的"], ["过期的"], ["按期的"]), strict=True
    ):
        assert listed(people.owner, way.replace("&amp;", "&")) == names, number
    assert "没有责任社工" in text
    card = page(people.owner, "/visits/plan/")
    assert "1 / 3 人" in card and "还缺 2 人" in card


def test_a_county_and_a_city_see_towns(people: Cast, worker: Actor) -> None:
    somebody(worker, "过期的", 100)
    somebody(actor_of(people.neighbour), "按期的", 3, NEXT_VILLAGE)
    for user in (people.reader, people.city, people.supervisor):
        text = page(user, "/visits/plan/")
        assert "1 / 2 人" in text and "思劳镇 0" in text and "腰古镇 100" in text
    missing = re.findall(r'href="(/visits/plan/due/[^"]*)"', raw(people.city, "/visits/plan/"))
    for way in {one.replace("&amp;", "&") for one in missing}:
        assert listed(people.city, way) == ["过期的"]


def test_a_number_opens_the_same_people_as_the_list(people: Cast, worker: Actor) -> None:
    somebody(worker, "过期的", 100)
    somebody(worker, "按期的", 3)
    text = page(people.owner, f"/figures/people_overdue/?area={OWN_TOWN}")
    assert "过期的" in text and "按期的" not in text


def test_how_often_is_said_from_a_day_on(people: Cast, worker: Actor) -> None:
    somebody(worker, "李秀英", 40)
    client, url = client_of(people.reader), "/visits/plan/frequencies/new/"
    told = {"subject": "category:DB", "area": COUNTY, "days": "30", "day": str(days(0))}
    assert client.post(url, {**told, "day": str(days(-1))}).status_code == 422
    assert client.post(url, {**told, "days": "0"}).status_code == 422
    answer = client.post(url, {**told, "document": "云城民发〔2026〕3号"})
    assert answer.status_code == 302
    text = page(people.reader, "/visits/plan/frequencies/")
    assert "低保 每 30 天 云城区" in text and "云城民发〔2026〕3号" in text
    assert "默认，不是规定" in text
    assert "过期 10 天" in page(people.worker, "/visits/plan/")
    assert "低保：每 30 天" in page(people.worker, "/visits/plan/")
    read_only = page(people.owner, "/visits/plan/frequencies/")
    assert "低保 每 30 天 云城区" in read_only and "定走访频次" not in read_only
    with scope.acting(actor_of(people.reader)):
        spell = FrequencySpell.objects.get(area=COUNTY, superseded_at=None).pk
    end = f"/visits/plan/frequencies/{spell}/end/"
    assert client_of(people.city).get(end).status_code == 404
    assert client.post(end, {"day": str(days(0))}).status_code == 302
    assert "按期" in page(people.worker, f"{DUE}?whose=&state=ok")


def test_a_county_of_the_city_is_named_beside_the_citys_word(people: Cast) -> None:
    url = "/visits/plan/frequencies/new/"
    for user, area, number in ((people.city, CITY, "60"), (people.reader, COUNTY, "45")):
        told = {"subject": "ordinary:", "area": area, "days": number, "day": str(days(0))}
        assert client_of(user).post(url, told).status_code == 302
    text = page(people.city, "/visits/plan/frequencies/")
    assert "一般在册对象 每 60 天 云城区另定： 每 45 天 云浮市" in text
    assert "一般在册对象 每 45 天 云城区" in page(people.owner, "/visits/plan/frequencies/")


def test_who_stands_in_is_entered_and_seen(people: Cast, own: Worker) -> None:
    product = operator("测试", CITY)
    with scope.acting(product):
        station = own.spells.as_known(None).get().station_id
    other = staff.add_worker(product, staff.NewWorker(station, "何金水", "service", OPENED))
    actor = actor_of(people.worker)
    care.set_charge(actor, somebody(actor, "李秀英", 100).pk, other.pk, clock.today())
    client = client_of(people.owner)
    told = {"worker": other.pk, "colleague": own.pk, "reason": "training"}
    told |= {"first_on": str(days(0)), "last_on": str(days(6))}
    answer = client.post("/visits/plan/absences/new/", {**told, "colleague": str(other.pk)})
    assert "同一个" in answer.content.decode() and answer.status_code == 422
    assert client.post("/visits/plan/absences/new/", told).status_code == 302
    assert listed(people.worker, f"{DUE}?whose=mine") == ["李秀英"]
    assert "替何金水去" in page(people.worker, f"{DUE}?whose=mine")
    assert "何金水 培训" in page(people.worker, "/visits/plan/absences/")
    assert "周社工顶班" in page(people.owner, "/visits/plan/")
    first = page(people.worker, "/")
    assert "替何金水去" in first and "含替何金水去的" in first


def test_the_first_page_begins_with_who_is_due(people: Cast, worker: Actor) -> None:
    somebody(worker, "过期的", 100)
    somebody(worker, "按期的", 3)
    text = page(people.worker, "/")
    assert "走访过期 1 人 全站" in text and "7 天内到期 0 人" in text
    waiting = text[text.index("可以先去") : text.index("最近的走访")]
    assert "过期的" in waiting and "按期的" not in waiting
    [way] = re.findall(
        r'href="(/visits/plan/due/\?whose=&amp;state=late)"', raw(people.worker, "/")
    )
    assert listed(people.worker, way.replace("&amp;", "&")) == ["过期的"]


def test_a_persons_visits_say_when_next_and_why(people: Cast, worker: Actor) -> None:
    person = somebody(worker, "李秀英", 100)
    text = page(people.worker, f"/visits/of/{person.pk}/")
    assert "过期 10 天" in text and "一般在册对象：每 90 天" in text
    outside = make_person(worker, name="不在册的", categories=())
    assert "走访期限" not in page(people.worker, f"/visits/of/{outside.pk}/")


def test_absences_of_a_station_are_its_own(people: Cast, own: Worker) -> None:
    product = operator("测试", CITY)
    with scope.acting(product):
        station = own.spells.as_known(None).get().station_id
    other: UUID = staff.add_worker(
        product, staff.NewWorker(station, "何金水", "service", OPENED)
    ).pk
    add_absence(actor_of(people.owner), NewAbsence(other, own.pk, days(0), days(3), "illness"))
    assert "何金水" in page(people.owner, "/visits/plan/absences/")
    for user in (people.neighbour, people.stranger):
        assert "何金水" not in page(user, "/visits/plan/absences/")
