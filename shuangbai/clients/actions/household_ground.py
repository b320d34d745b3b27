"""The ground on which households are changed: read and written under the prefecture's lock.

Nothing is overwritten: memberships and what else holds for people end on the day and go on from
there; what the household's own row said before is kept as a `FieldChange`; one `HouseholdChange`
says who did it and why. All rows of one deed bear the same instant, by which it can be taken back.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions.household_commands import Headed
from shuangbai.clients.actions.particulars import check_day
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.household_rules import relations as kin
from shuangbai.clients.household_rules import stays as rules
from shuangbai.clients.models import (
    CategorySpell,
    FieldChange,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.clients.selectors import households as selectors
from shuangbai.kernel import areakey, days
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem

Kind = HouseholdChange.Kind

catalogue(
    {
        "household.far": (
            "{name}的档案在{town}，一户人只能在同一个镇（街）。",
            "请先走转接，档案转过来以后再办。",
        ),
        "household.overtaken": (
            "刚才已经有人改过这一户，这一次没有存。",
            "请看看这一户现在的样子，再决定怎么办。",
        ),
        "household.before": (
            "{name}在 {since} 已经记过户的变动。",
            "请填这一天或以后的日期；那一次记错了的，先在“户的变动”里撤回。",
        ),
        "household.old": ("日期 {day} 太早了。", "请核对年份，填1990年以后的日期。"),
        "household.reason": ("没有写原因。", "写一句为什么，例如“儿子成家，分开过了”。"),
        "household.stranger": (
            "{name}现在不是这一户的人。",
            "请看看这一户现在有谁，再办。",
        ),
        "household.head": ("没有定户主。", "请选一个人作户主；户主没有登记的，写他的姓名。"),
        "household.rest_head": (
            "户主走了，留下的人还没有定户主。",
            "请从留下的人里选一个，再写各人与户主的关系。",
        ),
    }
)

FIELDS = ("head_name", "number", "address", "area")


def opened(
    act: Act, told_id: UUID, *household_ids: UUID
) -> tuple[list[Household], HouseholdChange | None]:
    """The households, read under the lock, and this very change when it is there already."""
    first = gate.find(Household, act.actor, household_ids[0])
    act.within(first.area)
    act.subject = ("clients.household", str(first.pk))
    lock_prefecture(first.pref)
    homes = gate.find_many(Household, act.actor, household_ids)
    for home in homes:
        same_town(first, home.area, f"{home.head_name}一户")
    rows = HouseholdChange.objects.under(town_of(first)).filter(pref=first.pref)
    before: HouseholdChange | None = rows.filter(pk=told_id).first()
    if before is not None:
        act.detail = {"already": True}
    return homes, before


def town_of(home: Household) -> str:
    return areakey.cut(home.area, Level.TOWN)


def same_town(home: Household, area: str, name: str) -> None:
    town = areakey.cut(area, Level.TOWN)
    if town != town_of(home):
        raise problem("household.far", name=name, town=areas.names_together([town]))


def checked(act: Act, day: date, reason: str | None = None) -> None:
    """A day that can be; a reason, where one is asked for."""
    check_day(act, day)
    if day < days.EARLIEST:
        raise problem("household.old", column="从哪一天起", day=day)
    if reason is not None:
        if not reason.strip():
            raise problem("household.reason", column="原因")
        act.reason = reason.strip()


def unseen(act: Act, seen: str, homes: Iterable[Household]) -> None:
    """A Problem when the households are no longer as the page showed them."""
    if seen and seen != selectors.seen(act.actor, homes):
        raise problem("household.overtaken")


def members(home: Household) -> dict[UUID, Membership]:
    """Person → membership of those who belong to it now."""
    living = Membership.objects.under(town_of(home)).as_known(None).filter(pref=home.pref)
    found = living.filter(household=home, valid_to=None).order_by("valid_from", "id")
    return {one.person_id: one for one in found}


def locked(home: Household, ids: Collection[UUID]) -> dict[UUID, Person]:
    """These people, whose rows nobody else writes until this is done."""
    rows = Person.objects.select_for_update().filter(pref=home.pref, pk__in=ids).order_by("pk")
    return {person.pk: person for person in rows}


def stays_of(home: Household, ids: Collection[UUID]) -> dict[UUID, list[rules.Stay[Membership]]]:
    """Everything that is known now of where these people belonged in the town."""
    rows = Membership.objects.under(town_of(home)).as_known(None)
    found: dict[UUID, list[rules.Stay[Membership]]] = {pk: [] for pk in ids}
    for row in rows.filter(pref=home.pref, person__in=ids).order_by("valid_from", "id"):
        found[row.person_id].append(stay(row))
    return found


def stay(row: Membership) -> rules.Stay[Membership]:
    told = (row.household_id, row.valid_from, row.valid_to, row.relation, row.apart, row.area)
    return rules.Stay(row, *told)


def head_told(told: Headed, names: Mapping[UUID, str]) -> str:
    """The name of the head that was told; '' when none was. `names`: of those who can be it."""
    if told.person is None:
        return told.name.strip()
    if told.person not in names:
        raise problem("household.head", column="户主")
    return names[told.person]


def relations_told(told: Headed, now: Mapping[UUID, str]) -> dict[UUID, str]:
    """What is told of those who are there, with what they are `now`. The head stays the head
    unless another is named; then nobody else is one, and one who is not on file leaves none."""
    named = told.person is not None or bool(told.name.strip())
    heads = {pk for pk, word in now.items() if word in kin.HEAD_WORDS}
    words: dict[UUID, str] = dict.fromkeys(heads, "") if named else {}
    for pk, said in told.relations.items():
        if pk in now and (named or pk not in heads):
            word = said.strip()
            words[pk] = "" if word in kin.HEAD_WORDS else word
    if told.person is not None and told.person in now:
        words[told.person] = kin.HEAD
    return words


def tell(act: Act, home: Household, said: Mapping[str, str], about: Mapping[str, Any]) -> list[str]:
    """What the household's own row says now; what it said before is kept. Returns the fields."""
    changed = {name: text for name, text in said.items() if getattr(home, name) != text}
    for name, text in changed.items():
        kept = {"old": getattr(home, name), "new": text}
        FieldChange.objects.create(
            area=home.area,
            household=home,
            field=name,
            values=json.dumps(kept, ensure_ascii=False),
            at=act.at,
            by=act.actor.user_id,
            by_name=act.actor.name,
            **about,
        )
    if changed:
        Household.objects.filter(pk=home.pk, pref=home.pref).update(**changed)
        for name, text in changed.items():
            setattr(home, name, text)
        act.touch("clients.household", home.pk, home.area, fields=sorted(changed))
    return sorted(changed)


