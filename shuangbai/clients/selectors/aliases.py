"""Questions about merged and provisional files."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from shuangbai.clients.models import Alias, Person
from shuangbai.kernel.tables import Viewer


def living(people: Any) -> Any:
    """A queryset of people without the files that were merged into others."""
    return people.exclude(pk__in=Alias.objects.as_known(None).merged().values("alias"))


def canonical(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Merged file → the file that goes on, for those of these ids that were merged."""
    found = Alias.objects.as_known(None).merged().filter(alias__in=list(ids))
    return dict(found.values_list("alias", "canonical"))


def kin(ids: Collection[UUID], known: datetime | None = None) -> dict[UUID, list[UUID]]:
    """Canonical id → all ids of that person, itself first. One query."""
    found: dict[UUID, list[UUID]] = {pk: [pk] for pk in ids}
    rows = Alias.objects.as_known(known).filter(canonical__in=ids)
    for alias, one in rows.order_by("id").values_list("alias", "canonical"):
        found[one].append(alias)
    return found


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
