"""A household as its page shows it: who belongs to it, who did, what it holds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.household_rules import relations as kin
from shuangbai.clients.household_rules import stays
from shuangbai.clients.household_rules.entitlements import Holding, holdings
from shuangbai.clients.models import (
    Category,
    CategorySpell,
    Household,
    HouseholdChange,
    Membership,
    Person,
    Profile,
)
from shuangbai.clients.particulars_rules.registered import differs
from shuangbai.clients.selectors import people as clients
from shuangbai.clients.selectors.households import held_by, memberships, names_of, of_people
from shuangbai.clients.selectors.particulars import place_name
from shuangbai.clients.selectors.people import Line
from shuangbai.kernel import clock

Kind = HouseholdChange.Kind


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to the household now. `since`: without a gap; `registered`: where, in
    words, '' when not known; `differs`: registered elsewhere than the household lives."""

    line: Line
    membership: Membership
    since: date
    registered: str
    differs: bool
    is_head: bool

    @property
    def person(self) -> Person:
        return self.line.person

    @property
    def apart(self) -> str:
        return self.membership.apart

    @property
    def relation(self) -> str:
        return self.membership.relation


@dataclass(frozen=True)
class Former:
    """Somebody who belonged to the household for a time. `to`: where they belong since then."""

    person_id: UUID
    name: str
    start: date
    end: date
    died: bool
    visible: bool
    to: Household | None


@dataclass(frozen=True)
class Home:
    """A household as its page shows it. `head`: the member who heads it, None when the head is
    not among them; `into`: where everybody went, when it was merged."""

    household: Household
    place: str
    members: list[Member]
    holdings: list[Holding]
    head: Member | None
    into: Household | None
    names: Mapping[UUID, str]
    shorts: Mapping[str, str]

    @property
    def apart(self) -> int:
        return sum(bool(member.apart) for member in self.members)

    @property
    def head_gone(self) -> bool:
        """Whether the head that is written belonged here once, and does not any more."""
        return self.head is None and bool(self.members)


def home(actor: Actor, found: Household) -> Home:
    """As it is today."""
    living = members(actor, found)
    shorts = dict(Category.objects.order_by("order").values_list("code", "short"))
    names = {one.person.pk: one.person.name for one in living}
    held = [*held_by(actor, found, names)]
    was = _was_listed(actor, found, names)
    return Home(
        household=found,
        place=areas.full_name(found.area),
        members=living,
        holdings=holdings([*names], held, found.pk, was, [*shorts]),
        head=next((one for one in living if one.is_head), None),
        into=None if living else _into(actor, found),
        names=names,
        shorts=shorts,
    )


def members(actor: Actor, found: Household) -> list[Member]:
    """Who belongs to it now, the head first; with relation, age and marks."""
    today = clock.today()
    rows = {row.person_id: row for row in memberships(actor, found).filter(valid_to=None)}
    lines = clients.members(actor, found, today)
    names = {line.person.pk: line.person.name for line in lines}
    relations = {pk: rows[pk].relation for pk in names if pk in rows}
    head = kin.head_of(names, relations, found.head_name)
    since = _since(actor, found, names)
    profiles = _profiles(actor, found, names, today)
    told = [
        Member(
            line,
            rows[line.person.pk],
            since[line.person.pk],
            place_name(profiles.get(line.person.pk, ""), found.area),
            bool(differs(found.area, profiles.get(line.person.pk, ""))),
            line.person.pk == head,
        )
        for line in lines
        if line.person.pk in rows
    ]
    return sorted(told, key=lambda one: not one.is_head)


def _since(actor: Actor, found: Household, ids: Collection[UUID]) -> dict[UUID, date]:
    spans: dict[UUID, list[stays.Stay[object]]] = {pk: [] for pk in ids}
    for row in memberships(actor, found).filter(person__in=list(ids)):
        spans[row.person_id].append(
            stays.Stay(row.pk, row.household_id, row.valid_from, row.valid_to)
        )
    return {pk: stays.residences(held)[-1].start for pk, held in spans.items()}


def _profiles(actor: Actor, found: Household, ids: Collection[UUID], day: date) -> dict[UUID, str]:
    """Person → key of the place of registration."""
    rows = Profile.objects.visible_to(actor).as_known(None).on(day)
    told = rows.filter(person__in=list(ids), pref=found.pref)
    return dict(told.values_list("person_id", "registered_area"))


def former(actor: Actor, found: Household) -> list[Former]:
    """Who belonged to it and does not now, the last to leave first; each time by itself."""
    spans: dict[UUID, list[stays.Stay[object]]] = {}
    for row in memberships(actor, found):
        stay = stays.Stay[object](row.pk, found.pk, row.valid_from, row.valid_to)
        spans.setdefault(row.person_id, []).append(stay)
    ended = {
        (pk, one.start): one.end
        for pk, held in spans.items()
        for one in stays.residences(held)
        if one.end is not None
    }
    ids = {pk for pk, _ in ended}
    people = Person.objects.visible_to(actor).in_bulk(ids)
    names = names_of(actor, ids)
    now = of_people(actor, people)
    told = [
        Former(
            person_id=pk,
            name=names[pk],
            start=start,
            end=end,
            died=pk in people and people[pk].died_on is not None,
            visible=pk in people,
            to=now.get(pk) if now.get(pk) != found else None,
        )
        for (pk, start), end in ended.items()
    ]
    return sorted(told, key=lambda one: (one.end, one.start), reverse=True)


def _was_listed(actor: Actor, found: Household, ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Member → categories that a list once said of them and that ended."""
    spells = CategorySpell.objects.visible_to(actor).as_known(None)
    ended = spells.filter(source=CategorySpell.Source.ROSTER, valid_to__isnull=False)
    told: dict[UUID, set[str]] = {}
    rows = ended.filter(person__in=list(ids), pref=found.pref)
    for pk, code in rows.values_list("person_id", "category_id"):
        told.setdefault(pk, set()).add(code)
    return {pk: frozenset(codes) for pk, codes in told.items()}


def _into(actor: Actor, found: Household) -> Household | None:
    """Where everybody went: by the last merger that was not taken back."""
    rows = HouseholdChange.objects.visible_to(actor).filter(pref=found.pref, household=found)
    undone = [pk for pk in rows.values_list("undoes", flat=True) if pk]
    merged = rows.filter(kind=Kind.MERGER).exclude(pk__in=undone).order_by("-at").first()
    if merged is None:
        return None
    homes = Household.objects.visible_to(actor).filter(pk__in=[merged.other])
    other: Household | None = homes.first()
    return other
