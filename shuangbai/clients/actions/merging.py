"""并档: two files that turned out to be one person's become one, and can be taken apart again.

Nothing that was recorded moves or ends. An alias says that one file is a name for the other, so
figures count one person, and the page of the one that goes on shows the records of both. Taking
it back takes the alias back: each record still lies in the file in which it was written.
"""

from dataclasses import dataclass, field
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.actions import alias_rows
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.actions.store import lock_prefecture
from shuangbai.clients.models import FileMerge, Person
from shuangbai.clients.selectors import merge_checks
from shuangbai.kernel import ids
from shuangbai.kernel.problems import catalogue, problem

catalogue(
    {
        "merge.reason": (
            "没有写原因。",
            "写一句凭什么知道是同一个人，例如“对过户口簿，是小名”。",
        ),
        "merge.same": ("两边是同一份档案。", "请另找一份。"),
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
    merge_checks.check(act.actor, goes_on, becomes)
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
    merge_checks.near(*seen)
    lock_prefecture(seen[0].pref)
    both = Person.objects.under(*act.actor.areas).filter(pref=seen[0].pref)
    held = both.select_for_update().in_bulk([person.pk for person in seen])
    people = gate.find_many(Person, act.actor, held)
    found = {person.pk: person for person in people}
    return found[wanted.goes_on], found[wanted.becomes]


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
