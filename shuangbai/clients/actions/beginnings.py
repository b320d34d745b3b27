"""What is settled of many people at once when their files are opened after an assessment: how
closely each is looked after, which worker is responsible, what is known of their circumstances.

One person at a time stands in `particulars` and `particulars_care`. Here nothing of the kind may be
known yet, so there is nothing to split or to correct, and it is written in bulk.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError
from psycopg import errors

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Absent
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.particulars import check_day
from shuangbai.clients.models import (
    CategorySpell,
    ChargeSpell,
    Grade,
    GradeSpell,
    Person,
    Profile,
)
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.particulars import PROFILE_FIELDS, stored
from shuangbai.kernel import areakey, bulk, ids
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import Spell
from shuangbai.staff.models import Worker

catalogue(
    {
        "beginning.known": (
            "{names}的这一项已经有记录。",
            "请在各人的档案里改。",
        ),
    }
)
ABOUT = ("id", "area", "person_id", "valid_from")
NAMED = 3
"""So many names are said of those who are known already."""


@dataclass(frozen=True)
class Beginning:
    """Of one person from `day` on; what is left empty is not settled yet. `reason` is that of the
    grade. `values`: field of Profile → text."""

    person_id: UUID
    day: date
    grade: str = ""
    reason: str = ""
    worker_id: UUID | None = None
    values: Mapping[str, str] = field(default_factory=dict)


class Known(NamedTuple):
    """A person, as far as it matters here."""

    pk: UUID
    area: str
    name: str


class Line(NamedTuple):
    told: Beginning
    person: Known


type Row = tuple[Line, tuple[Any, ...]]
"""With the values of its own columns."""


@action("person.edit", counted=True)
def begin(act: Act, told: Sequence[Beginning]) -> None:
    """All or none. A Problem when something of the kind is known of one of them."""
    lines = _lines(act, told)
    _write(act, GradeSpell, ("grade_id", "reason"), _grades(lines))
    _write(act, ChargeSpell, ("worker_id", "worker_name"), _charges(act, lines))
    names = _named(lines)
    _write(act, Profile, (*names, "source"), _profiles(lines, names))


def _lines(act: Act, told: Sequence[Beginning]) -> list[Line]:
    """With their people, whose rows nobody else writes until this is done."""
    gate.allow(act.actor, Person.see_verb)
    rows = Person.objects.visible_to(act.actor).filter(id__among=[one.person_id for one in told])
    named = rows.order_by("id").select_for_update().values_list("pk", "area", "name")
    found = {pk: Known(pk, area, name) for pk, area, name in named}
    for one in told:
        if one.person_id not in found:
            raise Absent(Person.see_verb, Person._meta.label_lower, str(one.person_id))
    if merged := list(aliases.merged(Person.objects.filter(id__among=list(found)))):
        refuse_merged(act, merged)
    for area in {person.area for person in found.values()}:
        act.within(area)
    for day in {one.day for one in told}:
        check_day(act, day)
    return [Line(one, found[one.person_id]) for one in told]


def _grades(lines: Iterable[Line]) -> list[Row]:
    graded = [line for line in lines if line.told.grade]
    if any(not line.told.reason.strip() for line in graded):
        raise problem("care.reason")
    if {line.told.grade for line in graded} - set(Grade.objects.values_list("pk", flat=True)):
        raise problem("care.grade", column="关注等级")
    return [(line, (line.told.grade, line.told.reason.strip())) for line in graded]


def _charges(act: Act, lines: Iterable[Line]) -> list[Row]:
    charged = [(line, line.told.worker_id) for line in lines if line.told.worker_id]
    wanted = gate.find_many(Worker, act.actor, (pk for _, pk in charged))
    workers: dict[UUID, Worker] = {worker.pk: worker for worker in wanted}
    for line, pk in charged:
        if not workers[pk].area.startswith(areakey.cut(line.person.area, Level.TOWN)):
            raise problem("care.worker", column="责任社工")
    return [(line, (pk, workers[pk].name)) for line, pk in charged]


def _named(lines: Iterable[Line]) -> list[str]:
    """Fields of Profile of which something is told."""
    told = {name for line in lines for name in line.told.values}
    if unknown := told - set(PROFILE_FIELDS):
        raise ValueError(f"no such particulars: {', '.join(sorted(unknown))}")
    return [name for name in PROFILE_FIELDS if name in told]


def _profiles(lines: Iterable[Line], names: Sequence[str]) -> list[Row]:
    def values(told: Mapping[str, str]) -> tuple[Any, ...]:
        kept = (stored(Profile, name, told.get(name, "")) for name in names)
        return (*kept, CategorySpell.Source.FIELD)

    known = [line for line in lines if any(line.told.values.values())]
    return [(line, values(line.told.values)) for line in known]


def _write(act: Act, model: type[Spell], names: Sequence[str], rows: Collection[Row]) -> None:
    lines = [line for line, _ in rows]
    _none_known(model, lines)
    made = [ids.uuid7() for _ in rows]
    written = (
        (pk, line.person.area, line.person.pk, line.told.day, *values)
        for pk, (line, values) in zip(made, rows, strict=True)
    )
    try:
        bulk.insert_values(model, (*ABOUT, *names), written, act.stamp)
    except IntegrityError as clash:
        # Rows that lie where the actor cannot see them: before a move.
        if not isinstance(clash.__cause__, errors.ExclusionViolation):
            raise
        raise problem("beginning.known", names=_names(lines)) from clash
    for pk, line in zip(made, lines, strict=True):
        told = [name for name, text in line.told.values.items() if text]
        fields = told if model is Profile else sorted(names)
        about = {"person": str(line.person.pk), "fields": fields}
        act.touch(model._meta.label_lower, pk, line.person.area, **about)


def _none_known(model: Any, lines: Collection[Line]) -> None:
    people = {line.person.pk: line for line in lines}
    files = aliases.files(list(people))
    living = model.objects.as_known(None).filter(person_id__among=files)
    there = living.order_by("person_id").values_list("person_id", flat=True)
    if known := [people[files[pk]] for pk in there]:
        raise problem("beginning.known", names=_names(known))


def _names(lines: Collection[Line]) -> str:
    some = [line.person.name for line in lines][:NAMED]
    return "、".join(some) + ("等" if len(lines) > NAMED else "")
