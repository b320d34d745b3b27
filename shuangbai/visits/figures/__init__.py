"""What can be counted here, cut by subject; importing it registers all of it."""

from shuangbai.visits.figures import visits

__all__ = ["visits"]
