"""People go from one household to another, or are told anew in their own: all that holds for them
ends on the day and goes on from there, so that no past day changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.clients.actions import moving
from shuangbai.clients.actions.household_commands import Fates
from shuangbai.clients.actions.household_ground import locked, stays_of, town_of
from shuangbai.clients.actions.particulars import here_then
from shuangbai.clients.household_rules import entitlements, stays
from shuangbai.clients.household_rules import relations as kin
from shuangbai.clients.household_rules.entitlements import Fate
from shuangbai.clients.household_rules.stays import Stay
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.clients.selectors import households as selectors
from shuangbai.kernel import spells
from shuangbai.kernel.problems import problem
from shuangbai.kernel.tables import Spell

type Jobs = list[tuple[Any, list[Mapping[str, Any]]]]


@dataclass(frozen=True)
class Where:
    """To which household somebody goes, and what they are there."""

    household: Household
    relation: str = ""
    apart: str = ""


@dataclass(frozen=True)
class Rehousing:
    """`goes`: who goes where. `relations`: of those whose household stays the same."""

    home: Household
    day: date
    goes: Mapping[UUID, Where] = field(default_factory=dict)
    relations: Mapping[UUID, str] = field(default_factory=dict)
    fates: Fates = field(default_factory=dict)


def rehouse(act: Act, wanted: Rehousing) -> dict[UUID, Person]:
    """Done; the people concerned are the answer. The caller holds the prefecture's lock."""
    ids = {*wanted.goes, *wanted.relations}
    people = locked(wanted.home, ids)
    before = stays_of(wanted.home, ids)
    jobs = [
        *_going(wanted, people, before),
        *_told_anew(wanted, people, before),
        *_heads_meanwhile(wanted, before),
    ]
    first = next(iter(people.values()), None)
    if first is None:
        return people
    left = {pk: row.household for pk in wanted.goes if (row := stays.now(before[pk]))}
    with here_then(first, wanted.day):
        for row in spells.replace_all(jobs, act.stamp):
            about = {"person": str(row.person_id), "household": str(row.household_id)}
            act.touch("clients.membership", row.pk, row.area, **about)
        _categories(act, wanted, people, left)
        for model in moving.spell_models():
            if model not in (Membership, CategorySpell):
                _relocate(act, model, wanted, people)
    for to in {where.household.area for where in wanted.goes.values()}:
        moved = [people[pk] for pk in wanted.goes if wanted.goes[pk].household.area == to]
        moving.carry(act, [one for one in moved if one.area != to], to)
    return people


def _going(
    wanted: Rehousing, people: Mapping[UUID, Person], before: Mapping[UUID, list[Stay[Membership]]]
) -> Jobs:
    found: Jobs = []
    for pk, where in wanted.goes.items():
        last = stays.now(before[pk])
        if last is None:
            raise problem("household.stranger", name=people[pk].name)
        if (since := stays.too_early(before[pk], wanted.day)) is not None:
            raise problem(
                "household.before", column="从哪一天起", name=people[pk].name, since=since
            )
        said = {
            "household_id": where.household.pk,
            "area": where.household.area,
            "relation": where.relation,
            "apart": where.apart,
        }
        if any(getattr(last.key, name) != value for name, value in said.items()):
            found.append((last.key, list(spells.halves(last.key, wanted.day, **said))))
    return found


def _told_anew(
    wanted: Rehousing, people: Mapping[UUID, Person], before: Mapping[UUID, list[Stay[Membership]]]
) -> Jobs:
    """Who came to the household later than the day has the relation since they came."""
    found: Jobs = []
    for pk, relation in wanted.relations.items():
        last = stays.now(before[pk])
        if last is None or last.relation == relation:
            continue
        if (since := stays.too_early_within(before[pk], wanted.day)) is not None:
            raise problem(
                "household.before", column="从哪一天起", name=people[pk].name, since=since
            )
        found.append((last.key, list(spells.halves(last.key, wanted.day, relation=relation))))
    return found


def _heads_meanwhile(wanted: Rehousing, before: Mapping[UUID, list[Stay[Membership]]]) -> Jobs:
    """Where somebody is the head from the day on, nobody else was it between that day and now."""
    where = {pk: to.household.pk for pk, to in wanted.goes.items() if to.relation == kin.HEAD}
    for pk, relation in wanted.relations.items():
        if relation == kin.HEAD and (last := stays.now(before[pk])):
            where[pk] = last.household
    held = (
        Membership.objects.under(town_of(wanted.home))
        .as_known(None)
        .filter(
            pref=wanted.home.pref,
            household__in=set(where.values()),
            relation__in=kin.HEAD_WORDS,
            valid_to__gt=wanted.day,
        )
    )
    others = held.exclude(person__in=list(where)) if where else held.none()
    return [(row, list(spells.halves(row, wanted.day, relation=""))) for row in others]


def _categories(
    act: Act, wanted: Rehousing, people: Mapping[UUID, Person], left: Mapping[UUID, UUID]
) -> None:
    """What was held through the household that they leave, and where what they hold lies."""
    jobs: Jobs = []
    for spell in _held(CategorySpell, wanted, people):
        where = wanted.goes[spell.person_id].household
        through = spell.household_id is not None and spell.household_id == left.get(spell.person_id)
        if through and spell.household_id != where.pk:
            fate = wanted.fates.get(spell.category_id, Fate.KEEP)
            parts = entitlements.parts(selectors.held(spell), fate, wanted.day, where.pk)
            jobs.append((spell, [_with(part, act, where.area, fate) for part in parts]))
        elif spell.area != where.area:
            jobs.append((spell, list(spells.halves(spell, wanted.day, area=where.area))))
    for row in spells.replace_all(jobs, act.stamp):
        about = {"person": str(row.person_id), "category": row.category_id}
        through_ = str(row.household_id) if row.household_id else ""
        act.touch("clients.categoryspell", row.pk, row.area, household=through_, **about)


def _with(part: dict[str, Any], act: Act, area: str, fate: Fate) -> dict[str, Any]:
    """What ends says why; what goes on lies where the people live."""
    if "household_id" in part:
        return part | {"area": area}
    return part | ({"reason": act.reason} if fate is Fate.END else {})


def _relocate(act: Act, model: Any, wanted: Rehousing, people: Mapping[UUID, Person]) -> None:
    jobs: Jobs = []
    for spell in _held(model, wanted, people):
        area = wanted.goes[spell.person_id].household.area
        if spell.area != area:
            jobs.append((spell, list(spells.halves(spell, wanted.day, area=area))))
    spells.replace_all(jobs, act.stamp)


def _held[S: Spell](
    model: type[S], wanted: Rehousing, people: Mapping[UUID, Person]
) -> Collection[Any]:
    """Spells of those who go that hold on the day, or will hold later."""
    rows: Any = model.objects.under(town_of(wanted.home)).as_known(None).from_on(wanted.day)
    goes = [pk for pk in people if pk in wanted.goes]
    return list(rows.filter(pref=wanted.home.pref, person__in=goes).order_by("valid_from", "id"))
