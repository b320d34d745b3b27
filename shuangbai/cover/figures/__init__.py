"""What this app counts, cut by subject."""

from shuangbai.cover.figures import changes, corrections
from shuangbai.cover.figures.service import merged, open_file, served_here, serving_towns

__all__ = ["changes", "corrections", "merged", "open_file", "served_here", "serving_towns"]
