"""Taking back what was done to a household by mistake.

All rows of one deed bear its instant. Each of them gives way to what stood there before, so that
what is known now of every day is as if the deed had not been; what was known meanwhile stays known
of that time. Whatever was changed again since has to be taken back first.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions import moving
from shuangbai.clients.actions.household_ground import (
    Kind,
    by_hand,
    checked,
    locked,
    note,
    opened,
    tell,
    town_of,
)
from shuangbai.clients.actions.household_writing import Jobs
from shuangbai.clients.actions.particulars import here_then
from shuangbai.clients.models import (
    FieldChange,
    Household,
    HouseholdChange,
    Membership,
    Person,
)
from shuangbai.kernel import spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import Spell

NEVER = frozenset({Kind.ROSTER, Kind.UNDO})
NOT_TOLD = frozenset(
    {*("id", "pref", "superseded_at", "supersedes"), "recorded_at", "recorded_by"}
    | {"recorded_by_name"}
)

catalogue(
    {
        "household.later": (
            "这次变动以后，{names}又有过变动，不能直接撤回。",
            "请先撤回后面的那一次；登记了去世的，先在档案里撤回去世。",
        ),
        "household.no_undo": ("这一条不能撤回。", "名册写错了的，请按实际情况分户、并户或改关系。"),
    }
)


@action("household.edit", counted=True)
def take_back(act: Act, change_id: UUID, reason: str, undo_id: UUID) -> HouseholdChange:
    """The row that says so; taken back twice, it is there once."""
    change = gate.find(HouseholdChange, act.actor, change_id)
    ids = [change.household_id, *([change.other] if change.other else [])]
    homes, _ = opened(act, undo_id, *ids)
    rows = HouseholdChange.objects.under(town_of(homes[0])).filter(pref=change.pref)
    before: HouseholdChange | None = rows.filter(undoes=change.pk).first()
    if before is not None:
        return before
    if change.kind in NEVER:
        raise problem("household.no_undo")
    checked(act, change.day, reason)
    people = locked(homes[0], _concerned(change, homes))
    _restore(act, change, people)
    for home in homes:
        _say_again(act, change, home)
    names = {pk: people[pk].name for pk in change.people if pk in people}
    about = {"id": undo_id, "other": change.other, "people": names, "undoes": change.pk}
    return note(act, homes[0], Kind.UNDO, change.day, **about)


def _concerned(change: HouseholdChange, homes: Iterable[Household]) -> set[UUID]:
    """Everybody of whom the deed wrote anything: those who went, and those told anew."""
    made = Membership.objects.filter(household__in=list(homes), pref=change.pref)
    told = made.filter(recorded_at=change.at, recorded_by=change.by)
    return {*change.people, *told.values_list("person_id", flat=True)}


def _restore(act: Act, change: HouseholdChange, people: Mapping[UUID, Person]) -> None:
    town = town_of(change.household)
    if not people:
        return
    with here_then(next(iter(people.values())), change.day):
        homes = _give_back(act, Membership, change, people)
        back = {row.person_id: row.area for row in homes if row.valid_to is None}
        moved = {pk: area for pk, area in back.items() if people[pk].area != area}
        for model in moving.spell_models():
            if model is not Membership:
                _give_back(act, model, change, people, strictly=bool(moved))
    for area in sorted(set(moved.values())):
        assert area.startswith(town)
        moving.carry(act, [people[pk] for pk in moved if moved[pk] == area], area)


def _give_back(
    act: Act,
    model: Any,
    change: HouseholdChange,
    people: Mapping[UUID, Person],
    strictly: bool = True,
) -> list[Any]:
    """`strictly`: what was changed again since is a Problem; else it stays as it is now (a list
    has taken a category over meanwhile)."""
    every = model.objects.under(town_of(change.household)).filter(pref=change.pref)
    mine = every.filter(person__in=list(people)).order_by("valid_from", "id")
    made = list(mine.filter(recorded_at=change.at, recorded_by=change.by))
    roots = every.in_bulk([row.supersedes for row in made if row.supersedes])
    living = list(mine.as_known(None)) if made else []
    jobs: Jobs = []
    for group in _by_root(made):
        now = [_standing(row, living) for row in group]
        if None not in now:
            root = roots.get(group[0].supersedes)
            jobs.append((now[0], [_told(root)] if root else []))
            jobs += [(row, []) for row in now[1:]]
        elif strictly:
            raise problem("household.later", names=people[group[0].person_id].name)
    for row, _ in jobs:
        about = {"person": str(row.person_id), "taken_back": True}
        act.touch(model._meta.label_lower, row.pk, row.area, **about)
    return spells.replace_all(jobs, act.stamp)


def _standing(row: Any, living: Iterable[Any]) -> Any:
    """The row itself; or, where later deeds were taken back, the one that says the same again."""
    if row.superseded_at is None:
        return row
    mine = (one for one in living if one.person_id == row.person_id)
    return next((one for one in mine if _told(one) == _told(row)), None)


def _by_root(made: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows that took the place of the same one; one that took nobody's is alone."""
    groups: dict[Any, list[Any]] = {}
    for row in made:
        groups.setdefault(row.supersedes or row.pk, []).append(row)
    return iter(groups.values())


def _told(row: Spell) -> dict[str, Any]:
    """Everything that a version says."""
    fields = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in fields if name not in NOT_TOLD}


def _say_again(act: Act, change: HouseholdChange, home: Household) -> None:
    """What the household's own row said before, where nobody said otherwise since."""
    rows = FieldChange.objects.under(town_of(home)).filter(pref=home.pref, household=home)
    said = {}
    for row in rows.filter(at=change.at, by=change.by):
        values = json.loads(row.values.reveal())
        if getattr(home, row.field) == values["new"]:
            said[row.field] = values["old"]
    tell(act, home, said, by_hand(act))
