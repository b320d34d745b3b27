"""From the rows of a list of people to what it would change; pure.

`fields` names the columns, `lines` checks each row, `villages` reads names of villages,
`families` puts rows together into households, `planning` compares with what is on file.
"""

from shuangbai.clients.roster_rules.families import Family, families
from shuangbai.clients.roster_rules.fields import FIELDS
from shuangbai.clients.roster_rules.homes import Home
from shuangbai.clients.roster_rules.lines import Line, check_lines
from shuangbai.clients.roster_rules.onfile import Ground, Holder, House, OnFile
from shuangbai.clients.roster_rules.planning import PeoplePlan, PersonPlanned, plan
from shuangbai.clients.roster_rules.villages import Place, Places

__all__ = [
    "FIELDS",
    "Family",
    "Ground",
    "Holder",
    "Home",
    "House",
    "Line",
    "OnFile",
    "PeoplePlan",
    "PersonPlanned",
    "Place",
    "Places",
    "check_lines",
    "families",
    "plan",
]
