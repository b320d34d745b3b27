"""The nouns of this app, cut by subject."""

from shuangbai.visits.models.plan import Absence, FrequencySpell
from shuangbai.visits.models.rounds import Round, RoundTarget
from shuangbai.visits.models.visits import Served, Visit, Withdrawal

__all__ = [
    "Absence",
    "FrequencySpell",
    "Round",
    "RoundTarget",
    "Served",
    "Visit",
    "Withdrawal",
]
