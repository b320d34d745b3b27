"""How facts change: by a new row that points to the old one.

The old row gets `superseded_at`, the one update allowed, so what was known at any earlier
instant can be counted again. All functions need an open scope that covers the row.
"""

from datetime import date, datetime
from typing import Any, cast

from shuangbai.kernel import ids
from shuangbai.kernel.tables import Fact, Spell


def revise[F: Fact](fact: F, at: datetime, **changes: Any) -> F:
    """A new version of `fact` with `changes`, known from `at`."""
    _close(fact, at)
    return _version(fact, at, changes)


def split[S: Spell](spell: S, day: date, at: datetime, **changes: Any) -> S:
    """The spell ends on `day` and goes on from there with `changes`; returns what goes on."""
    _close(spell, at)
    if spell.valid_from < day:
        _version(spell, at, {"valid_to": day})
    return _version(spell, at, {**changes, "valid_from": max(day, spell.valid_from)})


def end[S: Spell](spell: S, day: date, at: datetime, **changes: Any) -> S:
    """The spell holds up to, not including, `day`; one that begins later never held."""
    return revise(spell, at, valid_to=max(day, spell.valid_from), **changes)


def _close(fact: Fact, at: datetime) -> None:
    type(fact).objects.filter(pk=fact.pk, pref=fact.pref, superseded_at=None).update(
        superseded_at=at
    )


def _version[F: Fact](fact: F, at: datetime, changes: dict[str, Any]) -> F:
    kept = {
        field.attname: getattr(fact, field.attname)
        for field in fact._meta.concrete_fields
        if field.attname not in ("id", "pref", "superseded_at")
    }
    fresh = {**kept, "recorded_at": at, "supersedes": fact.pk, **changes}
    return cast(F, type(fact).objects.create(id=ids.uuid7(), **fresh))
