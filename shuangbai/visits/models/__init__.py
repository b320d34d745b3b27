"""The nouns of this app, cut by subject."""

from shuangbai.visits.models.findings import Finding, FindingMove, Photo
from shuangbai.visits.models.plan import Absence, FrequencySpell
from shuangbai.visits.models.rounds import Round, RoundTarget
from shuangbai.visits.models.visits import Companion, Correction, Served, Visit, Withdrawal

__all__ = [
    "Absence",
    "Companion",
    "Correction",
    "Finding",
    "FindingMove",
    "FrequencySpell",
    "Photo",
    "Round",
    "RoundTarget",
    "Served",
    "Visit",
    "Withdrawal",
]
