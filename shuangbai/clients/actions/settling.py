"""Settling a provisional file: is this somebody new, or somebody who has a file already?

That it is somebody else's is a merge (`actions.merging`); here it becomes a file like any other.
"""

from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions import alias_rows
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import Alias, Person
from shuangbai.clients.models.aliases import NOBODY
from shuangbai.clients.selectors.onfile import digest, on_file
from shuangbai.clients.selectors.particulars import plain
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "settle.here": (
            "{name}的身份证号码已经登记在您负责的另一份档案上，不是新的人。",
            "请并到那一份；号码写错了的，先改正号码，再来核实。",
        ),
        "settle.elsewhere": (
            "{name}的身份证号码已在别的站建了档，不是新的人。",
            "请核对号码；确实是同一个人的，请那边的站转来，再把这一份并进去。",
        ),
        "settle.done": ("{name}的档案已经核实过了。", "不用再核实。"),
    }
)


@action("person.merge", counted=True)
def settle_as_new(act: Act, person_id: UUID) -> Person:
    """From now on the file counts; as known before, it still counted for nobody."""
    seen = gate.find(Person, act.actor, person_id)
    act.within(seen.area)
    act.subject = ("clients.person", str(seen.pk))
    lock_prefecture(seen.pref)
    person: Person = Person.objects.select_for_update().get(pk=seen.pk, pref=seen.pref)
    refuse_merged(act, [person])
    if not person.provisional:
        raise problem("settle.done", name=person.name)
    _check_number(act, person)
    held = Alias.objects.as_known(None).filter(alias=person.pk, canonical=NOBODY)
    alias_rows.end(act, held)
    person.provisional = False
    person.save(update_fields=["provisional"])
    act.touch("clients.person", person.pk, person.area, settled=True)
    return person


def _check_number(act: Act, person: Person) -> None:
    number = plain(person.identity)
    found = on_file(person.pref, [digest(number)]) if number else {}
    for town in found.values():
        code = "settle.here" if act.actor.covers(town) else "settle.elsewhere"
        raise problem(code, name=person.name)
