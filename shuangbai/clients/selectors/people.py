"""Questions about people and those they live with. Actor first; only what the actor may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients import masks, rules
from shuangbai.clients.models import (
    Category,
    CategorySpell,
    FileSpell,
    Household,
    Look,
    Membership,
    Person,
)
from shuangbai.clients.selectors import aliases, search
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level

PAGE = 50
FOUND = 20
COUNTED = 2000
"""So many are counted for a list; of more it says only that there are more."""
LOOK_HOLDS = timedelta(minutes=30)
TOWN = LEVELS[Level.TOWN]
IN_SCOPE = "any"
"""In place of a category's code: all that count as 在册对象."""


@dataclass(frozen=True)
class Wanted:
    """Which people: `area` below which key, `category` a code or IN_SCOPE, `filed` yes or no,
    `q` part of a name, its initials, or a whole identity number. Empty: all."""

    area: str = ""
    category: str = ""
    filed: str = ""
    q: str = ""


@dataclass(frozen=True)
class Marks:
    """What holds for a person on a day: categories, and the open file if there is one."""

    spells: tuple[CategorySpell, ...] = ()
    file: FileSpell | None = None


@dataclass(frozen=True)
class Line:
    """One person as a list or a household shows them."""

    person: Person
    age: int | None
    marks: Marks
    village: str = ""
    relation: str = ""
    also: str = ""
    """The name in a merged file of theirs, when it is by that name that they were found."""
    home: Household | None = None
    """Where a list says it: to which household they belong."""


@dataclass(frozen=True)
class Listed:
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    """Exact up to COUNTED."""
    next: UUID | None = None
    """Id of the last line, when there are more."""

    @property
    def said(self) -> str:
        """1,206 人; of more than are counted: 2,000 多人."""
        if self.total > COUNTED:
            return f"{COUNTED:,}\N{NO-BREAK SPACE}多人"
        return f"{self.total:,}\N{NO-BREAK SPACE}人"


def find(actor: Actor, person_id: UUID) -> Person:
    """The person, or Absent."""
    return gate.find(Person, actor, person_id)


def by_number(actor: Actor, number: str) -> Person | None:
    """Who carries this normalised identity number, among those the actor may see; a number in a
    merged file leads to the one that goes on."""
    return next(iter(search.numbered(actor, number)), None)


def listed(actor: Actor, wanted: Wanted, after: UUID | None = None, limit: int = PAGE) -> Listed:
    """One page in the order of area, pronunciation, id; with the number of all."""
    called = _called_otherwise(actor, wanted.q.strip())
    found = _filtered(actor, wanted, called)
    rows = list(_behind(found, actor, after).order_by("area", "name_sort", "id")[: limit + 1])
    whole = after is None and len(rows) <= limit
    total = len(rows) if whole else found[: COUNTED + 1].count()
    lines = _lines(actor, rows[:limit], clock.today())
    lines = [replace(line, also=called.get(line.person.pk, "")) for line in lines]
    return Listed(lines, total, rows[limit - 1].pk if len(rows) > limit else None)


def looked_up(actor: Actor, q: str, limit: int = FOUND) -> list[Line]:
    """Who is meant by what was typed: a whole number, else part of a name."""
    exact = search.exactly(actor, q)
    if exact.people or masks.typed(q) != q:
        return of_ids(actor, [person.pk for person in exact.people])
    return listed(actor, Wanted(q=q), limit=limit).lines


def of_ids(actor: Actor, ids: Iterable[str | UUID]) -> list[Line]:
    """These people, in the order of the list; those the actor may not see are left out."""
    found = Person.objects.visible_to(actor).filter(pk__in=list(ids))
    return _lines(actor, list(found.order_by("area", "name_sort", "id")), clock.today())


def marks(actor: Actor, people: Collection[Any], day: date) -> dict[UUID, Marks]:
    """Categories and open file of each person on `day`, merged files included; what several
    files hold stands once, that of the one that goes on before the others. Two queries, a third
    where somebody has several files."""
    ids = [getattr(one, "pk", one) for one in people]
    spells = CategorySpell.objects.visible_to(actor).as_known(None).on(day)
    spells = spells.filter(aliases.of_any(ids)).select_related("category")
    opened = FileSpell.objects.visible_to(actor).as_known(None).on(day).filter(aliases.of_any(ids))
    holding, open_ = list(spells.order_by("category__order", "valid_from")), list(opened)
    rows: list[Any] = [*holding, *open_]
    whose = aliases.whose(ids, (row.person_id for row in rows))
    held: dict[UUID, dict[str, CategorySpell]] = {}
    for spell in _own_first(holding, whose):
        held.setdefault(whose[spell.person_id], {}).setdefault(spell.category_id, spell)
    files: dict[UUID, FileSpell] = {}
    for spell in _own_first(open_, whose):
        files.setdefault(whose[spell.person_id], spell)
    return {
        pk: Marks(tuple(sorted(held.get(pk, {}).values(), key=_order)), files.get(pk))
        for pk in {*held, *files}
    }


def _own_first(spells: Any, whose: dict[UUID, UUID]) -> list[Any]:
    return sorted(spells, key=lambda spell: spell.person_id != whose[spell.person_id])


