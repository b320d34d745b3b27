"""Recording visits: one, or those of a whole round."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from shuangbai.access.action import Act, action
from shuangbai.kernel import memory
from shuangbai.visits.actions import ground as grounds
from shuangbai.visits.actions.checking import draft
from shuangbai.visits.actions.commands import NewVisit
from shuangbai.visits.actions.writing import write
from shuangbai.visits.models import Visit


@action("visit.record", counted=True)
def record(act: Act, new: NewVisit) -> Visit:
    """Record one visit; the same id again answers with the one that is there."""
    _round(act, [new])
    found: Visit = Visit.objects.under(*act.actor.areas).get(pk=new.id)
    act.subject = ("visits.visit", str(found.root))
    return found


@action("visit.record", counted=True)
def record_round(act: Act, round_: Iterable[NewVisit]) -> list[UUID]:
    """Several visits of one round, all or none, each a visit of its own; in a fixed number of
    questions to the database. A visit that is there already stays as it is. Answers with their
    ids."""
    told = list(round_)
    with memory.quiet():
        _round(act, told)
    return [new.id for new in told]


def one_at_a_time(*idents: UUID) -> None:
    """Until the transaction ends: whoever else names one of these waits, and then finds what was
    done. In one order, so that two never wait for each other."""
    keys = sorted({ident.int % 2**63 for ident in idents})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM"
            " (SELECT unnest(%s::bigint[]) AS key ORDER BY 1) keys",
            [keys],
        )


def _round(act: Act, round_: Sequence[NewVisit]) -> None:
    if not round_:
        act.area = act.actor.home
        return
    workers = {new.worker_id or act.actor.user_id for new in round_}
    # The same form sent twice names the same ids; its first stands for all of them.
    one_at_a_time(min(new.id for new in round_), *workers)
    there = _there(act, [new.id for new in round_])
    fresh = _first_of_each(new for new in round_ if new.id.int not in there)
    if fresh:
        ground = grounds.of(act, fresh, workers)
        grounds.not_merged(act, grounds.people_of(fresh))
        drafts = [draft(act, ground, new) for new in fresh]
        for area in {one.area for one in drafts}:
            act.within(area)
        write(act, ground, drafts)
    if len(fresh) < len(round_):
        # Sent once more: nothing of it is written again, and the trail says so.
        for area in there.values():
            act.within(area)
        act.detail = {"repeated": True}


def _first_of_each(told: Iterable[NewVisit]) -> list[NewVisit]:
    found: dict[int, NewVisit] = {}
    for new in told:
        found.setdefault(new.id.int, new)
    return list(found.values())


def _there(act: Act, ids: Sequence[UUID]) -> dict[int, str]:
    """Those that are recorded already, with where they happened."""
    found = Visit.objects.under(*act.actor.areas).filter(id__among=ids)
    return {pk.int: area for pk, area in found.values_list("id", "area")}
