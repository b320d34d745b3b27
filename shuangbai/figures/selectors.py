"""Questions about figures: the number, its parts with names, and the rows behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.fields.tuple_lookups import TupleLessThan

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.figures import rules
from shuangbai.figures.models import FrozenFigure
from shuangbai.figures.rules import Question
from shuangbai.kernel import areakey, counting, figures
from shuangbai.kernel.figures import Ask, Count, Figure, Part, Period, Row, RowCard

PAGE = 50
FROZEN_PAGE = 100
AXES = {key: f"按{name}" for key, name in figures.LEVEL_NAMES.items()} | {"month": "按月"}
UNPLACED = {"county": "（未分到县）", "town": "（未分到镇）", "village": "（未分到村）"}


@dataclass(frozen=True)
class RowLine:
    row: Row
    place: str
    card: RowCard | None


@dataclass(frozen=True)
class RowsPage:
    lines: list[RowLine]
    total: int
    after: str
    """Where the next page begins; '' on the last."""


@dataclass(frozen=True)
class Recount:
    """A frozen figure counted again at its own instant."""

    same: bool
    total: int
    gone: int | None
    fresh: int | None
    """Rows that are missing now, and rows that are new; None when the ids were not kept."""
    redefined: bool


@dataclass(frozen=True)
class Together:
    """Figures frozen by one person at one instant for one area."""

    first: FrozenFigure
    place: str
    figures: list[FrozenFigure]


def may_ask(actor: Actor, verb: str, area: str) -> None:
    """Go on, or refuse: what is no area, or not the actor's, is absent. Asks no table."""
    gate.allow(actor, verb)
    if not area:
        return
    try:
        areakey.level_of(area)
    except ValueError:
        raise Absent(verb, "areas.area", area[:12]) from None
    gate.cover(actor, verb, area)


def scope_of(actor: Actor, verb: str, area: str) -> tuple[str, ...]:
    """The area asked for, or all of the actor's own."""
    may_ask(actor, verb, area)
    if not area:
        return actor.areas
    if not Area.objects.filter(key=area).exists():
        raise Absent(verb, "areas.area", area)
    return (area,)


def asked(actor: Actor, question: Question, verb: str = "figure.count") -> Ask:
    scope = scope_of(actor, verb, question.area)
    return Ask(scope, question.period, question.known, question.window, told=question.told)


def count_named(actor: Actor, question: Question) -> Count:
    """The figure with the names of its parts filled in, areas too."""
    counted = counting.count(question.key, asked(actor, question), question.by or None)
    return replace(counted, parts=tuple(_named(counted)))


def _named(counted: Count) -> Iterable[Part]:
    if counted.by == "month":
        return [replace(part, name=rules.month_name(part.part)) for part in counted.parts]
    if counted.by not in AXES:
        return counted.parts
    names = areas.places((part.part for part in counted.parts), counted.ask.scope)
    length = areakey.LEVELS[areakey.Level(counted.by)]
    return [
        replace(
            part,
            name=names.get(part.part, part.part)
            + (UNPLACED[counted.by] if len(part.part) < length else ""),
        )
        for part in counted.parts
    ]


def rows_page(
    actor: Actor, question: Question, after: str = "", total: int | None = None
) -> RowsPage:
    """Fifty rows of the part asked for, with a card for those the actor may see one by one.

    `after`: as the page before gave it. `total`: when it is counted already.
    """
    figure = figures.get(question.key)
    question = with_axis(figure, question)
    ask = asked(actor, question, "figure.rows")
    if total is None:
        total = counted_rows(count_named(actor, question), question)
    place, _, ident = after.partition("~")
    found = counting.rows(
        question.key,
        ask,
        by=question.by or None,
        part=question.part or None,
        after=(place, ident) if after else None,
        limit=PAGE + 1,
    )
    shown = found[:PAGE]
    following = f"{shown[-1].area}~{shown[-1].id}" if len(found) > PAGE else ""
    return RowsPage(_lines(actor, figure, shown, ask), total, following)


def with_axis(figure: Figure, question: Question) -> Question:
    """A part that was named without its axis gets it."""
    if question.part and not question.by:
        return question.to(by=rules.axis_of(figure, question.part))
    return question


def counted_rows(counted: Count, question: Question) -> int:
    return counted.part(question.part) if question.part else counted.total


def _lines(actor: Actor, figure: Figure, rows: list[Row], ask: Ask) -> list[RowLine]:
    places = areas.places((row.area for row in rows), ask.scope)
    cards = _cards(actor, figure, rows, ask) if rows else {}
    return [RowLine(row, places[row.area], cards.get(row.id)) for row in rows]


def _cards(actor: Actor, figure: Figure, rows: list[Row], ask: Ask) -> Mapping[str, RowCard]:
    cards = figure.describe(actor, rows) if figure.describe else {}
    why = figure.explain(actor, ask, rows) if figure.explain else {}
    return {key: replace(card, text=why.get(key, card.text)) for key, card in cards.items()}


def about_people(figure: Figure, ask: Ask) -> bool:
    """Whether its rows stand in a walled table, so that a look at them is recorded."""
    return getattr(figure.querysets(ask)[0].model, "table_class", "") == "personal"


