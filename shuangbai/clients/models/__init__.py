"""The nouns of this app, cut by subject."""

from shuangbai.clients.models.people import Category, Household, Look, Membership, Person
from shuangbai.clients.models.rosters import Roster, RosterMove, RosterRow
from shuangbai.clients.models.spells import CategorySpell, FileSpell

__all__ = [
    "Category",
    "CategorySpell",
    "FileSpell",
    "Household",
    "Look",
    "Membership",
    "Person",
    "Roster",
    "RosterMove",
    "RosterRow",
]
