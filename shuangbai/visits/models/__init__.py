"""The nouns of this app, cut by subject."""

from shuangbai.visits.models.visits import Served, Visit, Withdrawal

__all__ = ["Served", "Visit", "Withdrawal"]