def whole_of(actor: Actor, area: str) -> str:
    """The smallest unit that holds what is asked: the area, or all areas of the actor."""
    return area or areakey.common(actor.areas)


def axes(figure: Figure, area: str) -> list[tuple[str, str]]:
    """(key, label) of how the figure can be taken apart for that area, nearest first."""
    level = areakey.level_of(area) if area else areakey.Level.PROVINCE
    deeper = [
        step.value
        for step in figures.AREA_LEVELS
        if areakey.LEVELS[step] > areakey.LEVELS[level] and _named_level(area, step)
    ]
    found = [(key, AXES[key]) for key in deeper]
    found += [(key, f"按{name}") for key, name in marks(figure).items()]
    return [*found, ("month", AXES["month"])] if figure.day else found


def marks(figure: Figure) -> dict[str, str]:
    """Splits and facets by key, with their names."""
    splits = {key: split.name for key, split in figure.splits.items()}
    return splits | {key: facet.name for key, facet in figure.facets.items()}


def _named_level(area: str, level: areakey.Level) -> bool:
    """A technical county is nobody's level."""
    return level is not areakey.Level.COUNTY or not area or areas.real_counties(area)


def place_name(actor: Actor, area: str) -> str:
    return areas.names_together([area] if area else actor.areas)


def frozen(actor: Actor, before: UUID | None = None) -> tuple[list[Together], UUID | None]:
    """What was frozen, latest first, together as it was frozen; and where the next page begins."""
    visible: Any = FrozenFigure.objects.visible_to(actor).defer("rows_packed")
    found = visible.order_by("-known", "-area", "-frozen_by", "-id")
    last = visible.filter(pk=before).first() if before else None
    if last is not None:
        place = tuple(F(name) for name in ("known", "area", "frozen_by", "id"))
        found = found.filter(TupleLessThan(place, (last.known, last.area, last.frozen_by, last.pk)))
    rows = list(found[: FROZEN_PAGE + 1])
    groups: dict[tuple[Any, ...], list[FrozenFigure]] = {}
    for row in rows:
        groups.setdefault((row.known, row.area, row.frozen_by), []).append(row)
    if len(rows) > FROZEN_PAGE and len(groups) > 1:
        groups.popitem()
    shown = [row for group in groups.values() for row in group]
    names = areas.names(row.area for row in shown)
    order = {figure.key: place for place, figure in enumerate(figures.every())}
    together = [
        Together(
            group[0],
            names.get(group[0].area, group[0].area),
            sorted(group, key=lambda one: order.get(one.key, len(order))),
        )
        for group in groups.values()
    ]
    return together, shown[-1].pk if len(rows) > len(shown) else None


def frozen_among(actor: Actor, idents: Iterable[UUID]) -> list[FrozenFigure]:
    """Those of these ids that are kept already."""
    found = FrozenFigure.objects.visible_to(actor).filter(pk__in=list(idents))
    return list(found.defer("rows_packed"))


def frozen_one(actor: Actor, ident: UUID) -> FrozenFigure:
    return gate.find(FrozenFigure, actor, ident)


def frozen_question(one: FrozenFigure) -> Question:
    """What it answered, so that its rows can be opened as they were known."""
    return Question(
        one.key, one.period_start, one.period_end, one.area, one.by, "", one.known, one.window
    )


def recount(actor: Actor, one: FrozenFigure) -> Recount:
    """Count it again as known at its instant and compare total, parts and rows."""
    gate.allow(actor, "figure.count")
    figure = figures.get(one.key)
    ask = Ask(tuple(one.scope), Period(one.period_start, one.period_end), one.known, one.window)
    counted = counting.count(one.key, ask, one.by or None)
    ids = [row.id for row in counting.rows(one.key, ask)]
    kept = rules.pack(ids)
    parts = {part["part"]: part["value"] for part in one.parts}
    same = (
        counted.total == one.total
        and {part.part: part.value for part in counted.parts} == parts
        and (kept.count, kept.digest) == (one.rows_count, one.rows_digest)
    )
    then = rules.unpack(bytes(one.rows_packed)) if one.rows_packed is not None else None
    return Recount(
        same=same,
        total=counted.total,
        gone=None if then is None else len(then - set(ids)),
        fresh=None if then is None else len(set(ids) - then),
        redefined=figure.version != one.version,
    )


def default_axis(figure: Figure, area: str) -> str:
    """How a page takes the figure apart unless told: one level down, else the first way."""
    ways = axes(figure, area)
    below = areas.level_below(area) if area else None
    keys = [key for key, _ in ways]
    if below is not None and below.value in keys:
        return below.value
    return keys[0] if keys else ""


def day_said(figure: Figure, question: Question) -> tuple[date | None, date]:
    """First and last day as a page says them; no first day for what holds on a day."""
    return (question.start if figure.day or figure.between else None), question.end


def opening_area(actor: Actor) -> str:
    """The area with which a page opens; '' for somebody who has several."""
    return actor.areas[0] if len(actor.areas) == 1 else ""
