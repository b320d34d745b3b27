"""What a roster is compared with: the places of its area, and who and what is on file there.

Everything is asked in bulk, by sets of hashes and ids; no question per row.
"""

from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from shuangbai.areas.models import Area
from shuangbai.clients.actions import roster_houses as houses
from shuangbai.clients.actions.roster_houses import TOWN
from shuangbai.clients.actions.roster_known import chunks, told_of
from shuangbai.clients.models import CategorySpell, Person
from shuangbai.clients.roster_rules import Ground, Holder, Line, OnFile, Place, Places
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.onfile import digest, on_file, whose
from shuangbai.kernel.areakey import Level
from shuangbai.rosters.rules import ListOf

FIELD, INHERITED = CategorySpell.Source.FIELD, CategorySpell.Source.INHERITED


def places_in(area: Area) -> Places:
    """The open towns and villages of the area, those of farms and forests too."""
    home = area.key[:TOWN]
    units = Area.objects.below(home).filter(closed_on=None).order_by("key")
    found = {level: [Place(u.key, u.name) for u in units.level(level)] for level in Level}
    villages = [unit for unit in found[Level.VILLAGE] if unit.key.startswith(area.key)]
    return Places(Place(area.key, area.name), found[Level.TOWN], villages)


def survey(wanted: ListOf, lines: list[Line]) -> Ground:
    """Needs an open scope that covers the list's area."""
    hashes = {digest(line.identity): line.identity for line in lines if line.identity}
    towns = on_file(wanted.pref, hashes)
    near = [found for found, town in towns.items() if town.startswith(wanted.home)]
    people = _people(wanted, near)
    known = _on_file(wanted, set(people.values()))
    numbers = {hashes[key]: known[person.pk] for key, person in people.items()}
    elsewhere = towns.keys() - people.keys()
    unnumbered = _unnumbered(wanted, lines)
    told = told_of(wanted, lines, [*known.values(), *chain(*unnumbered.values())])
    numbers = {number: told[one.id] for number, one in numbers.items()}
    return Ground(
        people=numbers,
        elsewhere=frozenset(hashes[key] for key in elsewhere),
        merged_away=_merged_away(wanted, {key: hashes[key] for key in elsewhere}),
        holders=_holders(wanted),
        numbered=houses.numbered(wanted, {line.household for line in lines} - {""}),
        unnumbered={key: [told[one.id] for one in found] for key, found in unnumbered.items()},
    )


def _people(wanted: ListOf, hashes: list[bytes]) -> dict[bytes, Person]:
    """Who goes on under each number, also one that stands in a merged file."""
    found: dict[bytes, Person] = {}
    for some in chunks(hashes):
        holders = whose(wanted.pref, some)
        here = Person.objects.under(wanted.home).filter(pref=wanted.pref)
        people = {one.pk: one for one in here.filter(pk__among=set(holders.values()))}
        found |= {key: people[pk] for key, pk in holders.items() if pk in people}
    return found


def _merged_away(wanted: ListOf, hashes: dict[bytes, str]) -> dict[str, UUID]:
    """Numbers of files here that were merged into one at another station."""
    found: dict[str, UUID] = {}
    for some in chunks(hashes):
        files = Person.objects.under(wanted.home).filter(
            pref=wanted.pref, identity_hash__among=some
        )
        found |= {hashes[bytes(file.identity_hash or b"")]: file.pk for file in files}
    return found


