"""Who is late, over moves, service elsewhere, grades, old people alone and merged files."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangbai.access import actions as access
from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.policy import Role
from shuangbai.access.testing import CITY, COUNTY, NEXT_TOWN, OWN_TOWN, make_actor
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.actions import people
from shuangbai.clients.actions.particulars import Told, tell
from shuangbai.clients.models import Alias
from shuangbai.clients.testing import NEXT_VILLAGE, OTHER_VILLAGE, OWN_VILLAGE, make_person
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.visits.actions import withdraw
from shuangbai.visits.plan_rules.due import State
from shuangbai.visits.selectors import plan
from shuangbai.visits.selectors.plan import Visitee
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 3, 2)
EARLY = MONDAY - timedelta(days=100)
type SetClock = Callable[[datetime | None], None]


def days(number: int) -> date:
    return MONDAY + timedelta(days=number)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@pytest.fixture
def head(clock_at: SetClock) -> Actor:
    clock_at(at(MONDAY))
    return make_actor(Role.HEAD, OWN_TOWN)


@pytest.fixture
def county() -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


def counted(actor: Actor, key: str, area: str, day: date, **told: Any) -> Count:
    with scope.acting(actor):
        ask = Ask((area,), Period(day, day), told.get("known"))
        return counting.count(key, ask, told.get("by"))


def late(actor: Actor, area: str, day: date, **told: Any) -> int:
    return counted(actor, "people_overdue", area, day, **told).total


def stands(actor: Actor, person: Any) -> Visitee:
    with scope.acting(actor):
        found = plan.of_person(actor, person)
    assert found is not None
    return found


def test_the_day_itself_is_in_time(head: Actor) -> None:
    person = make_person(head, since=EARLY)
    make_visit(head, person, MONDAY)
    assert [late(head, OWN_TOWN, days(n)) for n in (0, 90, 91)] == [0, 0, 1]


def test_never_seen_counts_from_the_day_on_the_lists(head: Actor) -> None:
    make_person(head, since=MONDAY)
    assert [late(head, OWN_TOWN, days(n)) for n in (0, 90, 91)] == [0, 0, 1]


def test_another_category_is_no_new_beginning(head: Actor) -> None:
    """Off one list and on another the next day: the same person waits on."""
    person = make_person(head, since=EARLY)
    care.give_category(head, person.pk, care.Given("CJ", MONDAY, "看了证"))
    with scope.acting(head):
        spell = person.category_spells.as_known(None).get(category_id="DB")
    care.end_category(head, spell.pk, MONDAY, "不再符合")
    assert late(head, OWN_TOWN, MONDAY) == 1
    assert stands(head, person).standing.since == EARLY


def test_who_comes_back_is_not_late_at_once(head: Actor, clock_at: SetClock) -> None:
    person = make_person(head, since=EARLY)
    make_visit(head, person, EARLY)
    with scope.acting(head):
        spell = person.category_spells.as_known(None).get()
    care.end_category(head, spell.pk, days(-50), "不再符合")
    assert late(head, OWN_TOWN, days(-5)) == 0
    care.give_category(head, person.pk, care.Given("TK", days(-1), "又困难了"))
    assert [late(head, OWN_TOWN, days(n)) for n in (0, 89, 90)] == [0, 0, 1]


def test_grades_and_old_people_alone_are_visited_oftener(head: Actor) -> None:
    seen = {"born": date(1950, 1, 1), "young": date(1990, 1, 1)}
    plain = make_person(head, since=EARLY, birth_date=seen["young"], name="甲")
    graded = make_person(head, since=EARLY, birth_date=seen["young"], name="乙")
    alone = make_person(head, since=EARLY, birth_date=seen["born"], name="丙")
    young = make_person(head, since=EARLY, birth_date=seen["young"], name="丁")
    for person in (plain, graded, alone, young):
        make_visit(head, person, days(-20))
    care.set_grade(head, graded.pk, "A", days(-20), "刚出院")
    for person in (alone, young):
        tell(head, person.pk, Told({"living": "alone"}, days(-20)))
    told = {one.name: stands(head, one).due.due_on for one in (plain, graded, alone, young)}
    expected = {"甲": days(70), "乙": days(-13), "丙": days(10), "丁": days(70)}
    assert told == expected
    assert late(head, OWN_TOWN, MONDAY) == 1
    assert late(head, OWN_TOWN, days(11)) == 2


def test_service_elsewhere_counts_there_and_for_the_county(
    head: Actor, county: Actor, clock_at: SetClock
) -> None:
    person = make_person(head, since=EARLY)
    make_visit(head, person, MONDAY)
    clock_at(at(days(3)))
    moved = people.move(county, person.pk, NEXT_VILLAGE, days(1))
    there = make_actor(Role.WORKER, NEXT_TOWN)
    assert stands(there, moved).standing.last is None
    last = days(91)
    assert [late(there, NEXT_TOWN, day) for day in (last, days(92))] == [0, 1]
    assert late(county, COUNTY, last) == 1, "the county saw the visit: its day has passed"
    by_town = counted(county, "people_overdue", COUNTY, last, by="town")
    assert (by_town.total, by_town.part(NEXT_TOWN), by_town.additive) == (1, 0, False)
    assert late(head, OWN_TOWN, days(0)) == 0


def test_yesterdays_number_comes_out_again(head: Actor, clock_at: SetClock) -> None:
    person = make_person(head, since=EARLY)
    noted = at(MONDAY, 20)
    clock_at(at(days(3)))
    visit = make_visit(head, person, MONDAY)
    care.set_grade(head, person.pk, "A", MONDAY, "刚出院")
    assert late(head, OWN_TOWN, MONDAY) == 0
    assert late(head, OWN_TOWN, MONDAY, known=noted) == 1
    clock_at(at(days(4)))
    withdraw(head, visit.pk, "记错了")
    assert late(head, OWN_TOWN, MONDAY) == 1


def test_merged_files_are_one_person(head: Actor) -> None:
    one, other = (make_person(head, area, since=EARLY) for area in (OWN_VILLAGE, OTHER_VILLAGE))
    make_visit(head, other, MONDAY)
    assert late(head, OWN_TOWN, MONDAY) == 1
    with scope.acting(head):
        Alias.objects.create(
            alias=other.pk,
            canonical=one.pk,
            merge=uuid4(),
            merged_at=clock.now(),
            merged_by=head.user_id,
            merged_by_name=head.name,
        )
    assert late(head, OWN_TOWN, MONDAY) == 0
    assert counted(head, "people_on_schedule", OWN_TOWN, MONDAY).total == 1
    assert stands(head, one).standing.last == MONDAY


@pytest.mark.usefixtures("areas_restored")
def test_a_town_that_moves_takes_its_visits_along(head: Actor, clock_at: SetClock) -> None:
    person = make_person(head, since=EARLY)
    make_visit(head, person, MONDAY)
    clock_at(at(days(10)))
    product = operator("测试", CITY)
    key = access.reparent_area(product, OWN_TOWN, "445303", days(5), document="文号").key
    for area in (key, "445303", CITY):
        assert late(product, area, days(90)) == 0, area
        assert late(product, area, days(91)) == 1, area
    by_town = counted(product, "people_on_schedule", CITY, days(60), by="town")
    assert (by_town.total, by_town.part(key)) == (1, 1)


def test_what_the_list_shows_is_what_the_figure_counts(head: Actor) -> None:
    for place, seen in enumerate((None, days(-95), days(-85), days(-2))):
        since = MONDAY if seen is None else EARLY
        person = make_person(head, since=since, name=f"乡亲{place}")
        if seen:
            make_visit(head, person, seen)
    with scope.acting(head):
        listed = plan.listed(head, plan.Wanted())
        told = [(one.line.person.name, one.due.state) for one in listed.lines if one.line]
        ask = plan.ask_today(head)
        late_rows = {row.subject for row in counting.rows("people_overdue", ask)}
    expected = [("乡亲1", State.LATE), ("乡亲2", State.SOON), ("乡亲0", State.NEVER)]
    assert told == expected
    late_people = [one for one in listed.lines if one.due.state is State.LATE]
    assert {str(one.standing.person_id) for one in late_people} == late_rows
    assert listed.counts == {"late": 1, "soon": 1, "never": 1, "ok": 1}


def test_few_questions_whatever_the_size(head: Actor, county: Actor) -> None:
    """What was said, and then everybody at once."""
    for place in range(5):
        make_person(head, name=f"乡亲{place}", since=EARLY)
    with scope.acting(county), CaptureQueriesContext(connection) as asked:
        counting.count("people_overdue", Ask((COUNTY,), Period(MONDAY, MONDAY)), "town")
    assert len(asked) == 5
