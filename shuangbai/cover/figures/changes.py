"""What changed between the first day of the period and the last, as figures with their rows.

Each follows a pattern of `cover.rules.changes`. *Here* is judged as the cover itself judges it: in
a county, by the whole county; in a town, by the town. Somebody who went from one town of a county
to another has moved for the towns and not for the county, so towns need not add up to it.

Both days are asked as they are known now; what became known since the first day was told is a
figure of its own (`corrections`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from shuangbai.clients.figures import (
    CATEGORY_FACET,
    any_merged,
    group_by_spells,
    person_cards,
    same_person,
)
from shuangbai.clients.models import Departure
from shuangbai.clients.rules import GROUP_NAMES
from shuangbai.cover.figures.days import Between, first_day, last_day
from shuangbai.cover.rules import changes as rules
from shuangbai.cover.rules.changes import Kind, Settled, Wanting
from shuangbai.kernel.figures import UNGROUPED, Ask, Figure, Split, register


def _matching(ask: Ask, kind: Kind, several: bool, mixed: bool) -> "QuerySet[Any]":
    """Rows of the people whom the pattern means, each with `why` where the kind has reasons: rows
    of the last day, or of the first for those who are no longer on the lists."""
    pattern = rules.PATTERNS[kind]
    between = Between(ask, several, pattern.on_last_day, mixed)
    here, there = pattern.before, pattern.after
    if pattern.on_last_day:
        here, there = there, here
    found = between.own.holding(here)
    for bit, wanted in there.items():
        stood = between.other.stood(bit)
        found = found.filter(stood if wanted else ~stood)
    if pattern.moved is not None:
        found = found.filter(between.moved if pattern.moved else ~between.moved)
    return found.annotate(why=WHY[kind](between)) if kind in WHY else found


def _why_wanting(between: Between) -> Case:
    new = ~between.other.stood("listed")
    return first_that_holds(
        (new & between.moved, Wanting.MOVED_IN),
        (new, Wanting.ENTERED),
        (between.own.bit("served"), Wanting.CLOSED),
        (between.own.bit("filed"), Wanting.LAPSED),
        otherwise=Wanting.BOTH,
    )


def _why_settled(between: Between) -> Case:
    gone = ~between.other.stood("listed")
    return first_that_holds(
        (gone & between.moved, Settled.MOVED_OUT),
        (gone, Settled.LEFT),
        (between.own.bit("served"), Settled.OPENED),
        (between.own.bit("filed"), Settled.SERVED),
        otherwise=Settled.BOTH,
    )


def why_left(between: Between) -> Case:
    """As was told when they left the list; a death is known of the person."""
    days = between.ask.period
    told = Departure.objects.as_known(between.ask.known).filter(
        pref=OuterRef("pref"), person_id=OuterRef("person_id"), day__gt=days.start
    )
    last = told.filter(day__lte=days.end).order_by("-day", "-id").values("reason")[:1]
    reason = Coalesce(NullIf(Subquery(last), Value("")), Value(UNGROUPED))
    return Case(
        When(between.died, then=Value(Departure.Reason.DIED.value)),
        default=reason,
        output_field=CharField(),
    )


def first_that_holds(*cases: tuple[Q, str], otherwise: str | None) -> Case:
    """The first of these that holds."""
    return Case(
        *(When(holds, then=Value(str(name))) for holds, name in cases),
        default=Value(None if otherwise is None else str(otherwise)),
        output_field=CharField(),
    )


WHY: Mapping[Kind, Callable[[Between], Case]] = {
    Kind.LEFT: why_left,
    Kind.WANTING: _why_wanting,
    Kind.SETTLED: _why_settled,
}
LEFT_NAMES = {**dict(Departure.Reason.choices), UNGROUPED: "没有写原因"}


def _rows(kind: Kind) -> "Callable[[Ask], list[QuerySet[Any]]]":
    def rows(ask: Ask) -> "list[QuerySet[Any]]":
        mixed = any_merged(ask)
        several = [_matching(ask, kind, True, mixed)] if mixed else []
        return [_matching(ask, kind, False, mixed), *several]

    return rows


def _splits(kind: Kind) -> dict[str, Split]:
    """Groups as on the day of the rows; reasons where the kind has them."""
    day = last_day if rules.PATTERNS[kind].on_last_day else first_day
    found = {"group": Split("服务群体", GROUP_NAMES, lambda ask: group_by_spells(day(ask)))}
    if kind in WHY_NAMES:
        found = {"why": Split("原因", WHY_NAMES[kind], lambda ask: F("why"))} | found
    return found


def _figure(kind: Kind, name: str, description: str) -> Figure:
    return Figure(
        key=kind.value,
        name=name,
        unit="人",
        description=description,
        rows=_rows(kind),
        subject=same_person,
        describe=person_cards,
        splits=_splits(kind),
        facets={"category": CATEGORY_FACET},
        local=True,
        between=True,
    )


WHY_NAMES: Mapping[Kind, Mapping[str, str]] = {
    Kind.LEFT: LEFT_NAMES,
    Kind.WANTING: rules.WANTING_NAMES,
    Kind.SETTLED: rules.SETTLED_NAMES,
}

register(
    _figure(
        Kind.ENTERED,
        "新进名单",
        "起始日不在册、截止日在册的人；从别处转来的另算。",
    ),
    _figure(
        Kind.LEFT,
        "退出名单",
        "起始日在册、截止日不在册的人；转到别处的另算。",
    ),
    _figure(
        Kind.MOVED_IN,
        "转来",
        "起始日在本地不在册、截止日在册，并且这期间从别处转来的人。",
    ),
    _figure(
        Kind.MOVED_OUT,
        "转走",
        "起始日在册、截止日在本地不在册，并且这期间搬离本地的人。",
    ),
    _figure(
        Kind.OPENED,
        "新建档",
        "两天都在册，起始日没有档案、截止日档案开着的人。",
    ),
    _figure(
        Kind.CLOSED,
        "关了档",
        "两天都在册，起始日档案开着、截止日没有开着的人。",
    ),
    _figure(
        Kind.SERVED,
        "新服务到",
        "两天都在册，起始日往前 365 天（或另选的天数）没有服务、截止日往前有服务的人。",
    ),
    _figure(
        Kind.LAPSED,
        "服务过期",
        "两天都在册，起始日往前 365 天（或另选的天数）有服务、截止日往前没有服务的人。",
    ),
    _figure(
        Kind.WANTING,
        "新缺的人",
        "截止日还没服务到，起始日不缺或不在册的人。",
    ),
    _figure(
        Kind.SETTLED,
        "不再缺的人",
        "起始日还没服务到，截止日不缺或不在册的人。",
    ),
)
