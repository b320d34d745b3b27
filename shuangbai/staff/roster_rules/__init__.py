"""From the rows of a list of workers to what it would change; pure.

`fields` names the columns, `words` reads what stands for a code, `lines` checks each row,
`stations` reads at which station somebody works, `planning` compares with what is on file.
"""

from shuangbai.staff.roster_rules.fields import FIELDS
from shuangbai.staff.roster_rules.lines import Line, check_lines
from shuangbai.staff.roster_rules.planning import (
    Ground,
    Holder,
    OnFile,
    WorkerPlanned,
    WorkersPlan,
    plan,
    said,
)
from shuangbai.staff.roster_rules.stations import Place, Stations

__all__ = [
    "FIELDS",
    "Ground",
    "Holder",
    "Line",
    "OnFile",
    "Place",
    "Stations",
    "WorkerPlanned",
    "WorkersPlan",
    "check_lines",
    "plan",
    "said",
]
