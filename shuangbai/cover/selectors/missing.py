"""Who is still missing: the rows of `people_missing` as a work list, a line for each person.

People with one file are asked page by page. Those with several, few, are put together here: each
has one line, whatever their files hold, and is read in among the others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan
from django.db.models.functions import Coalesce

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.figures import in_scope_spells, same_person
from shuangbai.clients.models import Category, Person
from shuangbai.clients.selectors import aliases
from shuangbai.cover import rules
from shuangbai.cover.figures import open_file, served_here
from shuangbai.cover.rules import Asked, Why
from shuangbai.cover.selectors.rates import ask_of
from shuangbai.kernel import figures
from shuangbai.kernel.figures import Ask
from shuangbai.kernel.tables import below
from shuangbai.visits.models import Served
from shuangbai.visits.selectors.reach import serving_towns

PAGE = 50
ORDER = ("area", "sort", "person_id")


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
    rows, several = _rows(ask, wanted)
    total = rows.values("person_id").distinct().count() + len(several)
    last = _place_of(rows, several, after) if after else None
    following = several
    if last is not None:
        rows = rows.filter(TupleGreaterThan(tuple(map(F, ORDER)), last))
        following = [row for row in several if _place(row) > last]
    found = sorted([*_ordered(rows)[: PAGE + 1], *following], key=_place)[: PAGE + 1]
    lines = _lines(actor, ask, found[:PAGE])
    return MissingPage(lines, total, found[PAGE - 1]["person_id"] if found[PAGE:] else None)


def missing_all(actor: Actor, asked: Asked, wanted: Wanted) -> list[MissingLine]:
    """All of them, for a list that is taken along."""
    ask = ask_of(actor, asked, "missing.export")
    rows, several = _rows(ask, wanted)
    return _lines(actor, ask, sorted([*_ordered(rows), *several], key=_place))


def categories() -> list[tuple[str, str]]:
    """(code, name) of the categories by which the list can be narrowed."""
    return list(Category.objects.filter(in_scope=True).values_list("code", "name"))


def _rows(ask: Ask, wanted: Wanted) -> tuple["QuerySet[Any]", list[dict[str, Any]]]:
    """Spells behind the figure, narrowed: of people with one file, and a row for each of those
    with several."""
    spells, *several = figures.get("people_missing").querysets(ask)
    rows = spells.annotate(filed=open_file(ask), served=served_here(ask))
    firsts: dict[UUID, dict[str, Any]] = {}
    for queryset in several:
        found = _narrowed(ask, wanted, queryset.annotate(one=same_person(ask)))
        for row in found.values(*ORDER, "filed", "served", "one").order_by(*ORDER):
            firsts.setdefault(row["one"], row)
    return _narrowed(ask, wanted, rows), list(firsts.values())


def _narrowed(ask: Ask, wanted: Wanted, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The name is looked up, not joined: a join would lose whoever has moved away since."""
    name = Person.objects.filter(pref=OuterRef("pref"), pk=OuterRef("person_id"))
    rows = rows.filter(below(ask.scope)).annotate(
        sort=Coalesce(Subquery(name.values("name_sort")[:1]), Value(""))
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
    return rows.values(*ORDER, "filed", "served").order_by(*ORDER).distinct()


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ORDER)


def _place_of(
    rows: "QuerySet[Any]", several: list[dict[str, Any]], person_id: UUID
) -> tuple[Any, ...] | None:
    """Where the last person of the page before stands in the list."""
    found = next((row for row in several if row["person_id"] == person_id), None)
    found = found or rows.filter(person_id=person_id).values(*ORDER).first()
    return _place(found) if found else None


def _lines(actor: Actor, ask: Ask, found: list[dict[str, Any]]) -> list[MissingLine]:
    ones = {row["person_id"]: row.get("one", row["person_id"]) for row in found}
    files = aliases.kin(set(ones.values()), ask.known)
    ids = [pk for kin in files.values() for pk in kin]
    people = aliases.shown(actor, list(files))
    held, last = _held(ask, ids), _last_service(ask, ids)
    names = areas.names(row["area"] for row in found)
    towns = areas.places((row["area"][:9] for row in found), ask.scope)
    lines = []
    for row in found:
        one = ones[row["person_id"]]
        days = [last[pk] for pk in files[one] if pk in last]
        lines.append(
            MissingLine(
                person_id=one,
                person=people.get(str(one)),
                area=row["area"],
                town=towns[row["area"][:9]],
                village=names.get(row["area"], "") if len(row["area"]) > 9 else "",
                categories=tuple(dict.fromkeys(s for pk in files[one] for s in held[pk])),
                why=rules.why(row["filed"], row["served"]),
                last_service=max(days, default=None),
            )
        )
    return lines


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
