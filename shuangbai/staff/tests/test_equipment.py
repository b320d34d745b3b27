"""What stations must have and what they have: who is complete on which day, as known when."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import CITY, COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import UNGROUPED, Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import actions
from shuangbai.staff import equipment_rules as rules
from shuangbai.staff.actions import Count, RequiredList, Stocktaking
from shuangbai.staff.models import Equipment, Station
from shuangbai.staff.selectors import equipment as selectors
from shuangbai.staff.selectors import equipped
from shuangbai.staff.testing import OPENED, make_station

pytestmark = pytest.mark.usefixtures("database")

COUNTED, LATER, LAST = date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)
LIST = "电脑，办公设备，2台\n个案室，场地，1间"
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def city() -> Actor:
    return make_actor(Role.CITY, CITY)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def station(county: Actor) -> Station:
    return make_station(county)


def say(actor: Actor, text: str, day: date = OPENED, area: str = COUNTY) -> str:
    told = RequiredList(area, day, tuple(rules.read(text)), "云城民发〔2024〕1号")
    return str(actions.set_requirements(actor, told))


def have(actor: Actor, station: Station, day: date, **counts: int) -> int:
    told = tuple(Count(name, count, "台") for name, count in counts.items())
    return actions.take_stock(actor, Stocktaking(station.pk, day, told))


def ask(day: date, area: str = OWN_TOWN, known: datetime | None = None) -> Ask:
    return Ask((area,), Period(day, day), known)


def standing(actor: Actor, asked: Ask) -> tuple[int, int]:
    """(complete, not complete), each with as many rows behind it."""
    keys = ("stations_equipped", "stations_unequipped")
    with scope.acting(actor):
        totals = [counting.count(key, asked).total for key in keys]
        assert [len(counting.rows(key, asked)) for key in keys] == totals
    return totals[0], totals[1]


def lacks(actor: Actor, asked: Ask) -> list[str]:
    with scope.acting(actor):
        rows = counting.rows("stations_unequipped", asked)
        return list(equipped.missing(actor, asked, rows).values())


def test_without_a_list_no_station_is_judged(county: Actor, head: Actor, station: Station) -> None:
    have(head, station, COUNTED, 电脑=2, 个案室=1)
    assert standing(county, ask(LATER)) == (0, 0)
    with scope.acting(county):
        told = counting.count("stations", ask(LATER), "equipment")
        assert not selectors.ledger(county, station).listed
    assert (told.total, told.part(UNGROUPED)) == (1, 1)


def test_complete_from_the_day_on_which_all_is_there(
    county: Actor, head: Actor, station: Station
) -> None:
    say(county, LIST)
    have(head, station, COUNTED, 电脑=1)
    have(head, station, LATER, 电脑=2, 个案室=1)
    days = (OPENED, COUNTED, LATER - timedelta(days=1), LATER)
    assert [standing(county, ask(day)) for day in days] == [(0, 1), (0, 1), (0, 1), (1, 0)]
    assert lacks(county, ask(COUNTED)) == ["缺：个案室 1 间、电脑 1 台"]
    assert standing(county, ask(OPENED - timedelta(days=1))) == (0, 0)


def test_what_is_broken_is_not_in_use(county: Actor, head: Actor, station: Station) -> None:
    say(county, LIST)
    have(head, station, COUNTED, 电脑=2, 个案室=1)
    broken = (Count("电脑", 1, "台"), Count("电脑", 1, "台", "broken", "屏幕碎了"))
    actions.take_stock(head, Stocktaking(station.pk, LATER, broken))
    assert [standing(county, ask(day)) for day in (COUNTED, LATER)] == [(1, 0), (0, 1)]
    with scope.acting(head):
        [thing] = selectors.ledger(head, station).lacking
    assert (thing.missing, thing.others, thing.note) == (1, [("坏了", 1)], "屏幕碎了")


def test_a_list_holds_from_its_day_and_an_earlier_day_keeps_its_own(
    county: Actor, head: Actor, station: Station
) -> None:
    say(county, LIST)
    have(head, station, COUNTED, 电脑=2, 个案室=1)
    more = "电脑，办公设备，3台\n血压计，服务设施，1个"
    assert say(county, more, LATER) == "清单定好了：加了 1 样，改了 1 样，去掉 1 样。"
    assert say(county, more, LATER) == "和现在的一样，没有改。"
    assert [standing(county, ask(day)) for day in (COUNTED, LATER)] == [(1, 0), (0, 1)]
    assert lacks(county, ask(LATER)) == ["缺：电脑 1 台、血压计 1 个"]
    actions.set_requirements(county, RequiredList(COUNTY, LAST, ()))
    assert standing(county, ask(LAST)) == (0, 0)


def test_city_and_county_both_ask(
    city: Actor, county: Actor, head: Actor, station: Station
) -> None:
    say(city, "电脑，办公设备，3台", area=CITY)
    say(county, LIST)
    have(head, station, COUNTED, 电脑=2, 个案室=1)
    assert lacks(county, ask(LATER)) == lacks(city, ask(LATER, CITY)) == ["缺：电脑 1 台"]
    have(head, station, LATER, 电脑=3)
    assert standing(head, ask(LATER)) == standing(city, ask(LATER, CITY)) == (1, 0)


def test_a_correction_is_a_version_and_the_earlier_number_comes_out_again(
    county: Actor, head: Actor, clock_at: SetClock
) -> None:
    said = datetime(2024, 10, 1, 9, tzinfo=clock.ZONE)
    clock_at(said)
    station = make_station(county)
    say(county, LIST)
    have(head, station, COUNTED, 电脑=2, 个案室=1)
    have(head, station, LATER, 电脑=4)
    clock_at(said + timedelta(days=9))
    assert have(head, station, COUNTED, 电脑=1) == 1
    assert have(head, station, COUNTED, 电脑=1) == 0, "the same again changes nothing"
    then, day = said + timedelta(days=1), COUNTED
    assert standing(county, ask(day, known=then)) == (1, 0)
    assert standing(county, ask(day)) == (0, 1)
    assert standing(county, ask(LAST)) == (0, 1), "it takes the place of what was said of later"
    assert lacks(county, ask(LAST)) == ["缺：电脑 1 台"]
    say(county, "电脑，办公设备，1台")
    assert lacks(county, ask(day)) == []
    assert standing(county, ask(day, known=then)) == (1, 0)


def test_none_any_more(county: Actor, head: Actor, station: Station) -> None:
    have(head, station, COUNTED, 书架=2)
    have(head, station, LATER, 书架=0)
    with scope.acting(head):
        found = selectors.ledger(head, station)
    assert found.things == []
    assert [(one.name, one.valid_to) for one in found.past] == [("书架", LATER)]


def test_what_never_was_is_taken_back(county: Actor, head: Actor, station: Station) -> None:
    say(county, "轮椅，服务设施，1辆")
    have(head, station, LATER, 轮椅=1)
    assert have(head, station, COUNTED, 轮椅=0) == 1
    assert standing(county, ask(LAST)) == (0, 1)
    assert have(head, station, COUNTED, 轮椅=0) == 0


def test_a_station_that_is_closed_is_in_neither(
    county: Actor, head: Actor, station: Station
) -> None:
    say(county, LIST)
    actions.close_station(county, station.pk, LATER)
    assert [standing(county, ask(day)) for day in (COUNTED, LATER)] == [(0, 1), (0, 0)]
    with pytest.raises(Problem, match="没有开着"):
        have(head, station, LATER, 电脑=1)


def test_a_neighbour_sees_and_counts_nothing(county: Actor, head: Actor, station: Station) -> None:
    say(county, LIST)
    have(head, station, COUNTED, 电脑=1)
    neighbour = make_actor(Role.HEAD, NEXT_TOWN)
    assert standing(neighbour, ask(LATER)) == (0, 0)
    with scope.acting(neighbour):
        assert not Equipment.objects.exists()
        assert [one.name for one in selectors.lists(neighbour).now[0].kinds[0][1]] == ["个案室"]
    with pytest.raises(Absent):
        have(neighbour, station, LATER, 电脑=9)


def test_who_says_what_stations_must_have(county: Actor, head: Actor) -> None:
    with pytest.raises(Refused):
        say(head, LIST, area=OWN_TOWN)
    with pytest.raises(Refused):
        say(county, LIST, area="445303")
    with pytest.raises(Problem, match="镇街不另定"):
        say(county, LIST, area=OWN_TOWN)
    with pytest.raises(Problem, match="没有自己的清单"):
        actions.set_requirements(county, RequiredList(COUNTY, OPENED, ()))
    ahead = clock.today() + timedelta(days=30)
    say(county, LIST, ahead)
    with scope.acting(county):
        found = selectors.lists(county)
    assert (found.now, len(found.coming)) == ([], 2)


def test_several_stations_at_once_or_none(county: Actor, station: Station) -> None:
    other = make_station(county, NEXT_TOWN)
    count = (Count("电脑", 1, "台"),)
    one, two = (Stocktaking(place.pk, COUNTED, count) for place in (station, other))
    future = Stocktaking(other.pk, clock.today() + timedelta(days=1), count)
    with pytest.raises(Problem) as found:
        actions.take_stocks(county, [one, future])
    assert (found.value.code, found.value.row) == ("staff.future", 2)
    assert actions.take_stocks(county, [one, two]) == 2


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ((Count("电脑", 1), Count("电脑", 2)), "equipment.counted_twice"),
        ((Count("电脑", -1),), "equipment.quantity"),
        ((Count(" ", 1),), "equipment.unnamed"),
    ],
)
def test_what_cannot_be_counted(
    head: Actor, station: Station, counts: tuple[Count, ...], code: str
) -> None:
    with pytest.raises(Problem) as found:
        actions.take_stock(head, Stocktaking(station.pk, COUNTED, counts))
    assert found.value.code == code
