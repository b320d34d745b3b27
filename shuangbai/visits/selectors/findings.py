"""Questions about needs that were found. Actor first. Other apps ask here for those of theirs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.fields.tuple_lookups import TupleLessThan

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.models import Person
from shuangbai.clients.rules import Group
from shuangbai.clients.selectors import aliases, approvals
from shuangbai.clients.selectors.approvals import Asked
from shuangbai.visits.models import Finding, FindingMove, Served, Visit
from shuangbai.visits.rules import findings as rules
from shuangbai.visits.selectors import words

PAGE = 50
UNFINISHED = "unfinished"
RANK = {key: rank for rank, key in enumerate(reversed(rules.URGENCIES), start=1)}


@dataclass(frozen=True)
class Wanted:
    """`area` below which key, `state` a state or UNFINISHED, `kind`, `urgency`. Empty: all."""

    area: str = ""
    state: str = UNFINISHED
    kind: str = ""
    urgency: str = ""


@dataclass(frozen=True)
class Line:
    """A finding as a list or its page shows it. `words`: None where they may not be read."""

    finding: Finding
    place: str
    words: str | None
    whose: str

    @property
    def kind(self) -> str:
        return rules.KINDS.get(self.finding.kind, self.finding.kind)

    @property
    def urgency(self) -> str:
        return rules.URGENCIES.get(self.finding.urgency, self.finding.urgency)

    @property
    def state(self) -> str:
        return rules.MACHINE.label(self.finding.state)

    @property
    def badge(self) -> str:
        """Kind of the badge that says the state."""
        return {rules.OPEN: "warn", rules.TAKEN: "info", rules.CLOSED: "ok"}.get(
            self.finding.state, "plain"
        )

    @property
    def unfinished(self) -> bool:
        return self.finding.state in rules.UNFINISHED


@dataclass(frozen=True)
class Listed:
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    next: UUID | None = None


@dataclass(frozen=True)
class Step:
    """A move of a finding. `words`: None where they may not be read."""

    move: FindingMove
    label: str
    words: str | None


def listed(actor: Actor, wanted: Wanted, after: UUID | None = None, limit: int = PAGE) -> Listed:
    """One page: the most urgent first, then the latest."""
    gate.allow(actor, Finding.see_verb)
    found = _filtered(actor, wanted)
    total = found.count()
    ranked = found.annotate(rank=_rank())
    rows = list(_behind(ranked, actor, after).order_by("-rank", "-happened_on", "-id")[: limit + 1])
    more = len(rows) > limit
    return Listed(lines(actor, rows[:limit]), total, rows[limit - 1].pk if more else None)


def newest(actor: Actor, finding_id: UUID) -> Finding:
    """The version that holds of the finding of which this id names any version; or Absent."""
    found = gate.find(Finding, actor, finding_id)
    if found.superseded_at is None:
        return found
    living = Finding.objects.visible_to(actor).as_known(None)
    newest: Finding | None = living.filter(pref=found.pref, root=found.root).first()
    return newest or found


def of_visit(actor: Actor, visit: Visit) -> list[Line]:
    """What was found during the visit, in the order in which it was written."""
    living = Finding.objects.visible_to(actor).as_known(None)
    return lines(actor, list(living.filter(pref=visit.pref, visit_id=visit.root).order_by("root")))


def unfinished_of(actor: Actor, person: Person) -> list[Line]:
    """Needs of the person, and of the household in which they were met, that nobody has finished
    yet; for the person's page."""
    if not actor.may(Finding.see_verb):
        return []
    living = Finding.objects.visible_to(actor).as_known(None)
    met = Served.objects.visible_to(actor).as_known(None)
    visits = met.filter(aliases.of(person)).values("visit__root")
    whose = aliases.of(person) | Q(person_id=None, visit_id__in=visits)
    going = living.filter(whose, pref=person.pref, state__in=rules.UNFINISHED)
    return lines(actor, list(going.annotate(rank=_rank()).order_by("-rank", "-happened_on", "-id")))


