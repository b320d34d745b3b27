"""The forms of stations, points and workers, as an officer and a station head fill them in."""

from datetime import date

import pytest
from django.test import Client

from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import NEXT_TOWN, OWN_TOWN, Cast, actor_of, client_of
from shuangbai.areas import selectors as areas
from shuangbai.kernel import clock, ids
from shuangbai.staff import actions
from shuangbai.staff.models import Station
from shuangbai.staff.testing import OPENED, make_point, make_station, make_worker, village_keys

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def county(people: Cast) -> Actor:
    return actor_of(people.reader)


@pytest.fixture
def officer(people: Cast) -> Client:
    return client_of(people.reader)


@pytest.fixture
def head(people: Cast) -> Client:
    return client_of(people.owner)


@pytest.fixture
def station(county: Actor) -> Station:
    return make_station(county)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, address: str, **told: object) -> str:
    """What the page says after the form was sent and taken."""
    answer = client.post(address, told, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return answer.content.decode()


def refused(client: Client, address: str, **told: object) -> str:
    answer = client.post(address, told)
    assert answer.status_code == 422
    return answer.content.decode()


def test_an_officer_opens_a_station_closes_it_and_opens_it_again(officer: Client) -> None:
    new = {"id": ids.uuid7(), "name": "思劳镇社工站", "opened_on": OPENED, "phone": "0766-1234"}
    assert "请选镇（街）。" in refused(officer, "/stations/new/", **new)
    told = send(officer, "/stations/new/", area=OWN_TOWN, **new)
    assert "开好了" in told and "0766-1234" in told
    assert "没有登记社工" in told and told.count("还没人负责</span>") == len(village_keys())
    address = f"/stations/{new['id']}/"
    assert "已经关了" in send(officer, address + "closure/", day=date(2024, 6, 1))
    early = refused(officer, address + "opening/", day=date(2024, 5, 1))
    assert "2024年6月1日 才关" in early
    assert "2024年9月1日开站" in send(officer, address + "opening/", day=date(2024, 9, 1))


def test_a_head_says_who_serves_each_village(head: Client, county: Actor, station: Station) -> None:
    one, two, three, *_ = village_keys()
    point = make_point(county, station, [one])
    worker = make_worker(county, station)
    address = f"/stations/{station.pk}/villages/"
    shown = text(head, address)
    assert "城村社工点" in shown and "何木林" in shown
    told = {one: f"p{point.pk}", two: f"p{point.pk}", three: f"w{worker.pk}"}
    done = send(head, address, day=clock.today(), **told)
    assert "改了 2 个村（居）由谁负责" in done
    assert done.count("还没人负责</span>") == len(village_keys()) - 3
    assert "请从列表里选。" in refused(head, address, day=clock.today(), **{one: f"w{ids.uuid7()}"})


def test_a_point_says_what_it_takes_over_and_what_it_gives_up(
    head: Client, county: Actor, station: Station
) -> None:
    one, two, *_ = village_keys()
    name = areas.get(two).name
    point = make_point(county, station, [one, two])
    assert "（现由城村社工点负责）" in text(head, f"/stations/{station.pk}/points/new/")
    told = {"id": point.pk, "name": point.name, "area": one, "day": clock.today()}
    address = f"/stations/points/{point.pk}/"
    assert "至少选一个村（居）" in refused(head, address, **told)
    done = send(head, address, villages=[one], **told)
    assert f"{name}现在没人负责" in done
    assert "城村社工点负责的" in text(head, address + "closure/")
    assert "关了的社工点" in send(head, address + "closure/", day=clock.today())
    again = {"id": point.pk, "villages": [one], "day": clock.today()}
    assert "重新开了" in send(head, address + "opening/", **again)


def test_a_worker_is_registered_changed_and_leaves(head: Client, station: Station) -> None:
    new = {
        "id": ids.uuid7(),
        "name": "何木林",
        "number": "440524188001010015",
        "phone": "13900001234",
        "hired_on": OPENED,
        "since": OPENED,
        "post": "service",
        "origin": "relief",
    }
    wrong = refused(head, f"/stations/{station.pk}/workers/new/", **new)
    assert "校验码对不上" in wrong
    told = send(head, f"/stations/{station.pk}/workers/new/", **{**new, "number": ""})
    assert "社会救助经办人员" in told and "139****1234" in told and "13900001234" not in told
    address = f"/stations/workers/{new['id']}/"
    told = send(
        head, address + "qualifications/new/", level="social", issued_on=OPENED, number="0766"
    )
    assert "社会工作师" in told and "0766" in told
    changed = {"station": station.pk, "post": "affairs", "day": date(2024, 6, 1)}
    assert "换了工作安排" in send(head, address + "post/", **changed)
    left = {"day": date(2024, 5, 1), "why": "resigned"}
    assert "从 2024年6月1日 起才是现在的工作安排" in refused(head, address + "leaving/", **left)
    told = send(head, address + "leaving/", **{**left, "day": date(2024, 9, 1)})
    assert "已经离岗" in told and "重新上岗" in told and "辞职" in told


def test_leaving_shows_first_what_becomes_a_gap(
    head: Client, county: Actor, station: Station
) -> None:
    worker = make_worker(county, station)
    keys = village_keys()[:2]
    actions.serve_directly(county, station.pk, keys, worker.pk, OPENED)
    shown = text(head, f"/stations/workers/{worker.pk}/leaving/")
    assert '<span class="num">2 个</span>村（居）会没人负责' in shown
    assert all(areas.get(key).name in shown for key in keys)
    assert "2 名" not in shown and f"/stations/{station.pk}/villages/" in shown


def test_the_county_moves_a_worker_and_the_old_head_keeps_the_name(
    officer: Client, head: Client, county: Actor, station: Station
) -> None:
    there = make_station(county, NEXT_TOWN)
    worker = make_worker(county, station)
    address = f"/stations/workers/{worker.pk}/"
    assert there.name not in text(head, address + "post/")
    told = {"station": there.pk, "post": "service", "day": date(2024, 6, 1)}
    assert f"从{station.name}调到{there.name}" in send(officer, address + "post/", **told)
    assert head.get(address).status_code == 404
    shown = text(head, f"/stations/{station.pk}/")
    assert "以前的社工" in shown and "何木林" in shown and "调到别的站" in shown


def test_a_look_at_a_worker_and_a_whole_number_are_on_the_record(
    head: Client, county: Actor, station: Station
) -> None:
    worker = make_worker(county, station, phone="13900001234")
    text(head, f"/stations/workers/{worker.pk}/")
    seen = AuditEntry.objects.get(verb="staff.see", outcome="seen")
    assert seen.subject_id == str(worker.pk)
    address = f"/stations/workers/{worker.pk}/unmask/"
    assert "13900001234" not in text(head, address)
    shown = head.post(address, {"reason": "通知开会"}).content.decode()
    assert "13900001234" in shown
    assert AuditEntry.objects.get(verb="staff.unmask").reason == "通知开会"


def test_what_one_may_not_do_is_not_offered(people: Cast, county: Actor, station: Station) -> None:
    worker = make_worker(county, station)
    shown = text(client_of(people.worker), f"/stations/{station.pk}/")
    for offered in ("安排", "关站", "登记社工", "开一个社工点", f"/stations/workers/{worker.pk}/"):
        assert offered not in shown.split("<main", 1)[-1], offered
    of_head = text(client_of(people.owner), f"/stations/{station.pk}/")
    assert "登记社工" in of_head and "关站" not in of_head


def test_each_number_of_the_list_opens_its_rows(
    officer: Client, county: Actor, station: Station
) -> None:
    worker = make_worker(county, station)
    shown = text(officer, "/stations/")
    for key in ("villages_unserved", "workers", "workers_certified", "points"):
        assert f"/figures/{key}/" in shown
    rows = text(officer, f"/figures/workers/?area={OWN_TOWN}")
    assert "何木林" in rows and f"/stations/workers/{worker.pk}/" in rows
    gaps = text(officer, f"/figures/villages_unserved/?area={OWN_TOWN}")
    assert all(village.name in gaps for village in areas.villages(OWN_TOWN)[:5])
