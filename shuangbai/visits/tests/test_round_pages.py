"""The pages of special rounds, as the cast sees them."""

import re
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import COUNTY, OWN_TOWN, Cast, actor_of, client_of
from shuangbai.clients.testing import OTHER_VILLAGE
from shuangbai.visits.models import Round
from shuangbai.visits.testing import make_visit
from shuangbai.visits.tests.test_plan_pages import days, page, raw, somebody

pytestmark = pytest.mark.django_db


def start(client: Client, **told: object) -> str:
    """Look first, then start; returns the address of the round."""
    url = "/visits/rounds/new/"
    text = client.get(url).content.decode()
    [ident] = re.findall(r'name="id" value="([^"]+)"', text)
    form = {"id": ident, "name": "寒潮走访", "kind": "cold", "area": OWN_TOWN}
    form |= {"first_on": str(days(0)), "last_on": str(days(3)), **told}
    looked = client.post(url, {**form, "look": "1"})
    assert looked.status_code == 200, looked.content.decode()[-3000:]
    [seen] = re.findall(r'name="seen" value="(\d+)"', looked.content.decode())
    answer = client.post(url, {**form, "seen": seen, "start": "1"})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_round_is_looked_at_and_then_started(people: Cast, worker: Actor) -> None:
    one, other = somebody(worker, "李秀英", 5), somebody(worker, "陈水生", 5, OTHER_VILLAGE)
    head = client_of(people.owner)
    url = start(head)
    assert "0 / 2 人" in page(people.owner, url)
    make_visit(worker, one)
    text = page(people.owner, url)
    assert "1 / 2 人" in text and "还缺 1 人" in text and "没有责任社工" in text
    assert "陈水生" in page(people.worker, f"{url}people/?state=missing")
    assert "李秀英" not in page(people.worker, f"{url}people/?state=missing")
    assert "寒潮走访" in page(people.worker, "/") and "还缺 1 人" in page(people.worker, "/")
    assert f"/visits/new/?person={other.pk}" in raw(people.worker, f"{url}people/")


def test_every_number_of_a_return_opens_its_people(people: Cast, worker: Actor) -> None:
    one = somebody(worker, "李秀英", 5)
    somebody(worker, "陈水生", 5, OTHER_VILLAGE)
    somebody(worker, "欧少芬", 5, OWN_TOWN)
    url = start(client_of(people.owner))
    make_visit(worker, one)
    numbers = re.findall(r'href="([^"]*/people/[^"]*)">(\d+)(?: 人)?<', raw(people.owner, url))
    assert len(numbers) > 8
    for way, number in numbers:
        shown = raw(people.owner, way.replace("&amp;", "&"))
        assert len(re.findall(r'<tr role="row" id="t', shown)) == int(number), way


def test_a_list_that_changed_meanwhile_is_looked_at_again(people: Cast, worker: Actor) -> None:
    somebody(worker, "李秀英", 5)
    client, url = client_of(people.owner), "/visits/rounds/new/"
    form = {"name": "寒潮走访", "kind": "cold", "area": OWN_TOWN, "first_on": str(days(0))}
    form |= {"last_on": str(days(3)), "id": "01900000-0000-7000-8000-000000000001", "start": "1"}
    again = client.post(url, {**form, "seen": "7"})
    assert again.status_code == 200 and "名单上会有" in again.content.decode()
    with scope.acting(actor_of(people.owner)):
        assert not Round.objects.exists()
    nobody = client.post(url, {**form, "categories": ["TK"], "seen": "0"})
    assert "一个人也没有" in nobody.content.decode()


def test_the_workbook_of_a_round(people: Cast, worker: Actor) -> None:
    make_visit(worker, somebody(worker, "李秀英", None))
    somebody(worker, "陈水生", None)
    url = start(client_of(people.owner))
    answer = client_of(people.owner).get(f"{url}list.xlsx?state=missing")
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert [row[0] for row in rows[3:]] == ["陈水生"]
    assert "139****1234" in str(rows[3]) and "还没走到" in str(rows[3])
    assert AuditEntry.objects.filter(verb="round.export", detail__exported=1).count() == 1


def test_a_round_is_called_off_by_who_started_it(people: Cast, worker: Actor) -> None:
    somebody(worker, "李秀英", None)
    url = start(client_of(people.reader), area=COUNTY)
    assert client_of(people.owner).get(f"{url}withdrawal/").status_code == 404
    client = client_of(people.reader)
    assert client.post(f"{url}withdrawal/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}withdrawal/", {"reason": "寒潮没有来"}).status_code == 302
    text = page(people.owner, url)
    assert "已取消" in text and "寒潮没有来" in text
    assert "寒潮走访" not in page(people.worker, "/")
