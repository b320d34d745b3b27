"""Who would be on the list of a special round, as people are known on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.clients import rules as groups
from shuangbai.clients.figures import settled
from shuangbai.clients.models import (
    Category,
    CategorySpell,
    ChargeSpell,
    Grade,
    GradeSpell,
    Profile,
)
from shuangbai.clients.selectors import aliases
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.plan_rules import rounds as rules
from shuangbai.visits.plan_rules.rounds import Choice, Known


@dataclass(frozen=True)
class Chosen:
    """Somebody on the list, with what is printed of them from then on."""

    person_id: UUID
    name: str
    area: str
    group: str
    categories: tuple[str, ...]
    worker_id: UUID | None
    worker_name: str


@dataclass
class _Held:
    """What one person holds on the day; of merged files together."""

    area: str
    birth_date: date | None
    codes: set[str]
    in_scope: set[str]


def chosen(actor: Actor, choice: Choice, day: date) -> list[Chosen]:
    """By place and name. Everybody who is on the lists and whom the choice names."""
    held = _held(actor, choice, day)
    grades = _of(GradeSpell.objects, actor, choice, day, "grade_id")
    alone = _of(Profile.objects, actor, choice, day, "living")
    found = []
    for pk, one in held.items():
        group = groups.group_on(one.birth_date, one.in_scope, day)
        lives_alone = alone.get(pk) == Profile.Living.ALONE
        known = Known(frozenset(one.codes), group, grades.get(pk, ""), lives_alone)
        if rules.chosen(choice, known):
            found.append((pk, one, group))
    return _named(actor, choice, day, found)


def _held(actor: Actor, choice: Choice, day: date) -> dict[UUID, _Held]:
    """Canonical id → what the person holds."""
    ask = Ask(choice.areas, Period(day, day))
    spells = CategorySpell.objects.visible_to(actor).under(*choice.areas).as_known(None).on(day)
    rows = settled(spells, ask).order_by("area", "id")
    names = ("person_id", "area", "birth_date", "category_id", "category__in_scope")
    told = list(rows.values_list(*names))
    same = aliases.canonical({row[0] for row in told})
    held: dict[UUID, _Held] = {}
    for person_id, area, birth_date, code, in_scope in told:
        one = held.setdefault(same.get(person_id, person_id), _Held(area, birth_date, set(), set()))
        one.codes.add(code)
        if in_scope:
            one.in_scope.add(code)
    return {pk: one for pk, one in held.items() if one.in_scope}


def _of(rows: Any, actor: Actor, choice: Choice, day: date, field: str) -> dict[UUID, Any]:
    """Canonical id → what a spell of theirs says on the day."""
    living = rows.visible_to(actor).under(*choice.areas).as_known(None).on(day)
    return aliases.by_person(living.values_list("person_id", field))


def _named(
    actor: Actor, choice: Choice, day: date, found: Sequence[tuple[UUID, _Held, str]]
) -> list[Chosen]:
    people = aliases.shown(actor, [pk for pk, _, _ in found])
    workers = _of(ChargeSpell.objects, actor, choice, day, "worker_id")
    names = _of(ChargeSpell.objects, actor, choice, day, "worker_name")
    lines = [
        (
            people[str(pk)].name_sort,
            Chosen(
                pk,
                people[str(pk)].name,
                one.area,
                group,
                tuple(sorted(one.codes)),
                workers.get(pk),
                names.get(pk, ""),
            ),
        )
        for pk, one, group in found
        if str(pk) in people
    ]
    lines.sort(key=lambda line: (line[1].area, line[0], line[1].person_id))
    return [line for _, line in lines]


def said(choice: Choice) -> str:
    """The choice in words, as it is kept with the round."""
    return rules.said(choice, areas.names_together(choice.areas), names())


def names() -> dict[str, dict[str, str]]:
    """By kind: code → name, in their order."""
    return {
        "category": dict(Category.objects.order_by("order").values_list("code", "short")),
        "grade": dict(Grade.objects.order_by("order").values_list("code", "name")),
    }


def owners(actor: Actor) -> list[tuple[str, str]]:
    """(key, name) of the actor's areas as they are today."""
    found = Area.objects.filter(key__in=actor.areas, moved_to="").values_list("key", "name")
    return list(found.order_by("key"))
