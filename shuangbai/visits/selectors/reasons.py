"""Why somebody is visited so often: what they hold today, against what was said."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.models import Category, CategorySpell, Grade, GradeSpell, Profile
from shuangbai.clients.selectors import aliases
from shuangbai.kernel.figures import Ask
from shuangbai.visits.plan_rules import frequency
from shuangbai.visits.plan_rules.frequency import Every, Holds, Kind, Names, Subject
from shuangbai.visits.selectors.standing import frequencies


def of(actor: Actor, ask: Ask, wanted: Mapping[UUID, str]) -> dict[UUID, Every]:
    """Canonical id → how often and why, for those of whom something was said. `wanted`: canonical
    id → the place where they are judged. A handful of questions, however many they are."""
    said = frequencies(ask)
    found = holds(actor, ask, wanted)
    every = {pk: frequency.every(said, one) for pk, one in found.items()}
    return {pk: one for pk, one in every.items() if one is not None}


def holds(actor: Actor, ask: Ask, wanted: Mapping[UUID, str]) -> dict[UUID, Holds]:
    files = aliases.kin(list(wanted), ask.known)
    ids = [pk for kin in files.values() for pk in kin]
    day = ask.period.end

    def rows(model: Any, *fields: str) -> dict[UUID, list[Any]]:
        there = model.objects.under(*ask.scope).as_known(ask.known).on(day)
        told: dict[UUID, list[Any]] = {}
        for pk, *values in there.filter(person_id__in=ids).values_list("person_id", *fields):
            told.setdefault(pk, []).append(values)
        return told

    held = rows(CategorySpell, "category_id", "birth_date")
    grades, profiles = rows(GradeSpell, "grade_id"), rows(Profile, "living")
    return {
        one: Holds(
            area,
            frozenset(code for pk in files[one] for code, _ in held.get(pk, ())),
            frozenset(code for pk in files[one] for (code,) in grades.get(pk, ())),
            any(_old(born, code, day) for pk in files[one] for code, born in held.get(pk, ())),
            any([Profile.Living.ALONE] in profiles.get(pk, ()) for pk in files[one]),
        )
        for one, area in wanted.items()
    }


def _old(born: date | None, code: str, day: date) -> bool:
    return frequency.is_old(born, [code], day)


def names() -> Names:
    """How every subject is called."""
    found = {Subject(Kind.ORDINARY): frequency.ORDINARY_NAME}
    found |= {Subject(Kind.SITUATION, code): name for code, name in frequency.SITUATIONS.items()}
    grades = Grade.objects.order_by("order").values_list("code", "name")
    found |= {Subject(Kind.GRADE, code): name for code, name in grades}
    categories = Category.objects.order_by("order").values_list("code", "short")
    return found | {Subject(Kind.CATEGORY, code): name for code, name in categories}
