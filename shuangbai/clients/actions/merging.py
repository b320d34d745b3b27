"""并档: two files that turned out to be one person's become one, and can be taken apart again.

Nothing that was recorded moves or ends. An alias says that one file is a name for the other, so
figures count one person, and the page of the one that goes on shows the records of both. Taking
it back takes the alias back: each record still lies in the file in which it was written.
"""

from dataclasses import dataclass, field
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients import merge_rules
from shuangbai.clients.actions import alias_rows
from shuangbai.clients.actions.handover_rows import open_pairs
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import FileMerge, Person
from shuangbai.clients.selectors import aliases
from shuangbai.clients.selectors.onfile import digest, on_file
from shuangbai.clients.selectors.particulars import plain
from shuangbai.kernel import ids
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "merge.reason": (
            "没有写原因。",
            "写一句凭什么知道是同一个人，例如“对过户口簿，是小名”。",
        ),
        "merge.same": ("两边是同一份档案。", "请另找一份。"),
        "merge.far": ("两份档案不在同一个地级市，不能并。", "请让对方站关掉那边的档案。"),
        "merge.numbers": (
            "两份档案的身份证号码不一样：号码不同就是两个人，没有并。",
            "请照证件核对；有一个写错的，先在那份档案上改正号码，再来并档。",
        ),
        "merge.third": (
            "{name}的身份证号码还登记在另一份档案上，没有并。",
            "请按号码查找那一份，先弄清是谁的。",
        ),
        "merge.died": (
            "{name}登记了去世，另一份档案没有，没有并。",
            "请先核对：人确实去世的，在另一份上也登记去世；登记错了的，先撤回。",
        ),
        "merge.handover": (
            "{name}有一个等待答复的转接请求，没有并。",
            "请先在“转接”里办完，再来并档。",
        ),
        "merge.provisional": (
            "{name}的档案还没有核实，不能作为留下的一份。",
            "请留下另一份；两份都没有核实的，先核实其中一份。",
        ),
        "merge.half": (
            "另一份档案在别的镇（街），您一边不能撤销。",
            "请县里的经办人撤销这次并档。",
        ),
    }
)


@dataclass(frozen=True)
class Merging:
    """`becomes` is from now on a name for `goes_on`. `id` is made where it is typed: the same
    again is one merge."""

    goes_on: UUID
    becomes: UUID
    reason: str
    id: UUID = field(default_factory=ids.uuid7)


@action("person.merge", counted=True)
def merge(act: Act, wanted: Merging) -> FileMerge:
    """What the file that goes on tells of the merge; the same again answers with what is there."""
    if wanted.goes_on == wanted.becomes:
        raise problem("merge.same")
    act.subject, act.reason = ("clients.person", str(wanted.goes_on)), _why(wanted.reason)
    goes_on, becomes = _locked(act, wanted)
    done = FileMerge.objects.under(*act.actor.areas).filter(pref=goes_on.pref, merge=wanted.id)
    if (already := done.filter(goes_on=True).first()) is not None:
        act.detail = {"already": True}
        return already
    refuse_merged(act, (goes_on, becomes))
    _check(act, goes_on, becomes)
    alias_rows.link(act, becomes.pk, goes_on.pk, wanted.id)
    kept, other = (_told(act, wanted, *pair) for pair in _both(goes_on, becomes))
    FileMerge.objects.bulk_create([kept, other])
    act.touch("clients.person", goes_on.pk, goes_on.area, merged_with=str(becomes.pk))
    act.touch("clients.person", becomes.pk, becomes.area, merged_into=str(goes_on.pk))
    return kept


@action("person.merge", counted=True)
def undo(act: Act, merge_id: UUID, reason: str) -> FileMerge:
    """Both files stand for themselves again, as if they had never been put together; as known
    meanwhile they still were. `merge_id`: of either file's row."""
    seen = gate.find(FileMerge, act.actor, merge_id)
    act.subject, act.reason = ("clients.filemerge", str(seen.merge)), _why(reason)
    lock_prefecture(seen.pref)
    rows = FileMerge.objects.under(*act.actor.areas).filter(pref=seen.pref, merge=seen.merge)
    told = {row.goes_on: row for row in rows.select_related("person")}
    for row in told.values():
        act.within(row.area)
    if len(told) < 2:
        raise problem("merge.half")
    if told[True].undone_at is not None:
        act.detail = {"already": True}
        return told[True]
    apart: Person = told[False].person
    alias_rows.unlink(act, apart.pk, provisional=apart.provisional)
    for row in told.values():
        row.undone_at, row.undone_by, row.undone_by_name = act.at, act.actor.user_id, act.actor.name
        row.undone_reason = act.reason
        row.save(update_fields=["undone_at", "undone_by", "undone_by_name", "undone_reason"])
        act.touch("clients.person", row.person_id, row.area, apart_from=str(row.other_id))
    return told[True]


def _why(reason: str) -> str:
    if not reason.strip():
        raise problem("merge.reason", column="原因")
    return reason.strip()


def _locked(act: Act, wanted: Merging) -> tuple[Person, Person]:
    """Both files, which nobody else writes until this is done."""
    seen = [gate.find(Person, act.actor, pk) for pk in (wanted.goes_on, wanted.becomes)]
    for person in seen:
        act.within(person.area)
    if seen[0].pref != seen[1].pref:
        raise problem("merge.far")
    lock_prefecture(seen[0].pref)
    both = Person.objects.under(*act.actor.areas).filter(pref=seen[0].pref)
    held = both.select_for_update().in_bulk([person.pk for person in seen])
    people = gate.find_many(Person, act.actor, held)
    found = {person.pk: person for person in people}
    return found[wanted.goes_on], found[wanted.becomes]


def _check(act: Act, goes_on: Person, becomes: Person) -> None:
    if goes_on.provisional:
        raise problem("merge.provisional", name=goes_on.name)
    theirs, others = (_numbers(act, person) for person in (goes_on, becomes))
    if merge_rules.numbers_differ(theirs | others, act.today):
        raise problem("merge.numbers")
    # A provisional file stands outside the uniqueness of numbers.
    fresh = {digest(number) for number in others - theirs} if becomes.provisional else set()
    if on_file(goes_on.pref, fresh):
        raise problem("merge.third", name=becomes.name)
    dead = [person for person in (goes_on, becomes) if person.died_on is not None]
    if len(dead) == 1:
        raise problem("merge.died", name=dead[0].name)
    if open_pairs(becomes.pref, [becomes.pk]):
        raise problem("merge.handover", name=becomes.name)


def _numbers(act: Act, person: Person) -> set[str]:
    """Identity numbers in any file of theirs."""
    files = Person.objects.visible_to(act.actor).filter(aliases.of(person, "pk"))
    return {plain(one.identity) for one in files} - {""}


def _both(goes_on: Person, becomes: Person) -> tuple[tuple[Person, Person], tuple[Person, Person]]:
    return (goes_on, becomes), (becomes, goes_on)


def _told(act: Act, wanted: Merging, person: Person, other: Person) -> FileMerge:
    return FileMerge(
        area=person.area,
        merge=wanted.id,
        person=person,
        goes_on=person.pk == wanted.goes_on,
        other_id=other.pk,
        at=act.at,
        by=act.actor.user_id,
        by_name=act.actor.name,
        reason=act.reason,
    )
