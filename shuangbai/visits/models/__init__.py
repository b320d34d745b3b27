"""The nouns of this app, cut by subject."""

from shuangbai.visits.models.findings import Finding, FindingMove, Photo
from shuangbai.visits.models.visits import Companion, Correction, Served, Visit, Withdrawal

__all__ = [
    "Companion",
    "Correction",
    "Finding",
    "FindingMove",
    "Photo",
    "Served",
    "Visit",
    "Withdrawal",
]
