"""The nouns of this app, cut by subject."""

from shuangbai.rosters.models.files import ColumnMatch, RosterFile
from shuangbai.rosters.models.rosters import Roster, RosterMove, RosterRow

__all__ = ["ColumnMatch", "Roster", "RosterFile", "RosterMove", "RosterRow"]
