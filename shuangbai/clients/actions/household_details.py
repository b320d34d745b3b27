"""What is told of a household itself: head, relations, number, address; and who lives apart.

The household's own row lives: no figure counts by head, number or address, and a roster of
thousands may say them anew. What it said before stands in `FieldChange`, as for a person. From
which day on somebody is the head, and what the others are to them, stands in the memberships.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.clients.actions.household_commands import Details, Told
from shuangbai.clients.actions.household_ground import (
    Kind,
    by_hand,
    checked,
    head_told,
    locked,
    members,
    note,
    opened,
    relations_told,
    same_town,
    stays_of,
    tell,
    unseen,
)
from shuangbai.clients.actions.household_writing import Rehousing, Where, rehouse
from shuangbai.clients.actions.store import home_area
from shuangbai.clients.household_rules import stays
from shuangbai.clients.models import Household, HouseholdChange, Person
from shuangbai.kernel import spells
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "household.head_reason": (
            "换了户主，没有写原因。",
            "写一句为什么，例如“原户主去世”；当初就写错的，写从哪里知道的。",
        ),
    }
)


@action("household.edit", counted=True)
def tell_details(act: Act, wanted: Details) -> bool:
    """Whether anything says something else now. In another village of the town all go along who
    live where the household does."""
    [home], already = opened(act, wanted.told.id, wanted.household_id)
    if already is not None:
        return False
    checked(act, wanted.told.day)
    unseen(act, wanted.told.seen, [home])
    act.reason = wanted.told.reason.strip()
    there = members(home)
    people = locked(home, there)
    names = {pk: person.name for pk, person in people.items()}
    said = _said(home, names, wanted)
    if said.get("head_name", home.head_name) != home.head_name and not act.reason:
        raise problem("household.head_reason", column="原因")
    relations = relations_told(wanted.headed, {pk: row.relation for pk, row in there.items()})
    moves = said.get("area", home.area) != home.area
    before = home.area
    changed = tell(act, home, said, by_hand(act))
    if moves:
        # The row says where they go; who lives elsewhere already stays there.
        along = [pk for pk, one in people.items() if one.area == before]
        goes = {
            pk: Where(home, relations.get(pk, there[pk].relation), there[pk].apart) for pk in along
        }
        rest = {pk: word for pk, word in relations.items() if pk not in goes}
        done = Rehousing(home, wanted.told.day, goes, rest)
    else:
        done = Rehousing(home, wanted.told.day, relations=relations)
    retold = {pk: names[pk] for pk, word in relations.items() if word != there[pk].relation}
    if not changed and not retold:
        return False
    rehouse(act, done)
    note(act, home, Kind.DETAILS, wanted.told.day, id=wanted.told.id, people=retold)
    return True


def _said(home: Household, names: Mapping[UUID, str], wanted: Details) -> dict[str, str]:
    """Field → what the household's row is to say."""
    head = head_told(wanted.headed, names)
    told = {"number": wanted.number, "address": wanted.address}
    said = {name: text.strip() for name, text in told.items() if text is not None}
    if head:
        said["head_name"] = head
    if wanted.area:
        same_town(home, wanted.area, f"{home.head_name}一户")
        said["area"] = home_area(wanted.area).key
    return said


@action("household.edit", counted=True)
def set_apart(act: Act, told: Told, household_id: UUID, person_id: UUID, why: str) -> bool:
    """From the day on the member does not live under the same roof, and why; '' says that they
    are back. They stay a member, with all that is held through the household."""
    [home], already = opened(act, told.id, household_id)
    if already is not None:
        return False
    checked(act, told.day)
    unseen(act, told.seen, [home])
    row = members(home).get(person_id)
    if row is None:
        raise problem("household.overtaken")
    apart = why.strip()
    act.reason = apart or told.reason.strip()
    if row.apart == apart:
        return False
    person = locked(home, [person_id])[person_id]
    _not_before(home, person, told.day)
    made = spells.replace_all([(row, spells.halves(row, told.day, apart=apart))], act.stamp)[-1]
    act.touch("clients.membership", made.pk, made.area, person=str(person_id), fields=["apart"])
    kind = HouseholdChange.Kind.APART if apart else HouseholdChange.Kind.BACK
    note(act, home, kind, told.day, id=told.id, people={person_id: person.name})
    return True


def _not_before(home: Household, person: Person, day: date) -> None:
    since = stays.too_early(stays_of(home, [person.pk])[person.pk], day)
    if since is not None:
        raise problem("household.before", column="从哪一天起", name=person.name, since=since)
