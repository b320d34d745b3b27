"""The pages of equipment: the list of a county, counting at a station, what is shown of it."""

from datetime import date
from uuid import UUID

import pytest

from shuangbai.access.actor import operator
from shuangbai.access.testing import Cast, client_of
from shuangbai.staff.testing import make_station

pytestmark = pytest.mark.django_db

LIST = "/stations/requirements/"
LINES = "电脑，办公设备，2台\n个案室，场地，1间，要有门"
DAY = date(2024, 3, 1)


@pytest.fixture
def station(people: Cast) -> UUID:
    found: UUID = make_station(operator("测试", "4453")).pk
    return found


def say(people: Cast, lines: str = LINES, **more: str) -> str:
    sent = {"lines": lines, "document": "云城民发〔2024〕1号", "day": f"{DAY}", **more}
    answer = client_of(people.reader).post(f"{LIST}edition/", sent, follow=True)
    return answer.content.decode()


def page(people: Cast, station: UUID) -> str:
    return client_of(people.worker).get(f"/stations/{station}/").content.decode()


def test_without_a_list_the_screens_say_so(people: Cast, station: UUID) -> None:
    assert "说不出这个站的配备齐不齐" in page(people, station)
    assert "说不出哪些站齐全" in client_of(people.city).get("/stations/").content.decode()
    assert "系统不带清单" in client_of(people.city).get(LIST).content.decode()


def test_a_county_types_its_list(people: Cast, station: UUID) -> None:
    shown = say(people)
    assert "加了 2 样" in shown and "要有门" in shown and "2024年3月1日" in shown
    form = client_of(people.reader).get(f"{LIST}edition/").content.decode()
    assert "电脑，办公设备，2台" in form and "云城民发〔2024〕1号" in form
    assert "类别“电器”不认得" in say(people, "电脑，电器，2台")
    assert "清单是空的" in say(people, "")
    assert "去掉 2 样" in say(people, LINES, none="on")


def test_a_head_counts_several_things_at_once(people: Cast, station: UUID) -> None:
    say(people)
    head, address = client_of(people.owner), f"/stations/{station}/equipment/"
    form = head.get(address).content.decode()
    assert "至少" in form and 'name="used-电脑"' in form
    assert "还没有记过" in page(people, station)
    sent = {"day": f"{DAY}", "used-电脑": "1", "broken-电脑": "1", "note-电脑": "屏幕碎了"}
    sent |= {"used-个案室": "1", "name-0": "书架", "count-0": "2", "unit-0": "个"}
    shown = head.post(address, sent, follow=True).content.decode()
    assert "改了 4 处" in shown and "屏幕碎了" in shown and "书架" in shown
    assert "配备不齐" in shown and "清单以外" in shown
    again = {**sent, "used-电脑": "2", "broken-电脑": "", "name-0": "", "count-0": "", "unit-0": ""}
    again |= {"used-书架": "2"}
    shown = head.post(address, again, follow=True).content.decode()
    assert "改了 2 处" in shown and "配备齐全" in shown


def test_a_day_that_was_entered_too_late_is_put_right(people: Cast, station: UUID) -> None:
    say(people)
    head, address = client_of(people.owner), f"/stations/{station}/equipment/"
    sent = {"used-电脑": "2", "used-个案室": "1"}
    assert 'name="all"' not in head.get(address).content.decode(), "nothing is counted yet"
    head.post(address, {"day": "2024-06-01", **sent})
    again = {"day": "2024-05-01", **sent}
    assert "没有改动" in head.post(address, again, follow=True).content.decode()
    shown = head.post(address, {**again, "all": "on"}, follow=True).content.decode()
    assert "改了 2 处" in shown and shown.count("2024年5月1日") == 2 and "2024年6月" not in shown


def test_what_a_form_lacks_is_said_beside_it(people: Cast, station: UUID) -> None:
    say(people)
    sent = {
        "day": f"{DAY}",
        "note-电脑": "在修",
        "name-0": "个案室",
        "count-0": "1",
        "name-1": "书",
    }
    answer = client_of(people.owner).post(f"/stations/{station}/equipment/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "还没有填数量" in text and "上面已经有了" in text and "名称和数量要一起填" in text


def test_the_number_opens_the_stations_and_says_what_each_lacks(
    people: Cast, station: UUID
) -> None:
    say(people)
    text = client_of(people.city).get("/stations/").content.decode()
    assert "还缺 <b>1</b> 个" in text
    rows = client_of(people.city).get("/figures/stations_unequipped/").content.decode()
    assert "思劳镇社工站" in rows and "缺：个案室 1 间、电脑 2 台" in rows
    assert (
        "思劳镇社工站"
        not in client_of(people.inspector).get("/figures/stations_unequipped/").content.decode()
    )
