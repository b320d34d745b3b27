"""How facts change: by a new row that points to the old one.

The old row gets `superseded_at`, the one update allowed, so what was known at any earlier
instant can be counted again. `stamp` says who changes it and when: `recorded_at`, `recorded_by`,
`recorded_by_name`. All functions need an open scope that covers the row.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Any

from shuangbai.kernel import bulk, ids
from shuangbai.kernel.tables import Fact, Spell

type Stamp = Mapping[str, Any]
type Changes = Mapping[str, Any]

BATCH = 2000


class Overtaken(RuntimeError):
    """Somebody else has given one of these facts a new version, or withdrawn it, meanwhile."""


def revise[F: Fact](fact: F, stamp: Stamp, **changes: Any) -> F:
    """A new version of `fact` with `changes`, known from the stamp's instant."""
    _close(fact, stamp)
    return _version(fact, stamp, changes)


def withdraw(fact: Fact, stamp: Stamp) -> None:
    """`fact` was recorded by mistake: from the stamp's instant it is known no longer, and no
    version follows. Overtaken when it has given way already."""
    if not _close(fact, stamp):
        raise Overtaken(fact._meta.label)


def split[S: Spell](spell: S, day: date, stamp: Stamp, **changes: Any) -> S:
    """The spell ends on `day` and goes on from there with `changes`; returns what goes on."""
    _close(spell, stamp)
    return [_version(spell, stamp, part) for part in halves(spell, day, **changes)][-1]


def end[S: Spell](spell: S, day: date, stamp: Stamp, **changes: Any) -> S:
    """The spell holds up to, not including, `day`; one that begins later never held."""
    return revise(spell, stamp, **ending(spell, day), **changes)


def replace_all[F: Fact](jobs: Sequence[tuple[F, Sequence[Changes]]], stamp: Stamp) -> list[F]:
    """In bulk, for facts of one model and prefecture: each gives way to the versions named beside
    it, given as changes (see `halves`, `ending`). All or Overtaken. Returns the new versions."""
    if not jobs:
        return []
    model, pref = type(jobs[0][0]), jobs[0][0].pref
    closed = 0
    for some in batched(jobs, BATCH):
        living = model.objects.filter(pref=pref, superseded_at=None)
        closed += living.filter(pk__among=[fact.pk for fact, _ in some]).update(
            superseded_at=stamp["recorded_at"]
        )
    if closed != len(jobs):
        raise Overtaken(model._meta.label)
    fresh = [_next(fact, stamp, changes) for fact, parts in jobs for changes in parts]
    return bulk.insert(model, fresh)


def halves(spell: Spell, day: date, **changes: Any) -> list[Changes]:
    """What `split` makes of a spell: what was before `day`, if anything, and what goes on."""
    after = {**changes, "valid_from": max(day, spell.valid_from)}
    return [{"valid_to": day}, after] if spell.valid_from < day else [after]


def ending(spell: Spell, day: date) -> Changes:
    """What `end` changes of a spell."""
    return {"valid_to": max(day, spell.valid_from)}


def _close(fact: Fact, stamp: Stamp) -> int:
    living = type(fact).objects.filter(pk=fact.pk, pref=fact.pref, superseded_at=None)
    closed: int = living.update(superseded_at=stamp["recorded_at"])
    return closed


def _version[F: Fact](fact: F, stamp: Stamp, changes: Changes) -> F:
    fresh = _next(fact, stamp, changes)
    fresh.save(force_insert=True)
    return fresh


def _next[F: Fact](fact: F, stamp: Stamp, changes: Changes) -> F:
    """The next version, not written yet."""
    kept = {
        field.attname: getattr(fact, field.attname)
        for field in fact._meta.concrete_fields
        if field.attname not in ("id", "pref", "superseded_at")
    }
    fresh = {**kept, **stamp, "supersedes": fact.pk, **changes}
    return type(fact)(id=ids.uuid7(), **fresh)
