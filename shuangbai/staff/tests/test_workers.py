"""Workers: registering, other work, other stations, leaving; and what is counted of it."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent
from shuangbai.access.testing import COUNTY, FAR_TOWN, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.kernel import clock, counting, identity
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import actions
from shuangbai.staff.actions import (
    Leaving,
    NewQualification,
    NewWorker,
    PostChange,
    WorkerDetails,
)
from shuangbai.staff.models import Worker
from shuangbai.staff.selectors import workers as selectors
from shuangbai.staff.testing import (
    OPENED,
    make_station,
    make_worker,
    move_worker,
    village_keys,
)

pytestmark = pytest.mark.usefixtures("database")

LATER = date(2024, 6, 1)
LAST = date(2024, 9, 1)
FIRST17 = "44530219900203001"
NUMBER = FIRST17 + identity.check_digit(FIRST17)
type SetClock = Callable[[datetime | None], None]


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


@pytest.fixture
def head() -> Actor:
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def next_head() -> Actor:
    return make_actor(Role.HEAD, NEXT_TOWN)


def count(
    actor: Actor,
    key: str,
    day: date,
    area: str = OWN_TOWN,
    by: str | None = None,
    *,
    known: datetime | None = None,
) -> Count:
    with scope.acting(actor):
        return counting.count(key, Ask((area,), Period(day, day), known), by)


def parts(found: Count) -> dict[str, int]:
    return {part.part: part.value for part in found.parts}


def sheet(actor: Actor, worker: Worker) -> selectors.WorkerSheet:
    with scope.acting(actor):
        return selectors.worker(actor, worker.pk)


def test_what_a_form_says_is_what_is_known(head: Actor, county: Actor) -> None:
    station = make_station(county)
    worker = make_worker(
        head,
        station,
        number=NUMBER,
        phone="13900001234",
        origin="relief",
        duties="低保受理",
        pay_grade="九级",
    )
    found = sheet(head, worker)
    assert (found.worker.sex, found.worker.birth_date) == ("M", date(1990, 2, 3))
    assert str(found.worker.phone) == "139****1234" and NUMBER not in str(found.worker.identity)
    assert found.lasting is not None
    assert (found.lasting.employer, found.lasting.origin) == ("思劳镇人民政府", "relief")
    assert [one.title for one in found.happenings] == ["到思劳镇社工站上岗"]
    assert parts(count(head, "workers", LATER, by="origin")) == {"relief": 1}


def test_a_number_is_one_worker_and_tells_no_more_than_that(
    head: Actor, next_head: Actor, county: Actor
) -> None:
    make_worker(head, make_station(county), number=NUMBER)
    there = make_station(county, NEXT_TOWN)
    with pytest.raises(Problem) as found:
        make_worker(next_head, there, "某某", number=NUMBER)
    assert (found.value.code, found.value.column) == ("worker.elsewhere", "身份证号码")
    assert "思劳" not in str(found.value)
    assert AuditEntry.objects.filter(verb="staff.manage", outcome="refused").count() == 1
    with pytest.raises(Problem, match="思劳镇"):
        make_worker(county, there, "某某", number=NUMBER)


def test_a_list_is_taken_whole_or_not_at_all(county: Actor) -> None:
    station = make_station(county)
    some = [
        NewWorker(station.pk, "甲", "service", OPENED),
        NewWorker(station.pk, "乙", "affairs", date(2999, 1, 1)),
    ]
    with pytest.raises(Problem) as found:
        actions.add_workers(county, some)
    assert (found.value.row, found.value.column) == (2, "到岗日期")
    assert count(county, "workers", LATER).total == 0
    twice = [NewWorker(station.pk, name, number=NUMBER) for name in ("甲", "乙")]
    with pytest.raises(Problem, match="出现了两次"):
        actions.add_workers(county, twice)
    actions.add_workers(county, [some[0], NewWorker(station.pk, "丙", "affairs", OPENED)])
    assert parts(count(county, "workers", LATER, by="post")) == {"service": 1, "affairs": 1}
    entry = AuditEntry.objects.filter(verb="staff.manage", outcome="done").get()
    assert entry.changes.count() == 2


def test_other_work_is_a_new_stage(head: Actor, county: Actor) -> None:
    station = make_station(county)
    worker = make_worker(head, station)
    assert move_worker(head, worker.pk, station, LATER, post="affairs", pay_grade="十级") == 1
    assert move_worker(head, worker.pk, station, LATER, post="affairs", pay_grade="十级") == 0
    assert parts(count(head, "workers", date(2024, 5, 31), by="post")) == {"service": 1}
    assert parts(count(head, "workers", LATER, by="post")) == {"affairs": 1}
    assert [one.title for one in sheet(head, worker).happenings] == [
        "换了工作安排",
        "到思劳镇社工站上岗",
    ]
    with pytest.raises(Problem) as found:
        move_worker(head, worker.pk, station, OPENED)
    assert found.value.code == "worker.since"


def test_a_move_takes_the_worker_and_leaves_the_past(
    head: Actor, next_head: Actor, county: Actor
) -> None:
    here, there = make_station(county), make_station(county, NEXT_TOWN)
    worker = make_worker(head, here)
    actions.add_qualification(head, NewQualification(worker.pk, "social", OPENED, "01"))
    actions.serve_directly(head, here.pk, village_keys()[:2], worker.pk, OPENED)
    with pytest.raises(Absent):
        move_worker(head, worker.pk, there, LATER)
    move_worker(county, worker.pk, there, LATER)
    before = date(2024, 5, 31)
    for viewer in (head, county):
        for key in ("workers", "workers_certified"):
            assert count(viewer, key, before).total == 1, (viewer.role, key)
            assert count(viewer, key, LATER).total == 0
        assert count(viewer, "villages_covered", before).total == 2
        assert count(viewer, "villages_covered", LATER).total == 0, "nobody answers for them"
    for key in ("workers", "workers_certified"):
        assert count(next_head, key, LATER, NEXT_TOWN).total == 1
        assert count(county, key, LATER, COUNTY, "town").additive
        assert parts(count(county, key, LATER, COUNTY, "town")) == {NEXT_TOWN: 1}
    with scope.acting(head):
        team = selectors.team(head, here)
    assert [(line.spell.worker_name, line.here) for line in team.gone] == [("何木林", False)]
    found = sheet(next_head, worker)
    assert found.happenings[0].title == f"从思劳镇社工站调到{there.name}"
    assert found.papers[0].issued_on == OPENED


def test_leaving_makes_gaps_and_one_may_come_back(head: Actor, county: Actor) -> None:
    station, (one, two, *_) = make_station(county), village_keys()
    worker = make_worker(head, station, origin="hired")
    actions.serve_directly(head, station.pk, (one, two), worker.pk, OPENED)
    with pytest.raises(Problem) as found:
        actions.leave(head, Leaving(worker.pk, LATER, "other"))
    assert (found.value.code, found.value.column) == ("worker.other_why", "说明")
    actions.leave(head, Leaving(worker.pk, LATER, "retired"))
    assert count(head, "workers", LATER).total == 0
    assert count(head, "villages_covered", LATER).total == 0
    assert count(head, "villages_covered", date(2024, 5, 31)).total == 2
    with pytest.raises(Problem, match="已经离岗"):
        actions.leave(head, Leaving(worker.pk, LATER, "retired"))
    with pytest.raises(Problem) as found:
        move_worker(head, worker.pk, station, OPENED)
    assert found.value.code == "worker.back_before"
    move_worker(head, worker.pk, station, LAST)
    titles = [happening.title for happening in sheet(head, worker).happenings]
    assert titles == ["回到思劳镇社工站上岗", "离开思劳镇社工站", "到思劳镇社工站上岗"]
    assert parts(count(head, "workers", LAST, by="origin")) == {"hired": 1}


def test_what_was_known_then_comes_out_again(county: Actor, clock_at: SetClock) -> None:
    clock_at(datetime(2026, 3, 2, 9, tzinfo=clock.ZONE))
    station = make_station(county)
    worker = make_worker(county, station)
    known = datetime(2026, 3, 2, 20, tzinfo=clock.ZONE)
    clock_at(datetime(2026, 3, 9, 9, tzinfo=clock.ZONE))
    actions.add_qualification(county, NewQualification(worker.pk, "assistant", OPENED))
    actions.leave(county, Leaving(worker.pk, LAST, "resigned"))
    assert count(county, "workers_certified", LATER).total == 1
    assert count(county, "workers_certified", LATER, known=known).total == 0
    assert count(county, "workers", LAST).total == 0
    assert count(county, "workers", LAST, known=known).total == 1


def test_the_highest_certificate_counts_and_a_wrong_one_is_taken_back(
    head: Actor, county: Actor
) -> None:
    worker = make_worker(head, make_station(county))
    actions.add_qualification(head, NewQualification(worker.pk, "assistant", OPENED))
    wrong = actions.add_qualification(head, NewQualification(worker.pk, "senior", OPENED))
    with pytest.raises(Problem, match="已经登记过高级社会工作师"):
        actions.add_qualification(head, NewQualification(worker.pk, "senior", LATER))
    assert parts(count(head, "workers_certified", LATER, by="certificate")) == {"senior": 1}
    actions.withdraw_qualification(head, wrong.pk, "录到别人名下了")
    assert parts(count(head, "workers", LATER, by="certificate")) == {"assistant": 1}
    with pytest.raises(Problem, match="已经作废"):
        actions.withdraw_qualification(head, wrong.pk, "再一次")


def test_a_certificate_told_late_counts_in_the_town_of_then(
    head: Actor, next_head: Actor, county: Actor
) -> None:
    worker = make_worker(head, make_station(county))
    move_worker(county, worker.pk, make_station(county, NEXT_TOWN), LATER)
    actions.add_qualification(county, NewQualification(worker.pk, "social", OPENED))
    for viewer in (head, county):
        assert count(viewer, "workers_certified", date(2024, 5, 31)).total == 1
    assert count(next_head, "workers_certified", LATER, NEXT_TOWN).total == 1


def test_who_they_are_is_put_right(head: Actor, county: Actor) -> None:
    station = make_station(county)
    worker = make_worker(head, station, number=NUMBER, phone="13900001234")
    actions.serve_directly(head, station.pk, village_keys()[:1], worker.pk, OPENED)
    actions.edit_worker(
        head, WorkerDetails(worker.pk, "何沐林", origin="disabled", hired_on=OPENED)
    )
    found = sheet(head, worker)
    assert found.worker.name == "何沐林" and str(found.worker.phone) == "139****1234"
    assert found.worker.birth_date == date(1990, 2, 3), "as the number says"
    assert found.lasting is not None and found.lasting.worker_name == "何沐林"
    assert parts(count(head, "workers", LATER, by="origin")) == {"disabled": 1}
    entry = AuditEntry.objects.filter(verb="staff.manage").order_by("-at").first()
    assert entry is not None
    assert "139" not in str([change.change for change in entry.changes.all()])
    assert actions.unmask(head, worker.pk, "phone", "通知开会") == "13900001234"
    assert AuditEntry.objects.get(verb="staff.unmask").reason == "通知开会"


def test_many_move_and_leave_at_once(county: Actor) -> None:
    here, there = make_station(county), make_station(county, NEXT_TOWN)
    some = [make_worker(county, here, name) for name in ("甲", "乙", "丙")]
    moves = [PostChange(one.pk, there.pk, LATER, "service") for one in some[:2]]
    assert actions.change_posts(county, moves) == 2
    with pytest.raises(Problem) as found:
        actions.change_posts(county, [*moves, moves[0]])
    assert found.value.code == "worker.one_row"
    leaving = [Leaving(one.pk, LAST, "ended") for one in some]
    actions.leave_many(county, leaving)
    assert count(county, "workers", LAST, COUNTY).total == 0
    assert count(county, "workers", LATER, COUNTY).total == 3


def test_a_station_elsewhere_is_not_there(county: Actor) -> None:
    wide = make_actor(Role.COUNTY, "445321")
    far = make_station(wide, FAR_TOWN)
    with pytest.raises(Absent):
        make_worker(county, far)
