"""What becomes of a category that is held through a household, when somebody leaves it; pure.

A household that splits, or a member who leaves, is a change that has to be reported and reviewed
(社会救助法 art. 46, 47); before help is cut or ended the people concerned are heard and told in
writing (art. 48); nobody is taken in without the procedure (民发〔2021〕57号 art. 28). So by
itself a change of the household neither ends an entitlement nor gives one: what was held through
the old household stays with the person, no longer through it, until a list or a review says
otherwise. Whoever knows that the review is done says so instead.

Which people of a household that is split are counted into whose income is not modelled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

INHERITED, ROSTER = "inherited", "roster"


class Fate(StrEnum):
    KEEP = "keep"
    """Stays with the person, no longer through a household, until a list or a review."""
    ALONG = "along"
    """Held through the household to which they go: it was confirmed for that one."""
    END = "end"
    """Ends on the day: the review was done, the people were heard."""


@dataclass(frozen=True)
class Held[K]:
    """A category that somebody holds. `household`: through which; None in one's own right.
    `family`: whether whole households hold this category."""

    key: K
    person: UUID
    code: str
    source: str
    household: UUID | None
    start: date
    end: date | None
    family: bool = True


@dataclass(frozen=True)
class Follow:
    """What follows for one category. `people` hold it through the household that they leave;
    `listed` hold it in their own right and `waiting` for a review, and nothing changes for them."""

    code: str
    people: tuple[UUID, ...] = ()
    listed: tuple[UUID, ...] = ()
    waiting: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Holding:
    """Who of a household's people holds a category now, and how."""

    code: str
    through: tuple[UUID, ...] = ()
    """Through this household."""
    own: tuple[UUID, ...] = ()
    """In their own right: by a list, or found in the field."""
    waiting: tuple[UUID, ...] = ()
    """Once through another household, until a list or a review."""
    without: tuple[UUID, ...] = ()
    """Members who do not hold it."""
    off_list: bool = False
    """A list by which somebody here held it names nobody here any more."""


def follows(
    held: Iterable[Held[Any]], left: Mapping[UUID, UUID], order: Sequence[str]
) -> list[Follow]:
    """`left`: person → the household that they leave. Only what is in force without an end, and
    only categories that whole households hold; in the order of `order`."""
    told: dict[str, dict[str, list[UUID]]] = {}
    for one in held:
        if one.end is not None or one.person not in left:
            continue
        how = _how(one, left[one.person])
        if one.family or how == "through":
            told.setdefault(one.code, {}).setdefault(how, []).append(one.person)
    return [
        Follow(code, *(tuple(told[code].get(how, ())) for how in ("through", "own", "waiting")))
        for code in sorted(told, key=lambda code: _place(order, code))
    ]


def parts(held: Held[Any], fate: Fate, day: date, to: UUID | None) -> list[dict[str, Any]]:
    """What a spell that was held through the household left on `day` gives way to, as changes of
    it. What had ended before `day` is not asked about."""
    if fate is Fate.END:
        return [{"valid_to": max(day, held.start)}]
    after = {"household_id": to if fate is Fate.ALONG else None}
    if held.start >= day:
        return [after]
    return [{"valid_to": day}, {**after, "valid_from": day}]


def holdings(
    members: Sequence[UUID],
    held: Iterable[Held[Any]],
    home: UUID,
    was_listed: Mapping[UUID, frozenset[str]],
    order: Sequence[str],
) -> list[Holding]:
    """Categories of families among the members now. `was_listed`: member → codes that a list
    once said of them and says no more."""
    by_code: dict[str, dict[UUID, Held[Any]]] = {}
    for one in held:
        if one.person in members and one.end is None and (one.family or one.household is not None):
            by_code.setdefault(one.code, {})[one.person] = one
    found = []
    for code in sorted(by_code, key=lambda code: _place(order, code)):
        mine = by_code[code]
        kinds = {pk: _how(mine[pk], home) if pk in mine else "without" for pk in members}
        told = {
            kind: tuple(pk for pk in members if kinds[pk] == kind)
            for kind in ("through", "own", "waiting", "without")
        }
        gone = any(code in was_listed.get(pk, ()) for pk in members)
        off = gone and bool(told["through"]) and not told["own"]
        found.append(Holding(code, **told, off_list=off))
    return found


def _how(held: Held[Any], home: UUID) -> str:
    if held.household is not None:
        return "through" if held.household == home else "waiting"
    return "waiting" if held.source == INHERITED else "own"


def _place(order: Sequence[str], code: str) -> tuple[int, str]:
    return (order.index(code) if code in order else len(order), code)
