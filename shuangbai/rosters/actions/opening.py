"""The file as it came is handed out, for a reason that stays on record."""

from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.rosters.actions.steps import find
from shuangbai.rosters.selectors.matches import file_of

catalogue(
    {
        "roster.no_file": ("这份名册的原文件没有留下", "以前交的只留了逐行内容；需要时请重新上传"),
        "roster.file_reason": ("没有写为什么要下载", "请写一句原因"),
    }
)


@action("roster.see")
def open_file(act: Act, roster_id: UUID, reason: str) -> tuple[str, bytes]:
    """(name, bytes) of the upload. Problems: roster.no_file, roster.file_reason."""
    roster = find(act, roster_id)
    if not reason.strip():
        raise problem("roster.file_reason")
    data = file_of(roster)
    if not data:
        raise problem("roster.no_file")
    act.reason = reason.strip()[:200]
    act.detail = {"file": roster.file_name, "bytes": len(data)}
    return roster.file_name, data
