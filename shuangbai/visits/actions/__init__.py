"""The verbs of this app, cut by subject."""

from shuangbai.visits.actions.recording import NewVisit, record, record_round
from shuangbai.visits.actions.withdrawing import withdraw

__all__ = ["NewVisit", "record", "record_round", "withdraw"]
