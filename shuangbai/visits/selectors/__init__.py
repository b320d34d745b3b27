"""The questions of this app, cut by subject."""

from shuangbai.visits.selectors.visits import (
    Tally,
    Told,
    Wanted,
    listed,
    of_person,
    tally,
    waiting,
)

__all__ = ["Tally", "Told", "Wanted", "listed", "of_person", "tally", "waiting"]
