"""What can be counted here, cut by subject; importing it registers all of it."""

from shuangbai.visits.figures import plan, rounds, visits

__all__ = ["plan", "rounds", "visits"]