def _order(spell: CategorySpell) -> int:
    return int(spell.category.order)


def household_of(actor: Actor, person: Person, day: date) -> Household | None:
    """Where the person lives on `day`."""
    membership = (
        Membership.objects.visible_to(actor)
        .as_known(None)
        .on(day)
        .filter(person=person, pref=person.pref)
        .select_related("household")
        .first()
    )
    return membership.household if membership else None


def household(actor: Actor, household_id: UUID) -> Household:
    """The household, or Absent."""
    return gate.find(Household, actor, household_id)


def members(actor: Actor, home: Household, day: date) -> list[Line]:
    """Who belongs to the household on `day`, the head first."""
    found = (
        Membership.objects.visible_to(actor)
        .as_known(None)
        .on(day)
        .filter(household=home, pref=home.pref)
        .select_related("person")
    )
    found = aliases.living(found, "person_id")
    relations = {held.person_id: held.relation for held in found}
    people = [held.person for held in found]
    people.sort(key=lambda one: (one.name != home.head_name, one.birth_date or day, one.pk))
    return _lines(actor, people, day, relations)


def households_named(actor: Actor, village: str, name: str) -> list[tuple[Household, str]]:
    """Households of the village in which somebody bears this name, each with all its names."""
    bearing = (
        Membership.objects.visible_to(actor)
        .as_known(None)
        .filter(valid_to=None, area=village, person__name=name.strip())
        .values_list("household_id", flat=True)
    )
    together: dict[UUID, tuple[Household, list[str]]] = {}
    living = Membership.objects.visible_to(actor).as_known(None).filter(valid_to=None)
    living = aliases.living(living, "person_id")
    for held in living.filter(household__in=list(bearing)).select_related("household", "person"):
        together.setdefault(held.household_id, (held.household, []))[1].append(held.person.name)
    return [(home, "、".join(names)) for home, names in together.values()]


def categories() -> list[Category]:
    return list(Category.objects.order_by("order"))


def group_name(person: Person, held: Marks, day: date) -> str:
    """儿童（一小）, 老年人（一老）…: as the figures group the person on `day`."""
    codes = [spell.category_id for spell in held.spells if spell.category.in_scope]
    return rules.GROUP_NAMES[rules.group_on(person.birth_date, codes, day)]


def is_open(actor: Actor, person: Person) -> bool:
    """Whether this single file may be read now: by role, or by a reason given lately."""
    if not actor.needs_reason:
        return True
    since = clock.now() - LOOK_HOLDS
    looks = Look.objects.under(*actor.areas).filter(by=actor.user_id, at__gte=since)
    return bool(looks.filter(aliases.of(person)).exists())


def _called_otherwise(actor: Actor, q: str) -> dict[UUID, str]:
    """Who goes on for merged files of that name → the name."""
    if not q:
        return {}
    merged = aliases.merged(Person.objects.visible_to(actor))
    names = dict(search.by_text(merged, q, wide=False).values_list("pk", "name"))
    return {pk: names[file] for file, pk in aliases.canonical(list(names)).items()}


def _filtered(actor: Actor, wanted: Wanted, called: dict[UUID, str]) -> Any:
    people = aliases.living(Person.objects.visible_to(actor))
    if wanted.area:
        people = people.under(wanted.area)
    if wanted.category:
        people = people.filter(_having(actor, _of_category(wanted.category)))
    if wanted.filed:
        opened = _having(actor, FileSpell.objects.as_known(None).on(clock.today()))
        people = people.filter(opened if wanted.filed == "yes" else ~opened)
    if not wanted.q.strip():
        return people
    wide = len(areakey.common([wanted.area] if wanted.area else actor.areas)) < TOWN
    found = search.by_text(people, wanted.q.strip(), wide=wide)
    return people.filter(Q(pk__in=found.values("pk")) | Q(pk__in=called)) if called else found


def _having(actor: Actor, spells: Any) -> Q:
    """People with such a spell, in a file that was merged into theirs too: these are few, and
    asked first, so that the many are asked as simply as ever."""
    merged = aliases.standing_for(spells.under(*actor.areas))
    own = Q(Exists(spells.filter(pref=OuterRef("pref"), person_id=OuterRef("pk"))))
    return own | Q(pk__in=merged) if merged else own


def _of_category(category: str) -> Any:
    spells = CategorySpell.objects.as_known(None).on(clock.today())
    if category == IN_SCOPE:
        return spells.filter(category__in_scope=True)
    return spells.filter(category=category)


def _behind(people: Any, actor: Actor, after: UUID | None) -> Any:
    last = Person.objects.visible_to(actor).filter(pk=after).first() if after else None
    if last is None:
        return people
    place = (F("area"), F("name_sort"), F("id"))
    return people.filter(TupleGreaterThan(place, (last.area, last.name_sort, last.pk)))


def _lines(
    actor: Actor, people: list[Person], day: date, relations: dict[UUID, str] | None = None
) -> list[Line]:
    found = marks(actor, people, day)
    names = areas.names(person.area for person in people)
    return [
        Line(
            person,
            rules.age_on(person.birth_date, day) if person.birth_date else None,
            found.get(person.pk, Marks()),
            names.get(person.area, ""),
            (relations or {}).get(person.pk, ""),
        )
        for person in people
    ]
