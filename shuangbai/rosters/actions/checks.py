"""When a roster that was checked row by row is still not merged."""

from typing import Any

from shuangbai.access import audit
from shuangbai.access.action import Act
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ListOf, Plan
from shuangbai.rosters.selectors import earlier
from shuangbai.rosters.selectors.doors import newest_merged

catalogue(
    {
        "roster.older": (
            "这一类名册已经合并过更新的一份，日期是 {newer}；这份是 {day}，不能再合并",
            "请核对日期；日期填错了的，作废这份，重新上传",
        ),
        "roster.many_leave": (
            "原来名单上{listed} {unit}，有 {leave} {unit}不在这份名册里，合并后会退出，超过一半",
            "请核对是不是交错了文件、或只交了一部分；确实都要退出的，请勾选确认后再合并",
        ),
        "roster.changed": (
            "您看过以后，名单又变了，现在会退出的是 {leave} {unit}",
            "请再看一遍下面的数和退出的名单，再合并",
        ),
        "roster.same_file": (
            "这个文件已经按“{other}”交过并合并了",
            "请核对是不是选错了类别、地方或日期；没有选错的，请勾选确认后再合并",
        ),
        "roster.nothing": ("这份名册没有一行能收", "请改好原表再上传；这一份可以作废"),
    }
)


def check_order(act: Act, roster: Roster, of: ListOf) -> None:
    """A list older than the newest merged one of its kind would bring back what has ended. Lists
    of areas above and below count too, so this is asked through the wall; the answer is audited.

    The caller holds the kind's lock.
    """
    newest = newest_merged(of)
    act.detail = {"newest_merged": str(newest or "")}
    if newest is not None and newest > roster.day:
        subject = ("rosters.roster", str(roster.pk))
        audit.refused(
            act.actor,
            act.verb,
            "已经合并过更新的名册",
            area=roster.area,
            subject=subject,
            detail=act.detail,
        )
        raise problem("roster.older", newer=newest, day=roster.day)


def check_file(act: Act, roster: Roster, confirm: bool) -> None:
    """The same file, merged before as another list, for another area or day, is likely a slip."""
    others = [] if confirm else earlier.elsewhere(act.actor, roster)
    if others:
        raise problem("roster.same_file", other=earlier.said(others[0]))


def check_sensible(made: Plan[Any, Any], confirm: bool, shown: str | None, unit: str) -> None:
    """Some rows can be taken, those leave who were shown as leaving, and whoever has most of the
    list leave has said so twice. `shown`: `Plan.leaving` of the page; None when no page was."""
    if made.count("refuse") == len(made.rows):
        raise problem("roster.nothing")
    if shown is not None and shown != made.leaving:
        raise problem("roster.changed", leave=len(made.leave), unit=unit)
    if made.many_leave and not confirm:
        leave = len(made.leave)
        raise problem("roster.many_leave", listed=made.listed, leave=leave, unit=unit)
