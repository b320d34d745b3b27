"""The verbs of this app, cut by subject."""

from shuangbai.visits.actions.commands import Corrected, NewFinding, NewVisit
from shuangbai.visits.actions.correcting import correct
from shuangbai.visits.actions.recording import record, record_round
from shuangbai.visits.actions.withdrawing import withdraw

__all__ = [
    "Corrected",
    "NewFinding",
    "NewVisit",
    "correct",
    "record",
    "record_round",
    "withdraw",
]