def _on_file(wanted: ListOf, people: set[Person]) -> dict[UUID, OnFile]:
    ids = [person.pk for person in people]
    living = {spell.person_id: spell for spell in houses.living(wanted, person_id=ids)}
    homes = houses.houses(wanted, {spell.household_id for spell in living.values()})
    arrivals = houses.arrivals(wanted, living)
    held = _held(wanted, ids)
    found = {}
    for person in people:
        membership = living.get(person.pk)
        arrived = arrivals.get(person.pk)
        since = max(wanted.day, arrived or wanted.day)
        spells = held.get(person.pk, [])
        later = [spell.valid_from for spell in spells if spell.valid_from > since]
        found[person.pk] = OnFile(
            id=person.pk,
            name=person.name,
            area=person.area,
            phone=person.phone.reveal() if person.phone else "",
            house=homes.get(membership.household_id) if membership else None,
            relation=membership.relation if membership else "",
            holds=any(_holds_on(spell, since) for spell in spells),
            arrived=arrived,
            until=min(later, default=None),
            found_in_field=any(_from(spell, FIELD, since) for spell in spells),
            through_household=any(_from(spell, INHERITED, since) for spell in spells),
        )
    return found


def _holds_on(spell: CategorySpell, day: date) -> bool:
    return spell.valid_from <= day and (spell.valid_to is None or spell.valid_to > day)


def _from(spell: CategorySpell, source: str, day: date) -> bool:
    """Known from that source only, on `day` or later."""
    return (spell.valid_to is None or spell.valid_to > day) and spell.source == source


def _held(wanted: ListOf, ids: list[UUID]) -> dict[UUID, list[CategorySpell]]:
    """Spells of this category in any file of each of these people."""
    found: dict[UUID, list[CategorySpell]] = {}
    for some in chunks(ids):
        files = aliases.files(some)
        held = CategorySpell.objects.under(wanted.home).as_known(None)
        for spell in held.filter(
            pref=wanted.pref, category=wanted.list_code, person_id__among=list(files)
        ):
            found.setdefault(files[spell.person_id], []).append(spell)
    return found


def on_list(wanted: ListOf) -> Any:
    """Spells by which people stand on this list now, begun not later than its day."""
    return (
        CategorySpell.objects.under(wanted.area)
        .as_known(None)
        .filter(
            pref=wanted.pref,
            category=wanted.list_code,
            source=CategorySpell.Source.ROSTER,
            valid_from__lte=wanted.day,
            valid_to=None,
        )
    )


def _holders(wanted: ListOf) -> list[Holder]:
    """One for each person, though several files of theirs may hold the category."""
    spells = list(on_list(wanted).order_by("area", "id"))
    goes_on = aliases.canonical(on_list(wanted).values("person_id"))
    names: dict[UUID, str] = {}
    for some in chunks({spell.person_id for spell in spells} | set(goes_on.values())):
        people = Person.objects.under(wanted.home).filter(pref=wanted.pref, pk__among=some)
        names |= dict(people.values_list("pk", "name"))
    held: dict[UUID, list[CategorySpell]] = {}
    for spell in spells:
        into = goes_on.get(spell.person_id)
        held.setdefault(into if into in names else spell.person_id, []).append(spell)
    return [_holder(pk, names.get(pk, ""), theirs) for pk, theirs in held.items()]


def _holder(pk: UUID, name: str, spells: list[CategorySpell]) -> Holder:
    """Their own spell before those in merged files."""
    first, *more = sorted(spells, key=lambda spell: spell.person_id != pk)
    return Holder(pk, name, first.pk, tuple(spell.pk for spell in more))


def _unnumbered(wanted: ListOf, lines: list[Line]) -> dict[tuple[str, date], list[OnFile]]:
    """By name and birth date, who here has no number."""
    people: dict[UUID, Person] = {}
    for some in chunks({line.name for line in lines}):
        named = Person.objects.under(wanted.home).filter(
            pref=wanted.pref, identity_hash=None, birth_date__isnull=False, name__among=some
        )
        people |= {person.pk: person for person in aliases.living(named)}
    known = _on_file(wanted, set(people.values()))
    found: dict[tuple[str, date], list[OnFile]] = {}
    for pk, person in people.items():
        if person.birth_date:
            found.setdefault((person.name, person.birth_date), []).append(known[pk])
    return found
