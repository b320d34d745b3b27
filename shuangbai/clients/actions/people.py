"""What is done with one person or one file."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions import moving
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.moving import Moving
from shuangbai.clients.actions.store import (
    NewPerson,
    check_new,
    home_area,
    lock_prefecture,
    store,
)
from shuangbai.clients.models import (
    CategorySpell,
    FileSpell,
    Look,
    Membership,
    Person,
)
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.particulars_secrets import secret_of
from shuangbai.kernel import areakey, bulk
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "person.reason": ("没有写原因。", "写一句为什么要看，例如“核对低保申请材料”。"),
        "person.file_early": ("建档日期 {day} 在将来。", "请填今天或以前的日期。"),
    }
)


@action("person.register", counted=True)
def register(act: Act, new: NewPerson) -> Person:
    """Put one person on file; the same id again answers with the one that is there."""
    act.within(new.area)
    act.subject = ("clients.person", str(new.id))
    lock_prefecture(areakey.prefecture(new.area))
    already = Person.objects.under(*act.actor.areas).filter(pk=new.id).first()
    if already is not None:
        return already
    check_new(act, [new])
    return store(act, [new])[0]


@action("person.register", counted=True)
def register_many(act: Act, people: list[NewPerson]) -> list[Person]:
    """Put many people of one prefecture on file, all or none."""
    for area in {new.area for new in people}:
        act.within(area)
    lock_prefecture(areakey.prefecture(people[0].area))
    check_new(act, people)
    return store(act, people)


@action("file.open", counted=True)
def open_file(act: Act, person_ids: Collection[UUID], day: date) -> list[FileSpell]:
    """Open a file for each of these people; those who have one keep it."""
    return open_files(act, person_ids, day)


def open_files(act: Act, person_ids: Collection[UUID], day: date) -> list[FileSpell]:
    """As part of a greater action."""
    return open_files_on(act, dict.fromkeys(person_ids, day))


def open_files_on(act: Act, days: Mapping[UUID, date]) -> list[FileSpell]:
    """The same, each from the day of a first visit; in a fixed number of questions."""
    for day in days.values():
        if day > act.today:
            raise problem("person.file_early", day=day)
    people = gate.find_many(Person, act.actor, days)
    refuse_merged(act, people)
    files = aliases.files([person.pk for person in people])
    opened_before = FileSpell.objects.under(*act.actor.areas).as_known(None).filter(valid_to=None)
    held = opened_before.filter(person_id__among=files).values_list("person_id", flat=True)
    has = {files[pk] for pk in held}
    fresh = [person for person in people if person.pk not in has]
    begun = _stays(act, fresh)
    for area in {person.area for person in people}:
        act.within(area)
    opened = [
        FileSpell(
            area=person.area,
            person=person,
            number=f"{person.area[:9]}-{str(person.pk)[-8:]}",
            birth_date=person.birth_date,
            # A visit of earlier days may open the file, but before they came here they were
            # no people of this town, and its figures of those days stay as they are.
            valid_from=max(days[person.pk], begun.get(person.pk, days[person.pk])),
            **act.stamp,
        )
        for person in fresh
    ]
    for one in opened:
        act.touch("clients.filespell", one.pk, one.area, person=str(one.person_id))
    return bulk.insert(FileSpell, opened)


class Stay(NamedTuple):
    """Where somebody was, from which day, up to which."""

    area: str
    valid_from: date
    valid_to: date | None


def _stays(act: Act, people: Collection[Person]) -> dict[UUID, date]:
    """Since when each has been in the present town without a gap, by categories and household."""
    days: dict[UUID, list[Stay]] = {}
    towns = {person.pk: areakey.cut(person.area, Level.TOWN) for person in people}
    models: tuple[Any, ...] = (CategorySpell, Membership)
    for pk, *told in chain.from_iterable(
        model.objects.under(*act.actor.areas)
        .as_known(None)
        .filter(person_id__among=towns)
        .values_list("person_id", *Stay._fields)
        for model in models
    ):
        stay = Stay(*told)
        held = stay.valid_to is None or stay.valid_to > stay.valid_from
        if held and stay.area.startswith(towns[pk]):
            days.setdefault(pk, []).append(stay)
    return {pk: _begun(held) for pk, held in days.items()}


def _begun(held: list[Stay]) -> date:
    """The first day of the last unbroken time that these stays cover together."""
    until = [stay.valid_to or date.max for stay in held]
    begun = held[until.index(max(until))].valid_from
    while True:
        touching = [s.valid_from for s in held if (s.valid_to or date.max) >= begun]
        if min(touching) == begun:
            return begun
        begun = min(touching)


@action("person.move", counted=True)
def move(act: Act, person_id: UUID, to_area: str, day: date) -> Person:
    """The living file moves to another place from `day`; events stay where they happened.

    Spells in force are closed there and opened here, so no figure of a past day changes. Under
    the prefecture's lock, so that of two moves at once the second finds what the first has done.
    """
    act.within(to_area)
    target = home_area(to_area)
    lock_prefecture(areakey.prefecture(target.key))
    person = gate.find(Person, act.actor, person_id)
    act.within(person.area)
    act.subject = ("clients.person", str(person.pk))
    refuse_merged(act, [person])
    moving.move(act, Moving((person,), target, day))
    return person


@action("person.unmask")
def unmask(act: Act, person_id: UUID, secret: str, reason: str, of: UUID | None = None) -> str:
    """The full text of a number of the person, or of their record `of`, for a stated reason, on
    the record. `secret`: see `selectors.particulars_secrets`."""
    if not reason.strip():
        raise problem("person.reason", column="原因")
    person = gate.find(Person, act.actor, person_id)
    act.within(person.area)
    act.subject, act.reason = ("clients.person", str(person.pk)), reason.strip()
    act.detail = {"secret": secret} | ({"of": str(of)} if of else {})
    text = secret_of(act.actor, person, secret, of)
    return text.reveal() if text else ""


@action("person.look")
def look(act: Act, person_id: UUID, reason: str) -> Look:
    """Open a single file although it is not one's daily work; holds for half an hour."""
    if not reason.strip():
        raise problem("person.reason", column="原因")
    person = gate.find(Person, act.actor, person_id)
    act.within(person.area)
    act.subject, act.reason = ("clients.person", str(person.pk)), reason.strip()
    return Look.objects.create(
        area=person.area,
        person=person,
        by=act.actor.user_id,
        by_name=act.actor.name,
        at=act.at,
        reason=reason.strip(),
    )
