"""The closed list of tasks, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shuangbai.jobs.tasks.run import Run

type Do = Callable[[Run], dict[str, Any] | None]


@dataclass(frozen=True)
class Task:
    """`verb`: what the actor must be allowed to when it is asked for and when it begins."""

    name: str
    verb: str
    do: Do


_TASKS: dict[str, Task] = {}


def task(name: str, *, verb: str) -> Callable[[Do], Do]:
    """Register a function under `name`. What it returns is kept as the job's result: JSON that
    names no person.

    It opens no transaction but calls actions, each of which has its own. It may be begun again
    from the start when its worker dies, so what an earlier try committed must not be done twice.
    """

    def register(do: Do) -> Do:
        if name in _TASKS:
            raise ValueError(f"task registered twice: {name}")
        _TASKS[name] = Task(name, verb, do)
        return do

    return register


def known(name: str) -> Task:
    """ValueError for a task that nobody registered."""
    found = find(name)
    if found is None:
        raise ValueError(f"no such task: {name}")
    return found


def find(name: str) -> Task | None:
    return _TASKS.get(name)
