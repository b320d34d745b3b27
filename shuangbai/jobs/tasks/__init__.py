"""Tasks that jobs are made of.

An app keeps its tasks in its own `tasks` module, which is loaded at start:

    from shuangbai.jobs import tasks

    @tasks.task("rosters.stage", verb="roster.stage")
    def stage(run: tasks.Run) -> dict[str, Any] | None: ...
"""

from shuangbai.jobs.tasks.registry import task
from shuangbai.jobs.tasks.run import Cancelled, Run

__all__ = ["Cancelled", "Run", "task"]
