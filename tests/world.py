"""A small world at home in 思劳镇: what doors are tried on, and pages are counted with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.testing import OWN_TOWN, Cast, actor_of, cast
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import people, rosters
from shuangbai.clients.models import Membership, Person
from shuangbai.figures import actions as figures
from shuangbai.kernel import identity, sheets
from shuangbai.kernel.figures import Period
from shuangbai.staff import actions as staff
from shuangbai.visits import actions as visits

VILLAGE = OWN_TOWN + "201"
NAME = "欧阳思劳"
"""Of the person at home here: must not be read by those who have no business with it."""
BORN = date(1950, 2, 3)
SINCE = date(2025, 1, 5)
VISITED = date(2026, 2, 3)
OPENED = date(2024, 3, 1)


@dataclass(frozen=True)
class World:
    cast: Cast
    person: UUID
    household: UUID
    visit: UUID
    station: UUID
    frozen: UUID
    roster: UUID


def add_person(actor: Actor, name: str) -> tuple[Person, UUID]:
    """Somebody registered on a list, with a file, who was visited: (person, visit)."""
    new = people.NewPerson(
        area=VILLAGE,
        name=name,
        birth_date=BORN,
        since=SINCE,
        phone="13800138000",
        categories=("TK",),
    )
    person = people.register(actor, new)
    visit = visits.NewVisit(
        id=uuid4(),
        household_id=None,
        person_ids=(person.pk,),
        happened_on=VISITED,
        kind="home",
        note="身体还好",
        open_files=(person.pk,),
    )
    return person, visits.record(actor, visit).pk


def add_roster(actor: Actor) -> UUID:
    """A list of one row, put in and not yet merged."""
    number = "44530219500203001"
    row = ["黄阿婆", number + identity.check_digit(number), areas.get(VILLAGE).name]
    data = sheets.write([row], ["姓名", "身份证号码", "村（居）"], "低保名册", "测试")
    new = rosters.NewRoster(OWN_TOWN, "DB", VISITED, "低保.xlsx", data)
    return rosters.stage(actor, new).pk


def make() -> World:
    members = cast()
    product = operator("测试", "4453")
    station = staff.open_station(product, staff.NewStation(OWN_TOWN, "思劳镇社工站", OPENED))
    owner = actor_of(members.owner)
    person, visit = add_person(owner, NAME)
    with scope.acting(owner):
        home = Membership.objects.get(person=person).household_id
    wanted = figures.Frozen("people", OWN_TOWN, Period(SINCE, VISITED))
    frozen = figures.freeze(owner, wanted).pk
    return World(members, person.pk, home, visit, station.pk, frozen, add_roster(owner))
