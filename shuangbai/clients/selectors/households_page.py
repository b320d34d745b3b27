"""A household as its page shows it: who belongs to it, who did, what it holds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
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
    """Somebody who belongs to the household now. `since`, `apart_since`: without a gap, the second
    also in another household; `registered`: where, in words, '' when not known; `differs`:
    registered elsewhere than the household lives."""

    line: Line
    membership: Membership
    since: date
    apart_since: date
    registered: str
    differs: bool
    is_head: bool
    later: bool
    """Came later than somebody who is there now."""

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
class Shown:
    """A category of the household in words: (how, names) for each way in which it is held."""

    code: str
    short: str
    ways: list[tuple[str, str]]
    through: int
    off_list: bool


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
    def shown(self) -> list[Shown]:
        return [
            Shown(
                one.code,
                self.shorts[one.code],
                [(word, self.said(ids)) for word, ids in _ways(one) if ids],
                len(one.through),
                one.off_list,
            )
            for one in self.holdings
        ]

    def said(self, ids: Iterable[UUID]) -> str:
        return "、".join(self.names[pk] for pk in ids)

    @property
    def head_gone(self) -> bool:
        """Whether the head that is written belonged here once, and does not any more."""
        return self.head is None and bool(self.members)


def _ways(one: Holding) -> list[tuple[str, tuple[UUID, ...]]]:
    return [
        ("随户", one.through),
        ("各自有", one.own),
        ("等复核", one.waiting),
        ("没有", one.without),
    ]


@dataclass(frozen=True)
class Through:
    """A category that people (id, name) hold through the household."""

    code: str
    short: str
    people: tuple[tuple[str, str], ...]


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
    spans = _spans(actor, found, names)
    since = {pk: stays.residences(held)[-1].start for pk, held in spans.items()}
    profiles = _profiles(actor, found, names, today)
    told = [
        Member(
            line,
            rows[line.person.pk],
            since[line.person.pk],
            stays.same_word_since(spans[line.person.pk]),
            place_name(profiles.get(line.person.pk, ""), found.area),
            bool(differs(found.area, profiles.get(line.person.pk, ""))),
            line.person.pk == head,
            since[line.person.pk] > min(since.values()),
        )
        for line in lines
        if line.person.pk in rows
    ]
    return sorted(told, key=lambda one: not one.is_head)


def member(actor: Actor, found: Household, person_id: UUID | None) -> Member:
    """Who belongs to it now, or Absent."""
    for one in members(actor, found):
        if one.person.pk == person_id:
            return one
    raise Absent(Membership.see_verb, "clients.person", str(person_id))


def through(home: Home, code: str) -> Through | None:
    """Who holds the category through the household; None when nobody does."""
    for one in home.holdings:
        if one.code == code and one.through:
            people = tuple((str(pk), home.names[pk]) for pk in one.through)
            return Through(code, home.shorts[code], people)
    return None


def _spans(
    actor: Actor, found: Household, ids: Collection[UUID]
) -> dict[UUID, list[stays.Stay[UUID]]]:
    """Where each of them belonged, in this household and others of the town."""
    rows = Membership.objects.visible_to(actor).as_known(None).filter(pref=found.pref)
    spans: dict[UUID, list[stays.Stay[UUID]]] = {pk: [] for pk in ids}
    for row in rows.filter(person__in=list(ids)):
        days = (row.valid_from, row.valid_to)
        told = stays.Stay(row.pk, row.household_id, *days, row.relation, row.apart)
        spans[row.person_id].append(told)
    return spans


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
