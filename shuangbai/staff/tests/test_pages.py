"""The pages of stations: what is open, and which villages nobody serves."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangbai.access.actor import operator
from shuangbai.access.testing import FAR_TOWN, OWN_TOWN, Cast, client_of
from shuangbai.areas import selectors as areas
from shuangbai.staff import actions

pytestmark = pytest.mark.django_db

DAY = date(2024, 1, 5)


@pytest.fixture
def station() -> UUID:
    """思劳镇: one point for two villages, a worker for a third, nobody for the rest."""
    maker = operator("测试", "4453")
    made = actions.open_station(maker, actions.NewStation(OWN_TOWN, "思劳镇社工站", DAY))
    one, two, three, *_ = (village.key for village in areas.villages(OWN_TOWN))
    actions.open_point(maker, actions.NewPoint(made.pk, one, "城村社工点", DAY, (one, two)))
    worker = actions.add_worker(maker, actions.NewWorker(made.pk, "何木林"))
    actions.serve_directly(maker, made.pk, (three,), worker.pk, DAY)
    far = actions.open_station(maker, actions.NewStation(FAR_TOWN, "新城镇社工站", DAY))
    actions.close_station(maker, far.pk, date(2025, 1, 1))
    found: UUID = made.pk
    return found


def test_open_stations_with_what_they_serve(people: Cast, station: UUID) -> None:
    text = client_of(people.city).get("/stations/").content.decode()
    whole = len(areas.villages(OWN_TOWN))
    assert "思劳镇社工站" in text and f"还缺 {whole - 3} 个" in text
    assert "新城镇社工站" in text.split("关了的社工站")[1], "it is closed"
    assert "思劳镇社工站" not in client_of(people.inspector).get("/stations/").content.decode()


def test_gaps_of_a_station_are_shown(people: Cast, station: UUID) -> None:
    text = client_of(people.worker).get(f"/stations/{station}/").content.decode()
    assert text.count("还没人负责</span>") == len(areas.villages(OWN_TOWN)) - 3
    assert "城村社工点" in text and "何木林（站直接负责）" in text


def test_the_list_costs_the_same_for_many(people: Cast, station: UUID) -> None:
    def asked() -> int:
        asking = client_of(people.city)
        with CaptureQueriesContext(connection) as queries:
            asking.get("/stations/")
        return len(queries)

    few, maker = asked(), operator("测试", "4453")
    for town in ("445302102", "445303101", "445381100"):
        actions.open_station(maker, actions.NewStation(town, f"站{town}", DAY))
    assert asked() == few
