"""The nouns of this app, cut by subject."""

from shuangbai.clients.models.aliases import Alias, FileMerge
from shuangbai.clients.models.care import ChargeSpell, Grade, GradeSpell
from shuangbai.clients.models.consent import (
    Approval,
    ApprovalChild,
    Consent,
    ConsentWithdrawal,
    Photo,
)
from shuangbai.clients.models.departures import Departure
from shuangbai.clients.models.handover import HandOver, HandOverMove
from shuangbai.clients.models.households import HouseholdChange
from shuangbai.clients.models.particulars import Certificate, FieldChange, Profile, Tie
from shuangbai.clients.models.people import Category, Household, Look, Membership, Person
from shuangbai.clients.models.spells import CategorySpell, FileSpell

__all__ = [
    "Alias",
    "Approval",
    "ApprovalChild",
    "Category",
    "CategorySpell",
    "Certificate",
    "ChargeSpell",
    "Consent",
    "ConsentWithdrawal",
    "Departure",
    "FieldChange",
    "FileMerge",
    "FileSpell",
    "Grade",
    "GradeSpell",
    "HandOver",
    "HandOverMove",
    "Household",
    "HouseholdChange",
    "Look",
    "Membership",
    "Person",
    "Photo",
    "Profile",
    "Tie",
]
