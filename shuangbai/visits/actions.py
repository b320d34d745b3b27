"""Recording visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients import rules
from shuangbai.clients.actions.people import open_files
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.kernel import areakey, days
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.models import Served, Visit

catalogue(
    {
        "visit.tomorrow": (
            "走访日期 {day} 还没有到，今天是 {today}。",
            "请填实际去的那一天；还没去的等去了再记。",
        ),
        "visit.long_ago": (
            "走访日期 {day} 太早了。",
            "请核对年份，填1990年以后的日期。",
        ),
        "visit.nobody": ("没有选这次服务了谁。", "至少选一个人；没见到人的不算走访。"),
        "visit.not_member": (
            "选的人里有{count}个在 {day} 不住在这一户。",
            "请分开记，或先核对这一户的成员。",
        ),
    }
)


@dataclass(frozen=True)
class NewVisit:
    """`id` is made where it is typed, so that the same form sent twice is one visit.

    `household_id`: None for a lone person. `area`: only when it did not happen at home.
    """

    id: UUID
    household_id: UUID | None
    person_ids: tuple[UUID, ...]
    happened_on: date
    kind: str = Visit.Kind.HOME
    note: str = ""
    worker_name: str = ""
    worker_id: UUID | None = None
    open_files: tuple[UUID, ...] = ()


@action("visit.record", counted=True)
def record(act: Act, new: NewVisit) -> Visit:
    """Record one visit; the same id again answers with the one that is there."""
    _one_at_a_time(new.id)
    already = Visit.objects.under(*act.actor.areas).filter(pk=new.id).first()
    if already is not None:
        act.within(already.area)
        act.detail = {"repeated": True}
        return already
    return _record(act, new)


@action("visit.record", counted=True)
def record_round(act: Act, round_: Iterable[NewVisit]) -> list[Visit]:
    """Several visits of one round, all or none."""
    return [_record(act, new) for new in round_]


def _record(act: Act, new: NewVisit) -> Visit:
    if new.happened_on > act.today:
        raise problem("visit.tomorrow", column="走访日期", day=new.happened_on, today=act.today)
    if new.happened_on < days.EARLIEST:
        raise problem("visit.long_ago", column="走访日期", day=new.happened_on)
    if not new.person_ids:
        raise problem("visit.nobody", column="服务了谁")
    people = gate.find_many(Person, act.actor, new.person_ids)
    area = _place(act, new, people)
    act.within(area)
    visit = Visit.objects.create(
        id=new.id,
        area=area,
        household_id=new.household_id,
        happened_on=new.happened_on,
        kind=new.kind,
        worker_id=new.worker_id or act.actor.user_id,
        worker_name=new.worker_name or act.actor.name,
        note=new.note or None,
        **act.stamp,
    )
    Served.objects.bulk_create(_served(act, visit, people))
    if new.open_files:
        open_files(act, new.open_files, new.happened_on)
    act.subject = ("visits.visit", str(visit.pk))
    act.touch("visits.visit", visit.pk, area, served=[str(person.pk) for person in people])
    return visit


def _one_at_a_time(visit_id: UUID) -> None:
    """The same form sent twice at the same instant: the second waits and finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [visit_id.int % 2**63])


def _place(act: Act, new: NewVisit, people: list[Person]) -> str:
    """Where it happened: at home in the household's village; otherwise at the town's station."""
    home = people[0].area
    if new.household_id is not None:
        household = gate.find(Household, act.actor, new.household_id)
        home = household.area
        _check_members(new, household, people)
    return home if new.kind == Visit.Kind.HOME else areakey.cut(home, areakey.Level.TOWN)


def _check_members(new: NewVisit, household: Household, people: list[Person]) -> None:
    members = set(
        Membership.objects.under(household.area[:9])
        .as_known(None)
        .on(new.happened_on)
        .filter(household=household, pref=household.pref)
        .values_list("person_id", flat=True)
    )
    strangers = [person for person in people if person.pk not in members]
    if strangers:
        raise problem("visit.not_member", count=len(strangers), day=new.happened_on)


def _served(act: Act, visit: Visit, people: list[Person]) -> list[Served]:
    """Each member served, with group, age band and categories as on that day."""
    held: dict[UUID, list[str]] = {person.pk: [] for person in people}
    scoped: dict[UUID, list[str]] = {person.pk: [] for person in people}
    spells = (
        CategorySpell.objects.under(*act.actor.areas)
        .as_known(None)
        .on(visit.happened_on)
        .filter(person__in=people)
    )
    for pk, code, in_scope in spells.values_list("person_id", "category_id", "category__in_scope"):
        held[pk].append(code)
        if in_scope:
            scoped[pk].append(code)
    return [
        Served(
            area=visit.area,
            visit=visit,
            person_id=person.pk,
            person_name=person.name,
            happened_on=visit.happened_on,
            group=rules.group_on(person.birth_date, scoped[person.pk], visit.happened_on),
            age_band=rules.age_band(person.birth_date, visit.happened_on),
            categories=sorted(held[person.pk]),
            **act.stamp,
        )
        for person in people
    ]
