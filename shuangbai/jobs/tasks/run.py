"""What a task holds while it runs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from shuangbai.access.actor import Actor
from shuangbai.jobs.models import Job
from shuangbai.jobs.tasks.beside import Beside

SECONDS_APART = 0.3


class Stopped(BaseException):
    """Ends a task in the middle; no `except Exception` of a task keeps it."""


class Cancelled(Stopped):
    """Somebody asked for it."""


class HandedBack(Stopped):
    """The worker is to end; another one begins the job anew."""


@dataclass
class Run:
    """`actor`: who started the job, with what they may do today. `job`: as it was when this try
    began. `args`: what the job was given."""

    actor: Actor
    job: Job
    beside: Beside = field(repr=False)
    stopping: Callable[[], bool] = field(repr=False)
    _phase: str = field(default="", init=False)
    _said: float = field(default=0.0, init=False)

    @property
    def args(self) -> dict[str, Any]:
        found: dict[str, Any] = self.job.args
        return found

    @property
    def is_again(self) -> bool:
        """Whether an earlier try was cut off: what it committed is there."""
        return self.job.tries > 1

    def progress(self, phase: str, done: int = 0, of: int = 0) -> None:
        """Say how far it is; call it as often as you like. `of`: how much there is, 0 for unknown.

        Others see it at once, whatever transaction is open here. Raises Cancelled when somebody
        asked for that, and HandedBack when the worker is to end: let both pass.
        """
        if self.stopping():
            raise HandedBack
        now = time.monotonic()
        if phase == self._phase and now - self._said < SECONDS_APART:
            return
        self._phase, self._said = phase, now
        if self.beside.beat(phase[:60], done, of):
            raise Cancelled
