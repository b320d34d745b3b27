"""Questions about merged and provisional files."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from shuangbai.clients.models import Alias, Person
from shuangbai.kernel.tables import Viewer

FILES_OF = (
    "SELECT %s::uuid UNION ALL"
    " SELECT alias FROM clients_alias WHERE canonical = %s AND undone_at IS NULL"
)
FILES_OF_ANY = (
    "SELECT unnest(%s::uuid[]) UNION ALL"
    " SELECT alias FROM clients_alias WHERE canonical = ANY(%s::uuid[]) AND undone_at IS NULL"
)


def living(rows: Any, field: str = "pk") -> Any:
    """A queryset of people, or of rows of people, without files that were merged into others."""
    merged = Alias.objects.as_known(None).merged()
    return rows.filter(~Exists(merged.filter(alias=OuterRef(field))))


def merged(people: Any) -> Any:
    """Of a queryset of people: the files that were merged into others."""
    return people.filter(pk__in=Alias.objects.as_known(None).merged().values("alias"))


def canonical(ids: Any) -> dict[UUID, UUID]:
    """Merged file → the file that goes on, for those of these ids (or of a query for them) that
    were merged."""
    these = {"alias__in": ids} if isinstance(ids, QuerySet) else {"alias__among": ids}
    found = Alias.objects.as_known(None).merged().filter(**these)
    return dict(found.values_list("alias", "canonical"))


def kin(ids: Collection[UUID], known: datetime | None = None) -> dict[UUID, list[UUID]]:
    """Canonical id → all ids of that person, itself first. One query."""
    found: dict[UUID, list[UUID]] = {pk: [pk] for pk in ids}
    rows = Alias.objects.as_known(known).filter(canonical__among=ids)
    for alias, one in rows.order_by("id").values_list("alias", "canonical"):
        found[one].append(alias)
    return found


def files(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """File → the one of `ids` to whom it belongs: their own files and those merged into them."""
    return {file: pk for pk, together in kin(ids).items() for file in together}


def by_person[T](
    rows: Iterable[tuple[UUID, T]], leads: Mapping[UUID, UUID] | None = None
) -> dict[UUID, T]:
    """Canonical id → what is said of the person, of pairs of a file and what is said in it: the
    file that goes on speaks before merged ones. `leads`: as of `canonical`, when it is known."""
    told = dict(rows)
    same = canonical(told) if leads is None else leads
    return {same.get(pk, pk): told[pk] for pk in sorted(told, key=lambda pk: pk not in same)}


def of(person: Person, field: str = "person_id") -> Q:
    """Rows of the person in whichever of their files they lie; no question of its own. Of a file
    that was merged into another: its own rows."""
    theirs = RawSQL(FILES_OF, [person.pk, person.pk])
    return Q(pref=person.pref, **{f"{field}__in": theirs})


def of_any(ids: Collection[UUID], field: str = "person_id") -> Q:
    """Rows of these people in whichever of their files they lie; no question of its own. `whose`
    says of which of them each row is."""
    told = [*ids]
    return Q(**{f"{field}__in": RawSQL(FILES_OF_ANY, [told, told])})


def whose(ids: Collection[UUID], files: Iterable[UUID]) -> dict[UUID, UUID]:
    """File → the one of `ids` that goes on for it; asks only when there are others than these."""
    own = {pk: pk for pk in ids}
    others = {file for file in files if file not in own}
    return own | canonical(others) if others else own


def own_first(person: Person, field: str = "person_id") -> Case:
    """Orders rows of a person: those of the file that goes on before those of merged ones."""
    own = When(**{field: person.pk}, then=Value(0))
    return Case(own, default=Value(1), output_field=IntegerField())


def standing_for(rows: Any) -> list[UUID]:
    """Of rows with a `person_id`: the files that go on for the merged ones among them, few."""
    files = Alias.objects.as_known(None).merged().values("alias")
    held = rows.filter(person_id__in=files).values_list("person_id", flat=True)
    return list(canonical(set(held)).values())


def going_on(viewer: Viewer, people: Iterable[Person]) -> list[Person]:
    """These people, each once: in place of a merged file the one that goes on, where the viewer
    may see it."""
    listed = list(people)
    instead = canonical([person.pk for person in listed])
    seen = Person.objects.visible_to(viewer).in_bulk(set(instead.values())) if instead else {}
    found = (seen.get(instead.get(person.pk), person) for person in listed)
    return list({person.pk: person for person in found}.values())


def together(one: Person, other: Person) -> UUID | None:
    """The file that goes on for both, when they are files of one person."""
    ids = [one.pk, other.pk]
    leads = canonical(ids)
    ends = {leads.get(pk, pk) for pk in ids}
    return ends.pop() if leads and len(ends) == 1 else None


def shown(viewer: Viewer, subjects: Collection[str | UUID]) -> dict[str, Person]:
    """Canonical id → the person, or the merged file of theirs that this viewer may see; two
    questions, the second only for those whose file lies elsewhere."""
    wanted = {str(one) for one in subjects}
    people = Person.objects.visible_to(viewer)
    found = {str(person.pk): person for person in people.filter(pk__in=wanted)}
    if rest := wanted - set(found):
        links = Alias.objects.as_known(None).merged().filter(canonical__in=rest)
        whose = dict(links.order_by("-id").values_list("alias", "canonical"))
        for person in people.filter(pk__in=list(whose)) if whose else ():
            found[str(whose[person.pk])] = person
    return found
