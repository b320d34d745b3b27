"""Hand-over of a person: which answer may follow, how long a request has waited; pure."""

from datetime import datetime

from shuangbai.kernel.states import Machine, Move

ASKED = frozenset({"asked"})

MACHINE = Machine(
    name="个转接请求",
    states={
        "asked": "等待答复",
        "accepted": "已转接",
        "refused": "未同意",
        "withdrawn": "已撤回",
    },
    moves={
        "accept": Move(ASKED, "accepted", "同意"),
        "refuse": Move(ASKED, "refused", "不同意"),
        "withdraw": Move(ASKED, "withdrawn", "撤回"),
    },
)
"""All three end a request. Accepted or refused by the side that was asked, withdrawn by the other;
what was refused may be asked anew, as a new request."""

LATE, TOO_LATE = 3, 7
"""Days after which the list reminds, and urges. Ours: no document names a term."""

OTHER_STATION = "对方站"
"""In place of a name where it must not be known which station answered."""


def waited(asked_at: datetime, now: datetime) -> int:
    """Full days since it was asked."""
    return max((now - asked_at).days, 0)


def reminder(days: int) -> str:
    """Kind of the badge: wait, warn, bad."""
    if days >= TOO_LATE:
        return "bad"
    return "warn" if days >= LATE else "wait"


def waited_said(days: int) -> str:
    return f"已等 {days} 天" if days else "等待答复"
