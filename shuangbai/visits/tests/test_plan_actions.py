"""What is said of how often, and who stands in for whom: dated, owned, never for the past."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import AuditEntry
from shuangbai.access.policy import Role
from shuangbai.access.refusal import Absent, Refused
from shuangbai.access.testing import CITY, COUNTY, NEXT_TOWN, OWN_TOWN, Cast, actor_of, make_actor
from shuangbai.clients.actions import particulars_care as care
from shuangbai.clients.models import Person
from shuangbai.clients.testing import NEXT_VILLAGE, make_person
from shuangbai.kernel import clock, counting
from shuangbai.kernel.figures import Ask, Period
from shuangbai.kernel.problems import Problem
from shuangbai.staff import actions as staff
from shuangbai.staff.models import Station, Worker
from shuangbai.visits.actions.absences import NewAbsence, add_absence, change_absence
from shuangbai.visits.actions.plan import Said, end_frequency, set_frequency
from shuangbai.visits.models import Absence, FrequencySpell
from shuangbai.visits.plan_rules.frequency import Kind, Subject
from shuangbai.visits.selectors import frequencies, plan
from shuangbai.visits.selectors.plan import MINE, NOBODYS, Wanted
from shuangbai.visits.testing import make_visit

pytestmark = pytest.mark.usefixtures("database")

MONDAY = date(2026, 3, 2)
ORDINARY = Subject(Kind.ORDINARY)
OPENED = date(2024, 1, 8)
type SetClock = Callable[[datetime | None], None]


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@pytest.fixture
def monday(clock_at: SetClock) -> SetClock:
    clock_at(at(MONDAY))
    return clock_at


@pytest.fixture
def city(monday: SetClock) -> Actor:
    return make_actor(Role.CITY, CITY)


@pytest.fixture
def county(monday: SetClock) -> Actor:
    return make_actor(Role.COUNTY, COUNTY)


def late(actor: Actor, area: str, day: date, known: datetime | None = None) -> int:
    with scope.acting(actor):
        ask = Ask((area,), Period(day, day), known)
        return counting.count("people_overdue", ask).total


def living(area: str) -> list[tuple[int, date, date | None]]:
    with scope.acting(operator("测试", "44")):
        rows = FrequencySpell.objects.as_known(None).filter(area=area).order_by("valid_from")
        return [(row.days, row.valid_from, row.valid_to) for row in rows]


def test_a_county_says_something_else_for_itself(city: Actor, county: Actor) -> None:
    """Nearest wins: the city's 30 days hold everywhere but in the county, which has its own."""
    product = operator("测试", CITY)
    for area in (OWN_TOWN + "201", "445303100201"):
        make_person(
            product, area, since=MONDAY - timedelta(days=40), number=None, birth_date=MONDAY
        )
    assert late(product, CITY, MONDAY) == 0
    set_frequency(city, Said(CITY, ORDINARY, 30, MONDAY))
    assert (late(product, COUNTY, MONDAY), late(product, "445303", MONDAY)) == (1, 1)
    set_frequency(county, Said(COUNTY, ORDINARY, 60, MONDAY))
    assert (late(product, COUNTY, MONDAY), late(product, "445303", MONDAY)) == (0, 1)
    end_frequency(county, COUNTY, ORDINARY, MONDAY)
    assert late(product, COUNTY, MONDAY) == 1


def test_what_was_before_ends_and_stays_true_of_its_days(county: Actor, monday: SetClock) -> None:
    person = make_person(county, since=MONDAY - timedelta(days=40))
    set_frequency(county, Said(COUNTY, ORDINARY, 60, MONDAY))
    later = MONDAY + timedelta(days=10)
    set_frequency(county, Said(COUNTY, ORDINARY, 30, later, "云城民发〔2026〕3号"))
    assert living(COUNTY) == [(60, MONDAY, later), (30, later, None)]
    assert [late(county, COUNTY, day) for day in (MONDAY, later)] == [0, 1]
    noted = at(MONDAY, 20)
    monday(at(later + timedelta(days=1)))
    set_frequency(county, Said(COUNTY, ORDINARY, 90, later + timedelta(days=1)))
    assert late(county, COUNTY, later) == 1, "the past is what it was"
    assert late(county, COUNTY, later, noted) == 1
    assert late(county, COUNTY, later + timedelta(days=1)) == 0
    assert person.area.startswith(OWN_TOWN)


