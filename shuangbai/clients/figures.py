"""People on the lists and open files, counted from spells that carry their own facts.

Files that were merged count as one person: what is counted once is the canonical id, as known at
the instant that is asked for. Provisional files count for nobody until they are settled.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from shuangbai.clients import rules
from shuangbai.clients.models import (
    Alias,
    Category,
    CategorySpell,
    FileSpell,
    Household,
    Membership,
)
from shuangbai.clients.models.aliases import NOBODY
from shuangbai.clients.rules import Group
from shuangbai.clients.selectors import aliases
from shuangbai.kernel.figures import Ask, Facet, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer, below


def same_person(ask: Ask) -> Case:
    """The canonical id of the row's person. Few files are merged: whether one is, is looked up in
    a small hash, and only for those is its canonical id asked."""
    merged = Alias.objects.as_known(ask.known)
    whose = merged.filter(alias=OuterRef("person_id"))
    return Case(
        When(person_id__in=merged.values("alias"), then=Subquery(whose.values("canonical"))),
        default=F("person_id"),
        output_field=UUIDField(),
    )


def any_merged(ask: Ask) -> bool:
    """Whether any file was merged at all, as known: most questions need not look further."""
    return bool(Alias.objects.as_known(ask.known).merged().exists())


def of_merged(ask: Ask) -> Q:
    """Rows of people of whom more than one file was known."""
    merged = Alias.objects.as_known(ask.known).merged()
    return Q(person_id__in=merged.values("alias").union(merged.values("canonical"), all=True))


def settled(rows: "QuerySet[Any]", ask: Ask) -> "QuerySet[Any]":
    """Without provisional files."""
    held = Alias.objects.as_known(ask.known).filter(canonical=NOBODY)
    return rows.exclude(person_id__in=held.values("alias"))


def in_scope_spells(ask: Ask) -> "QuerySet[CategorySpell]":
    """Spells of in-scope categories that hold on the last day, as known."""
    return settled(_in_scope(ask), ask)


def _in_scope(ask: Ask) -> "QuerySet[CategorySpell]":
    spells = CategorySpell.objects.as_known(ask.known).on(ask.period.end)
    return spells.filter(category__in_scope=True)


def group_by_spells(ask: Ask) -> Case:
    """`rules.group_on` as SQL, over all in-scope categories the person holds on that day here."""
    held = _in_scope(ask).filter(
        pref=OuterRef("pref"), person_id=OuterRef("person_id"), area=OuterRef("area")
    )
    codes = ArraySubquery(held.values("category_id"))
    day = ask.period.end

    def holds(wanted: frozenset[str]) -> Q:
        texts = Value(sorted(wanted), output_field=ArrayField(CharField()))
        return Q(Overlaps(codes, texts))

    unknown = Q(birth_date=None)
    return Case(
        When(Q(birth_date__gt=rules.born_by(day, 18)), then=Value(Group.CHILD.value)),
        When(unknown & holds(rules.CHILD_CATEGORIES), then=Value(Group.CHILD.value)),
        When(Q(birth_date__lte=rules.born_by(day, 60)), then=Value(Group.ELDERLY.value)),
        When(unknown & holds(rules.ELDERLY_CATEGORIES), then=Value(Group.ELDERLY.value)),
        When(holds(rules.DISABLED_CATEGORIES), then=Value(Group.DISABLED.value)),
        default=Value(Group.ADULT.value),
        output_field=CharField(),
    )


class Overlaps(Func):
    """Two text arrays share an element."""

    template = "(%(expressions)s)"
    arg_joiner = " && "
    conditional = True


def category_names() -> dict[str, str]:
    return dict(Category.objects.values_list("code", "name"))


GROUP_SPLIT = Split(name="服务群体", parts=rules.GROUP_NAMES, value=group_by_spells)
CATEGORY_FACET = Facet(
    name="对象类别",
    parts=category_names,
    value=lambda ask: Func(F("category_id"), function="ARRAY", template="ARRAY[%(expressions)s]"),
)


def person_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """Rows whose subject is a person: name and masked number, for those the viewer reads."""
    found = aliases.shown(viewer, {row.subject for row in rows})
    return {
        row.id: RowCard(
            found[row.subject].name,
            f"身份证号码 {found[row.subject].identity or '没有号码'}",
            reverse("desk:person", args=[found[row.subject].pk]),
        )
        for row in rows
        if row.subject in found
    }


def _whose_household(ask: Ask) -> "QuerySet[CategorySpell]":
    return in_scope_spells(ask).annotate(one=same_person(ask))


def same_household(ask: Ask) -> Coalesce:
    """To which household the row's person belongs in the places that are asked for: as the file
    that goes on says, else as the row's own file; somebody without one is a household."""
    held = Membership.objects.as_known(ask.known).on(ask.period.end).filter(below(ask.scope))
    of_town = held.filter(pref=OuterRef("pref")).order_by("id").values("household_id")
    return Coalesce(
        Subquery(of_town.filter(person_id=OuterRef("one"))[:1]),
        Subquery(of_town.filter(person_id=OuterRef("person_id"))[:1]),
        F("one"),
        output_field=UUIDField(),
    )


def household_cards(viewer: Viewer, rows: Sequence[Row]) -> Mapping[str, RowCard]:
    """The household of the row, for those the viewer reads; a lone person as themselves."""
    found = Household.objects.visible_to(viewer).filter(pk__in={row.subject for row in rows})
    homes = {str(home.pk): home for home in found}
    return dict(person_cards(viewer, rows)) | {
        row.id: RowCard(
            f"{homes[row.subject].head_name}一户",
            homes[row.subject].address,
            reverse("clients:household", args=[row.subject]),
        )
        for row in rows
        if row.subject in homes
    }


PEOPLE = Figure(
    key="people",
    name="在册对象",
    unit="人",
    description="截止日属于任一纳入范围类别的人，名册来的和走访发现的都算；一人有几类只算一次，已并档的算一个人，待核实的不算。",
    rows=in_scope_spells,
    subject=same_person,
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    additive_over=frozenset({"area"}),
)

HOUSEHOLDS = Figure(
    key="households",
    name="在册户",
    unit="户",
    description="截止日至少有一名在册对象的户，一户只算一次；没有同住的人的，一个人算一户。",
    rows=_whose_household,
    subject=same_household,
    describe=household_cards,
    facets={"category": CATEGORY_FACET},
)

FILES = Figure(
    key="files",
    name="开着的档案",
    unit="人",
    description="截止日档案开着的人，在不在册都算；一人只算一次，已并档的算一个人，待核实的不算。",
    rows=lambda ask: settled(FileSpell.objects.as_known(ask.known).on(ask.period.end), ask),
    subject=same_person,
    describe=person_cards,
    additive_over=frozenset({"area"}),
)

register(PEOPLE, HOUSEHOLDS, FILES)
