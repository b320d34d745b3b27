"""How the one box finds people: by text in a list, or exactly by a number that must not stand in
an address. Says by what it found."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Replace

from shuangbai.access.actor import Actor
from shuangbai.areas.models import Area
from shuangbai.clients import masks
from shuangbai.clients.models import Category, Household, Membership, Person
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.onfile import digest, phone_digest, whose
from shuangbai.kernel import identity
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.tables import below

MOST = 50
FEW = 5
BY = {"number": "身份证号码", "phone": "电话", "household": "户编号"}


@dataclass(frozen=True)
class Exact:
    """Whom a number leads to. `by`: as what kind of number it was looked for, '' for none."""

    by: str = ""
    people: tuple[Person, ...] = ()

    @property
    def said(self) -> str:
        return BY.get(self.by, "")


@dataclass(frozen=True)
class Meant:
    """What the text may mean beside a name: places and categories, as (key, name)."""

    places: list[tuple[str, str]] = field(default_factory=list)
    kinds: list[tuple[str, str]] = field(default_factory=list)


def exactly(actor: Actor, typed: str) -> Exact:
    """By identity number, telephone, or the number of a household; no part of one is enough."""
    people = Person.objects.visible_to(actor)
    known = identity.check(typed)
    if known.normalised:
        return Exact("number", tuple(numbered(actor, known.normalised)))
    if not any(letter.isdigit() for letter in typed):
        return Exact()
    homes = Household.objects.visible_to(actor).filter(number=typed)
    living = Membership.objects.visible_to(actor).as_known(None).filter(valid_to=None)
    members = living.filter(household__in=homes).values("person_id")
    together = people.filter(pk__in=members).order_by("area", "name_sort", "id")
    if there := aliases.going_on(actor, together[:MOST]):
        return Exact("household", tuple(there))
    key = phone_digest(typed) if _like_phone(typed) else None
    if key is None:
        return Exact()
    called = people.filter(pref__in=_prefectures(actor), phone_hash=key)
    found = called.order_by("area", "name_sort", "id")[:MOST]
    return Exact("phone", tuple(aliases.going_on(actor, found)))


def numbered(actor: Actor, number: str) -> list[Person]:
    """Whose normalised identity number this is; one that stands in a merged file, wherever it
    lies, leads to the file that goes on."""
    key = digest(number)
    people = Person.objects.visible_to(actor)
    found = list(people.filter(identity_hash=key)[:MOST])
    goes_on = {pk for pref in _prefectures(actor) for pk in whose(pref, [key]).values()}
    if rest := goes_on - {person.pk for person in found}:
        found += people.filter(pk__in=rest)
    return aliases.going_on(actor, found)


def _prefectures(actor: Actor) -> set[str]:
    return {area[:4] for area in actor.areas}


def _like_phone(typed: str) -> bool:
    return all(letter.isdigit() or letter in " -+()（）" for letter in typed)


def meant(actor: Actor, q: str) -> Meant:
    """Villages and towns of the actor, and categories, whose name holds the text."""
    if len(q) < 2 or q.isascii() or masks.typed(q) != q:
        return Meant()
    units = Area.objects.filter(below(actor.areas, "key"), closed_on=None, name__contains=q)
    units = units.filter(level__in=[Level.TOWN.value, Level.VILLAGE.value]).order_by("key")
    kinds = Category.objects.filter(Q(name__contains=q) | Q(short__contains=q)).order_by("order")
    return Meant(
        list(units.values_list("key", "name")[:FEW]), list(kinds.values_list("code", "short")[:FEW])
    )


def by_text(people: Any, q: str, *, wide: bool) -> Any:
    """Part of a name, pinyin or initials. `wide`: the list spans several towns, where the index on
    letters is asked first, through the narrow door; in one town its people are read at once."""
    known = identity.check(q)
    if known.normalised:
        return people.filter(identity_hash=digest(known.normalised))
    if q.isascii():
        said = q.lower().replace(" ", "")
        whole = Replace("name_sort", Value(" "), Value(""))
        return people.annotate(said=whole).filter(
            Q(name_initials__startswith=said) | Q(said__startswith=said) | Q(name__icontains=q)
        )
    letters = sorted(set(q))
    if wide:
        # Trigrams miss the inner part of a Chinese name; the index is on its letters.
        return people.filter(pk__in=RawSQL("SELECT clients_lettered(%s, %s)", [letters, q]))
    every = Func(
        F("name"),
        Value(None),
        function="string_to_array",
        output_field=ArrayField(TextField()),
    )
    return people.annotate(letters=every).filter(letters__contains=letters, name__contains=q)
