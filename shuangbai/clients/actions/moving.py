"""What goes along when somebody's living file moves to another place.

Every table that points to a person is one of four: its spells *end there and go on here*; they
*end* with the old station; the rows *follow*; or they *stay* where they happened. Spells that
nobody named go on here, so a table added later is not forgotten; any other table must be named,
which a test holds.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps

from shuangbai.access.action import Act
from shuangbai.areas.models import Area
from shuangbai.clients.models import CategorySpell, Household, Membership, Person
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import areakey, spells
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.tables import Spell

ENDS = frozenset({"clients.ChargeSpell"})
"""Of the old station alone: its worker is no longer responsible."""
FOLLOWS = {
    "clients.FieldChange": "person",
    "clients.Consent": "person",
    "clients.ConsentWithdrawal": "consent__person",
    "clients.Photo": "person",
    "clients.FileMerge": "person",
}
"""Rows that are about the person wherever they live, and the way from each to the person."""
STAYS = frozenset({"clients.Look", "clients.Departure", "clients.ApprovalChild"})
"""What happened at the old station, or was approved for it."""

catalogue(
    {
        "person.same_place": ("这个人现在就在“{name}”。", "请选要转去的地方。"),
        "person.move_far": ("不能转到别的地级市。", "请让对方站重新登记，再关掉这里的档案。"),
        "person.move_before": (
            "{name}从 {since} 起才住在现在的地方。",
            "请填这一天或以后的日期。",
        ),
        "person.move_early": ("转出日期 {day} 在将来。", "请填今天或以前的日期。"),
    }
)


@dataclass(frozen=True)
class Moving:
    """Who goes from the same town to `to` from `day`; `together`: they stay one household."""

    people: tuple[Person, ...]
    to: Area
    day: date
    together: bool = False

    @property
    def pref(self) -> str:
        return self.people[0].pref

    @property
    def town(self) -> str:
        return areakey.cut(self.people[0].area, Level.TOWN)

    @property
    def away(self) -> bool:
        """To another town."""
        return not self.to.key.startswith(self.town)


def spell_models() -> Iterator[type[Spell]]:
    """Every table of spells that points to a person, those of apps above too."""
    for related in Person._meta.related_objects:
        model: Any = related.related_model
        if issubclass(model, Spell) and related.field.name == "person":
            yield model


def check(act: Act, moving: Moving) -> None:
    """A Problem when they cannot move there from that day."""
    if areakey.prefecture(moving.to.key) != moving.pref:
        raise problem("person.move_far")
    if moving.day > act.today:
        raise problem("person.move_early", column="从哪一天起", day=moving.day)
    lives = _held(Membership, moving, [person.pk for person in moving.people])
    for person in moving.people:
        if moving.to.key == person.area:
            raise problem("person.same_place", name=moving.to.name)
        since = max((one.valid_from for one in lives if one.person_id == person.pk), default=None)
        if since is not None and moving.day < since:
            column, name = "从哪一天起", person.name
            raise problem("person.move_before", column=column, name=name, since=since)


def move(act: Act, moving: Moving) -> None:
    """The living files go there from the day, and what was merged into them along; events stay
    where they happened, and no figure of a past day changes. The caller holds the prefecture's
    lock, and the scope covers both places."""
    check(act, moving)
    files = _files(moving.people)
    left = {one.person_id: one.household_id for one in _held(Membership, moving, files)}
    living = _homes(moving, left)
    homes = {file: living[person] for file, person in files.items()}
    for model in spell_models():
        for spell in _held(model, moving, files):
            if moving.away and model._meta.label in ENDS:
                spells.end(spell, moving.day, act.stamp)
            else:
                _go_on(act, moving, spell, homes, left)
    carry(act, moving.people, moving.to.key)


def carry(act: Act, people: Collection[Person], to: str) -> None:
    """The living rows of people of one town, and what follows them, lie at `to` from now on."""
    if not people:
        return
    first = next(iter(people))
    town, files = areakey.cut(first.area, Level.TOWN), list(_files(people))
    for label, way in FOLLOWS.items():
        model: Any = apps.get_model(label)
        rows = model.objects.under(town).filter(pref=first.pref, **{f"{way}__in": files})
        model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(area=to)
    gone = Person.objects.filter(pk__in=files, pref=first.pref)
    for pk, area in list(gone.values_list("pk", "area")):
        act.touch("clients.person", pk, to, moved=[area, to])
    gone.update(area=to)
    for person in people:
        person.area = to


def _files(people: Collection[Person]) -> dict[UUID, UUID]:
    """File → person: the files of people of one town, and those merged into them that lie in it."""
    first = next(iter(people))
    files = aliases.files([person.pk for person in people])
    here = Person.objects.under(areakey.cut(first.area, Level.TOWN))
    here = here.filter(pref=first.pref, pk__in=files)
    return {pk: files[pk] for pk in here.values_list("pk", flat=True)}


def _held[S: Spell](model: type[S], moving: Moving, files: Iterable[UUID]) -> list[S]:
    """Spells in these files that hold on the day, or will hold later."""
    found: Any = model.objects.under(moving.town).as_known(None).from_on(moving.day)
    theirs = found.filter(pref=moving.pref, person__in=list(files))
    return list(theirs.order_by("valid_from", "id"))


def _homes(moving: Moving, left: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """Person → the household in which they go on. The old one stays where it is: its visits and
    those who once lived there are there."""
    first = moving.people[0]
    if not moving.together:
        return {person.pk: _home(moving, person.name) for person in moving.people}
    lived = [left[person.pk] for person in moving.people if person.pk in left]
    old = Household.objects.filter(pk__in=lived, pref=moving.pref).first()
    names = [person.name for person in moving.people]
    head = old.head_name if old is not None and old.head_name in names else first.name
    home = _home(moving, head)
    return {person.pk: home for person in moving.people}


def _home(moving: Moving, head_name: str) -> UUID:
    made: UUID = Household.objects.create(area=moving.to.key, head_name=head_name).pk
    return made


def _go_on(
    act: Act, moving: Moving, spell: Any, homes: dict[UUID, UUID], left: dict[UUID, UUID]
) -> None:
    """The spell goes on at the new place. What is held through a household goes to another town
    only with it; the new membership points to the old one, so a roster knows that they moved."""
    changes: dict[str, Any] = {"area": moving.to.key}
    home = homes[spell.person_id]
    if isinstance(spell, Membership):
        changes["household_id"] = home
        if not moving.together:
            changes |= {"relation": "", "apart": ""}
    if isinstance(spell, CategorySpell) and spell.household_id is not None:
        if moving.together and spell.household_id == left.get(spell.person_id):
            changes["household_id"] = home
        elif moving.away:
            spells.end(spell, moving.day, act.stamp)
            return
        else:
            # Of the same town: kept until a list or a review, as when a household splits.
            changes["household_id"] = None
    spells.split(spell, moving.day, act.stamp, **changes)


def people_of_household(person: Person, day: date) -> Iterable[Person]:
    """Who lives on `day` in the same household and town, this person first."""
    town = areakey.cut(person.area, Level.TOWN)
    living = Membership.objects.under(town).as_known(None).on(day).filter(pref=person.pref)
    home = living.filter(person=person).values_list("household_id", flat=True).first()
    if home is None:
        return [person]
    together = living.filter(household=home).exclude(person=person).select_related("person")
    others = aliases.living(together, "person_id")
    found = [one.person for one in others.order_by("valid_from", "id")]
    return [person, *(one for one in found if one.area.startswith(town))]
