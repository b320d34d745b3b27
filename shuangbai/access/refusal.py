"""What is refused, and how it is told: absent and not-yours look the same from outside."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404


class Refused(PermissionDenied):
    """The role or the area does not allow this verb."""

    def __init__(self, verb: str, reason: str, **where: Any) -> None:
        super().__init__(reason)
        self.verb, self.reason, self.where = verb, reason, where


class Absent(Http404):
    """No such row among those that are the actor's."""

    def __init__(self, verb: str, kind: str, ident: str) -> None:
        super().__init__(f"{kind} {ident}")
        self.verb, self.reason = verb, "没有，或不在授权范围内"
        self.where = {"subject": (kind, ident)}
