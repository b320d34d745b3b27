"""What is on file before a roster is merged, as far as the comparison needs it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shuangbai.clients.roster_rules.comparing import NOTHING_KNOWN, Known
from shuangbai.rosters.rules import Leaving


@dataclass(frozen=True)
class House:
    """A household on file. `members`: ids of those who live in it now, as far as they are asked.

    `by_hand`: the last day on which the station itself told who belongs to it, or its head, number
    or address. `settled`: that day is not before the roster's, so the station knows better.
    """

    id: UUID
    head_name: str
    number: str
    address: str
    members: frozenset[UUID] = frozenset()
    by_hand: date | None = None
    settled: bool = False


@dataclass(frozen=True)
class OnFile:
    """A person on file in this station's area.

    `holds`: the category is held on the roster's day. `arrived`: they are here no longer than
    since this day, when that is later than the roster's day. `until`: a later spell of the
    category begins on this day. `found_in_field`: the category, on the roster's day or later, is
    known from a visit only. `through_household`: it is held through a household, or was until they
    left it. `relation`: to the head of `house`.
    """

    id: UUID
    name: str
    area: str
    phone: str = field(default="", repr=False)
    house: House | None = None
    holds: bool = False
    arrived: date | None = None
    until: date | None = None
    found_in_field: bool = False
    known: Known = NOTHING_KNOWN
    through_household: bool = False
    relation: str = ""


@dataclass(frozen=True)
class Holder(Leaving):
    """Somebody who is on this list now, through an earlier roster; `id` of the person, `label`
    their name, `spell` by which they hold the category; `also`: spells of theirs in merged files.
    """

    spell: UUID
    also: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Ground:
    """`people` by normalised number; `elsewhere`: numbers on file at another place; `merged_away`:
    those of them that stand in a file here which was merged into one there."""

    people: dict[str, OnFile] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    merged_away: dict[str, UUID] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)
    numbered: dict[str, list[House]] = field(default_factory=dict)
    """Households by the number under which a roster knows them; numbers may repeat."""
    unnumbered: dict[tuple[str, date], list[OnFile]] = field(default_factory=dict)
    """People on file here without an identity number, by name and birth date."""
