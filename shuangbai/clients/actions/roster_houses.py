"""Households on file before a roster is merged: who lives in them, and who told so last."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from shuangbai.clients.actions.roster_known import chunks
from shuangbai.clients.household_rules import stays
from shuangbai.clients.models import Household, HouseholdChange, Membership
from shuangbai.clients.roster_rules import House
from shuangbai.clients.selectors import aliases
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.rosters.rules import ListOf

TOWN = LEVELS[Level.TOWN]
Kind = HouseholdChange.Kind
BY_HAND = (Kind.SPLIT, Kind.JOIN, Kind.MERGER, Kind.DETAILS)


def living(wanted: ListOf, **of: Iterable[UUID]) -> Iterator[Membership]:
    """Memberships that hold without end, by `person_id` or `household_id`."""
    [(name, ids)] = of.items()
    for some in chunks(ids):
        yield from (
            Membership.objects.under(wanted.home)
            .as_known(None)
            .filter(pref=wanted.pref, valid_to=None, **{f"{name}__among": some})
        )


def houses(wanted: ListOf, ids: set[UUID]) -> dict[UUID, House]:
    told = told_by_hand(wanted)
    found = [
        home
        for some in chunks(ids)
        for home in Household.objects.under(wanted.home).filter(pref=wanted.pref, pk__among=some)
    ]
    return {home.pk: _house(wanted, home, told) for home in found}


def numbered(wanted: ListOf, numbers: set[str]) -> dict[str, list[House]]:
    homes = [
        home
        for some in chunks(numbers)
        for home in Household.objects.under(wanted.home).filter(
            pref=wanted.pref, number__among=some
        )
    ]
    members: dict[UUID, list[UUID]] = {}
    for spell in living(wanted, household_id=[home.pk for home in homes]):
        members.setdefault(spell.household_id, []).append(spell.person_id)
    told = told_by_hand(wanted) if homes else {}
    goes_on = aliases.canonical([pk for living in members.values() for pk in living])
    found: dict[str, list[House]] = {}
    for home in sorted(homes, key=lambda one: one.pk):
        living_there = [goes_on.get(pk, pk) for pk in members.get(home.pk, ())]
        house = _house(wanted, home, told, living_there)
        found.setdefault(home.number, []).append(house)
    return found


def _house(
    wanted: ListOf, home: Household, told: Mapping[UUID, date], members: Iterable[UUID] = ()
) -> House:
    day = told.get(home.pk)
    return House(
        home.pk,
        home.head_name,
        home.number,
        home.address,
        frozenset(members),
        by_hand=day,
        settled=day is not None and day >= wanted.day,
    )


def told_by_hand(wanted: ListOf) -> dict[UUID, date]:
    """Household → the last day on which the station itself told something of it that a list tells
    too; what was taken back since does not count. The day of telling, not the one from which it
    holds: a list of a day in between could not know of it."""
    rows = HouseholdChange.objects.under(wanted.home).filter(pref=wanted.pref)
    undone = [pk for pk in rows.filter(kind=Kind.UNDO).values_list("undoes", flat=True) if pk]
    told = rows.filter(kind__in=BY_HAND).exclude(pk__in=undone)
    found: dict[UUID, date] = {}
    for household_id, other, at in told.values_list("household_id", "other", "at"):
        for pk in (household_id, other):
            if pk is not None:
                found[pk] = max(found.get(pk, date.min), localdate(at))
    return found


def arrivals(wanted: ListOf, now: Mapping[UUID, Membership]) -> dict[UUID, date]:
    """Person → since when they are at their place, for those who moved there after the roster's
    day: earlier days belong to the place before, so what the roster brings begins there."""
    late = [
        pk for pk, row in now.items() if row.supersedes is not None and row.valid_from > wanted.day
    ]
    every: dict[UUID, list[Membership]] = {pk: [] for pk in late}
    for some in chunks(late):
        rows = Membership.objects.under(wanted.home).filter(pref=wanted.pref, person_id__among=some)
        for row in rows:
            every[row.person_id].append(row)
    found = {pk: _arrived(rows, now[pk]) for pk, rows in every.items()}
    return {pk: day for pk, day in found.items() if day is not None and day > wanted.day}


def _arrived(rows: list[Membership], now: Membership) -> date | None:
    known = {row.pk: row for row in rows}
    spans = [
        stays.Stay(row.pk, row.household_id, row.valid_from, row.valid_to, area=row.area)
        for row in rows
        if row.superseded_at is None
    ]
    first = stays.held(spans)[0]
    root = known[first.key]
    while root.supersedes in known:
        root = known[root.supersedes]
    return stays.arrived(spans, root.supersedes is not None, now.area)
