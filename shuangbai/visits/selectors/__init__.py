"""The questions of this app, cut by subject."""

from shuangbai.visits.selectors.entry import waiting
from shuangbai.visits.selectors.visits import Told, Wanted, listed, of_person

__all__ = ["Told", "Wanted", "listed", "of_person", "waiting"]
