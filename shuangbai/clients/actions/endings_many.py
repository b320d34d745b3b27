"""Deaths that become known together, as a list of the month brings them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.endings import died
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.moving import spell_models
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import Alias, Person
from shuangbai.kernel import bulk, days, spells
from shuangbai.kernel.problems import problem


@dataclass(frozen=True)
class Death:
    person_id: UUID
    day: date


@action("person.edit", counted=True)
def record_deaths(act: Act, deaths: Sequence[Death], note: str = "") -> list[Person]:
    """As `endings.record_death` does it for each, all or none. Whose file was merged is done one
    by one, as several files are concerned."""
    act.reason = note.strip()
    on = {one.person_id: one.day for one in deaths}
    for pref in sorted({person.pref for person in gate.find_many(Person, act.actor, on)}):
        lock_prefecture(pref)
    people = gate.find_many(Person, act.actor, on)
    refuse_merged(act, people)
    for person in people:
        act.within(person.area)
        _check(act, person, on[person.pk])
    merged = _merged(on)
    _end(act, [person for person in people if person.pk not in merged], on)
    for person in people:
        if person.pk in merged:
            died(act, person, on[person.pk])
    return people


def _check(act: Act, person: Person, day: date) -> None:
    if person.died_on is not None:
        raise problem("person.dead", name=person.name, day=person.died_on)
    if not (person.birth_date or days.EARLIEST_BIRTH) <= day <= act.today:
        raise problem("person.died_day", column="去世日期", day=day)


def _merged(on: dict[UUID, date]) -> set[UUID]:
    known = Alias.objects.as_known(None)
    both = known.filter(alias__in=on).union(known.filter(canonical__in=on))
    return {pk for pair in both.values_list("alias", "canonical") for pk in pair}


def _end(act: Act, people: list[Person], on: dict[UUID, date]) -> None:
    """Whatever held for them ends on the day of death."""
    if not people:
        return
    ended = dict.fromkeys((person.pk for person in people), 0)
    for model in spell_models():
        every: Any = model.objects.under(*act.actor.areas).as_known(None)
        held = every.from_on(min(on[pk] for pk in ended)).filter(person_id__among=ended)
        jobs = [
            (spell, [spells.ending(spell, on[spell.person_id])])
            for spell in held
            if spell.valid_to is None or spell.valid_to > on[spell.person_id]
        ]
        for spell in spells.replace_all(jobs, act.stamp):
            ended[spell.person_id] += 1
    for pref in {person.pref for person in people}:
        there = [person.pk for person in people if person.pref == pref]
        bulk.update(Person, pref, ("died_on",), ((pk, on[pk]) for pk in there))
    for person in people:
        person.died_on = on[person.pk]
        told = {"died_on": str(person.died_on), "ended": ended[person.pk]}
        act.touch("clients.person", person.pk, person.area, **told)
