"""Stations, points, and who serves which village: what holds from which day, and what was known."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import actions
from shuangbai.staff.actions import Assignment, NewPoint, NewStation, PointDetails, Reopening
from shuangbai.staff.selectors import stations as selectors
from shuangbai.staff.testing import OPENED, make_point, make_station, make_worker, village_keys

pytestmark = pytest.mark.usefixtures("database")

LATER = date(2024, 6, 1)
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


def count(
    actor: Actor, key: str, day: date, area: str = OWN_TOWN, known: datetime | None = None
) -> int:
    with scope.acting(actor):
        return counting.count(key, Ask((area,), Period(day, day), known)).total


def told(problem: "pytest.ExceptionInfo[Problem]") -> tuple[str, str | None]:
    return problem.value.code, problem.value.column


def test_a_town_has_one_open_station(county: Actor) -> None:
    make_station(county)
    with pytest.raises(Problem) as found:
        make_station(county, opened_on=LATER)
    assert told(found) == ("station.already", "在哪个镇（街）")
    two = [NewStation(NEXT_TOWN, "甲站", OPENED), NewStation(NEXT_TOWN, "乙站", OPENED)]
    with pytest.raises(Problem, match="两个社工站"):
        actions.open_stations(county, two)
    assert count(county, "stations", LATER, COUNTY) == 1


def test_the_same_form_twice_opens_one_station_and_one_point(county: Actor) -> None:
    new = NewStation(OWN_TOWN, "思劳镇社工站", OPENED)
    made = actions.open_station(county, new)
    assert actions.open_station(county, new).pk == made.pk
    key = village_keys()[0]
    point = NewPoint(made.pk, key, "城村社工点", OPENED, (key,))
    assert actions.open_point(county, point).pk == actions.open_point(county, point).pk
    assert count(county, "points", LATER) == 1


def test_a_station_closes_with_all_it_did_and_opens_again(county: Actor) -> None:
    station, keys = make_station(county), village_keys()
    make_point(county, station, keys[:2])
    actions.close_station(county, station.pk, LATER)
    before = date(2024, 5, 31)
    figures = ("stations", "points", "villages_covered")
    assert [count(county, key, before) for key in figures] == [1, 1, 2]
    assert [count(county, key, LATER) for key in figures] == [0, 0, 0]
    with pytest.raises(Problem) as found:
        actions.reopen_station(county, station.pk, before)
    assert told(found) == ("station.again_before", "重新开站的日期")
    actions.reopen_station(county, station.pk, date(2024, 9, 1))
    assert count(county, "stations", date(2024, 9, 1)) == 1
    with scope.acting(county):
        sheet = selectors.station(county, station.pk)
    assert sheet.since == date(2024, 9, 1)
    assert len(sheet.openings) == 2 and len(sheet.gaps) == len(keys)


def test_a_station_with_workers_is_not_closed(county: Actor) -> None:
    station = make_station(county)
    worker = make_worker(county, station)
    with pytest.raises(Problem, match="还有 1 名社工在岗"):
        actions.close_station(county, station.pk, LATER)
    actions.leave(county, actions.Leaving(worker.pk, LATER, "resigned"))
    actions.close_station(county, station.pk, LATER)
    assert count(county, "stations", LATER) == 0


def test_only_the_county_opens_stations_and_the_head_has_points(county: Actor, head: Actor) -> None:
    with pytest.raises(Refused):
        make_station(head)
    own, far = make_station(county), make_station(county, NEXT_TOWN)
    make_point(head, own, village_keys()[:1])
    with pytest.raises(Absent):
        make_point(head, far, village_keys(NEXT_TOWN)[:1])
    with pytest.raises(Problem) as found:
        make_point(head, own, village_keys(NEXT_TOWN)[:1], "邻村社工点")
    assert found.value.code == "point.village"


def test_a_village_has_one_answer_and_an_older_one_ends(county: Actor) -> None:
    station, (one, two, *_) = make_station(county), village_keys()
    make_point(county, station, [one, two])
    worker = make_worker(county, station)
    wanted = [Assignment(one, worker_id=worker.pk), Assignment(two)]
    assert actions.assign_villages(county, station.pk, wanted, LATER) == 2
    assert actions.assign_villages(county, station.pk, wanted, LATER) == 0, "the same again"
    assert count(county, "villages_covered", date(2024, 5, 31)) == 2
    assert count(county, "villages_covered", LATER) == 1
    whole = len(village_keys())
    assert count(county, "villages_unserved", LATER) == whole - 1
    with scope.acting(county):
        services = selectors.services_of(county, station)
    assert [service.by_name for service in services[one]] == ["何木林"]


def test_a_past_number_as_known_then_stays(county: Actor, clock_at: SetClock) -> None:
    clock_at(datetime(2026, 3, 2, 9, tzinfo=clock.ZONE))
    station, keys = make_station(county), village_keys()
    make_point(county, station, keys[:1])
    known = datetime(2026, 3, 2, 20, tzinfo=clock.ZONE)
    clock_at(datetime(2026, 3, 9, 9, tzinfo=clock.ZONE))
    make_point(county, station, keys[1:3], "南村社工点")
    assert count(county, "villages_covered", LATER) == 3
    assert count(county, "villages_covered", LATER, known=known) == 1
    assert count(county, "villages_unserved", LATER, known=known) == len(keys) - 1
    assert count(county, "points", LATER) == 2
    assert count(county, "points", LATER, known=known) == 1


def test_a_point_moves_takes_over_and_gives_up(head: Actor, county: Actor) -> None:
    station, (one, two, three, *_) = make_station(county), village_keys()
    first = make_point(county, station, [one, two])
    second = make_point(county, station, [three], "南村社工点")
    told_now = PointDetails(second.pk, "南村综合社工点", two, "文化楼", (two, three), LATER)
    actions.edit_point(head, told_now)
    with scope.acting(head):
        sheet = selectors.station(head, station.pk)
        lines = {line.point.pk: line for line in sheet.points}
        services = selectors.services_of(head, station)
    assert (lines[second.pk].point.area, lines[second.pk].since) == (two, OPENED)
    assert len(lines[first.pk].villages) == 1 and len(lines[second.pk].villages) == 2
    assert {one.by_name for one in services[three]} == {"南村综合社工点"}
    with scope.acting(county):
        ask = Ask((OWN_TOWN,), Period(OPENED, OPENED))
        then = {row.area for row in counting.rows("points", ask)}
    assert then == {one, three}, "where it stood then"
    actions.edit_point(head, PointDetails(second.pk, "南村综合社工点", two, "", (two,), LATER))
    assert count(head, "villages_unserved", LATER) == len(village_keys()) - 2


def test_a_point_closes_and_opens_again(head: Actor, county: Actor) -> None:
    station, keys = make_station(county), village_keys()
    point = make_point(head, station, keys[:2])
    actions.close_point(head, point.pk, LATER)
    assert (count(head, "points", LATER), count(head, "villages_covered", LATER)) == (0, 0)
    with pytest.raises(Problem, match="已经关了"):
        actions.close_point(head, point.pk, LATER)
    actions.reopen_point(head, Reopening(point.pk, date(2024, 8, 1), (keys[0],)))
    assert count(head, "villages_covered", date(2024, 8, 1)) == 1
    with pytest.raises(Problem, match="现在开着"):
        actions.reopen_point(head, Reopening(point.pk, date(2024, 8, 1), (keys[0],)))


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2999, 1, 1), "staff.future"), (date(1203, 1, 1), "staff.long_ago")],
)
def test_days_that_cannot_be(county: Actor, day: date, code: str) -> None:
    with pytest.raises(Problem) as found:
        make_station(county, opened_on=day)
    assert told(found) == (code, "开站日期")


def test_what_serves_must_be_there_on_that_day(county: Actor) -> None:
    station, (one, *_) = make_station(county), village_keys()
    worker = make_worker(county, station, hired_on=LATER)
    with pytest.raises(Problem) as found:
        actions.serve_directly(county, station.pk, (one,), worker.pk, OPENED)
    assert found.value.code == "village.worker_away"
    with pytest.raises(Problem) as found:
        make_point(county, station, [one], opened_on=date(2023, 1, 1))
    assert told(found) == ("station.not_open", "开点日期")


def test_each_change_leaves_its_trail(county: Actor) -> None:
    station = make_station(county)
    actions.edit_station(
        county, station.pk, actions.StationDetails("思劳社工站", "思劳大道1号", "0766-8888")
    )
    entry = AuditEntry.objects.filter(verb="station.manage").order_by("-at").first()
    assert entry is not None and entry.subject_id == str(station.pk)
    assert entry.changes.get().change["name"] == ["思劳镇社工站", "思劳社工站"]
    with scope.acting(operator("测试", "4453")):
        assert selectors.find(county, station.pk).phone == "0766-8888"
