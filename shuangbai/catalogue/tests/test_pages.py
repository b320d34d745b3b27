"""The catalogue as offices and stations notice it."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import Cast, actor_of, client_of
from shuangbai.catalogue import actions, selectors
from shuangbai.catalogue.actions import NewEntry
from shuangbai.catalogue.models import Entry
from shuangbai.kernel import clock
from shuangbai.kernel.problems import Problem

pytestmark = pytest.mark.django_db

SINCE = date(2024, 3, 1)


def new(area: str = "445302", name: str = "云城上门理发", **told: Any) -> NewEntry:
    return NewEntry(**{"area": area, "kind": "item", "name": name, "since": SINCE, **told})


def offered(actor: Actor, day: date, area: str = "445302103") -> list[str]:
    with scope.acting(actor):
        return [one.name for one in selectors.offered(actor, "item", area, day)]


def read(people: Cast, who: str) -> str:
    answer = client_of(getattr(people, who)).get("/catalogue/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_five_services_name_their_document_and_defaults_say_so(people: Cast) -> None:
    page = read(people, "worker")
    for name in ("政策落实", "心理疏导", "资源链接", "能力提升", "社会融入"):
        assert f"<h3>{name}</h3>" in page
    assert "粤民发〔2020〕142号" in page
    assert "协助申请救助" in page
    assert "默认" in page
    assert "加一项" not in page


def test_a_county_adds_an_item_that_its_towns_use_and_no_other_county(people: Cast) -> None:
    county = client_of(people.reader)
    form = {"kind": "item", "under": "ZY", "name": "云城上门理发", "said": "", "area": "445302"}
    answer = county.post("/catalogue/new/", form | {"since": "2024-03-01"}, follow=True)
    assert "加好了：云城上门理发" in answer.content.decode()
    for who in ("worker", "city"):
        assert "云城上门理发" in read(people, who)
    assert "云城上门理发" not in read(people, "stranger")
    assert "云城上门理发" in offered(actor_of(people.worker), SINCE)
    assert "云城上门理发" not in offered(actor_of(people.worker), SINCE - timedelta(days=1))
    entry = AuditEntry.objects.get(verb="catalogue.manage")
    assert entry.area == "445302" and entry.actor_name == people.reader.name


def test_a_visit_of_last_year_prints_last_years_name(people: Cast) -> None:
    county = actor_of(people.reader)
    made = actions.add(county, new(under="ZY"))
    actions.rename(county, made.pk, "上门理发助洁", date(2025, 1, 1))
    with scope.acting(county):
        names = selectors.names(county)
    assert names.on(made.code, date(2024, 12, 31)) == "云城上门理发"
    assert names.on(made.code, date(2025, 1, 1)) == "上门理发助洁"
    assert offered(county, date(2024, 6, 1)).count("云城上门理发") == 1
    assert "云城上门理发" not in offered(county, date(2025, 6, 1))


def test_what_ended_is_offered_no_more_and_stays_on_the_page(people: Cast) -> None:
    county = actor_of(people.reader)
    made = actions.add(county, new(under="ZY"))
    client = client_of(people.reader)
    assert client.get(f"/catalogue/{made.pk}/end/").status_code == 200
    sent = {"day": "2024-06-01", "why": "并到理发助洁"}
    answer = client.post(f"/catalogue/{made.pk}/end/", sent, follow=True)
    page = answer.content.decode()
    assert "已经不用的" in page and "并到理发助洁" in page
    assert "云城上门理发" in offered(county, date(2024, 5, 31))
    assert "云城上门理发" not in offered(county, date(2024, 6, 1))
    with pytest.raises(Problem, match="已经不用了"):
        actions.end(county, made.pk, date(2024, 7, 1), "又停一次")


def test_nobody_ends_what_another_office_owns(people: Cast) -> None:
    city = actor_of(people.city)
    made = actions.add(city, new("4453", "全市统一项目", under="ZC"))
    with pytest.raises(Refused):
        actions.end(actor_of(people.reader), made.pk, clock.today(), "不用")
    with scope.acting(city):
        shipped = Entry.objects.get(code="ZC01")
    with pytest.raises(Refused):
        actions.rename(city, shipped.pk, "改掉默认", clock.today())


def test_an_entry_of_elsewhere_is_not_there(people: Cast) -> None:
    made = actions.add(actor_of(people.reader), new(under="ZC"))
    far = operator("别处", "445321")
    with scope.acting(far), pytest.raises(Absent):
        selectors.find(far, made.pk)


def test_services_and_groups_take_nothing_of_ones_own(people: Cast) -> None:
    for kind in ("service", "group"):
        with pytest.raises(Problem, match="不能自己加"):
            actions.add(actor_of(people.reader), new(kind=kind))


def test_an_item_stands_under_a_service(people: Cast) -> None:
    with pytest.raises(Problem, match="没有选归到哪一项"):
        actions.add(actor_of(people.reader), new())


def test_the_same_name_is_not_added_twice(people: Cast) -> None:
    with pytest.raises(Problem, match="“义诊和陪同就医”已经有了，是产品自带的"):
        actions.add(actor_of(people.reader), new(name="义诊和陪同就医", under="ZY"))
    actions.add(actor_of(people.reader), new(under="ZY"))
    with pytest.raises(Problem, match="云城区加的"):
        actions.add(actor_of(people.reader), new(under="ZC"))


def test_nothing_ends_before_it_began(people: Cast) -> None:
    county = actor_of(people.reader)
    made = actions.add(county, new(under="ZY"))
    with pytest.raises(Problem, match="还早"):
        actions.end(county, made.pk, SINCE - timedelta(days=1), "早了")
