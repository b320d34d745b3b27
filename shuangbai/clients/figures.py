"""People on the lists and open files, counted from spells that carry their own facts."""

from collections.abc import Mapping, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, F, Func, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from shuangbai.clients import rules
from shuangbai.clients.models import Category, CategorySpell, FileSpell, Person
from shuangbai.clients.rules import Group
from shuangbai.kernel.figures import Ask, Facet, Figure, Row, RowCard, Split, register
from shuangbai.kernel.tables import Viewer


def in_scope_spells(ask: Ask) -> "QuerySet[CategorySpell]":
    """Spells of in-scope categories that hold on the last day, as known."""
    spells = CategorySpell.objects.as_known(ask.known).on(ask.period.end)
    return spells.filter(category__in_scope=True)


def group_by_spells(ask: Ask) -> Case:
    """`rules.group_on` as SQL, over all in-scope categories the person holds on that day here."""
    held = in_scope_spells(ask).filter(
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
    people = Person.objects.visible_to(viewer).filter(pk__in={row.subject for row in rows})
    found = {str(person.pk): person for person in people}
    return {
        row.id: RowCard(
            found[row.subject].name,
            f"身份证号码 {found[row.subject].identity or '没有号码'}",
            reverse("desk:person", args=[row.subject]),
        )
        for row in rows
        if row.subject in found
    }


PEOPLE = Figure(
    key="people",
    name="在册对象",
    unit="人",
    description="截止日属于任一纳入范围类别的人，名册来的和走访发现的都算；一人有几类只算一次。",
    rows=in_scope_spells,
    subject="person_id",
    describe=person_cards,
    splits={"group": GROUP_SPLIT},
    facets={"category": CATEGORY_FACET},
    additive_over=frozenset({"area"}),
)

FILES = Figure(
    key="files",
    name="开着的档案",
    unit="人",
    description="截止日档案开着的人，在不在册都算；一人只算一次。",
    rows=lambda ask: FileSpell.objects.as_known(ask.known).on(ask.period.end),
    subject="person_id",
    describe=person_cards,
    additive_over=frozenset({"area"}),
)

register(PEOPLE, FILES)
