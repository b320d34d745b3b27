"""A request of a signed-in user: views read `request.actor` and nothing else about who asks."""

from django.http import HttpRequest

from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent, Refused


class ActorRequest(HttpRequest):
    actor: Actor
    refusal: Refused | Absent
    """Set when something was refused, for the audit row after the rollback."""
