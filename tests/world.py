"""A small world at home in 思劳镇: what doors are tried on, and pages are counted with."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from PIL import Image

from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.testing import COUNTY, OWN_TOWN, Cast, actor_of, cast
from shuangbai.areas import selectors as areas
from shuangbai.catalogue import actions as catalogue
from shuangbai.clients.actions import approvals, consents, handovers, merging, people
from shuangbai.clients.models import Membership, Person
from shuangbai.cover import actions as cover
from shuangbai.figures import actions as figures
from shuangbai.jobs.testing import make_job
from shuangbai.kernel import clock, identity, sheets
from shuangbai.kernel.figures import Period
from shuangbai.rosters import actions as rosters
from shuangbai.rosters.rules import ListOf
from shuangbai.staff import actions as staff
from shuangbai.staff.equipment_rules import Kind, Wanted
from shuangbai.visits import actions as visits
from shuangbai.visits.actions import photos
from shuangbai.visits.actions.absences import NewAbsence
from shuangbai.visits.actions.absences import add_absence as add_away
from shuangbai.visits.actions.plan import Said, set_frequency
from shuangbai.visits.actions.rounds import NewRound, start_round
from shuangbai.visits.models import Finding, FrequencySpell
from shuangbai.visits.plan_rules.frequency import Kind as Of
from shuangbai.visits.plan_rules.frequency import Subject
from shuangbai.visits.plan_rules.rounds import Choice
from shuangbai.visits.rules.party import Party

VILLAGE = OWN_TOWN + "201"
ELSEWHERE = "445302106"
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
    job: UUID
    consent: UUID
    approval: UUID
    point: UUID
    worker: UUID
    qualification: UUID
    handover: UUID
    other: UUID
    merge: UUID
    finding: UUID
    photo: UUID
    entry: UUID
    frequency: UUID
    absence: UUID
    round: UUID
    missing: UUID
    """Somebody on a list whom nobody has seen, given to the worker."""
    errand: UUID


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
        late_why="下村回来漏记了",
        open_files=(person.pk,),
        services=("ZC01", "ZY01"),
        party=(Party("committee", 2, "城村村委会"),),
        scales={person.pk: {"body": 3, "ties": 2}},
        findings=(visits.NewFinding("care", "想请人帮忙做饭", person_id=person.pk),),
    )
    return person, visits.record(actor, visit).pk


def add_roster(actor: Actor) -> UUID:
    """A list of one row, put in and not yet merged."""
    number = "44530219500203001"
    row = ["黄阿婆", number + identity.check_digit(number), areas.get(VILLAGE).name]
    data = sheets.write([row], ["姓名", "身份证号码", "村（居）"], "低保名册", "测试")
    of = ListOf("people", "DB", OWN_TOWN, VISITED)
    return rosters.stage(actor, rosters.NewRoster(of, "低保.xlsx", data)).pk


def add_consent(actor: Actor, person: UUID) -> UUID:
    """The person agreed to a photo."""
    new = consents.NewConsent(person, "photo", by_self=True, how="paper", since=VISITED)
    return consents.record(actor, new).pk


def add_approval(actor: Actor, user: UUID) -> UUID:
    """The station's worker may open the files of its children."""
    until = clock.today() + timedelta(days=90)
    new = approvals.NewApproval(OWN_TOWN, user, until, "走访", every_child=True)
    return approvals.give(actor, new).pk


def add_staff(actor: Actor, station: UUID) -> tuple[UUID, UUID, UUID]:
    """A point, a worker and their certificate: (point, worker, certificate)."""
    point = staff.open_point(
        actor, staff.NewPoint(station, VILLAGE, "城村社工点", OPENED, (VILLAGE,))
    )
    worker = staff.add_worker(actor, staff.NewWorker(station, "何木林", "service", OPENED))
    paper = staff.NewQualification(worker.pk, "assistant", OPENED)
    return point.pk, worker.pk, staff.add_qualification(actor, paper).pk


def add_equipment(reader: Actor, head: Actor, station: UUID) -> None:
    """The county says what stations must have; the station has some of it."""
    lines = [Wanted(name, Kind.OFFICE, 2, "台") for name in ("电脑", "打印机", "空调")]
    county_list = staff.RequiredList(COUNTY, OPENED, tuple(lines), "云城民发〔2024〕1号")
    staff.set_requirements(reader, county_list)
    counts = (staff.Count("电脑", 2, "台"), staff.Count("书架", 1, "个"))
    staff.take_stock(head, staff.Stocktaking(station, OPENED, counts))


