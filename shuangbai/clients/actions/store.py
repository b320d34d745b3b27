"""Putting people on file: one path for a form and for a roster of thousands.

Both hold the prefecture's lock while they look whether a number is on file and write, so two
stations that bring the same new number at once leave one person; the unique constraint stands
behind the lock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from shuangbai.access import audit, gate
from shuangbai.access.action import Act
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.clients.selectors.onfile import digest, on_file, phone_digest
from shuangbai.kernel import areakey, bulk, days, identity, ids, pinyin
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.problems import catalogue, problem

MEMBERSHIP = ("area", "person_id", "household_id", "relation", "valid_from")
CATEGORY_SPELL = (
    *("area", "person_id", "category_id", "birth_date", "source", "roster_id", "household_id"),
    *("valid_from", "level", "amount", "reference", "granted_on"),
)

catalogue(
    {
        "person.here": (
            "“{name}”的身份证号码已经在本站建了档。",
            "请在人与户里找到这个人，直接走访。",
        ),
        "person.elsewhere": ("这个号码已在别的站建了档。", "请发出转接请求，不要重复登记。"),
        "person.twice": (
            "“{name}”和“{other}”是同一个身份证号码。",
            "请照证件核对，一个人只登记一次。",
        ),
        "person.no_birth": (
            "没有身份证号码，也没有出生日期。",
            "至少填一样，才能知道属于老人还是儿童。",
        ),
        "person.future": ("起始日期 {day} 还没有到。", "请填今天或以前的日期。"),
        "person.since": ("起始日期 {day} 太早了。", "请核对年份，填1990年以后的日期。"),
        "person.born": ("出生日期 {day} 不对。", "请核对年份，填1900年以后、今天或以前的日期。"),
        "person.place": ("“{name}”现在不能登记人。", "请选一个现有的村（居）或镇（街）。"),
        "person.household_far": (
            "选的那一户在别的镇（街）。",
            "请选本镇（街）的一户；自己一户就空着。",
        ),
    }
)


@dataclass(frozen=True)
class NewHousehold:
    """A household as a list or a form brings it; people with the same `key` share it."""

    key: str
    head_name: str
    number: str = ""
    address: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody to put on file. `area`: village or town key. `number`: normalised or None.

    `household`: a new one, the id of one on file, or None for a household of their own.
    `inherited`: categories that are held through it and not in one's own right. `grant`: column of
    CategorySpell → value, for the categories.
    """

    area: str
    name: str
    since: date
    number: str | None = None
    sex: str = ""
    birth_date: date | None = None
    phone: str = ""
    categories: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    household: NewHousehold | UUID | None = None
    relation: str = ""
    source: str = CategorySpell.Source.FIELD
    roster_id: UUID | None = None
    grant: Mapping[str, Any] = field(default_factory=dict)
    id: UUID = field(default_factory=ids.uuid7)


