"""In which household each row of a roster will live: one on file, a new one, or no change.

A list tells who lives together as on its day. Where the station told it itself on that day or
later (a split, a merger, another head), the list is the older word: it takes nobody out of such a
household, puts nobody into it who is on file, and says nothing of its head, number or address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shuangbai.clients.roster_rules.families import Family
from shuangbai.clients.roster_rules.onfile import House, OnFile


@dataclass
class Home:
    """`house`: on file, or None for a new one. `edits`: what this list says better about it.
    `relations`: whether the head will be the one to whom the list says the relations."""

    key: str
    head_name: str
    number: str = ""
    address: str = ""
    house: House | None = None
    edits: dict[str, str] = field(default_factory=dict)
    relations: bool = True


@dataclass
class Homes:
    """`of_row`: where rows will live, for those of which the list says something. `kept`: rows of
    people whom the list would take elsewhere, and who stay by the station's own word of that
    day."""

    of_row: dict[int, Home] = field(default_factory=dict)
    kept: dict[int, date | None] = field(default_factory=dict)


type People = Mapping[int, OnFile | None]
type Numbered = Mapping[str, list[House]]


@dataclass(frozen=True)
class _Group:
    """A household of the list with the rows of it that will be taken, the head first."""

    family: Family
    rows: tuple[int, ...]
    people: tuple[OnFile, ...]
    """Those of them who are on file."""

    @property
    def together(self) -> bool:
        """Whether the list says that these people are one household."""
        return self.family.numbered or len(self.rows) > 1


def homes(people: People, of_row: Mapping[int, Family], numbered: Numbered) -> Homes:
    """For the rows that will be taken (`people`: row → who is on file).

    A household the list puts together is one on file when its number is known there and a member
    or the head agrees, else the one in which its first known member lives; two that the list
    keeps apart never get the same one. A single person on file stays where they live.
    """
    groups = _groups(people, of_row)
    found = Homes()
    claimed: dict[UUID, str] = {}
    proven = {}
    for group in groups:
        house = _by_number(group, numbered) if group.together else None
        if house is not None and claimed.setdefault(house.id, group.family.key) == group.family.key:
            proven[group.family.key] = house
    for group in groups:
        if not group.together:
            continue
        by_number = proven.get(group.family.key)
        house = by_number or _of_members(group, claimed)
        if house is not None:
            claimed[house.id] = group.family.key
        home = _home(group.family, house, head=by_number is not None)
        _put(found, group, home, people)
    addressed = set(claimed)
    for group in groups:
        home_alone = None if group.together else _alone(group, addressed)
        if home_alone is not None:
            found.of_row[group.rows[0]] = home_alone
    return found


def _put(found: Homes, group: _Group, home: Home, people: People) -> None:
    for row in group.rows:
        person = people[row]
        own = person.house if person is not None else None
        moves = own is not None and (home.house is None or home.house.id != own.id)
        settled = [one for one in (own, home.house) if one is not None and one.settled]
        if moves and settled:
            found.kept[row] = max((one.by_hand for one in settled if one.by_hand), default=None)
        else:
            found.of_row[row] = home


def _groups(people: People, of_row: Mapping[int, Family]) -> list[_Group]:
    rows: dict[str, list[int]] = {}
    families: dict[str, Family] = {}
    for row in people:
        family = of_row[row]
        families[family.key] = family
        rows.setdefault(family.key, []).append(row)
    groups = []
    for key, family in families.items():
        head = family.head_row
        own = tuple(sorted(rows[key], key=lambda row: (row != head, row)))
        known = tuple(person for row in own if (person := people[row]) is not None)
        groups.append(_Group(family, own, known))
    return groups


def _by_number(group: _Group, numbered: Numbered) -> House | None:
    ids = {person.id for person in group.people}
    for house in numbered.get(group.family.number, ()) if group.family.number else ():
        # Lists number households each in their own way: the number alone proves nothing. One that
        # nobody belongs to (it was merged into another) is history.
        agrees = house.head_name == group.family.head_name or ids & house.members
        if house.members and agrees:
            return house
    return None


def _of_members(group: _Group, claimed: Mapping[UUID, str]) -> House | None:
    """Where the station itself put two families of the list together, both are at home there."""
    lived_in = (person.house for person in group.people if person.house is not None)
    return next((one for one in lived_in if one.settled or one.id not in claimed), None)


def _home(family: Family, house: House | None, *, head: bool) -> Home:
    """`head`: whether this list may also say who heads the household."""
    home = Home(family.key, family.head_name, family.number, family.address, house)
    if house is None:
        return home
    home.relations = family.head_name == house.head_name
    if house.settled:
        home.head_name = house.head_name
        return home
    if family.number and not house.number:
        home.edits["number"] = family.number
    if family.address and family.address != house.address:
        home.edits["address"] = family.address
    if head and family.head_name != house.head_name:
        home.edits["head_name"] = family.head_name
        home.relations = True
    else:
        home.head_name = house.head_name
    return home


def _alone(group: _Group, addressed: set[UUID]) -> Home | None:
    """A new person gets a household of their own; one on file stays, with a newer address."""
    family = group.family
    if not group.people:
        return Home(family.key, family.head_name, "", family.address)
    house = group.people[0].house
    if house is None:
        return None
    home = Home(family.key, house.head_name, "", family.address, house)
    # The first row that names an address speaks for all who live there.
    if family.address and house.id not in addressed and not house.settled:
        addressed.add(house.id)
        if family.address != house.address:
            home.edits["address"] = family.address
    return home
