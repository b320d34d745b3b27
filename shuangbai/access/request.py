"""A request of a signed-in user: views read `request.actor` and nothing else about who asks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from shuangbai.access.actor import Actor


class ActorRequest(HttpRequest):
    actor: Actor


def given_id(given: Mapping[str, Any], name: str) -> UUID | None:
    """An id from the address; what is none counts as not given."""
    try:
        return UUID(given.get(name, ""))
    except ValueError:
        return None
