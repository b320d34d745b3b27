"""Writes visits and their rows in bulk: one path for one visit and for a hundred thousand."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.clients.actions.people import open_files_on
from shuangbai.kernel import bulk
from shuangbai.visits.actions.checking import Draft
from shuangbai.visits.actions.commands import NewFinding, Scales
from shuangbai.visits.actions.ground import Ground, Known
from shuangbai.visits.models import Companion, Finding, Served, Visit
from shuangbai.visits.rules import findings
from shuangbai.visits.rules.party import Party

VISIT = (
    *("id", "root", "area", "household_id", "happened_on", "kind", "services"),
    *("worker_id", "worker_name", "note", "next_on", "late_why"),
)
SERVED = (
    *("area", "visit_id", "person_id", "person_name", "happened_on"),
    *("group", "age_band", "categories", "services", "scales"),
)
COMPANION = ("area", "visit_id", "happened_on", "kind", "words")
FINDING = (
    *("id", "root", "area", "visit_id", "happened_on", "kind", "urgency"),
    *("person_id", "whose", "words", "state"),
)

type Row = Sequence[Any]


def write(act: Act, ground: Ground, drafts: Sequence[Draft]) -> None:
    """The visits with who was served, who came along, what was found and the files opened."""
    bulk.insert_values(Visit, VISIT, _visits(act, drafts), act.stamp)
    bulk.insert_values(Served, SERVED, _served(ground, drafts), act.stamp)
    bulk.insert_values(Companion, COMPANION, _companions(drafts), act.stamp)
    bulk.insert_values(Finding, FINDING, _findings(ground, drafts), act.stamp)
    days: dict[UUID, date] = {}
    for one in drafts:
        for pk in one.new.open_files:
            days.setdefault(pk, one.new.happened_on)
    if days:
        open_files_on(act, days)
    for one in drafts:
        act.touch("visits.visit", one.new.id, one.area, served=[str(p.pk) for p in one.people])
        for found in one.new.findings:
            act.touch("visits.finding", found.id, one.area, urgency=found.urgency)


def companion_rows(area: str, visit: UUID, day: date, party: Iterable[Party]) -> Iterator[Row]:
    """A row for each who came along."""
    for one in party:
        for _ in range(one.number):
            yield (area, visit, day, one.kind, one.words.strip() or None)


def served_row(ground: Ground, person: Known, visit: Visit, scales: Scales) -> Row:
    """One who is found to have been served as well."""
    facts = ground.facts(person, visit.happened_on)
    return (
        *(visit.area, visit.pk, person.pk, person.name, visit.happened_on),
        *(facts.group, facts.age_band, facts.categories, list(visit.services), dict(scales)),
    )


def finding_row(found: NewFinding, visit: Row, whose: str) -> Row:
    """`visit`: area, id and day of it."""
    return (
        *(found.id, found.id, *visit, found.kind, found.urgency, found.person_id),
        *(whose, found.words.strip() or None, findings.OPEN),
    )


def whose(ground: Ground, found: NewFinding, household: UUID | None, met: Known) -> str:
    """Whose need it is, as printed."""
    if found.person_id is not None:
        return ground.person(found.person_id).name
    return f"{ground.home(household).head_name}一户" if household else met.name


def _visits(act: Act, drafts: Iterable[Draft]) -> Iterator[Row]:
    for one in drafts:
        new = one.new
        yield (
            *(new.id, new.id, one.area, new.household_id, new.happened_on, new.kind),
            *(new.services, one.worker, new.worker_name or act.actor.name),
            *(new.note or None, new.next_on, new.late_why.strip() or None),
        )


def _served(ground: Ground, drafts: Iterable[Draft]) -> Iterator[Row]:
    for one in drafts:
        new = one.new
        for person in one.people:
            facts = ground.facts(person, new.happened_on)
            yield (
                *(one.area, new.id, person.pk, person.name, new.happened_on),
                *(facts.group, facts.age_band, facts.categories, new.services),
                dict(new.scales.get(person.pk, {})) if new.scales else {},
            )


def _companions(drafts: Iterable[Draft]) -> Iterator[Row]:
    for one in drafts:
        if one.new.party:
            day = one.new.happened_on
            yield from companion_rows(one.area, one.new.id, day, one.new.party)


def _findings(ground: Ground, drafts: Iterable[Draft]) -> Iterator[Row]:
    for one in drafts:
        new = one.new
        for found in new.findings:
            printed = whose(ground, found, new.household_id, one.people[0])
            yield finding_row(found, (one.area, new.id, new.happened_on), printed)
