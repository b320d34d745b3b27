"""What became known later of how people stood on the first day of the period.

The day as it was told, by its end or at an instant that is asked for, is compared with the same
day as known now. Few people differ, so both standings of those are read and judged by the rule
itself; as one question the database would look at everybody, several times. Files merged in
between are left out: two became one by it, and neither was told wrongly.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value
from django.db.models import When as If

from shuangbai.clients.figures import (
    CATEGORY_FACET,
    any_merged,
    group_by_spells,
    of_merged,
    person_cards,
    same_person,
)
from shuangbai.clients.models import CategorySpell, FileSpell
from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.cover.figures.days import (
    NOWHERE,
    Day,
    Place,
    as_told,
    first_day,
    one_of,
    spells_of,
    standings,
)
from shuangbai.cover.rules.changes import CORRECTION_NAMES, Correction, Standing, correction
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask, Figure, Split, register
from shuangbai.visits.models import Served

KEY = "known_later"


def corrected(
    ask: Ask, reaches: Iterable[Level | None]
) -> list[dict[Place, tuple[Standing, Standing]]]:
    """For each reach: who stands otherwise on the first day than was told, in which place, as told
    and as known."""
    every = tuple(reaches)
    found: list[dict[Place, tuple[Standing, Standing]]] = [{} for _ in every]
    for told, known in _days(ask):
        days = zip(standings(told, every), standings(known, every), strict=True)
        for at, (then, now) in enumerate(days):
            for place in {**then, **now}:
                both = then.get(place, NOWHERE), now.get(place, NOWHERE)
                if correction(*both) is not None:
                    found[at][place] = both
    return found


def _days(ask: Ask) -> list[tuple[Day, Day]]:
    """The day as told and as known: of people with one file, and of those with several."""
    told, known, among = as_told(ask), first_day(ask), _touched(ask)
    if not any_merged(known):
        mixed = any_merged(told)
        return [(Day(told, among=among, mixed=mixed), Day(known, among=among, mixed=False))]
    single = among & ~of_merged(known)
    return [
        (Day(told, among=single), Day(known, among=single)),
        (Day(told, True), Day(known, True, of_merged(told))),
    ]


def _rows(ask: Ask) -> "QuerySet[Any]":
    """The spells of those who stand otherwise, each with `why`: of the day as known now, and of
    the day as told for those who are not on the lists any more."""
    places = corrected(ask, [ask.reach])[0]
    whose: dict[str, list[UUID]] = {kind.value: [] for kind in Correction}
    people = {person for person, _ in places}
    for told, known in _days(ask) if people else ():
        here = dict(spells_of(known, people))
        gone = {pk: place for pk, place in spells_of(told, people) if place not in here.values()}
        for pk, place in {**here, **gone}.items():
            if place in places:
                whose[correction(*places[place]) or ""].append(pk)
    cases = [If(one_of("id", ids), then=Value(kind)) for kind, ids in whose.items() if ids]
    rows = CategorySpell.objects.filter(one_of("id", [pk for ids in whose.values() for pk in ids]))
    return rows.annotate(why=Case(*cases, default=Value(None), output_field=CharField()))


def _touched(ask: Ask) -> Q:
    """People of whom something about the first day was recorded, or gave way, after it was told."""
    at, day = as_told(ask).known, ask.period.start
    fresh = Q(recorded_at__gt=at) | Q(superseded_at__gt=at)
    begun, since = Q(valid_from__lte=day), day - timedelta(days=ask.window)
    happened = Q(happened_on__gt=since, happened_on__lte=day)
    found: tuple[Any, ...] = (
        CategorySpell.objects.filter(fresh, begun),
        FileSpell.objects.filter(fresh, begun),
        Served.objects.filter(fresh, happened),
    )
    first, *others = (rows.values_list("person_id") for rows in found)
    return one_of("person_id", [person_id for (person_id,) in first.union(*others)])


register(
    Figure(
        key=KEY,
        name="后来才知道",
        unit="人",
        description="起始日的情况，当天记下的和现在知道的不一样的人：补记、更正、作废都算。",
        rows=_rows,
        subject=same_person,
        describe=person_cards,
        splits={
            "why": Split("后来知道什么", CORRECTION_NAMES, lambda ask: F("why")),
            "group": Split("服务群体", GROUP_NAMES, lambda ask: group_by_spells(first_day(ask))),
        },
        facets={"category": CATEGORY_FACET},
        local=True,
        between=True,
    )
)