def test_what_was_planned_for_later_is_dropped_by_a_newer_word(county: Actor) -> None:
    later = MONDAY + timedelta(days=30)
    set_frequency(county, Said(COUNTY, ORDINARY, 60, later))
    set_frequency(county, Said(COUNTY, ORDINARY, 45, MONDAY + timedelta(days=2)))
    assert living(COUNTY) == [(45, MONDAY + timedelta(days=2), None)]


def test_said_twice_it_is_one_row(county: Actor) -> None:
    assert set_frequency(county, Said(COUNTY, ORDINARY, 60, MONDAY))
    assert not set_frequency(county, Said(COUNTY, ORDINARY, 60, MONDAY + timedelta(days=3)))
    assert len(living(COUNTY)) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(COUNTY, ORDINARY, 60, MONDAY - timedelta(days=1)), "plan.past"),
        (Said(COUNTY, ORDINARY, 0, MONDAY), "plan.days"),
        (Said(COUNTY, ORDINARY, 60, MONDAY + timedelta(days=900)), "plan.far"),
        (Said(OWN_TOWN, ORDINARY, 60, MONDAY), "plan.owner"),
        (Said(COUNTY, Subject(Kind.CATEGORY, "XX"), 60, MONDAY), "plan.subject"),
        (Said(COUNTY, Subject(Kind.SITUATION, "rich"), 60, MONDAY), "plan.subject"),
    ],
)
def test_what_is_refused(county: Actor, said: Said, code: str) -> None:
    with pytest.raises(Problem) as told:
        set_frequency(county, said)
    assert told.value.code == code
    assert living(COUNTY) == []


def test_who_may_say_it(people: Cast, city: Actor, county: Actor) -> None:
    said = Said(COUNTY, ORDINARY, 60, MONDAY)
    for user in (people.owner, people.worker, people.supervisor):
        with pytest.raises(Refused):
            set_frequency(actor_of(user), said)
    with pytest.raises(Refused):
        set_frequency(county, Said(CITY, ORDINARY, 60, MONDAY))
    with pytest.raises(Problem) as told:
        end_frequency(county, COUNTY, ORDINARY, MONDAY)
    assert told.value.code == "plan.no_own"


def test_what_is_shipped_says_that_it_is_no_rule(people: Cast) -> None:
    head = actor_of(people.owner)
    with scope.acting(head):
        lines = {line.name: line for line in frequencies.page(head).lines}
    told = {name: line.holds.spell.days for name, line in lines.items() if line.holds}
    assert told == {
        "一般在册对象": 90,
        "老年人独居": 30,
        "关注等级 重点": 7,
        "关注等级 关注": 30,
        "关注等级 一般": 90,
    }
    assert all(line.holds and line.holds.spell.is_default for line in lines.values())


class Office:
    """A station with three workers; the first one signs in."""

    def __init__(self, people: Cast) -> None:
        self.product = operator("测试", CITY)
        self.head, self.worker = actor_of(people.owner), actor_of(people.worker)
        self.station = self._open(OWN_TOWN)
        self.own = self._hire(self.station, "周社工", people.worker.pk)
        self.away = self._hire(self.station, "何金水", None)
        self.third = self._hire(self.station, "欧少芬", None)

    def _open(self, town: str) -> Station:
        return staff.open_station(self.product, staff.NewStation(town, f"{town}站", OPENED))

    def _hire(self, station: Station, name: str, user: object) -> Worker:
        new = staff.NewWorker(station.pk, name, "service", OPENED, user)  # type: ignore[arg-type]
        return staff.add_worker(self.product, new)

    def charge(self, person: Person, worker: Worker) -> Person:
        care.set_charge(self.head, person.pk, worker.pk, clock.today())
        return person

    def mine(self, whose: str = MINE) -> list[tuple[str, str]]:
        """(name, whose while they are away) of the worker's list."""
        with scope.acting(self.worker):
            listed = plan.listed(self.worker, Wanted(whose=whose, state="all"))
        return [
            (one.line.person.name if one.line else "", one.stands_in_for) for one in listed.lines
        ]

    def absence(self, first: int = 0, last: int = 6, **told: Worker) -> NewAbsence:
        start, end = (clock.today() + timedelta(days=n) for n in (first, last))
        away, there = told.get("away", self.away), told.get("there", self.own)
        return NewAbsence(away.pk, there.pk, start, end, "leave")


