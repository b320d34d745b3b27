"""Needs found during visits: kinds, urgency, and what may become of one; pure.

Kinds and urgency are defaults of the product: no document lists them.
"""

from shuangbai.kernel.states import Machine, Move

KINDS: dict[str, str] = {
    "aid": "生活困难，可能够得上救助",
    "medical": "看病、吃药、康复",
    "care": "日常照料",
    "mind": "情绪和心理",
    "guardian": "孩子没人照管",
    "safety": "人身安全",
    "home": "住房和居家安全",
    "disability": "残疾证和残疾补贴",
    "school": "上学",
    "job": "就业和收入",
    "papers": "证件和手续",
    "goods": "生活用品",
    "wish": "微心愿",
    "other": "其他",
}

URGENCIES: dict[str, str] = {"urgent": "紧急", "soon": "尽快", "normal": "一般"}
"""Order in which lists show them. 紧急: today; 尽快: within days; 一般: in the ordinary course."""

STATES = ("open", "taken", "closed", "withdrawn")
OPEN, TAKEN, CLOSED, WITHDRAWN = STATES
UNFINISHED = frozenset({OPEN, TAKEN})

MACHINE = Machine(
    name="条发现的需要",
    states={OPEN: "还没人接", TAKEN: "在办", CLOSED: "办结", WITHDRAWN: "撤回"},
    moves={
        "take": Move(frozenset({OPEN}), TAKEN, "接下来办"),
        "close": Move(UNFINISHED, CLOSED, "办结"),
        "withdraw": Move(UNFINISHED, WITHDRAWN, "撤回"),
    },
)
"""办结 says what was done; 撤回 says that it was no need, or was written by mistake."""

GOING = {state: MACHINE.label(state) for state in (OPEN, TAKEN, CLOSED)}
"""States of those that count."""
