"""What may become of a roster."""

from shuangbai.kernel.states import Machine, Move

ROSTER = Machine(
    name="份名册",
    states={
        "received": "已收到",
        "staged": "待核对",
        "merged": "已合并",
        "discarded": "已作废",
    },
    moves={
        "stage": Move(frozenset({"received"}), "staged", "核对"),
        "merge": Move(frozenset({"staged"}), "merged", "合并"),
        "discard": Move(frozenset({"received", "staged"}), "discarded", "作废"),
    },
)
