"""Recording visits."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients import rules
from shuangbai.clients.actions.people import open_files
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.clients.selectors import handovers
from shuangbai.kernel import areakey, days
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions.commands import NewVisit
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
            "选的人里，{names} {day} 不住在这一户，今天也不住。",
            "请给这一户的人另记一次，或先核对他们住在哪一户。",
        ),
        "visit.again": (
            "{names} 在 {day} 已经记过一次走访。",
            "确实又去了一次，就勾上再记。",
        ),
        "visit.gone": (
            "{name} {day} 起已经转到别的站。",
            "请填转出以前的日期；以后的由现在的站记。",
        ),
    }
)


@action("visit.record", counted=True)
def record(act: Act, new: NewVisit) -> Visit:
    """Record one visit; the same id again answers with the one that is there."""
    one_at_a_time(new.id)
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
    people = _people(act, new)
    area = _place(act, new, people)
    act.within(area)
    worker = new.worker_id or act.actor.user_id
    if not new.again:
        _once_a_day(act, new, worker, people)
    visit = Visit.objects.create(
        id=new.id,
        root=new.id,
        area=area,
        household_id=new.household_id,
        happened_on=new.happened_on,
        kind=new.kind,
        worker_id=worker,
        worker_name=new.worker_name or act.actor.name,
        note=new.note or None,
        next_on=new.next_on,
        late_why=new.late_why or None,
        services=list(new.services),
        **act.stamp,
    )
    Served.objects.bulk_create(_served(act, visit, people))
    if new.open_files:
        open_files(act, new.open_files, new.happened_on)
    act.subject = ("visits.visit", str(visit.pk))
    act.touch("visits.visit", visit.pk, area, served=[str(person.pk) for person in people])
    return visit


def _people(act: Act, new: NewVisit) -> list[Person]:
    """Who was served. Somebody handed over since then was still ours on that day."""
    left = handovers.gone(act.actor, new.person_ids)
    here = [pk for pk in new.person_ids if pk not in left]
    found = {person.pk: person for person in gate.find_many(Person, act.actor, here)}
    lived = Membership.objects.visible_to(act.actor).as_known(None).filter(person_id__in=left)
    then = set(lived.on(new.happened_on).values_list("person_id", flat=True))
    for pk, person in left.items():
        if pk not in then:
            ends = [one.valid_to or act.today for one in lived.filter(person_id=pk)]
            raise problem("visit.gone", column="走访日期", name=person.name, day=max(ends))
    return [left.get(pk) or found[pk] for pk in new.person_ids]


def one_at_a_time(ident: UUID) -> None:
    """The same form sent twice at the same instant: the second waits and finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ident.int % 2**63])


def _once_a_day(act: Act, new: NewVisit, worker: UUID, people: list[Person]) -> None:
    """Ask before the same worker's second visit to somebody on one day: mostly it is the first,
    sent again from a page that was gone back to."""
    one_at_a_time(worker)
    before = set(
        Served.objects.under(*act.actor.areas)
        .as_known(None)
        .filter(person_id__in=[person.pk for person in people], pref=people[0].pref)
        .filter(happened_on=new.happened_on, visit__worker_id=worker)
        .values_list("person_id", flat=True)
    )
    if before:
        day = new.happened_on
        told = f"{day.month}月{day.day}日"
        said = told if day.year == act.today.year else f"{day.year}年{told}"
        names = _names([person for person in people if person.pk in before])
        raise problem("visit.again", column="确实又去了一次", names=names, day=said)


def _names(people: list[Person]) -> str:
    return "、".join(person.name for person in people)


def _place(act: Act, new: NewVisit, people: list[Person]) -> str:
    """Where it happened: at home in the household's village; otherwise at the town's station."""
    home = people[0].area
    if new.household_id is not None:
        household = gate.find(Household, act.actor, new.household_id)
        home = household.area
        _check_members(act, new, household, people)
    return home if new.kind == Visit.Kind.HOME else areakey.cut(home, areakey.Level.TOWN)


def _check_members(act: Act, new: NewVisit, household: Household, people: list[Person]) -> None:
    """Who lived there on that day, or lives there today: somebody met yesterday is often put on
    file only now."""
    belong = (
        Membership.objects.under(household.area[:9])
        .as_known(None)
        .filter(household=household, pref=household.pref)
    )
    members: set[UUID] = set()
    for day in (new.happened_on, act.today):
        members |= set(belong.on(day).values_list("person_id", flat=True))
    strangers = [person for person in people if person.pk not in members]
    if strangers:
        names = _names(strangers)
        raise problem("visit.not_member", column="服务了谁", names=names, day=new.happened_on)


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