def add_handover(actor: Actor, person: UUID) -> UUID:
    """The person was offered to a town that is nobody's here; it waits for an answer."""
    offer = handovers.Offer(uuid4(), person, ELSEWHERE, VISITED, "搬到女儿家住")
    return handovers.offer(actor, offer).pk


def add_merge(actor: Actor) -> tuple[UUID, UUID]:
    """Two files of one person, put together: (the one that goes on, its row of the merge)."""
    kept, other = (
        people.register(
            actor,
            people.NewPerson(
                area=VILLAGE, name=name, birth_date=BORN, since=SINCE, phone="13800138000"
            ),
        )
        for name in ("李秀英", "阿英")
    )
    done = merging.merge(actor, merging.Merging(kept.pk, other.pk, "对过户口簿"))
    return kept.pk, done.pk


def add_frequency(actor: Actor) -> UUID:
    """The county says for itself how often people with a disability are visited."""
    said = Said(COUNTY, Subject(Of.CATEGORY, "CJ"), 60, clock.today(), "云城民发〔2026〕3号")
    set_frequency(actor, said)
    with scope.acting(actor):
        found: UUID = FrequencySpell.objects.get(area=COUNTY, superseded_at=None).pk
    return found


def add_absence(product: Actor, head: Actor, station: UUID) -> UUID:
    """One worker of the station is away, another stands in."""
    away, there = (
        staff.add_worker(product, staff.NewWorker(station, name, "service", OPENED)).pk
        for name in ("何金水", "欧少芬")
    )
    until = clock.today() + timedelta(days=5)
    return add_away(head, NewAbsence(away, there, clock.today(), until, "leave")).pk


def add_round(actor: Actor) -> UUID:
    """Everybody of the town is to be seen this week."""
    today = clock.today()
    days = {"first_on": today, "last_on": today + timedelta(days=6)}
    new = NewRound(uuid4(), OWN_TOWN, "1月寒潮走访", "cold", **days, choice=Choice((OWN_TOWN,)))
    return start_round(actor, new).pk


def add_errand(actor: Actor, worker: UUID) -> tuple[UUID, UUID]:
    """Somebody of the same name who is missing, given to the worker: (person, errand)."""
    new = people.NewPerson(VILLAGE, NAME, SINCE, birth_date=BORN, categories=("TK",))
    person = people.register(actor, new).pk
    due = clock.today() + timedelta(days=7)
    [made] = cover.give(actor, cover.NewErrands(uuid4(), worker, due, (person,)))
    return person, made.pk


def add_job(actor: Actor) -> UUID:
    """Long work of the head that waits."""
    return make_job(actor, OWN_TOWN).pk


def add_found(actor: Actor, person: UUID, visit: UUID) -> tuple[UUID, UUID]:
    """What the visit found, and a photo of it in which the person can be recognised."""
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    photo = photos.keep(actor, photos.NewPhoto(visit, picture.getvalue(), (person,)))
    with scope.acting(actor):
        return Finding.objects.get(visit_id=visit).root, photo.pk


def add_entry(actor: Actor) -> UUID:
    """What the county adds to the catalogue."""
    new = catalogue.NewEntry("445302", "item", "云城上门理发", SINCE, "ZY")
    return catalogue.add(actor, new).pk


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
    roster, job = add_roster(owner), add_job(owner)
    consent = add_consent(owner, person.pk)
    staff_made = add_staff(product, station.pk)
    add_equipment(actor_of(members.reader), owner, station.pk)
    return World(
        members,
        person.pk,
        home,
        visit,
        station.pk,
        frozen,
        roster,
        job,
        consent,
        add_approval(owner, members.worker.pk),
        *staff_made,
        add_handover(owner, person.pk),
        *add_merge(owner),
        *add_found(owner, person.pk, visit),
        add_entry(actor_of(members.reader)),
        add_frequency(actor_of(members.reader)),
        add_absence(product, owner, station.pk),
        add_round(owner),
        *add_errand(owner, staff_made[1]),
    )
