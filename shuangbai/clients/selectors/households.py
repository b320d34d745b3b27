"""Questions about households that pages and actions both ask. Actor first."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.clients.household_rules.entitlements import Follow, Held, follows
from shuangbai.clients.models import (
    Category,
    CategorySpell,
    Household,
    HouseholdChange,
    Look,
    Membership,
    Person,
)
from shuangbai.clients.selectors import handovers
from shuangbai.clients.selectors import people as clients
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import Level

GONE = "已转走的人"
FOUND = 20


def find(actor: Actor, household_id: UUID) -> Household:
    """The household, or Absent."""
    return gate.find(Household, actor, household_id)


def change(actor: Actor, home: Household, change_id: UUID | None) -> HouseholdChange:
    """One deed of this household, or Absent."""
    found = gate.find(HouseholdChange, actor, change_id)
    if home.pk not in (found.household_id, found.other):
        raise Absent(HouseholdChange.see_verb, "clients.householdchange", str(change_id))
    return found


def is_open(actor: Actor, home: Household) -> bool:
    """Whether its page may be read now: by role, or by a reason given lately for one of them."""
    if not actor.needs_reason:
        return True
    since = clock.now() - clients.LOOK_HOLDS
    looks = Look.objects.under(town(home)).filter(by=actor.user_id, at__gte=since)
    return bool(looks.filter(person__in=_ever(actor, home)).exists())


def to_ask_for(actor: Actor, home: Household) -> Person:
    """Whose file is asked for before the page opens; Absent when nobody is there to ask for."""
    people = _ever(actor, home)
    if not people:
        raise Absent(Household.see_verb, "clients.household", str(home.pk))
    return people[0]


def _ever(actor: Actor, home: Household) -> list[Person]:
    """Whoever belonged to it and can be seen here, those of today first."""
    rows = Membership.objects.visible_to(actor).as_known(None).filter(household=home)
    spells = list(rows.filter(pref=home.pref).order_by("-valid_from", "id"))
    order = [one.person_id for one in sorted(spells, key=lambda one: one.valid_to is not None)]
    found = Person.objects.visible_to(actor).in_bulk(list(dict.fromkeys(order)))
    return [found[pk] for pk in dict.fromkeys(order) if pk in found]


def memberships(actor: Actor, found: Household) -> Any:
    rows = Membership.objects.visible_to(actor).as_known(None)
    return rows.filter(household=found, pref=found.pref)


def names_of(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Also of those who were handed over from here since."""
    wanted = set(ids)
    here = Person.objects.visible_to(actor).filter(pk__in=wanted)
    found = dict(here.values_list("pk", "name"))
    away = wanted - set(found)
    gone = handovers.gone(actor, away) if away else {}
    return {pk: found.get(pk) or (gone[pk].name if pk in gone else GONE) for pk in wanted}


def of_people(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Household]:
    """Person → the household to which they belong now; one query."""
    rows = Membership.objects.visible_to(actor).as_known(None).filter(valid_to=None)
    found = rows.filter(person__in=list(ids)).select_related("household")
    return {row.person_id: row.household for row in found}


def held(spell: CategorySpell, families: Collection[str] = ()) -> Held[UUID]:
    """A spell as the rules take it. `families`: categories that whole households hold."""
    told = (spell.pk, spell.person_id, spell.category_id, spell.source, spell.household_id)
    days = (spell.valid_from, spell.valid_to)
    return Held(*told, *days, family=spell.category_id in families)


def families() -> dict[str, str]:
    """Code → how it is called, of the categories that whole households hold."""
    rows = Category.objects.exclude(unit=Category.Unit.PERSON).order_by("order")
    return dict(rows.values_list("code", "short"))


def held_by(actor: Actor, found: Household, ids: Iterable[UUID]) -> list[Held[UUID]]:
    """What these people hold without an end."""
    spells = CategorySpell.objects.visible_to(actor).as_known(None).filter(valid_to=None)
    of_family = families()
    rows = spells.filter(person__in=list(ids), pref=found.pref).order_by("valid_from", "id")
    return [held(spell, of_family) for spell in rows]


def following(actor: Actor, found: Household, going: Collection[UUID]) -> list[Follow]:
    """What becomes of their categories when these people leave the household."""
    rows = held_by(actor, found, going)
    return follows(rows, dict.fromkeys(going, found.pk), [*families()])


def seen(actor: Actor, homes: Iterable[Household]) -> str:
    """Stands for the households exactly as they are now: members, what they hold, own rows."""
    told: list[str] = []
    for one in sorted(homes, key=lambda home: home.pk):
        rows = memberships(actor, one).filter(valid_to=None)
        people = {row.person_id: row.pk for row in rows}
        spells = [str(spell.key) for spell in held_by(actor, one, people) if spell.household]
        told += [str(one.pk), one.head_name, one.number, one.address, one.area]
        told += [*sorted(map(str, people.values())), *sorted(spells)]
    return sha256("\n".join(told).encode()).hexdigest()[:32]


def town(home: Household) -> str:
    return areakey.cut(home.area, Level.TOWN)


def named(actor: Actor, near: Household, q: str, limit: int = FOUND) -> list[tuple[Household, str]]:
    """Other households of the town, by a member's name, the head's, or the number; with all the
    names of those who belong to each."""
    text = q.strip()
    if not text:
        return []
    living = Membership.objects.visible_to(actor).as_known(None).filter(valid_to=None)
    there = living.under(town(near)).filter(pref=near.pref)
    homes = Household.objects.visible_to(actor).under(town(near)).filter(pref=near.pref)
    by_own = homes.filter(number=text) | homes.filter(head_name__contains=text)
    ids = {
        *there.filter(person__name__contains=text).values_list("household_id", flat=True)[:limit],
        *by_own.values_list("pk", flat=True)[:limit],
    } - {near.pk}
    together: dict[UUID, tuple[Household, list[str]]] = {}
    rows = there.filter(household__in=ids).select_related("household", "person")
    for row in rows.order_by("valid_from", "id"):
        together.setdefault(row.household_id, (row.household, []))[1].append(row.person.name)
    return [(one, "、".join(names)) for one, names in [*together.values()][:limit]]
