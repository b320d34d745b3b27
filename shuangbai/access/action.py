"""A write is an action: one use case, one transaction, one permission, one audit row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import update_wrapper
from typing import Any, Concatenate

from django.utils.timezone import localdate

from shuangbai.access import audit, policy, scope
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Refused
from shuangbai.kernel import areakey


@dataclass
class Act:
    """What an action knows of itself, and what it leaves in the audit trail."""

    actor: Actor
    verb: str
    at: datetime
    area: str = ""
    subject: tuple[str, str] = ("", "")
    reason: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    touched: list[audit.Touched] = field(default_factory=list)

    @property
    def today(self) -> date:
        return localdate(self.at)

    @property
    def stamp(self) -> dict[str, Any]:
        """The fields by which a fact says who recorded it and when."""
        who = {"recorded_by": self.actor.user_id, "recorded_by_name": self.actor.name}
        return {"recorded_at": self.at, **who}

    def within(self, area: str) -> None:
        """This action happens in `area`: refuse it if that is not the actor's. One that happens
        in several places is audited under the smallest area that holds them."""
        if not self.actor.covers(area):
            raise Refused(self.verb, "不在授权的地区内", area=area)
        self.area = areakey.common([self.area, area]) if self.area else area

    def touch(self, kind: str, record_id: Any, area: str = "", **change: Any) -> None:
        self.touched.append(audit.Touched(kind, str(record_id), area, change))


def action[**P, R](
    verb: str, *, counted: bool = False
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Actor, P], R]]:
    """`counted`: writes rows that figures count, so it holds the recording lock while it does."""

    def wrap(do: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Actor, P], R]:
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not actor.may(verb):
                raise Refused(verb, "岗位没有这项权限")
            with scope.acting(actor):
                act = Act(actor, verb, scope.begin_recording() if counted else scope.instant())
                result = do(act, *args, **kwargs)
                if not act.area and verb not in policy.WITHOUT_AREA:
                    raise AssertionError(f"the action {verb} did not say where it happens")
                head = {k: getattr(act, k) for k in ("at", "area", "subject", "reason", "detail")}
                entry = audit.write(actor, verb, audit.Outcome.DONE, **head)
                audit.changes(entry, act.touched)
            return result

        update_wrapper(run, do)
        return run

    return wrap
