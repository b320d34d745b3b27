"""What people write in cells, as values: days, amounts, yes and no, sex, telephones; pure.

Nothing is guessed: a text that may mean two things is not understood, and says why. What stands
for “nothing here” (—, /, **年*月*日) is blank and no mistake.
"""

from .amounts import amount, unit_of
from .cell import Written, compact, is_blank
from .choices import sex, yes_no
from .contacts import Several, phones, several
from .days import day, may_be

__all__ = [
    "Several",
    "Written",
    "amount",
    "compact",
    "day",
    "is_blank",
    "may_be",
    "phones",
    "several",
    "sex",
    "unit_of",
    "yes_no",
]
