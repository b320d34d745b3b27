"""Putting files together in tests, and looking whether anything that was recorded moved."""

from typing import Any
from uuid import UUID

from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.actions import merging
from shuangbai.clients.actions.merging import Merging
from shuangbai.clients.actions.moving import spell_models
from shuangbai.clients.models import Alias, FileMerge, Person

WHY = "对过户口簿，是小名"
FAR_COUNTY = "445321"


def merge(actor: Actor, kept: Person, other: Person, reason: str = WHY) -> FileMerge:
    return merging.merge(actor, Merging(kept.pk, other.pk, reason))


def merged_into() -> dict[UUID, UUID]:
    """Merged file → the file that goes on, as known now."""
    living = Alias.objects.as_known(None).merged()
    return dict(living.values_list("alias", "canonical"))


def told(actor: Actor) -> set[tuple[Any, ...]]:
    """Every row of people and of their spells that the actor's areas hold, field by field."""
    with scope.acting(actor):
        models: list[Any] = [Person, *spell_models()]
        return {
            (model.__name__, *map(str, row))
            for model in models
            for row in model.objects.under(*actor.areas).values_list()
        }
