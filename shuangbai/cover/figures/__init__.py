"""What this app counts, cut by subject."""

from shuangbai.cover.figures import changes, corrections
from shuangbai.cover.figures.service import merged, open_file, served_here

__all__ = ["changes", "corrections", "merged", "open_file", "served_here"]
