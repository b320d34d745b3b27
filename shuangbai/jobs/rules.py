"""States of a job, and how often it is tried."""

from shuangbai.kernel.states import Machine, Move

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
LIVE = (WAITING, RUNNING)
TRIES = 3
"""A job whose worker died is begun again; the third time it is given up."""

JOB = Machine(
    "个任务",
    {
        WAITING: "排队中",
        RUNNING: "正在办",
        DONE: "办完了",
        FAILED: "没有办成",
        CANCELLED: "已取消",
    },
    {
        "start": Move(frozenset({WAITING}), RUNNING, "开始"),
        "hand_back": Move(frozenset({RUNNING}), WAITING, "退回排队"),
        "finish": Move(frozenset({RUNNING}), DONE, "办完"),
        "fail": Move(frozenset({WAITING, RUNNING}), FAILED, "记为没有办成"),
        "cancel": Move(frozenset({WAITING, RUNNING}), CANCELLED, "取消"),
    },
)
