"""From a sheet to what a roster would change; pure.

`sheet` finds the heading and the rows, `lines` checks each row, `villages` reads names of
villages, `families` puts rows together into households, `planning` compares with what is on file.
"""

from shuangbai.clients.roster_rules.families import Family, families
from shuangbai.clients.roster_rules.homes import Home
from shuangbai.clients.roster_rules.lines import Line, check_lines
from shuangbai.clients.roster_rules.onfile import Ground, Holder, House, OnFile
from shuangbai.clients.roster_rules.planning import Plan, Planned, as_json, plan
from shuangbai.clients.roster_rules.sheet import Row, Table, read_table
from shuangbai.clients.roster_rules.states import ROSTER
from shuangbai.clients.roster_rules.villages import Place, Places

__all__ = [
    "ROSTER",
    "Family",
    "Ground",
    "Holder",
    "Home",
    "House",
    "Line",
    "OnFile",
    "Place",
    "Places",
    "Plan",
    "Planned",
    "Row",
    "Table",
    "as_json",
    "check_lines",
    "families",
    "plan",
    "read_table",
]
