"""What a correction changed, field by field; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

HIDDEN = "（在档案里）"
"""In place of words that who looks may not read."""
EMPTY = "没有写"


@dataclass(frozen=True)
class Change:
    field: str
    old: str
    new: str


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Fields whose words differ, in the order of the newer version; both have the same fields."""
    for field, told in new.items():
        before = old.get(field, "")
        if before != told:
            yield Change(field, before or EMPTY, told or EMPTY)


def hidden(change: Change) -> Change:
    """The same without its words: that it changed may be known."""
    return Change(change.field, HIDDEN, HIDDEN)