def open_of_kinds(actor: Actor, kinds: Collection[str], limit: int = PAGE) -> list[Line]:
    """Those that nobody has taken up: for the app that deals with these kinds."""
    living = Finding.objects.visible_to(actor).as_known(None)
    rows = living.filter(kind__in=kinds, state=rules.OPEN).annotate(rank=_rank())
    return lines(actor, list(rows.order_by("-rank", "-happened_on", "-id")[:limit]))


def steps(actor: Actor, line: Line) -> list[Step]:
    """What became of it, the first first."""
    found = FindingMove.objects.visible_to(actor).filter(
        pref=line.finding.pref, finding_id=line.finding.root
    )
    return [
        Step(
            one,
            rules.MACHINE.moves[one.verb].label,
            None if line.words is None else one.words.reveal() if one.words else "",
        )
        for one in found.order_by("at", "id")
    ]


def lines(actor: Actor, found: Collection[Finding]) -> list[Line]:
    """Words follow the files of those whom they are about."""
    places = areas.places((one.area for one in found), actor.areas)
    about = _about(actor, found)
    hidden = approvals.closed_to(actor, [one for some in about.values() for one in some])
    told = []
    for one in found:
        people = [asked.person_id for asked in about[one.pk]]
        own = one.recorded_by == actor.user_id
        closed = actor.needs_reason or (bool(hidden & set(people)) and not own)
        text = one.words.reveal() if one.words and not closed else ""
        told.append(Line(one, places[one.area], None if closed else text, one.whose.reveal()))
    return told


def opened(actor: Actor, line: Line) -> Line:
    """A single finding, for one who has said why they look at the file."""
    if line.words is not None or not actor.needs_reason:
        return line
    people = [asked.person_id for asked in _about(actor, [line.finding])[line.finding.pk]]
    if not words.opened(actor, people):
        return line
    text = line.finding.words.reveal() if line.finding.words else ""
    return Line(line.finding, line.place, text, line.whose)


def people_of(actor: Actor, finding: Finding) -> list[UUID]:
    """Whom it is about."""
    return [one.person_id for one in _about(actor, [finding])[finding.pk]]


def _about(actor: Actor, found: Collection[Finding]) -> dict[UUID, list[Asked]]:
    """Whom each is about: the person, or all who were met when it concerns the household."""
    roots = {one.visit_id for one in found}
    living = Visit.objects.visible_to(actor).as_known(None).filter(root__in=roots)
    versions = dict(living.values_list("id", "root")) | {root: root for root in roots}
    met: dict[UUID, dict[UUID, Asked]] = {}
    rows = Served.objects.visible_to(actor).filter(visit_id__in=list(versions)).order_by("id")
    for visit_id, person_id, area, group in rows.values_list(
        "visit_id", "person_id", "area", "group"
    ):
        asked = Asked(person_id, area, group == Group.CHILD)
        met.setdefault(versions[visit_id], {})[person_id] = asked
    told = {}
    for one in found:
        served = met.get(one.visit_id, {})
        if one.person_id is None:
            told[one.pk] = list(served.values())
        else:
            # Who was not met and is not here any more may have been a child.
            told[one.pk] = [served.get(one.person_id, Asked(one.person_id, one.area, True))]
    return told


def _rank() -> Case:
    cases = [When(urgency=key, then=Value(rank)) for key, rank in RANK.items()]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _filtered(actor: Actor, wanted: Wanted) -> Any:
    found = Finding.objects.visible_to(actor).as_known(None)
    if wanted.area:
        found = found.under(wanted.area)
    if wanted.state == UNFINISHED:
        found = found.filter(state__in=rules.UNFINISHED)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.urgency:
        found = found.filter(urgency=wanted.urgency)
    return found


def _behind(found: Any, actor: Actor, after: UUID | None) -> Any:
    last = Finding.objects.visible_to(actor).filter(pk=after).first() if after else None
    if last is None:
        return found
    place = (F("rank"), F("happened_on"), F("id"))
    return found.filter(TupleLessThan(place, (RANK[last.urgency], last.happened_on, last.pk)))
