"""When a roster that was checked row by row is still not merged."""

from hashlib import sha256

from shuangbai.access import audit
from shuangbai.access.action import Act
from shuangbai.clients.models import Roster
from shuangbai.clients.roster_rules import Plan
from shuangbai.clients.selectors.onfile import newest_merged
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "roster.older": (
            "这一类名册已经合并过更新的一份，日期是 {newer}；这份是 {day}，不能再合并",
            "请核对日期；日期填错了的，作废这份，重新上传",
        ),
        "roster.many_leave": (
            "原来名单上{listed} 人，有 {leave} 人不在这份名册里，合并后会退出，超过一半",
            "请核对是不是交错了文件、或只交了一部分；确实都要退出的，请勾选确认后再合并",
        ),
        "roster.changed": (
            "您看过以后，名单又变了，现在会退出的是 {leave} 人",
            "请再看一遍下面的数和退出的人，再合并",
        ),
        "roster.nothing": ("这份名册没有一行能收", "请改好原表再上传；这一份可以作废"),
    }
)


def check_order(act: Act, roster: Roster) -> None:
    """A list older than the newest merged one of its kind would bring back what has ended. Lists
    of areas above and below count too, so this is asked through the wall; the answer is audited.

    The caller holds the prefecture's lock.
    """
    newest = newest_merged(roster.category_id, roster.area)
    act.detail = {"newest_merged": str(newest or "")}
    if newest is not None and newest > roster.day:
        subject = ("clients.roster", str(roster.pk))
        audit.refused(
            act.actor,
            act.verb,
            "已经合并过更新的名册",
            area=roster.area,
            subject=subject,
            detail=act.detail,
        )
        raise problem("roster.older", newer=newest, day=roster.day)


def leaving(made: Plan) -> str:
    """Names exactly the people who would leave, without saying who they are."""
    people = sorted(str(holder.person) for holder in made.leave)
    return sha256(" ".join(people).encode()).hexdigest()


def check_sensible(made: Plan, confirm_retire: bool, shown: str | None) -> None:
    """Some rows can be taken, those leave who were shown as leaving, and whoever has most of the
    list leave has said so twice. `shown`: `leaving` of the page; None when no page was."""
    if made.count("refuse") == len(made.rows):
        raise problem("roster.nothing")
    if shown is not None and shown != leaving(made):
        raise problem("roster.changed", leave=len(made.leave))
    if made.many_leave and not confirm_retire:
        raise problem("roster.many_leave", listed=made.listed, leave=len(made.leave))
