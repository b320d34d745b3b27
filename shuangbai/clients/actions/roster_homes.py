"""What a roster does to households: new ones, what it says better, who goes from one to another."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.clients.models import (
    CategorySpell,
    FieldChange,
    Household,
    HouseholdChange,
)
from shuangbai.clients.roster_rules import Home, OnFile, PersonPlanned
from shuangbai.kernel import bulk
from shuangbai.rosters.rules import ListOf

FIELDS = ("head_name", "number", "address")


def write(
    act: Act, roster: UUID, wanted: ListOf, taken: Iterable[PersonPlanned]
) -> dict[int, UUID]:
    """id() of a Home → household. New ones are made; those on file get what the list says better,
    and what they said before is kept."""
    found: dict[int, UUID] = {}
    made: list[Household] = []
    edited: dict[UUID, tuple[str, Home]] = {}
    for row in taken:
        home = row.home
        if home is None or id(home) in found:
            continue
        area = row.area or (row.person.area if row.person else wanted.area)
        if home.house is None:
            made.append(_household(home, area))
            found[id(home)] = made[-1].pk
        else:
            found[id(home)] = home.house.id
            if home.edits:
                edited[home.house.id] = (area, home)
    bulk.insert(Household, made)
    for house in made:
        act.touch("clients.household", house.pk, house.area, created=True)
    _edit(act, roster, wanted, edited)
    return found


def _household(home: Home, area: str) -> Household:
    return Household(area=area, head_name=home.head_name, number=home.number, address=home.address)


def _edit(act: Act, roster: UUID, wanted: ListOf, edited: Mapping[UUID, tuple[str, Home]]) -> None:
    for name in FIELDS:
        said = {pk: home.edits for pk, (_, home) in edited.items() if name in home.edits}
        rows = ((pk, edits[name]) for pk, edits in said.items())
        bulk.update(Household, wanted.pref, (name,), rows)
    bulk.insert(
        FieldChange,
        [
            FieldChange(
                area=area,
                household_id=pk,
                field=name,
                values=_kept(getattr(home.house, name), text),
                at=act.at,
                by=act.actor.user_id,
                by_name=act.actor.name,
                source=CategorySpell.Source.ROSTER,
                roster_id=roster,
            )
            for pk, (area, home) in edited.items()
            for name, text in home.edits.items()
        ],
    )
    for pk, (area, home) in edited.items():
        act.touch("clients.household", pk, area, fields=sorted(home.edits))


def _kept(old: str, new: str) -> str:
    return json.dumps({"old": old, "new": new}, ensure_ascii=False)


def of_category(
    spell: CategorySpell, place: Mapping[str, Any] | None, to: UUID | None
) -> dict[str, Any]:
    """What of a category changes with the place and the household `to` which somebody goes: what
    was held through the old one stays with the person, as when a household splits."""
    changes = dict(place or {})
    if to is not None and spell.household_id not in (None, to):
        changes["household_id"] = None
    return changes


def note(
    act: Act,
    roster: UUID,
    here: Sequence[tuple[PersonPlanned, OnFile]],
    rehoused: Mapping[UUID, UUID],
    since: Mapping[UUID, date],
) -> None:
    """Who went from which household to which, for the pages of both."""
    groups: dict[tuple[UUID, UUID, date, str], dict[UUID, str]] = {}
    for row, person in here:
        to, house = rehoused.get(person.id), person.house
        if to is not None and house is not None:
            key = (house.id, to, since[person.id], row.area or person.area)
            groups.setdefault(key, {})[person.id] = row.line.name
    bulk.insert(
        HouseholdChange,
        [
            HouseholdChange(
                area=area,
                household_id=left,
                other=to,
                kind=HouseholdChange.Kind.ROSTER,
                day=day,
                people=[*people],
                names="、".join(people.values()),
                at=act.at,
                by=act.actor.user_id,
                by_name=act.actor.name,
                roster_id=roster,
            )
            for (left, to, day, area), people in groups.items()
        ],
    )
