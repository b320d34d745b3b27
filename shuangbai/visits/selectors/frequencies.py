"""Questions about what was said of how often: what holds, what is coming, what was before."""

from dataclasses import dataclass, field
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.actor import Actor
from shuangbai.access.refusal import Absent
from shuangbai.areas import selectors as areas
from shuangbai.kernel import areakey, clock
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.visits.models import FrequencySpell
from shuangbai.visits.plan_rules.frequency import (
    SOURCES,
    Frequency,
    Kind,
    Names,
    Subject,
    in_force,
    name_of,
)
from shuangbai.visits.selectors import reasons

SHOWN_PAST = 30
OWNERS = (Level.PREFECTURE, Level.COUNTY)


@dataclass(frozen=True)
class Row:
    spell: FrequencySpell
    name: str
    place: str
    own: bool
    """Whether the actor's area itself said it, and may change it."""


@dataclass(frozen=True)
class Line:
    """One subject: what holds for the area today, what others below it have said for themselves,
    and what is coming."""

    subject: Subject
    name: str
    holds: Row | None
    below: list[Row] = field(default_factory=list)
    coming: list[Row] = field(default_factory=list)

    @property
    def source(self) -> str:
        """Where a default comes from."""
        default = self.holds is not None and self.holds.spell.is_default
        return SOURCES.get(self.subject.kind, "") if default else ""


@dataclass(frozen=True)
class Page:
    place: str
    lines: list[Line]
    past: list[Row]
    several: bool
    """Whether the actor's areas may each have their own word."""


def page(actor: Actor) -> Page:
    gate.allow(actor, "plan.see")
    today, names = clock.today(), reasons.names()
    home = areakey.common(actor.areas)
    rows = [_row(actor, spell, names) for spell in _living(actor)]
    places = areas.names(row.place for row in rows)
    rows = [Row(r.spell, r.name, places.get(r.place, r.place), r.own) for r in rows]
    past = [row for row in rows if row.spell.valid_to and row.spell.valid_to <= today]
    now = [row for row in rows if row not in past and row.spell.valid_from <= today]
    coming = [row for row in rows if row.spell.valid_from > today]
    past.sort(key=lambda row: (row.spell.valid_to, str(row.spell.pk)), reverse=True)
    order = {subject: place for place, subject in enumerate(names)}
    subjects = sorted({_subject(row) for row in [*now, *coming]}, key=lambda one: order[one])
    lines = [_line(one, names, home, now, coming) for one in subjects]
    several = len(owners(actor)) > 1 or len(home) < LEVELS[Level.COUNTY]
    return Page(areas.names_together([home]), lines, past[:SHOWN_PAST], several)


def owners(actor: Actor) -> list[str]:
    """The actor's areas that may say how often."""
    return [key for key in actor.areas if areakey.level_of(key) in OWNERS]


def find(actor: Actor, spell_id: UUID) -> FrequencySpell:
    """What one of the actor's own areas said, as known now; or Absent."""
    gate.allow(actor, "plan.manage")
    found: FrequencySpell | None = (
        FrequencySpell.objects.as_known(None).filter(pk=spell_id, area__in=owners(actor)).first()
    )
    if found is None:
        raise Absent("plan.manage", "visits.frequencyspell", str(spell_id))
    return found


def _living(actor: Actor) -> list[FrequencySpell]:
    rows = FrequencySpell.objects.visible_to(actor).as_known(None)
    found = rows.order_by("valid_from", "id")
    return [row for row in found if row.valid_to is None or row.valid_to > row.valid_from]


def _row(actor: Actor, spell: FrequencySpell, names: Names) -> Row:
    name = name_of(Subject(spell.kind, spell.code), names)
    return Row(spell, name, spell.area, spell.area in actor.areas)


def _subject(row: Row) -> Subject:
    return Subject(row.spell.kind, row.spell.code)


def _line(subject: Subject, names: Names, home: str, now: list[Row], coming: list[Row]) -> Line:
    mine = [row for row in now if _subject(row) == subject]
    said = {Frequency(subject, row.spell.area, row.spell.days): row for row in mine}
    nearest = in_force(said, home).get(subject)
    return Line(
        subject,
        name_of(subject, names),
        said[nearest] if nearest else None,
        [row for row in mine if row.spell.area != home and row.spell.area.startswith(home)],
        [row for row in coming if _subject(row) == subject],
    )


def subjects() -> list[tuple[Subject, str]]:
    """Of whom something can be said."""
    names = reasons.names()
    kinds = {Kind.GRADE: "关注等级", Kind.CATEGORY: "对象类别"}
    return [
        (one, f"{kinds[Kind(one.kind)]} {name}" if one.kind in kinds else name)
        for one, name in names.items()
    ]