def lock_prefecture(pref: str) -> None:
    """One registering transaction at a time in a prefecture, until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('clients.register'), %s)", [int(pref)]
        )


def store(act: Act, people: list[NewPerson]) -> list[Person]:
    """Write people, households, memberships and categories in bulk, with an audit row each.

    The caller holds `lock_prefecture` and knows that none of the numbers is on file.
    """
    households = _households(act, people)
    made = bulk.insert(Person, (_person(act, new) for new in people))
    born = {person.pk: person.birth_date for person in made}
    memberships = (_membership(new, households) for new in people)
    bulk.insert_values(Membership, MEMBERSHIP, memberships, act.stamp)
    held = (
        spell
        for new in people
        for spell in _category_spells(new, born[new.id], _home(new, households))
    )
    bulk.insert_values(CategorySpell, CATEGORY_SPELL, held, act.stamp)
    for new in people:
        codes = [*new.categories, *new.inherited]
        act.touch("clients.person", new.id, new.area, created=True, categories=codes)
    return made


def _person(act: Act, new: NewPerson) -> Person:
    known = identity.check(new.number) if new.number else None
    return Person(
        id=new.id,
        area=new.area,
        name=new.name,
        name_sort=pinyin.sort_key(new.name),
        name_initials=pinyin.initials(new.name),
        sex=(known.sex if known else None) or new.sex,
        birth_date=known.birth_date if known else new.birth_date,
        identity=new.number,
        identity_hash=digest(new.number) if new.number else None,
        phone=new.phone or None,
        phone_hash=phone_digest(new.phone),
        created_at=act.at,
    )


def birth_date(new: NewPerson) -> date | None:
    """As the number says, else as told."""
    known = identity.check(new.number) if new.number else None
    return known.birth_date if known else new.birth_date


def _households(act: Act, people: Iterable[NewPerson]) -> dict[str, Household]:
    """New households by key; a person without one heads their own."""
    made: dict[str, Household] = {}
    for new in people:
        if isinstance(new.household, UUID):
            continue
        wanted = new.household or NewHousehold(key=str(new.id), head_name=new.name)
        if wanted.key not in made:
            made[wanted.key] = Household(
                area=new.area,
                head_name=wanted.head_name,
                number=wanted.number,
                address=wanted.address,
            )
    bulk.insert(Household, made.values())
    return made


def _membership(new: NewPerson, households: dict[str, Household]) -> tuple[Any, ...]:
    """Values of MEMBERSHIP."""
    return (new.area, new.id, _home(new, households), new.relation, new.since)


def _home(new: NewPerson, households: dict[str, Household]) -> UUID:
    if isinstance(new.household, UUID):
        return new.household
    return households[new.household.key if new.household else str(new.id)].id


def _category_spells(new: NewPerson, born: date | None, home: UUID) -> Iterator[tuple[Any, ...]]:
    """Values of CATEGORY_SPELL."""
    said = new.grant
    granted = (said.get("level", ""), said.get("amount"), said.get("reference", ""))
    for code in new.categories:
        held = (new.area, new.id, code, born, new.source, new.roster_id, None, new.since)
        yield (*held, *granted, said.get("granted_on"))
    for code in new.inherited:
        source = CategorySpell.Source.INHERITED
        through = (new.area, new.id, code, born, source, new.roster_id, home, new.since)
        yield (*through, "", None, "", None)


def home_area(key: str) -> Area:
    """The town or village where somebody may be at home: it stands, and is open."""
    area = areas.get(key)
    town_or_village = areakey.level_of(area.key) in (Level.TOWN, Level.VILLAGE)
    if area.key != key or area.closed_on is not None or not town_or_village:
        raise problem("person.place", column="地方", name=area.name)
    return area


def check_new(act: Act, people: list[NewPerson]) -> None:
    """A Problem when one of these people of one prefecture cannot be registered now; Absent for
    a household that is not the actor's. One query looks for all numbers."""
    keys = {new.area for new in people}
    for key in keys - areas.homes_among(keys):
        home_area(key)
    for new in people:
        _check_days(act, new)
    _check_households(act, people)
    numbers = _by_number(people)
    found = on_file(areakey.prefecture(people[0].area), numbers)
    for number, new in numbers.items():
        if number in found:
            # The answer tells that the number is on file: who asked must be found in the trail.
            audit.refused(act.actor, act.verb, "号码已经有人登记", area=new.area)
            code = "person.here" if act.actor.covers(found[number]) else "person.elsewhere"
            raise problem(code, column="身份证号码", name=new.name)


def _by_number(people: list[NewPerson]) -> dict[bytes, NewPerson]:
    found: dict[bytes, NewPerson] = {}
    for new in people:
        if new.number:
            other = found.setdefault(digest(new.number), new)
            if other is not new:
                raise problem("person.twice", column="身份证号码", name=new.name, other=other.name)
    return found


def _check_days(act: Act, new: NewPerson) -> None:
    if new.since > act.today:
        raise problem("person.future", column="起始日期", day=new.since)
    if new.since < days.EARLIEST:
        raise problem("person.since", column="起始日期", day=new.since)
    born = birth_date(new)
    if born is None and not new.number:
        raise problem("person.no_birth", column="身份证号码")
    if born is not None and not days.EARLIEST_BIRTH <= born <= act.today:
        raise problem("person.born", column="出生日期", day=born)


def _check_households(act: Act, people: list[NewPerson]) -> None:
    """Joined are only households that the actor sees, in the town where the person lives."""
    joined = [(new, new.household) for new in people if isinstance(new.household, UUID)]
    if not joined:
        return
    homes = gate.find_many(Household, act.actor, [pk for _, pk in joined])
    towns = {home.pk: home.area[: LEVELS[Level.TOWN]] for home in homes}
    if any(not new.area.startswith(towns[pk]) for new, pk in joined):
        raise problem("person.household_far", column="与谁同住")
