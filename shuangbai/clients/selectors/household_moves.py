"""What a page shows before people go from one household to another: who goes, who stays, what
becomes of their categories."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.household_rules.entitlements import Follow
from shuangbai.clients.household_rules.relations import HEAD_WORDS
from shuangbai.clients.models import Household, Person
from shuangbai.clients.selectors import households
from shuangbai.clients.selectors import households_page as pages
from shuangbai.clients.selectors.households_page import Member
from shuangbai.clients.selectors.people import Line, Wanted, listed
from shuangbai.kernel import areakey
from shuangbai.kernel.areakey import Level

FOUND = 20


@dataclass(frozen=True)
class Leaving:
    """`going` leave `home`, `rest` stay. `seen`: the households as they are shown."""

    home: Household
    going: list[Member]
    rest: list[Member]
    follows: list[Follow]
    seen: str
    shorts: Mapping[str, str]
    past: Mapping[UUID, str]
    """What those who go were, when they belonged to the other household before."""

    @property
    def head_goes(self) -> bool:
        return any(member.is_head for member in self.going)

    @property
    def asked(self) -> list[Follow]:
        """Categories that somebody held through the household."""
        return [one for one in self.follows if one.people]

    @property
    def unchanged(self) -> list[tuple[str, str]]:
        """(names, category) of those who hold one in their own right: a list decides."""
        return [
            (self.names(one.listed), self.shorts[one.code]) for one in self.follows if one.listed
        ]

    @property
    def waiting(self) -> list[tuple[str, str]]:
        """(names, category) of those who held one through another household before."""
        return [
            (self.names(one.waiting), self.shorts[one.code]) for one in self.follows if one.waiting
        ]

    def names(self, ids: Collection[UUID]) -> str:
        return "、".join(one.person.name for one in self.going if one.person.pk in ids)

    def said(self, follow: Follow) -> str:
        """这2人（陈小明、陈小红）随户的低保"""
        names, number = self.names(follow.people), len(follow.people)
        who = f"这 {number} 人（{names}）" if number > 1 else names
        return f"{who}随户的{self.shorts[follow.code]}"


@dataclass(frozen=True)
class Offered:
    """Somebody who may come into a household. `home`: where they belong now."""

    line: Line
    home: Household | None


def leaving(
    actor: Actor, home: Household, going: Collection[UUID], others: Collection[Household] = ()
) -> Leaving:
    """`others`: the households to which they go."""
    members = pages.members(actor, home)
    goes = [one for one in members if one.person.pk in going]
    ids = [one.person.pk for one in goes]
    return Leaving(
        home=home,
        going=goes,
        rest=[one for one in members if one.person.pk not in going],
        follows=households.following(actor, home, ids),
        seen=households.seen(actor, [home, *others]),
        shorts=households.families(),
        past=past_relations(actor, next(iter(others)), ids) if others else {},
    )


def both(actor: Actor, home: Household, into: Household) -> tuple[Leaving, Leaving]:
    """All of `home` go into `into`; and those who are there already."""
    return _everybody(actor, home, into), _everybody(actor, into, home)


def _everybody(actor: Actor, home: Household, other: Household) -> Leaving:
    there = households.memberships(actor, home).filter(valid_to=None)
    return leaving(actor, home, list(there.values_list("person_id", flat=True)), [other])


def alone(actor: Actor, home: Household) -> bool:
    """Whether only one belongs to it now, so that nobody can leave for a household of their own."""
    return bool(households.memberships(actor, home).filter(valid_to=None).count() == 1)


def past_relations(actor: Actor, home: Household, ids: Collection[UUID]) -> dict[UUID, str]:
    """What they were when they last belonged to the household."""
    rows = households.memberships(actor, home).filter(valid_to__isnull=False)
    told = rows.filter(person__in=list(ids)).order_by("valid_to", "id")
    return {
        pk: word for pk, word in told.values_list("person_id", "relation") if word not in HEAD_WORDS
    }


def to_choose(members: Collection[Member]) -> list[tuple[str, str]]:
    return [(str(one.person.pk), one.person.name) for one in members]


def cannot_come(home: Household, person: Person, left: Household | None) -> str:
    """Why somebody cannot come into the household: dead, far, here; '' when they can."""
    if person.died_on is not None:
        return "dead"
    if left is None or households.town(left) != households.town(home):
        return "far"
    return "here" if left == home else ""


def held_through(actor: Actor, home: Household) -> str:
    """What members hold through the household: who comes does not hold it by that."""
    ids = households.memberships(actor, home).filter(valid_to=None).values_list("person_id")
    held = households.held_by(actor, home, [pk for (pk,) in ids])
    codes = {one.code for one in held if one.household == home.pk}
    return "、".join(short for code, short in households.families().items() if code in codes)


def home_of(actor: Actor, person: Person) -> Household | None:
    """Where somebody belongs now."""
    return households.of_people(actor, [person.pk]).get(person.pk)


def offered(actor: Actor, home: Household, q: str) -> list[Offered]:
    """People of the town by part of a name or initials, those of the household left out."""
    if not q.strip():
        return []
    lines = listed(actor, Wanted(area=households.town(home), q=q), limit=FOUND).lines
    homes = households.of_people(actor, [line.person.pk for line in lines])
    found = [Offered(line, homes.get(line.person.pk)) for line in lines]
    return [one for one in found if one.home != home and one.line.person.died_on is None]


def village_choices(home: Household) -> list[tuple[str, str]]:
    """Villages of the household's town; the town itself where the village is not known."""
    town = areas.get(areakey.cut(home.area, Level.TOWN))
    inner = [(unit.key, unit.name) for unit in areas.children(town.key)]
    found = [*inner, (town.key, f"{town.name}，哪个村（居）不清楚")]
    if home.area not in dict(found):
        found.insert(0, (home.area, areas.names_together([home.area])))
    return found


def town_name(home: Household) -> str:
    return areas.names_together([households.town(home)])
