"""Who is still missing: the rows of `people_missing` as a work list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.figures import in_scope_spells
from shuangbai.clients.models import Category, Person
from shuangbai.cover import rules
from shuangbai.cover.figures import open_file, served_here, serving_towns
from shuangbai.cover.rules import Asked, Why
from shuangbai.cover.selectors.rates import ask_of
from shuangbai.kernel import figures
from shuangbai.kernel.figures import Ask
from shuangbai.kernel.tables import below
from shuangbai.visits.models import Served

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which of the missing: what they lack at least, and a category they hold. Empty: all."""

    why: str = ""
    category: str = ""


@dataclass(frozen=True)
class MissingLine:
    """`person` is None for somebody who has moved out of the asker's areas since that day."""

    person_id: UUID
    person: Person | None
    area: str
    town: str
    village: str
    categories: tuple[str, ...]
    why: Why
    last_service: date | None


@dataclass(frozen=True)
class MissingPage:
    lines: list[MissingLine]
    total: int
    after: UUID | None
    """The last person shown, when more follow."""


def missing_page(
    actor: Actor, asked: Asked, wanted: Wanted, after: UUID | None = None
) -> MissingPage:
    """Fifty of them, by place and name."""
    ask = ask_of(actor, asked, "missing.see")
    rows = _rows(ask, wanted)
    total = rows.values("person_id").distinct().count()
    following = _after(rows, after) if after else rows
    found = list(_ordered(following)[: PAGE + 1])
    lines = _lines(actor, ask, found[:PAGE])
    return MissingPage(lines, total, lines[-1].person_id if len(found) > PAGE else None)


def missing_all(actor: Actor, asked: Asked, wanted: Wanted) -> list[MissingLine]:
    """All of them, for a list that is taken along."""
    ask = ask_of(actor, asked, "missing.export")
    return _lines(actor, ask, list(_ordered(_rows(ask, wanted))))


def categories() -> list[tuple[str, str]]:
    """(code, name) of the categories by which the list can be narrowed."""
    return list(Category.objects.filter(in_scope=True).values_list("code", "name"))


def _rows(ask: Ask, wanted: Wanted) -> "QuerySet[Any]":
    """Spells behind the figure, narrowed. The name is looked up, not joined: a join would lose
    whoever has moved away since."""
    name = Person.objects.filter(pref=OuterRef("pref"), pk=OuterRef("person_id"))
    rows: QuerySet[Any] = figures.get("people_missing").rows(ask).filter(below(ask.scope))
    rows = rows.annotate(
        filed=open_file(ask),
        served=served_here(ask),
        sort=Coalesce(Subquery(name.values("name_sort")[:1]), Value("")),
    )
    if wanted.why in (Why.FILE, Why.BOTH):
        rows = rows.filter(filed=False)
    if wanted.why in (Why.SERVICE, Why.BOTH):
        rows = rows.filter(served=False)
    if wanted.category:
        held = in_scope_spells(ask).filter(
            pref=OuterRef("pref"), person_id=OuterRef("person_id"), area=OuterRef("area")
        )
        rows = rows.filter(Exists(held.filter(category_id=wanted.category)))
    return rows


def _ordered(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """One line for each person, however many categories they hold."""
    order = ("area", "sort", "person_id")
    return rows.values(*order, "filed", "served").order_by(*order).distinct()


def _after(rows: "QuerySet[Any]", person_id: UUID) -> "QuerySet[Any]":
    last = rows.filter(person_id=person_id).values("area", "sort", "person_id").first()
    if last is None:
        return rows
    same_place, same_name = Q(area=last["area"]), Q(sort=last["sort"])
    return rows.filter(
        Q(area__gt=last["area"])
        | (same_place & Q(sort__gt=last["sort"]))
        | (same_place & same_name & Q(person_id__gt=last["person_id"]))
    )


def _lines(actor: Actor, ask: Ask, found: list[dict[str, Any]]) -> list[MissingLine]:
    ids = [row["person_id"] for row in found]
    people = {person.pk: person for person in Person.objects.visible_to(actor).filter(pk__in=ids)}
    held, last = _held(ask, ids), _last_service(ask, ids)
    names = areas.names(row["area"] for row in found)
    towns = areas.places((row["area"][:9] for row in found), ask.scope)
    return [
        MissingLine(
            person_id=row["person_id"],
            person=people.get(row["person_id"]),
            area=row["area"],
            town=towns[row["area"][:9]],
            village=names.get(row["area"], "") if len(row["area"]) > 9 else "",
            categories=held[row["person_id"]],
            why=rules.why(row["filed"], row["served"]),
            last_service=last.get(row["person_id"]),
        )
        for row in found
    ]


def _held(ask: Ask, ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """In-scope categories of each person on that day, by their short names."""
    spells = in_scope_spells(ask).filter(below(ask.scope), person_id__in=ids)
    held: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    found = spells.order_by("category__order").values_list("person_id", "category__short")
    for person_id, short in found:
        held[person_id] = (*held[person_id], short)
    return held


def _last_service(ask: Ask, ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day, up to the asked one, on which each was served in the asked area."""
    served = Served.objects.as_known(ask.known).filter(
        below(serving_towns(ask.scope)), person_id__in=ids, happened_on__lte=ask.period.end
    )
    return dict(
        served.order_by()
        .values("person_id")
        .annotate(last=Max("happened_on"))
        .values_list("person_id", "last")
    )
