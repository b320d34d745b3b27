"""What happens in households of the demonstration, so that their pages have something to show: one
holds a category, a child of it boards at school; of another two go and live by themselves."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.clients.actions import household_categories, household_details, households
from shuangbai.clients.actions.household_commands import Given, Headed, Split, Told
from shuangbai.clients.actions.store import NewPerson

CATEGORY = "FPJC"
GIVEN, SCHOOL, APART = date(2023, 1, 30), date(2023, 2, 13), date(2023, 3, 6)
ENOUGH = 4
CHILDREN = ("子女", "孙子女")


def change(actor: Actor, homes: Mapping[UUID, Sequence[NewPerson]]) -> None:
    """`homes`: household → its people. Two of the larger ones change."""
    large = [home for home in homes.items() if len(home[1]) >= ENOUGH]
    for home, members in large[:2]:
        ids = tuple(new.id for new in members)
        told = Told(GIVEN, "镇里认定，公示过了")
        household_categories.give_category(actor, Given(told, home, CATEGORY, ids))
    if len(large) < 2:
        return
    (first, pupils), (second, parted) = large[:2]
    pupil = next(new for new in pupils if new.relation in CHILDREN)
    household_details.set_apart(actor, Told(SCHOOL), first, pupil.id, "住校读书")
    going = [new for new in parted if new.relation in ("配偶", *CHILDREN)][:2]
    relations = {new.id: new.relation for new in going[1:]}
    command = Split(
        Told(APART, "带孩子到镇上租房读书"),
        second,
        tuple(new.id for new in going),
        new=Headed(going[0].id, relations=relations),
    )
    households.split(actor, command)
