"""Workbooks in and out: every cell as trimmed text, true row numbers, clear refusals."""

from .headings import Heading, find_heading, normalise
from .reading import MAX_ROWS, Sheet, read
from .writing import write

__all__ = ["MAX_ROWS", "Heading", "Sheet", "find_heading", "normalise", "read", "write"]
