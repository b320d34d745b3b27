"""The first page by what one may do, and the page of one person."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import User
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.actions.endings import record_death
from shuangbai.clients.actions.people import move
from shuangbai.clients.testing import NEXT_VILLAGE, make_number, make_person
from shuangbai.cover.testing import make_errand
from shuangbai.kernel import clock, sheets
from shuangbai.rosters import actions as rosters
from shuangbai.rosters.rules import ListOf
from shuangbai.staff.testing import make_station, make_worker
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.django_db
type SetClock = Callable[[datetime | None], None]


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
    for user in (people.reader, people.city, people.supervisor):
        text = first_page(user)
        most = text[text.index("还没服务到的人最多的镇街") :]
        assert "思劳镇" in most and "记一次走访" not in text
        assert f"/cover/missing/?area={OWN_TOWN}" in most
    assert "还没服务到的人最多的镇街" not in first_page(people.inspector)
    assert "李秀英" not in first_page(people.province)
    assert "还没服务到的人最多的市" in first_page(people.province)


def test_an_officer_sees_each_town_and_what_changed(
    people: Cast, worker: Actor, clock_at: SetClock
) -> None:
    since = clock.today() - timedelta(days=60)
    person = make_person(worker, since=since)
    make_person(worker, name="陈水生")
    make_visit(worker, person, open_files=(person.pk,))
    for user, towns in ((people.city, 63), (people.reader, 8)):
        text = first_page(user)
        assert f"{towns} 个镇街的服务覆盖率" in text
        assert 'aria-label="思劳镇，服务覆盖 1 / 2 人，还缺 1 人"' in text
        assert re.search(r"比\d+月\d+日多 1 人", text)
        why = text[text.index('<details class="change') :]
        assert "新服务到" in why and "新进名单" in why and "看两天对照" in why


def test_an_officer_sees_services_over_a_year(people: Cast, worker: Actor) -> None:
    person = make_person(worker)
    make_visit(worker, person)
    text = first_page(people.city)
    for heading in ("近一年的服务", "各镇街近一年的服务", "最近的走访"):
        assert heading in text
    [found] = re.findall(r'<script id="trend" type="application/json">(.*?)</script>', text)
    drawn = json.loads(found)
    assert len(drawn["columns"]) == 12 and drawn["rows"][0]["values"][-1] == 1
    # The table says the same, and each number opens its rows.
    month = clock.today().strftime("%Y年%-m月")
    row = text[text.index(f'<th scope="row">{month}</th>') :]
    link = re.search(r'href="(/figures/served/[^"]+)">1</a>', row)
    assert link is not None
    opened = client_of(people.city).get(link[1].replace("&amp;", "&")).content.decode()
    assert "共 " in opened and "number-total" in opened


def test_what_waits_is_listed_for_whoever_does_it(people: Cast, worker: Actor) -> None:
    make_person(worker)
    assert "镇街的服务覆盖不足 80%" in first_page(people.city)
    assert "名册核对了还没合并" not in first_page(people.reader)
    rows = [["黄阿婆", make_number(), "城村"]]
    data = sheets.write(rows, ["姓名", "身份证号码", "村（居）"], "低保名册", "测试")
    of = ListOf("people", "DB", OWN_TOWN, clock.today())
    rosters.stage(actor_of(people.owner), rosters.NewRoster(of, "低保.xlsx", data))
    for user in (people.owner, people.reader):
        text = first_page(user)
        waits = text[text.index("等着办的") : text.index("figure-card")]
        assert "1 份</b>名册核对了还没合并" in waits
    for user in (people.worker, people.city):
        assert "名册核对了还没合并" not in first_page(user)


def test_a_head_sees_the_month_of_the_team(people: Cast, worker: Actor) -> None:
    product = operator("测试", "4453")
    station = make_station(product)
    own = make_worker(product, station, "周社工", user_id=people.worker.pk)
    make_worker(product, station, "何木林")
    person = make_person(worker)
    make_visit(worker, person)
    make_errand(actor_of(people.owner), own, person)
    text = first_page(people.owner)
    team = text[text.index("这个月谁走访了多少") :]
    rows = re.findall(r'<th scope="row">([^<]+)</th>.*?</tr>', team)
    assert rows[:2] == ["周社工", "何木林"]
    first = team[: team.index("何木林")]
    assert "1 次</a>" in first and "1 件</a>" in first
    link = re.search(r'href="(/visits/\?worker=[^"]+)"', first)
    assert link is not None
    listed = client_of(people.owner).get(link[1].replace("&amp;", "&")).content.decode()
    assert listed.count('scope="row"') == 1
    assert "15 个村（居）的服务覆盖率" in text
    assert "这个月谁走访了多少" not in first_page(people.worker)


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