def renamed(act: Act, person: Person, old: str, new: str) -> None:
    """The household that they head is called by their new name."""
    living = Membership.objects.under(areakey.cut(person.area, Level.TOWN)).as_known(None)
    mine = living.filter(person=person, pref=person.pref, valid_to=None)
    for row in mine.select_related("household"):
        there = members(row.household)
        names = {pk: one.name for pk, one in locked(row.household, there).items()}
        relations = {pk: one.relation for pk, one in there.items()}
        said = row.household.head_name
        if said == old and kin.head_of(names | {person.pk: old}, relations, said) == person.pk:
            tell(act, row.household, {"head_name": new}, by_hand(act))


def by_hand(act: Act) -> dict[str, Any]:
    return {"source": CategorySpell.Source.FIELD, "reason": act.reason}


def note(act: Act, home: Household, kind: str, day: date, **about: Any) -> HouseholdChange:
    """The deed itself. `about`: id, other, people (id → name), category, undoes, reason."""
    people: Mapping[UUID, str] = about.pop("people", {})
    told = {"reason": act.reason} | about
    made: HouseholdChange = HouseholdChange.objects.create(
        area=home.area,
        household=home,
        kind=kind,
        day=day,
        people=[*people],
        names="、".join(people.values()),
        at=act.at,
        by=act.actor.user_id,
        by_name=act.actor.name,
        **told,
    )
    about_ = {"deed": kind, "people": [str(pk) for pk in people]}
    act.touch("clients.householdchange", made.pk, home.area, **about_)
    return made
