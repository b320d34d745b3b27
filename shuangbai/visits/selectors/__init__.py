"""The questions of this app, cut by subject."""

from shuangbai.visits.selectors.entry import waiting
from shuangbai.visits.selectors.visits import Tally, Told, Wanted, listed, of_person, tally

__all__ = ["Tally", "Told", "Wanted", "listed", "of_person", "tally", "waiting"]