@pytest.fixture
def office(monday: SetClock, people: Cast) -> Office:
    return Office(people)


def test_the_people_of_who_is_away_are_in_the_colleagues_list(
    office: Office, monday: SetClock
) -> None:
    office.charge(make_person(office.head, name="李秀英"), office.own)
    office.charge(make_person(office.head, name="陈水生"), office.away)
    make_person(office.head, name="黄志强")
    assert office.mine() == [("李秀英", "")]
    assert office.mine(NOBODYS) == [("黄志强", "")]
    add_absence(office.head, office.absence())
    assert sorted(office.mine()) == [("李秀英", ""), ("陈水生", "何金水")]
    monday(at(MONDAY + timedelta(days=6)))
    assert len(office.mine()) == 2
    monday(at(MONDAY + timedelta(days=7)))
    assert office.mine() == [("李秀英", "")], "back on the day after"


def test_an_absence_is_cut_short_or_made_longer(office: Office, monday: SetClock) -> None:
    office.charge(make_person(office.head, name="陈水生"), office.away)
    made = add_absence(office.head, office.absence())
    monday(at(MONDAY + timedelta(days=2)))
    change_absence(office.head, made.pk, MONDAY + timedelta(days=1), "提前回来了")
    assert office.mine() == []
    with scope.acting(office.head):
        versions = list(Absence.objects.order_by("recorded_at").values_list("valid_to", flat=True))
    assert versions == [MONDAY + timedelta(days=7), MONDAY + timedelta(days=2)]
    assert AuditEntry.objects.filter(verb="plan.absence", reason="提前回来了").exists()
    with pytest.raises(Problem) as told:
        change_absence(office.head, made.pk, MONDAY + timedelta(days=9), "又走了")
    assert told.value.code == "absence.ended"


def test_the_same_absence_sent_twice_is_one(office: Office) -> None:
    made = [add_absence(office.head, office.absence()).pk for _ in range(2)]
    assert made[0] == made[1]


def test_absences_that_cannot_be(office: Office, monday: SetClock) -> None:
    far = office._hire(office._open(NEXT_TOWN), "腰古的人", None)
    add_absence(office.head, office.absence(2, 4, away=office.third, there=office.away))
    cases = {
        "absence.self": office.absence(there=office.away),
        "absence.days": office.absence(4, 2),
        "absence.over": office.absence(-9, -2),
        "absence.long": office.absence(0, 400),
        "absence.overlap": office.absence(3, 9, away=office.third),
        "absence.away_too": office.absence(0, 3, there=office.third),
        "absence.stands_in": office.absence(2, 3),
    }
    for code, new in cases.items():
        with pytest.raises(Problem) as told:
            add_absence(office.head, new)
        assert told.value.code == code
    with pytest.raises(Absent):
        add_absence(office.head, office.absence(there=far))
    with pytest.raises(Problem) as elsewhere:
        add_absence(office.product, office.absence(there=far))
    assert elsewhere.value.code == "absence.station"
    with pytest.raises(Refused):
        add_absence(office.worker, office.absence())


def test_by_worker_the_counts_are_everybody(office: Office) -> None:
    early = MONDAY - timedelta(days=200)
    for name, worker in (("甲", office.own), ("乙", office.own), ("丙", office.away)):
        office.charge(make_person(office.head, name=name, since=early), worker)
    make_visit(office.worker, make_person(office.head, name="丁", since=early), MONDAY)
    with scope.acting(office.head):
        lines = plan.by_worker(office.head, OWN_TOWN)
    told = {line.name: (line.whole, line.counts["late"]) for line in lines}
    assert told == {"周社工": (2, 2), "何金水": (1, 1), "欧少芬": (0, 0), "没有责任社工": (1, 0)}
    assert late(office.head, OWN_TOWN, MONDAY) == 3


def test_what_is_elsewhere_is_nobodys(office: Office, people: Cast) -> None:
    make_person(actor_of(people.neighbour), NEXT_VILLAGE, name="黄志强")
    assert office.mine("") == []
