"""The questions of this app, cut by subject."""

from shuangbai.visits.selectors.visits import Told, Wanted, listed, of_person, waiting

__all__ = ["Told", "Wanted", "listed", "of_person", "waiting"]
