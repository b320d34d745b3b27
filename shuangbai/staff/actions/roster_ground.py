"""What a list of workers is compared with: the stations of its area, who is on file there, and
whom an earlier list named. Asked in bulk, no question per row."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from shuangbai.areas import selectors as areas
from shuangbai.kernel.fields import Secret
from shuangbai.rosters.models import Roster, RosterRow
from shuangbai.rosters.rules import ListOf
from shuangbai.staff.models import (
    PointSpell,
    Qualification,
    StationSpell,
    Worker,
    WorkerSpell,
)
from shuangbai.staff.roster_rules import Ground, Holder, Line, OnFile, Place, Stations
from shuangbai.staff.selectors.onfile import digest, on_file


def stations_in(of: ListOf) -> Stations:
    """Those that are open on the list's day and since, with the names of their points."""
    open_then = StationSpell.objects.under(of.home).as_known(None).on(of.day)
    lasting = open_then.filter(pref=of.pref, valid_to=None).select_related("station")
    points = PointSpell.objects.under(of.home).as_known(None).filter(pref=of.pref, valid_to=None)
    named: dict[UUID, list[str]] = {}
    for station, name in points.values_list("station_id", "point_name"):
        named.setdefault(station, []).append(name)
    found = list(lasting.order_by("area", "id"))
    towns = areas.names(spell.area for spell in found)
    return Stations(
        areas.get(of.area).name,
        [
            Place(
                spell.station_id,
                spell.area,
                towns.get(spell.area, ""),
                (spell.station.name, *named.get(spell.station_id, ())),
            )
            for spell in found
        ],
    )


def survey(of: ListOf, lines: list[Line]) -> Ground:
    hashes = {digest(line.number): line.number for line in lines if line.number}
    towns = on_file(of.pref, list(hashes))
    near = [found for found, town in towns.items() if town.startswith(of.home)]
    people = Worker.objects.under(of.home).filter(pref=of.pref, identity_hash__in=near)
    known = {hashes[bytes(one.identity_hash or b"")]: one for one in people}
    told = _told(of, known.values())
    return Ground(
        workers={number: told[one.pk] for number, one in known.items()},
        elsewhere=frozenset(hashes[found] for found in towns) - known.keys(),
        opened=_opened(of),
        holders=_holders(of),
    )


def _told(of: ListOf, people: Iterable[Worker]) -> dict[UUID, OnFile]:
    by_id = {one.pk: one for one in people}
    spells: dict[UUID, list[WorkerSpell]] = {pk: [] for pk in by_id}
    known = WorkerSpell.objects.under(of.home).as_known(None).filter(pref=of.pref)
    for spell in known.filter(worker_id__in=list(by_id)).order_by("valid_from", "id"):
        spells[spell.worker_id].append(spell)
    held: dict[UUID, set[str]] = {}
    papers = Qualification.objects.under(of.home).as_known(None).filter(valid_to=None)
    for worker, level in papers.filter(pref=of.pref, worker_id__in=list(by_id)).values_list(
        "worker_id", "level"
    ):
        held.setdefault(worker, set()).add(level)
    return {
        pk: _on_file(one, spells[pk], frozenset(held.get(pk, ())))
        for pk, one in by_id.items()
        if spells[pk]
    }


def _on_file(worker: Worker, spells: list[WorkerSpell], papers: frozenset[str]) -> OnFile:
    last = spells[-1]
    names = ("origin", "post", "duties", "pay_grade", "employer")
    phone: Secret | None = worker.phone
    return OnFile(
        id=worker.pk,
        name=worker.name,
        area=worker.area,
        station=last.station_id if last.valid_to is None else None,
        since=last.valid_to or last.valid_from,
        begun=spells[0].valid_from,
        phone=phone.reveal() if phone else "",
        hired_on=worker.hired_on,
        told={"education": worker.education, **{name: getattr(last, name) for name in names}},
        papers=papers,
    )


def _opened(of: ListOf) -> dict[UUID, Any]:
    lasting = StationSpell.objects.under(of.home).as_known(None)
    found = lasting.filter(pref=of.pref, valid_to=None)
    return dict(found.values_list("station_id", "valid_from"))


def _holders(of: ListOf) -> list[Holder]:
    """Workers at work on the list's day whom a list of this area, not newer than it, named."""
    lists = Roster.objects.under(of.area).filter(
        pref=of.pref, area=of.area, kind=of.kind, state=Roster.State.MERGED, day__lte=of.day
    )
    named = RosterRow.objects.under(of.area).filter(pref=of.pref, roster__in=lists)
    named = named.exclude(outcome=RosterRow.Outcome.REFUSE).exclude(subject_id=None)
    at_work = WorkerSpell.objects.under(of.area).as_known(None)
    found = at_work.filter(pref=of.pref, valid_to=None, valid_from__lte=of.day)
    found = found.filter(worker_id__in=named.values("subject_id")).order_by("area", "id")
    return [Holder(worker, name) for worker, name in found.values_list("worker_id", "worker_name")]
