"""社工花名册, as the machine of rosters takes it in: one list for each area."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.kernel import identity
from shuangbai.kernel.problems import Problem
from shuangbai.rosters.rules import kinds
from shuangbai.rosters.rules.kinds import Shown
from shuangbai.staff import masks
from shuangbai.staff.actions import posts, qualifications, workers
from shuangbai.staff.actions.commands import (
    Leaving,
    NewQualification,
    NewWorker,
    PostChange,
    WorkerDetails,
)
from shuangbai.staff.actions.roster_ground import stations_in, survey
from shuangbai.staff.models import Worker, WorkerSpell
from shuangbai.staff.roster_rules import (
    FIELDS,
    WorkerPlanned,
    WorkersPlan,
    check_lines,
    plan,
    said,
)

STEPS = 4


def _lists() -> Sequence[tuple[str, str]]:
    return ()


def _plan(asked: kinds.Planning) -> WorkersPlan:
    table = asked.table
    stations = stations_in(asked.of)
    asked.progress("逐行核对", 0, len(table.rows))
    lines = check_lines(table.rows, table.columns, stations, asked.act.today)
    asked.progress("与在册的社工比对", 0, len(table.rows))
    return plan(lines, survey(asked.of, lines), stations, asked.of.day)


def _merge(asked: kinds.Merging) -> dict[int, UUID]:
    """Each verb of staff does its part, in this transaction; whoever left a station before
    somebody else comes."""
    act = asked.act
    rows: list[WorkerPlanned] = [row for row in asked.plan.rows if row.outcome != "refuse"]
    fresh = [(row, _new(row)) for row in rows if row.worker is None]
    changed = [(row, _post(row, asked.of.day)) for row in rows if row.worker and row.moves]
    asked.progress("写入离岗", 0, STEPS)
    note = f"{said(asked.of.day)}的社工花名册上没有"
    away = [Leaving(one.id, asked.of.day, _OTHER, note) for one in asked.plan.leave]
    if away:
        posts.let_go(act, away)
    asked.progress("写入新增的社工", 1, STEPS)
    _said(fresh, lambda told: workers.register(act, told))
    asked.progress("写入变更", 2, STEPS)
    for row in rows:
        if row.worker and row.who:
            _said([(row, _details(row))], lambda told: workers.put_right(act, told[0]))
    _said(changed, lambda told: posts.change(act, told))
    asked.progress("写入证书", 3, STEPS)
    made = {row.row: new.id for row, new in fresh}
    papers = [(row, _paper(row, made)) for row in rows if row.paper]
    _said(papers, lambda told: qualifications.keep(act, told))
    return made


_OTHER = WorkerSpell.Left.OTHER.value


def _said[T](told: list[tuple[WorkerPlanned, T]], do: Callable[[list[T]], Any]) -> None:
    """A Problem of one among many names the row of the file."""
    if not told:
        return
    try:
        do([one for _, one in told])
    except Problem as found:
        at = found.row if found.row and len(told) > 1 else 1
        raise found.at(told[at - 1][0].row, found.column) from None


def _new(row: WorkerPlanned) -> NewWorker:
    line = row.line
    assert line.station is not None
    told: dict[str, Any] = dict(line.told)
    return NewWorker(
        station_id=line.station,
        name=line.name,
        number=line.number,
        phone=line.phone,
        hired_on=line.hired_on,
        since=row.begins,
        **told,
    )


def _details(row: WorkerPlanned) -> WorkerDetails:
    """What the list says otherwise; the rest as it is on file."""
    assert row.worker is not None
    known = row.worker
    return WorkerDetails(
        worker_id=known.id,
        name=row.who.get("name", known.name),
        phone=row.who.get("phone"),
        education=row.who.get("education", known.told["education"]),
        origin=row.who.get("origin", known.told["origin"]),
        hired_on=row.who.get("hired_on", known.hired_on),
    )


def _post(row: WorkerPlanned, day: date) -> PostChange:
    assert row.worker is not None and row.line.station is not None
    return PostChange(row.worker.id, row.line.station, day, **row.work)


def _paper(row: WorkerPlanned, made: dict[int, UUID]) -> NewQualification:
    line = row.line
    assert row.paper is not None
    worker = row.worker.id if row.worker else made[row.row]
    return NewQualification(worker, line.level, row.paper, line.paper)


def _lock(pref: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('staff.list'), %s)", [int(pref)])


def _shown(actor: Actor, ids: Sequence[UUID]) -> list[Shown]:
    found = Worker.objects.visible_to(actor).filter(pk__in=ids).order_by("area", "name", "id")
    people = list(found)
    names = areas.names(one.area for one in people)
    return [
        Shown(
            one.pk,
            one.name,
            names.get(one.area, ""),
            str(one.identity) if one.identity else "",
        )
        for one in people
    ]


def _masked(number: str) -> str:
    return masks.identity(identity.clean(number))


WORKERS = kinds.ListKind(
    code="workers",
    name="社工花名册",
    unit="人",
    fields=FIELDS,
    lists=_lists,
    plan=_plan,
    merge=_merge,
    lock=_lock,
    shown=_shown,
    subject_url="staff:worker",
    number_field="number",
    number_mask=_masked,
    place_field="station",
    leaves="合并以后，他们从{day}起离岗，由他们具名负责的村（居）要另外安排人；"
    "调走、退休、辞职的，请先到本人的页面上办。",
    remains="以前的记录都还在",
)
kinds.register(WORKERS)
