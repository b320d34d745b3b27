"""Rows of `Alias`, written together: an alias never points to an alias, whatever is merged and
undone in which order. The caller holds the prefecture's lock."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from shuangbai.access.action import Act
from shuangbai.clients import merge_rules
from shuangbai.clients.models import Alias
from shuangbai.clients.models.aliases import NOBODY
from shuangbai.kernel import ids


def link(act: Act, file: UUID, into: UUID, merge: UUID) -> None:
    """From now on `file` is a name for `into`, and so is whatever was merged into `file`."""
    held = Alias.objects.as_known(None)
    end(act, held.filter(alias=file, canonical=NOBODY))
    followers = list(held.filter(canonical=file))
    end(act, followers)
    _write(act, [(file, into, merge), *((one.alias, into, one.merge) for one in followers)])


def unlink(act: Act, file: UUID, *, provisional: bool) -> None:
    """`file` stands for itself again, and what was merged into it follows. A provisional file
    counts for nobody again."""
    held = Alias.objects.as_known(None)
    own = held.get(alias=file)
    end(act, [own])
    together = list(held.filter(canonical=own.canonical))
    leads = merge_rules.ends(_merged_into(together))
    astray = [one for one in together if leads[one.alias] != one.canonical]
    end(act, astray)
    _write(act, [(one.alias, leads[one.alias], one.merge) for one in astray])
    if provisional:
        hold(act, file)


def hold(act: Act, file: UUID) -> None:
    """A provisional file counts for nobody until somebody settles whose it is."""
    _write(act, [(file, NOBODY, ids.uuid7())])


def end(act: Act, rows: Iterable[Alias]) -> None:
    for one in rows:
        one.undone_at, one.undone_by = act.at, act.actor.user_id
        one.undone_by_name = act.actor.name
        one.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
        act.touch("clients.alias", one.pk, file=str(one.alias), undone=True)


def _merged_into(rows: Iterable[Alias]) -> dict[UUID, UUID]:
    """File → the one into which its merge put it: the first row of that merge says so."""
    files = {one.merge: one.alias for one in rows}
    firsts: dict[UUID, UUID] = {}
    for one in Alias.objects.filter(merge__in=files).order_by("id"):
        firsts.setdefault(one.merge, one.canonical)
    return {file: firsts[merge] for merge, file in files.items()}


def _write(act: Act, links: Iterable[tuple[UUID, UUID, UUID]]) -> None:
    who: dict[str, Any] = {"merged_by": act.actor.user_id, "merged_by_name": act.actor.name}
    made = [
        Alias(alias=file, canonical=into, merge=merge, merged_at=act.at, **who)
        for file, into, merge in links
    ]
    for one in Alias.objects.bulk_create(made):
        act.touch("clients.alias", one.pk, file=str(one.alias), into=str(one.canonical))
