"""Questions about workers. Who stands in a list of a station stands there by a spell, with the
name as printed: the worker may be in another town by now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.kernel import clock
from shuangbai.staff import rules
from shuangbai.staff.models import (
    Qualification,
    Station,
    StationSpell,
    VillageService,
    Worker,
    WorkerSpell,
)
from shuangbai.staff.rules import Happening, Stage
from shuangbai.staff.selectors.stations import living


@dataclass(frozen=True)
class WorkerLine:
    """A worker of a station. `here`: their page is among the actor's."""

    spell: WorkerSpell
    paper: str
    here: bool


@dataclass(frozen=True)
class Team:
    present: list[WorkerLine]
    gone: list[WorkerLine]
    """Those who left, or went to another station; the last first."""

    @property
    def certified(self) -> int:
        return sum(bool(line.paper) for line in self.present)


@dataclass(frozen=True)
class WorkerSheet:
    worker: Worker
    lasting: WorkerSpell | None
    last: WorkerSpell | None
    happenings: list[Happening]
    papers: list[Qualification]
    villages: list[tuple[str, str]]
    """(key, name) of the villages for which they answer by name."""


def team(actor: Actor, station: Station) -> Team:
    """Who works at the station today, and who did."""
    today = clock.today()
    known = WorkerSpell.objects.visible_to(actor).as_known(None)
    spells = list(known.filter(station=station, pref=station.pref).order_by("-valid_from", "-id"))
    last: dict[UUID, WorkerSpell] = {}
    for spell in spells:
        if spell.valid_to is None or spell.valid_to > spell.valid_from:
            last.setdefault(spell.worker_id, spell)
    papers = _papers(actor, list(last))
    visible = Worker.objects.visible_to(actor).filter(pk__in=last)
    here = set(visible.values_list("pk", flat=True))
    lines = [WorkerLine(one, papers.get(pk, ""), pk in here) for pk, one in last.items()]
    present = [line for line in lines if _holds(line.spell, today)]
    gone = [line for line in lines if not _holds(line.spell, today)]
    order = Worker.Post.values
    return Team(
        sorted(
            present,
            key=lambda line: (
                order.index(line.spell.post) if line.spell.post else len(order),
                line.spell.valid_from,
                line.spell.worker_name,
            ),
        ),
        sorted(gone, key=lambda line: line.spell.valid_to or today, reverse=True),
    )


def worker(actor: Actor, worker_id: UUID) -> WorkerSheet:
    """One worker with what happened, as far as it is the actor's; or Absent."""
    found = gate.find(Worker, actor, worker_id)
    known = WorkerSpell.objects.visible_to(actor).as_known(None)
    spells = list(
        known.filter(worker=found, pref=found.pref)
        .select_related("station")
        .order_by("valid_from", "id")
    )
    spells = [spell for spell in spells if spell.valid_to != spell.valid_from]
    held = Qualification.objects.visible_to(actor).as_known(None)
    papers = held.filter(worker=found, pref=found.pref, valid_to=None).order_by("issued_on", "id")
    return WorkerSheet(
        found,
        next((spell for spell in spells if spell.valid_to is None), None),
        spells[-1] if spells else None,
        rules.history([_stage(spell) for spell in spells]),
        [paper for paper in papers if actor.may(Qualification.see_verb)],
        villages_of(actor, found),
    )


def villages_of(actor: Actor, found: Worker) -> list[tuple[str, str]]:
    """Villages for which the worker answers by name today."""
    held = living(VillageService, actor).filter(worker=found, pref=found.pref)
    keys = list(held.order_by("area").values_list("area", flat=True))
    names = areas.names(keys)
    return [(key, names.get(key, key)) for key in keys]


def present(actor: Actor, station: Station) -> list[WorkerSpell]:
    """Who works at this station today."""
    held = living(WorkerSpell, actor).filter(station=station, pref=station.pref)
    return list(held.order_by("worker_name", "id"))


def began(actor: Actor, station: Station) -> date | None:
    """When the station opened, as it is open now."""
    held = living(StationSpell, actor).filter(station=station, pref=station.pref).first()
    return held.valid_from if held else None


def qualification(actor: Actor, qualification_id: UUID) -> Qualification:
    return gate.find(Qualification, actor, qualification_id, "worker")


def _papers(actor: Actor, workers: list[UUID]) -> dict[UUID, str]:
    """Worker → the name of the highest certificate held today."""
    order = Qualification.Level.values
    held = living(Qualification, actor).filter(worker_id__in=workers)
    found: dict[UUID, str] = {}
    for pk, level in sorted(
        held.values_list("worker_id", "level"), key=lambda x: order.index(x[1])
    ):
        found[pk] = Qualification.Level(level).label
    return found


def _holds(spell: WorkerSpell, day: date) -> bool:
    return spell.valid_from <= day and (spell.valid_to is None or spell.valid_to > day)


def _stage(spell: WorkerSpell) -> Stage:
    said = (
        spell.get_post_display(),
        spell.duties,
        f"薪级{spell.pay_grade}" if spell.pay_grade else "",
        spell.employer,
    )
    left = spell.get_left_display() if spell.left else ""
    return Stage(
        spell.valid_from,
        spell.valid_to,
        spell.station.name,
        "，".join(part for part in said if part),
        spell.came_from,
        f"{left}，{spell.left_note}" if left and spell.left_note else left,
    )
