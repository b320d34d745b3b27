"""The questions of this app, cut by subject."""

from shuangbai.desk.selectors.merging import Comparison, comparison
from shuangbai.desk.selectors.overview import Overview, overview, province
from shuangbai.desk.selectors.person import File, file, is_open, person
from shuangbai.desk.selectors.todo import Todo
from shuangbai.desk.selectors.work import Work, work

__all__ = [
    "Comparison",
    "File",
    "Overview",
    "Todo",
    "Work",
    "comparison",
    "file",
    "is_open",
    "overview",
    "person",
    "province",
    "work",
]
