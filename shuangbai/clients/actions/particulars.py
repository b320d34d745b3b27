"""What is told of a person's circumstances: residence, care, schooling, work, accounts.

Everything here is of one person at a time, whose row is locked while it is done, so that of two
who write at once the second starts from what the first has left.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from psycopg import errors

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.models import CategorySpell, Membership, Person, Profile
from shuangbai.clients.particulars_rules import timeline
from shuangbai.clients.particulars_rules.timeline import Plan, Span
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.particulars import PROFILE_FIELDS, profile_values, stored
from shuangbai.kernel import days, spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import Spell

catalogue(
    {
        "particulars.early": ("日期 {day} 还没有到。", "请填今天或以前的日期。"),
        "particulars.old": ("日期 {day} 太早了。", "请核对年份，填1900年以后的日期。"),
        "particulars.elsewhere_then": (
            "{day} 那一天，{name}还不在这里，情况由那时的站记。",
            "请填来到这里以后的日期。",
        ),
        "particulars.overtaken": (
            "刚才已经有人改过这一条。",
            "请回到这个人的页面，看看现在写的是什么，再决定要不要改。",
        ),
    }
)


@dataclass(frozen=True)
class Told:
    """`values`: field of Profile → text, '' for nothing known; fields that are not named stay.

    `day`: since when it is so. None says that what stands there was never right.
    """

    values: Mapping[str, str]
    day: date | None = None
    source: str = CategorySpell.Source.FIELD
    roster_id: UUID | None = None


@dataclass(frozen=True)
class Writing[S: Spell]:
    """A plan over spells, the values that it brings, and what every row of it says besides."""

    plan: Plan[S]
    values: Mapping[str, Any]
    common: dict[str, Any]


@action("person.edit", counted=True)
def tell(act: Act, person_id: UUID, told: Told) -> list[str]:
    """Write what is told; returns the fields that say something else now. Told twice, the second
    time changes nothing."""
    person = locked(act, person_id)
    return write_profile(act, person, told)


def write_profile(act: Act, person: Person, told: Told) -> list[str]:
    """As part of a greater action; the person's row is locked by the caller."""
    unknown = set(told.values) - set(PROFILE_FIELDS)
    if unknown:
        raise ValueError(f"no such particulars: {', '.join(sorted(unknown))}")
    rows = living(Profile, person)
    spans = [Span(row, row.valid_from, row.valid_to, profile_values(row)) for row in rows]
    plan = _plan(act, person, spans, told)
    fields = _fields(plan, told.values)
    if not fields:
        return []
    if not any(told.values.values()):
        # Nothing known of a time of which nothing was said: no row of its own.
        plan = Plan(plan.parts)
    common = {"source": told.source, "roster_id": told.roster_id}
    for row in carry_out(act, Profile, person, Writing(plan, told.values, common)):
        act.touch("clients.profile", row.pk, row.area, person=str(person.pk), fields=fields)
    return fields


def _plan(act: Act, person: Person, spans: list[Span[Profile]], told: Told) -> Plan[Profile]:
    if told.day is None:
        return timeline.corrected(spans, act.today, _begun(act, person), told.values)
    check_day(act, told.day)
    return timeline.changed(spans, told.day, told.values)


def _fields(plan: Plan[Profile], values: Mapping[str, str]) -> list[str]:
    """Which of `values` say something that did not stand there."""
    before = [profile_values(row) for row in plan.parts]
    if plan.fresh:
        before.append(dict.fromkeys(values, ""))
    return [name for name, text in values.items() if any(old[name] != text for old in before)]


def _begun(act: Act, person: Person) -> date:
    """Since when the person belongs to a household here."""
    held = [row.valid_from for row in living(Membership, person)]
    return min(held, default=act.today)


def locked(act: Act, person_id: UUID) -> Person:
    """The person, whose row nobody else writes until this is done; a Problem for a merged file."""
    held = locked_owner(act, person_id)
    refuse_merged(act, [held])
    return held


def locked_owner(act: Act, person_id: UUID) -> Person:
    """The same for whom a record is about that is there already: one in a merged file is kept up
    on the page of the file that goes on, and stays where it lies."""
    person = gate.find(Person, act.actor, person_id)
    act.within(person.area)
    act.subject = ("clients.person", str(person.pk))
    held: Person = Person.objects.select_for_update().get(pk=person.pk, pref=person.pref)
    return held


def check_day(act: Act, day: date, column: str = "从哪一天起") -> None:
    if day > act.today:
        raise problem("particulars.early", column=column, day=day)
    if day < days.EARLIEST_BIRTH:
        raise problem("particulars.old", column=column, day=day)


def living[S: Spell](model: type[S], person: Person) -> list[S]:
    """What this file says of the person now, that held for a day at least or will."""
    every: Any = model.objects
    found = every.filter(person=person, pref=person.pref)
    return _that_held(found.order_by("valid_from", "id"))


def living_anywhere[S: Spell](model: type[S], person: Person) -> list[S]:
    """The same in all their files, this one first."""
    every: Any = model.objects
    found = every.filter(aliases.of(person))
    return _that_held(found.order_by(aliases.own_first(person), "valid_from", "id"))


def _that_held(rows: Any) -> list[Any]:
    known = rows.as_known(None)
    return [row for row in known if row.valid_to is None or row.valid_from < row.valid_to]


def carry_out[S: Spell](act: Act, model: type[S], person: Person, writing: Writing[S]) -> list[S]:
    """Write what a plan says of spells of `model`; returns the rows that say something new."""
    plan = writing.plan
    jobs = [
        (row, [_part(model, part, writing) for part in parts]) for row, parts in plan.parts.items()
    ]
    told = [part for _, parts in jobs for part in parts]
    first = plan.fresh[0] if plan.fresh else min(row.valid_from for row in plan.parts)
    with here_then(person, first):
        written = spells.replace_all(jobs, act.stamp)
        fresh = [row for row, part in zip(written, told, strict=True) if set(part) != {"valid_to"}]
        if plan.fresh:
            fresh.append(_fresh(act, model, person, writing))
    return fresh


def _part(model: Any, part: Mapping[str, Any], writing: Writing[Any]) -> dict[str, Any]:
    """What goes on unchanged up to a day keeps its source too."""
    if set(part) == {"valid_to"}:
        return dict(part)
    return {name: stored(model, name, value) for name, value in part.items()} | writing.common


def _fresh[S: Spell](act: Act, model: type[S], person: Person, writing: Writing[S]) -> S:
    assert writing.plan.fresh is not None
    start, end = writing.plan.fresh
    said = {name: stored(model, name, value) for name, value in writing.values.items()}
    about = {"area": person.area, "person": person, "valid_from": start, "valid_to": end}
    rows: Any = model.objects
    made: S = rows.create(**about, **said, **writing.common, **act.stamp)
    return made


@contextmanager
def here_then(person: Person, day: date) -> Iterator[None]:
    """Rows that lie where the actor cannot see them (before a move) refuse what overlaps them:
    here and now, not when the transaction ends. So do those that a move has changed meanwhile."""
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except spells.Overtaken as meanwhile:
        raise problem("particulars.overtaken") from meanwhile
    except IntegrityError as clash:
        if not isinstance(clash.__cause__, errors.ExclusionViolation):
            raise
        raise problem("particulars.elsewhere_then", day=day, name=person.name) from clash
