"""What is told to change a household: one typed command for each deed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.kernel import ids

type Fates = Mapping[str, Fate]
"""Category → what becomes of it for those who held it through the household that they leave."""


@dataclass(frozen=True)
class Told:
    """`id` is made with the empty form, so that sending it twice is one change. `seen`: of the
    households as the page showed them (`selectors.households.seen`); '' does not ask."""

    day: date
    reason: str = ""
    seen: str = ""
    id: UUID = field(default_factory=ids.uuid7)


@dataclass(frozen=True)
class Headed:
    """Who heads a household: a member, or somebody not on file, by name; neither leaves the head
    as it is. `relations`: what members are to the head; who is not named keeps what is on file."""

    person: UUID | None = None
    name: str = ""
    relations: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Split:
    """分户: `people` go together into a new household. `area` '' is the village of the old one.
    `rest`: of those who stay; needed when their head goes."""

    told: Told
    household_id: UUID
    people: tuple[UUID, ...]
    new: Headed
    rest: Headed = Headed()
    fates: Fates = field(default_factory=dict)
    area: str = ""
    number: str = ""
    address: str = ""


@dataclass(frozen=True)
class Join:
    """A person of this town comes into the household, from another one or from their own."""

    told: Told
    household_id: UUID
    person_id: UUID
    relation: str = ""
    apart: str = ""
    rest: Headed = Headed()
    fates: Fates = field(default_factory=dict)


@dataclass(frozen=True)
class Merger:
    """并户: everybody of `household_id` goes into `into_id`, which goes on."""

    told: Told
    household_id: UUID
    into_id: UUID
    headed: Headed = Headed()
    fates: Fates = field(default_factory=dict)


@dataclass(frozen=True)
class Details:
    """None leaves a field as it is. `area`: another village of the town, where all go who live
    in the present one."""

    told: Told
    household_id: UUID
    headed: Headed = Headed()
    number: str | None = None
    address: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class Given:
    """A category that the household holds from a day on, through which these people hold it."""

    told: Told
    household_id: UUID
    code: str
    people: tuple[UUID, ...]
    level: str = ""
    reference: str = ""
