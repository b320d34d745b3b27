"""What holds for every list; pure.

`kinds` is the registry of lists, `match` says which column is what, `table` holds the rows,
`plans` says what a roster would change, `states` what may become of it.
"""

from shuangbai.rosters.rules.plans import Leaving, ListOf, Plan, Planned, as_json, change
from shuangbai.rosters.rules.states import ROSTER
from shuangbai.rosters.rules.table import Field, Row, Table

__all__ = [
    "ROSTER",
    "Field",
    "Leaving",
    "ListOf",
    "Plan",
    "Planned",
    "Row",
    "Table",
    "as_json",
    "change",
]
