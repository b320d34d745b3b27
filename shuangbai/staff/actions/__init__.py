"""The verbs of this app, cut by subject.

Each subject has a verb for one (a form) and for many (a list): the one is a list of one, so both
satisfy the same rules and leave the same trail.
"""

from shuangbai.staff.actions.commands import (
    Assignment,
    Count,
    Leaving,
    NewPoint,
    NewQualification,
    NewStation,
    NewWorker,
    PointDetails,
    PostChange,
    Reopening,
    RequiredList,
    StationDetails,
    Stocktaking,
    WorkerDetails,
)
from shuangbai.staff.actions.equipment import take_stock, take_stocks
from shuangbai.staff.actions.points import (
    close_point,
    edit_point,
    open_point,
    open_points,
    reopen_point,
)
from shuangbai.staff.actions.posts import change_posts, leave, leave_many
from shuangbai.staff.actions.qualifications import (
    add_qualification,
    add_qualifications,
    withdraw_qualification,
)
from shuangbai.staff.actions.requirements import set_requirements
from shuangbai.staff.actions.stations import (
    close_station,
    edit_station,
    open_station,
    open_stations,
    reopen_station,
)
from shuangbai.staff.actions.villages import assign_villages, serve_directly
from shuangbai.staff.actions.workers import add_worker, add_workers, edit_worker, unmask

__all__ = [
    "Assignment",
    "Count",
    "Leaving",
    "NewPoint",
    "NewQualification",
    "NewStation",
    "NewWorker",
    "PointDetails",
    "PostChange",
    "Reopening",
    "RequiredList",
    "StationDetails",
    "Stocktaking",
    "WorkerDetails",
    "add_qualification",
    "add_qualifications",
    "add_worker",
    "add_workers",
    "assign_villages",
    "change_posts",
    "close_point",
    "close_station",
    "edit_point",
    "edit_station",
    "edit_worker",
    "leave",
    "leave_many",
    "open_point",
    "open_points",
    "open_station",
    "open_stations",
    "reopen_point",
    "reopen_station",
    "serve_directly",
    "set_requirements",
    "take_stock",
    "take_stocks",
    "unmask",
    "withdraw_qualification",
]
