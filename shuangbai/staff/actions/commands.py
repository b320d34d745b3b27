"""What the verbs of this app are told, by a form or by a row of a list."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shuangbai.kernel import ids
from shuangbai.staff.equipment_rules import Wanted


@dataclass(frozen=True)
class NewStation:
    """`id` is made where it is typed, so that the same form sent twice is one station."""

    area: str
    name: str
    opened_on: date
    address: str = ""
    phone: str = ""
    id: UUID = field(default_factory=ids.uuid7)


@dataclass(frozen=True)
class StationDetails:
    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class NewPoint:
    """A point standing in `area` (a village key) that serves `villages` from `opened_on`."""

    station_id: UUID
    area: str
    name: str
    opened_on: date
    villages: tuple[str, ...]
    address: str = ""
    id: UUID = field(default_factory=ids.uuid7)


@dataclass(frozen=True)
class PointDetails:
    """How a point is from `day` on: where it stands, and which villages it serves."""

    point_id: UUID
    name: str
    area: str
    address: str
    villages: tuple[str, ...]
    day: date


@dataclass(frozen=True)
class Reopening:
    point_id: UUID
    day: date
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """Who serves this village: a point, a worker of the station by name, or nobody."""

    village: str
    point_id: UUID | None = None
    worker_id: UUID | None = None


@dataclass(frozen=True)
class NewWorker:
    """Somebody who begins to work at a station. `since`: the first day there; without it the day
    of hiring, or the day on which the station opened if that is later. `number`: normalised."""

    station_id: UUID
    name: str
    post: str = ""
    hired_on: date | None = None
    user_id: UUID | None = None
    since: date | None = None
    sex: str = ""
    birth_date: date | None = None
    number: str | None = None
    phone: str = ""
    origin: str = ""
    employer: str = ""
    duties: str = ""
    pay_grade: str = ""
    education: str = ""
    id: UUID = field(default_factory=ids.uuid7)


@dataclass(frozen=True)
class WorkerDetails:
    """Who a worker is. `number` and `phone`: None leaves what is there, '' takes it away."""

    worker_id: UUID
    name: str
    sex: str = ""
    birth_date: date | None = None
    number: str | None = None
    phone: str | None = None
    origin: str = ""
    education: str = ""
    hired_on: date | None = None


@dataclass(frozen=True)
class PostChange:
    """A worker works at this station, in this post, from `day`: moved there, given other work, or
    back after having left."""

    worker_id: UUID
    station_id: UUID
    day: date
    post: str = ""
    duties: str = ""
    pay_grade: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Leaving:
    """`day` is the first day on which they work here no more."""

    worker_id: UUID
    day: date
    why: str
    note: str = ""


@dataclass(frozen=True)
class NewQualification:
    worker_id: UUID
    level: str
    issued_on: date
    number: str = ""


@dataclass(frozen=True)
class RequiredList:
    """The whole list of what stations in `area` must have from `day` on; no lines: none of its
    own any more. `document`: the paper that says so."""

    area: str
    day: date
    lines: tuple[Wanted, ...]
    document: str = ""


@dataclass(frozen=True)
class Count:
    """So much of this is there in that condition; 0: none any more."""

    name: str
    quantity: int
    unit: str = ""
    condition: str = "used"
    note: str = ""


@dataclass(frozen=True)
class Stocktaking:
    """What was counted at a station; what it does not name stays as it is."""

    station_id: UUID
    day: date
    counts: tuple[Count, ...]
