"""Workbooks in and out: every cell as trimmed text, true row numbers, clear refusals."""

from .cells import plain
from .choosing import Choice, Unread, choose
from .headings import Heading, find_heading
from .layouts import CERTAIN, Column, Layout, Line, Skipped
from .matching import normalise
from .merging import filled_down
from .proposing import laid_out, propose
from .reading import MAX_ROWS, Sheet, read
from .writing import write

__all__ = [
    "CERTAIN",
    "MAX_ROWS",
    "Choice",
    "Column",
    "Heading",
    "Layout",
    "Line",
    "Sheet",
    "Skipped",
    "Unread",
    "choose",
    "filled_down",
    "find_heading",
    "laid_out",
    "normalise",
    "plain",
    "propose",
    "read",
    "write",
]
