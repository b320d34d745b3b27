"""Who may open the files of children, and the check at the door of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shuangbai.access import audit, gate
from shuangbai.access.actor import Actor
from shuangbai.access.models import User
from shuangbai.access.selectors import people_in
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Approval, ApprovalChild, CategorySpell, Person
from shuangbai.clients.rules import CHILD_CATEGORIES, is_child
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import clock
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "child.closed": (
            "{name}是未成年人，您还没有打开未成年人档案的授权。",
            "请站长在“未成年人档案授权”里给您授权，授权以后马上可以看。",
        ),
    }
)


@dataclass(frozen=True)
class Told:
    """An approval as the page shows it; `children`: names of those it names."""

    approval: Approval
    place: str
    children: str
    in_force: bool


@dataclass(frozen=True)
class Asked:
    """Somebody about whom something was written in `area`, who was a child then or not."""

    person_id: UUID
    area: str
    child_then: bool


def listed(actor: Actor) -> list[Told]:
    """Those in force first, then those that ended, newest first."""
    gate.allow(actor, Approval.see_verb)
    today = clock.today()
    found = list(Approval.objects.visible_to(actor).as_known(None).order_by("-id")[:200])
    names: dict[UUID, list[str]] = {}
    for child in (
        ApprovalChild.objects.visible_to(actor).filter(approval__in=found).select_related("person")
    ):
        names.setdefault(child.approval_id, []).append(child.person.name)
    places = areas.names(one.area for one in found)
    told = [
        Told(one, places[one.area], "、".join(names.get(one.pk, ())), one.valid_to > today)
        for one in found
    ]
    return sorted(told, key=lambda one: not one.in_force)


def find(actor: Actor, approval_id: UUID) -> Approval:
    return gate.find(Approval, actor, approval_id)


def grantees(area: str) -> list[User]:
    """Who works in the area and needs an approval."""
    return people_in(area)


def children(actor: Actor, area: str) -> list[Person]:
    """People under 18 in the area, for an approval that names them."""
    people = aliases.living(Person.objects.visible_to(actor).under(area))
    found = people.order_by("area", "name_sort", "id")
    return [one for one in found if is_child(one.birth_date, clock.today())]


def check(actor: Actor, person: Person) -> None:
    """Stands in the door of every single file: a child's opens for those who answer for it, and
    for those whom they approved; each look is on the record (未成年人网络保护条例 art. 36)."""
    if not _treated_as_child(actor, person):
        return
    subject = ("clients.person", str(person.pk))
    if not (actor.may("approval.give") or actor.needs_reason or _approved(actor, person)):
        audit.refused(
            actor, "person.see", "未成年人档案，没有授权", area=person.area, subject=subject
        )
        raise problem("child.closed", name=person.name)
    audit.seen(actor, "person.see", area=person.area, subject=subject, child=True)


def closed_to(actor: Actor, asked: Collection[Asked]) -> set[UUID]:
    """Of these people the children whose files do not open for the actor; in a fixed number of
    questions. For pages that show words about several people at once: who shows them says so."""
    if actor.may("approval.give") or actor.needs_reason or not asked:
        return set()
    today = clock.today()
    rows = Person.objects.visible_to(actor).filter(pk__in={one.person_id for one in asked})
    here = {pk: (born, area) for pk, born, area in rows.values_list("id", "birth_date", "area")}
    unknown = [pk for pk, (born, _) in here.items() if born is None]
    young = {pk for pk, (born, _) in here.items() if is_child(born, today)}
    if unknown:
        held = CategorySpell.objects.visible_to(actor).as_known(None).on(today)
        held = held.filter(person_id__in=unknown, category__in=CHILD_CATEGORIES)
        young |= set(held.values_list("person_id", flat=True))
    # Of somebody whose file is elsewhere by now it is known what they were then.
    young |= {one.person_id for one in asked if one.child_then and one.person_id not in here}
    if not young:
        return set()
    places = {one.person_id: one.area for one in asked} | {pk: at[1] for pk, at in here.items()}
    return young - _opened_by(actor, {pk: places[pk] for pk in young}, today)


def _opened_by(actor: Actor, places: Mapping[UUID, str], today: date) -> set[UUID]:
    """Those whom an approval of the actor opens: all children of an area, or by name."""
    given = list(
        Approval.objects.visible_to(actor)
        .as_known(None)
        .filter(user_id=actor.user_id, valid_from__lte=today, valid_to__gt=today)
    )
    whole = [one.area for one in given if one.every_child]
    named = set(
        ApprovalChild.objects.visible_to(actor)
        .filter(approval__in=[one for one in given if not one.every_child])
        .values_list("person_id", flat=True)
    )
    every = {pk for pk, at in places.items() if any(at.startswith(area) for area in whole)}
    leads = aliases.canonical([*places, *named]) if named else {}
    children = {leads.get(pk, pk) for pk in named}
    return every | {pk for pk in places if leads.get(pk, pk) in children}


def _treated_as_child(actor: Actor, person: Person) -> bool:
    """Under 18, or of unknown age in a category that only children hold."""
    if person.birth_date is not None:
        return is_child(person.birth_date, clock.today())
    held = CategorySpell.objects.visible_to(actor).as_known(None).on(clock.today())
    return bool(held.filter(aliases.of(person), category__in=CHILD_CATEGORIES).exists())


def _approved(actor: Actor, person: Person) -> bool:
    today = clock.today()
    named = ApprovalChild.objects.visible_to(actor).filter(
        aliases.of(person), approval_id=OuterRef("pk")
    )
    found = (
        Approval.objects.visible_to(actor)
        .as_known(None)
        .filter(user_id=actor.user_id, valid_from__lte=today, valid_to__gt=today)
        .filter(Q(every_child=True) | Exists(named))
    )
    return any(person.area.startswith(one.area) or not one.every_child for one in found)


gate.guard(Person, check)
