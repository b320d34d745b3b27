"""Why people left a list, told by somebody who knows, and what is done with it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions.endings import died
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import CategorySpell, Departure, Person
from shuangbai.clients.selectors import aliases
from shuangbai.kernel import bulk, spells
from shuangbai.kernel.problems import catalogue, problem

Reason = Departure.Reason

catalogue(
    {
        "departure.day": ("{name}没有填去世的日期。", "请填日期；不知道哪一天，填大概的日期。"),
        "departure.settled": (
            "{name}退出的原因已经办过了，不能改成别的。",
            "登记错了的，请在档案页撤回去世，再改原因。",
        ),
        "departure.back": (
            "{name}现在又在这份名单上了。",
            "不用再写原因。",
        ),
    }
)


@dataclass(frozen=True)
class Told:
    """The reason for one departure; `happened_on` of a death, or of a move when it is known."""

    departure_id: UUID
    reason: str
    happened_on: date | None = None
    note: str = ""


def note(act: Act, roster_id: UUID, day: date, ended: Sequence[CategorySpell]) -> None:
    """As part of a merge: these people are no longer on the list, nobody has yet said why."""
    bulk.insert(
        Departure,
        [
            Departure(
                area=spell.area,
                person_id=spell.person_id,
                category=spell.category_id,
                day=day,
                roster_id=roster_id,
                **act.stamp,
            )
            for spell in ended
        ],
    )


@action("departure.tell", counted=True)
def tell(act: Act, told: Sequence[Told]) -> list[Departure]:
    """Each reason is recorded; a death ends what held for the person, a mistake of the list puts
    them back on it. The rest is for people to follow up, and the page says what."""
    found = {
        one.pk: one for one in gate.find_many(Departure, act.actor, [t.departure_id for t in told])
    }
    for pref in sorted({one.pref for one in found.values()}):
        lock_prefecture(pref)
    done = []
    for one in told:
        before = found[one.departure_id]
        act.within(before.area)
        if (before.reason, before.note, before.happened_on) == (
            one.reason,
            one.note,
            one.happened_on,
        ):
            continue
        done.append(_tell(act, before, one))
    if not act.area and found:
        act.within(next(iter(found.values())).area)
    return done


def _tell(act: Act, before: Departure, told: Told) -> Departure:
    # Of a merged file: what is told is true of the person.
    [person] = aliases.going_on(act.actor, gate.find_many(Person, act.actor, [before.person_id]))
    settled = before.reason in (Reason.DIED, Reason.MISTAKE)
    if settled and told.reason != before.reason and not _undone(before, person):
        raise problem("departure.settled", name=person.name)
    if told.reason == Reason.DIED and person.died_on is None:
        if told.happened_on is None:
            raise problem("departure.day", name=person.name)
        died(act, person, told.happened_on)
    if told.reason == Reason.MISTAKE and not settled:
        _put_back(act, before, person)
    changes = {"reason": told.reason, "happened_on": told.happened_on, "note": told.note.strip()}
    fresh: Departure = spells.revise(before, act.stamp, **changes)
    act.touch("clients.departure", fresh.pk, fresh.area, person=str(person.pk), reason=told.reason)
    return fresh


def _undone(before: Departure, person: Person) -> bool:
    """A death that was taken back may get another reason."""
    return before.reason == Reason.DIED and person.died_on is None


def _put_back(act: Act, before: Departure, person: Person) -> None:
    """The category goes on as if the list had named them."""
    living = CategorySpell.objects.under(before.area).as_known(None)
    held = living.filter(category=before.category)
    if held.filter(aliases.of(person), valid_to=None).exists():
        raise problem("departure.back", name=person.name)
    own = held.filter(person=before.person_id, pref=before.pref)
    ended = own.filter(valid_to=before.day).order_by("-valid_from").first()
    if ended is not None:
        spells.revise(ended, act.stamp, valid_to=None)
