"""Rosters: put in, look through, merge. Nothing that they are about changes before the merge."""

from shuangbai.rosters.actions.later import is_large, merge_later, read_later
from shuangbai.rosters.actions.matching import match_columns
from shuangbai.rosters.actions.merging import Confirmed, discard, merge
from shuangbai.rosters.actions.opening import open_file
from shuangbai.rosters.actions.receiving import MOST_BYTES, NewRoster
from shuangbai.rosters.actions.staging import read, receive, recheck, stage, trouble

__all__ = [
    "MOST_BYTES",
    "Confirmed",
    "NewRoster",
    "discard",
    "is_large",
    "match_columns",
    "merge",
    "merge_later",
    "open_file",
    "read",
    "read_later",
    "receive",
    "recheck",
    "stage",
    "trouble",
]
