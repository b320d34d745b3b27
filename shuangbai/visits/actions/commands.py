"""What the actions of this app are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shuangbai.kernel import ids
from shuangbai.visits.models import Visit
from shuangbai.visits.rules.party import Party

type Scales = Mapping[str, int]
"""Scale → step, see rules.scales."""


@dataclass(frozen=True)
class NewFinding:
    """A need found during a visit. `person_id`: None when it concerns the whole household."""

    kind: str
    words: str = ""
    urgency: str = "normal"
    person_id: UUID | None = None
    id: UUID = field(default_factory=ids.uuid7)


@dataclass(frozen=True)
class NewVisit:
    """`id` is made where it is typed, so that the same form sent twice is one visit.

    `household_id`: None for a lone person. `again`: said by whoever records it, that the same
    worker did go to the same person twice on that day. `services`: codes of items of the
    catalogue. `scales`: by person. `late_why`: needed when it happened long ago.
    """

    id: UUID
    household_id: UUID | None
    person_ids: tuple[UUID, ...]
    happened_on: date
    kind: str = Visit.Kind.HOME
    note: str = ""
    worker_name: str = ""
    worker_id: UUID | None = None
    open_files: tuple[UUID, ...] = ()
    again: bool = False
    services: tuple[str, ...] = ()
    party: tuple[Party, ...] = ()
    scales: Mapping[UUID, Scales] = field(default_factory=dict)
    findings: tuple[NewFinding, ...] = ()
    next_on: date | None = None
    late_why: str = ""


@dataclass(frozen=True)
class Corrected:
    """What a visit says from now on, and why it is corrected; all of it, not only what changed.

    `visit_id`: any version. Where it happened follows from `kind`; household and worker stay.
    """

    visit_id: UUID
    why: str
    person_ids: tuple[UUID, ...]
    happened_on: date
    kind: str
    note: str = ""
    services: tuple[str, ...] = ()
    party: tuple[Party, ...] = ()
    scales: Mapping[UUID, Scales] = field(default_factory=dict)
    next_on: date | None = None
    again: bool = False
