"""What may become of a roster."""

from shuangbai.kernel.states import Machine, Move

ROSTER = Machine(
    name="份名册",
    states={"staged": "待核对", "merged": "已合并", "discarded": "已作废"},
    moves={
        "merge": Move(frozenset({"staged"}), "merged", "合并"),
        "discard": Move(frozenset({"staged"}), "discarded", "作废"),
    },
)
