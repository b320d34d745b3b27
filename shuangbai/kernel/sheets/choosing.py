"""Which of several sheets is the list, and what was left unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .layouts import CERTAIN, Layout
from .proposing import propose
from .reading import Sheet

Left = Literal[
    "hidden",  # a hidden sheet
    "empty",  # nothing in it
    "no_heading",  # no heading of such a list
    "less",  # a heading too, but fewer of the fields
    "alike",  # the same list once more: one sheet for each village
]
Reason = Literal[
    "only",  # the one sheet that is visible and filled
    "only_heading",  # the one with a heading of such a list
    "fields",  # has more of the fields
    "rows",  # has the same fields as others, and more rows
    "first",  # as good as others in everything, and stands first
    "none",  # no sheet has a heading of such a list
]


@dataclass(frozen=True, slots=True)
class Unread:
    """A sheet that was not chosen; `rows` counts what may be rows of a list."""

    index: int
    name: str
    why: Left
    rows: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet to read, from 0, with its layout. With reason "none" a person has to choose."""

    index: int
    layout: Layout
    reason: Reason
    unread: tuple[Unread, ...]


def choose(
    sheets: Sequence[Sheet],
    fields: Mapping[str, Sequence[str]],
    required: Sequence[str],
    *,
    may_repeat: Sequence[str] = (),
) -> Choice:
    """The visible sheet with most of the required fields, then most fields, then most rows.

    Hidden sheets are looked at only when no other has anything in it. ValueError when there are
    no sheets.
    """
    if not sheets:
        raise ValueError("no sheets")
    visible = [at for at, sheet in enumerate(sheets) if sheet.rows and not sheet.hidden]
    looked = visible or [at for at, sheet in enumerate(sheets) if sheet.rows] or [0]
    layouts = {
        at: propose(
            sheets[at].rows,
            fields,
            required=required,
            may_repeat=may_repeat,
            merged=sheets[at].merged,
        )
        for at in looked
    }
    worth = {at: _worth(layout, required, sheets[at]) for at, layout in layouts.items()}
    best = max(looked, key=lambda at: (worth[at], -at))
    left = [
        Unread(
            at,
            sheet.name,
            _left(sheet, worth.get(at), worth[best]),
            worth[at][2] if at in worth else len(sheet.rows),
        )
        for at, sheet in enumerate(sheets)
        if at != best
    ]
    return Choice(best, layouts[best], _reason(best, worth), tuple(left))


Worth = tuple[int, int, int]
"""Required fields (a certain one counts twice), certain fields, rows of the list."""


def _worth(layout: Layout, required: Sequence[str], sheet: Sheet) -> Worth:
    certain = {one.field for one in layout.columns if one.field and one.certainty >= CERTAIN}
    guessed = {one.field for one in layout.columns if one.field}
    known = sum((field in certain) + (field in guessed) for field in required)
    head = layout.heading_rows[-1] + 1 if layout.heading_rows else 0
    return known, len(certain), len(sheet.rows) - head - len(layout.skipped)


def _reason(best: int, worth: Mapping[int, Worth]) -> Reason:
    if not any(worth[best][:2]):
        return "none"
    others = [one for at, one in worth.items() if at != best]
    if not others:
        return "only"
    if not any(any(one[:2]) for one in others):
        return "only_heading"
    if worth[best] in others:
        return "first"
    return "rows" if any(one[:2] == worth[best][:2] for one in others) else "fields"


def _left(sheet: Sheet, own: Worth | None, best: Worth) -> Left:
    if own is None:
        return "hidden" if sheet.hidden and sheet.rows else "empty"
    if not any(own[:2]):
        return "no_heading"
    return "alike" if own[:2] == best[:2] else "less"
