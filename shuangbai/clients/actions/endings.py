"""How a file ends: because it is no longer needed, or because somebody died."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.moving import spell_models
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import FileSpell, Membership, Person
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import days, spells
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "file.none": ("{name}没有开着的档案。", "不用再关。"),
        "file.close_day": (
            "关档日期 {day} 不对，档案是 {since} 建的。",
            "请填建档以后、今天或以前的日期。",
        ),
        "file.close_reason": ("没有写关档的原因。", "写一句为什么关，例如“已迁往外市”。"),
        "person.died_day": ("去世日期 {day} 不对。", "请填出生以后、今天或以前的日期。"),
        "person.dead": ("{name}已经登记去世，日期是 {day}。", "如果登记错了，请改日期或撤回。"),
        "person.alive": ("{name}没有登记去世。", "不用撤回。"),
    }
)


@action("file.close", counted=True)
def close_file(act: Act, person_id: UUID, day: date, reason: str) -> FileSpell:
    """The file ends on `day`; it stays readable, and can be opened again."""
    if not reason.strip():
        raise problem("file.close_reason", column="原因")
    person = _locked(act, person_id)
    held = FileSpell.objects.under(*act.actor.areas).as_known(None).filter(valid_to=None)
    files = list(held.filter(aliases.of(person)).order_by(aliases.own_first(person)))
    if not files:
        raise problem("file.none", name=person.name)
    since = max(file.valid_from for file in files)
    if not since <= day <= act.today:
        raise problem("file.close_day", column="关档日期", day=day, since=since)
    act.reason = reason.strip()
    ended = [spells.end(file, day, act.stamp) for file in files]
    for one in ended:
        act.touch("clients.filespell", one.pk, one.area, closed=str(day))
    return ended[0]


@action("person.edit", counted=True)
def record_death(act: Act, person_id: UUID, day: date, note: str = "") -> Person:
    person = _locked(act, person_id)
    act.reason = note.strip()
    return died(act, person, day)


def died(act: Act, person: Person, day: date) -> Person:
    """As part of a greater action. Whatever held for the person ends on the day of death, in
    merged files too: they are on no list from that day on, and whoever served them before it
    did so."""
    if person.died_on is not None:
        raise problem("person.dead", name=person.name, day=person.died_on)
    earliest = person.birth_date or days.EARLIEST_BIRTH
    if not earliest <= day <= act.today:
        raise problem("person.died_day", column="去世日期", day=day)
    ended = 0
    for model in spell_models():
        # Not where they live now only: before they moved they lived elsewhere.
        held: Any = model.objects.under(*act.actor.areas).as_known(None).from_on(day)
        for spell in held.filter(aliases.of(person)):
            spells.end(spell, day, act.stamp)
            ended += 1
    _die(act, person, day)
    act.touch("clients.person", person.pk, person.area, died_on=str(day), ended=ended)
    return person


@action("person.edit", counted=True)
def take_back_death(act: Act, person_id: UUID, reason: str) -> Person:
    """A death recorded by mistake: what it ended goes on as if it had not been ended. What was
    known meanwhile stays known of that time."""
    person = _locked(act, person_id)
    if person.died_on is None:
        raise problem("person.alive", name=person.name)
    act.reason, day = reason.strip(), person.died_on
    # What began after the day of death was ended by it too, on its own first day.
    ended = Q(valid_to=day) | Q(recorded_at__in=_recorded(act, person))
    for model in spell_models():
        every: Any = model.objects.under(*act.actor.areas)
        rows = every.filter(aliases.of(person))
        for spell in rows.as_known(None).filter(ended):
            before = rows.filter(pk=spell.supersedes).first()
            if before is not None and before.valid_to != spell.valid_to:
                spells.revise(spell, act.stamp, valid_to=before.valid_to)
    _die(act, person, None)
    act.touch("clients.person", person.pk, person.area, death_taken_back=str(day))
    return person


def _die(act: Act, person: Person, day: date | None) -> None:
    files = Person.objects.under(*act.actor.areas).filter(aliases.of(person, "pk"))
    files.update(died_on=day)
    person.died_on = day


def _recorded(act: Act, person: Person) -> list[datetime]:
    """When the death was recorded: nothing is told of where the dead belong since."""
    known = Membership.objects.under(*act.actor.areas).as_known(None)
    ended = known.filter(aliases.of(person), valid_to__gte=person.died_on)
    return list(ended.order_by("-recorded_at").values_list("recorded_at", flat=True)[:1])


def _locked(act: Act, person_id: UUID) -> Person:
    seen = gate.find(Person, act.actor, person_id)
    act.within(seen.area)
    act.subject = ("clients.person", str(seen.pk))
    lock_prefecture(seen.pref)
    person = gate.find(Person, act.actor, person_id)
    refuse_merged(act, [person])
    return person
