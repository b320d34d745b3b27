"""A town gets another parent (前锋 and 都杨 did in 2014): living rows move, events stay."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from shuangbai.access import actions, scope
from shuangbai.access.actor import operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.testing import CITY, OWN_TOWN, actor_of, make_user
from shuangbai.areas.models import Area
from shuangbai.clients.actions import people
from shuangbai.clients.models import FileSpell, Person
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import actions as staff
from shuangbai.staff.models import Equipment, Station, StationSpell
from shuangbai.visits import actions as visits
from shuangbai.visits.models import Served, Visit

pytestmark = pytest.mark.usefixtures("areas_restored")

PRODUCT = operator("测试", CITY)
OPENED = date(2025, 3, 1)
MOVED = date(2026, 7, 1)
NEW_PARENT = "445303"
VILLAGE = "445302103201"


def move() -> Area:
    return actions.reparent_area(PRODUCT, OWN_TOWN, NEW_PARENT, MOVED, document="粤民区〔2026〕2号")


def towns_with_station(day: date, area: str) -> int:
    with scope.acting(PRODUCT):
        return counting.count("towns_covered", Ask((area,), Period(day, day))).total


def a_station() -> Station:
    return staff.open_station(PRODUCT, staff.NewStation(OWN_TOWN, "思劳镇社工站", OPENED))


def test_the_old_unit_closes_and_a_new_one_opens_with_all_below() -> None:
    before = Area.objects.below(OWN_TOWN).count()
    moved = move()
    old = Area.objects.get(key=OWN_TOWN)
    assert moved.key.startswith(NEW_PARENT)
    assert (old.closed_on, old.moved_to) == (MOVED, moved.key)
    assert (moved.opened_on, moved.name, moved.code) == (MOVED, "思劳镇", OWN_TOWN)
    assert Area.objects.below(moved.key).filter(closed_on=None).count() == before
    assert not Area.objects.below(OWN_TOWN).filter(closed_on=None).exists()
    assert {area.parent_key for area in Area.objects.filter(key__startswith=moved.key)} == {
        NEW_PARENT,
        moved.key,
    }


def test_a_number_of_a_past_day_stays_and_one_of_today_moves() -> None:
    a_station()
    move()
    last, first = MOVED - timedelta(days=1), MOVED
    assert (towns_with_station(last, "445302"), towns_with_station(last, "445303")) == (1, 0)
    assert (towns_with_station(first, "445302"), towns_with_station(first, "445303")) == (0, 1)
    assert towns_with_station(first, CITY) == towns_with_station(last, CITY) == 1


def test_the_station_moves_and_its_spell_is_cut() -> None:
    station = a_station()
    key = move().key
    with scope.acting(PRODUCT):
        assert Station.objects.get(pk=station.pk).area == key
        living = StationSpell.objects.as_known(None).order_by("valid_from")
        told = [(spell.area, spell.valid_from, spell.valid_to) for spell in living]
    assert told == [(OWN_TOWN, OPENED, MOVED), (key, MOVED, None)]


def test_what_the_station_has_moves_with_it() -> None:
    station = a_station()
    count = (staff.Count("电脑", 2, "台"),)
    staff.take_stock(PRODUCT, staff.Stocktaking(station.pk, OPENED, count))
    key = move().key
    with scope.acting(PRODUCT):
        living = Equipment.objects.as_known(None).order_by("valid_from")
        told = [(one.area, one.valid_from, one.valid_to, one.quantity) for one in living]
    assert told == [(OWN_TOWN, OPENED, MOVED, 2), (key, MOVED, None, 2)]


def test_what_was_entered_late_moves_as_well() -> None:
    """The move is entered in autumn; a station was opened in summer, under the old key."""
    late = MOVED + timedelta(days=30)
    staff.open_station(PRODUCT, staff.NewStation(OWN_TOWN, "思劳镇社工站", late))
    key = move().key
    with scope.acting(PRODUCT):
        assert {spell.area for spell in StationSpell.objects.as_known(None)} == {key}


def someone() -> people.NewPerson:
    born, since = date(1950, 2, 3), date(2026, 1, 5)
    return people.NewPerson(
        area=VILLAGE, name="甲某", birth_date=born, since=since, categories=("TK",)
    )


def visit_to(person: UUID, open_file: bool) -> visits.NewVisit:
    return visits.NewVisit(
        id=uuid4(),
        household_id=None,
        person_ids=(person,),
        happened_on=date(2026, 2, 3),
        kind="home",
        note="看望",
        open_files=(person,) if open_file else (),
        late_why="下村回来漏记了",
    )


def test_people_move_and_what_happened_stays() -> None:
    worker = actor_of(make_user("shegong", "worker", OWN_TOWN))
    person = people.register(worker, someone())
    visits.record(worker, visit_to(person.pk, open_file=True))
    key = move().key
    with scope.acting(PRODUCT):
        assert Person.objects.get(pk=person.pk).area == key + "201"
        assert Visit.objects.get().area == VILLAGE
        assert Served.objects.get().area == VILLAGE
        now = FileSpell.objects.as_known(None).get(valid_to=None)
        year = Period(date(2026, 1, 1), date(2026, 12, 31))
        assert counting.count("served", Ask(("445302",), year)).total == 1
        assert counting.count("served", Ask((NEW_PARENT,), year)).total == 0
    assert now.area == key + "201"


def test_cover_goes_with_the_town_and_is_the_same_for_everybody() -> None:
    worker = make_user("shegong", "worker", OWN_TOWN)
    county = make_user("yunan", "county", NEW_PARENT)
    person = people.register(actor_of(worker), someone())
    visits.record(actor_of(worker), visit_to(person.pk, open_file=True))
    key = move().key
    today = Period(clock.today(), clock.today())
    for viewer in (PRODUCT, actor_of(worker), actor_of(county)):
        with scope.acting(viewer):
            assert counting.count("people_covered", Ask((key,), today)).total == 1, viewer.name
            assert Served.objects.visible_to(viewer).count() == 1 or viewer is PRODUCT
    for viewer in (PRODUCT, actor_of(county)):
        with scope.acting(viewer):
            found = counting.count("people_covered", Ask((NEW_PARENT,), today), "town")
            assert (found.total, found.part(key)) == (1, 1)
    past = Period(MOVED - timedelta(days=1), MOVED - timedelta(days=1))
    with scope.acting(PRODUCT):
        then = counting.count("people_covered", Ask(("445302",), past), "town")
        assert (then.total, then.part(OWN_TOWN)) == (1, 1)


def test_a_move_is_not_entered_before_its_day() -> None:
    with pytest.raises(Problem) as told:
        actions.reparent_area(
            PRODUCT, OWN_TOWN, NEW_PARENT, clock.today() + timedelta(days=1), document="文号"
        )
    assert told.value.code == "areas.early"


def test_the_next_official_file_does_not_double_a_moved_town() -> None:
    code = "445303110"
    file = [("44", "广东省"), ("4453", "云浮市"), ("445303", "云安区"), (code, "思劳镇")]
    move()
    with pytest.raises(Problem) as told:
        actions.load_areas(PRODUCT, file)
    assert told.value.code == "areas.twin"
    actions.rename_area(
        PRODUCT, Area.objects.get(key=OWN_TOWN).moved_to, "思劳镇", MOVED, code=code
    )
    before = Area.objects.count()
    actions.load_areas(PRODUCT, [*file, (code + "299", "新村委会")])
    assert Area.objects.count() == before + 1
    added = Area.objects.get(code=code + "299")
    assert added.parent_key == Area.objects.get(code=code, closed_on=None).key


def test_a_new_code_given_with_the_move_goes_down_to_the_villages() -> None:
    moved = actions.reparent_area(
        PRODUCT, OWN_TOWN, NEW_PARENT, MOVED, document="文号", code="445303110"
    )
    assert (moved.key, moved.code) == ("445303110", "445303110")
    assert Area.objects.get(key="445303110201").code == "445303110201"


def test_the_people_who_work_there_keep_their_access() -> None:
    user = make_user("shegong", "worker", OWN_TOWN)
    key = move().key
    assert actor_of(user).covers(key)


def test_it_is_one_audited_act_above_both_parents() -> None:
    move()
    entry = AuditEntry.objects.get(verb="area.reparent")
    assert entry.area == CITY
    assert entry.changes.get(record_kind="areas.area").change["moved_to"].startswith(NEW_PARENT)


@pytest.mark.parametrize(
    "parent",
    ["445302", "4453", "440103", "445302102", "441900"],
    ids=["where it is", "too high", "another prefecture", "a town", "technical elsewhere"],
)
def test_it_moves_nowhere_else(parent: str) -> None:
    wide = operator("测试", "44")
    with pytest.raises(Problem) as told:
        actions.reparent_area(wide, OWN_TOWN, parent, MOVED, document="文号")
    assert told.value.code == "areas.move_level"
    assert Area.objects.get(key=OWN_TOWN).closed_on is None


def test_what_is_closed_moves_no_more() -> None:
    move()
    with pytest.raises(Problem) as told:
        move()
    assert told.value.code == "areas.closed"


def test_a_newer_official_file_knows_the_moved_unit_by_its_code() -> None:
    move()
    before = Area.objects.count()
    actions.load_areas(
        PRODUCT,
        [("44", "广东省"), ("4453", "云浮市"), ("445302", "云城区"), ("445302103", "思劳镇")],
    )
    assert Area.objects.count() == before
