"""Standing approvals to open files of children: given, and ended at once."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.access.selectors import people_in
from shuangbai.clients.actions.merged import refuse_merged
from shuangbai.clients.models import Approval, ApprovalChild, Person
from shuangbai.clients.rules import is_child
from shuangbai.kernel import ids, spells
from shuangbai.kernel.problems import catalogue, problem

LONGEST = timedelta(days=366)

catalogue(
    {
        "approval.until": (
            "到期日 {until} 不对。",
            "请填今天以后、一年以内的日期；到期前可以再给一次。",
        ),
        "approval.who": ("选的人现在不在这里工作。", "请从名单里选一个人。"),
        "approval.nobody": ("没有选是哪些孩子。", "请选“本站所有未成年人”，或勾选几个孩子。"),
        "approval.adult": ("{name}已满18周岁，不用授权。", "请只选未成年人。"),
        "approval.ended": ("这份授权已经结束了。", "请看名单里现有的授权。"),
    }
)


@dataclass(frozen=True)
class NewApproval:
    """For `user_id`, who works in `area`, until the day before `until`. `children`: those
    named; none means every child of the area."""

    area: str
    user_id: UUID
    until: date
    purpose: str
    every_child: bool = False
    children: tuple[UUID, ...] = ()
    id: UUID = field(default_factory=ids.uuid7)


@action("approval.give")
def give(act: Act, new: NewApproval) -> Approval:
    """The same id again answers with the approval that is there."""
    act.within(new.area)
    already: Approval | None = Approval.objects.under(new.area).filter(pk=new.id).first()
    if already is not None:
        return already
    if not act.today < new.until <= act.today + LONGEST:
        raise problem("approval.until", column="到期日", until=new.until)
    names = {user.pk: user.name for user in people_in(new.area)}
    if new.user_id not in names:
        raise problem("approval.who", column="给谁")
    children = _children(act, new)
    made: Approval = Approval.objects.create(
        id=new.id,
        area=new.area,
        user_id=new.user_id,
        user_name=names[new.user_id],
        every_child=new.every_child,
        valid_from=act.today,
        valid_to=new.until,
        purpose=new.purpose.strip(),
        **act.stamp,
    )
    ApprovalChild.objects.bulk_create(
        ApprovalChild(area=child.area, approval=made, person=child) for child in children
    )
    act.subject, act.reason = ("clients.approval", str(made.pk)), new.purpose.strip()
    told = {"to": names[new.user_id], "every_child": new.every_child, "children": len(children)}
    act.touch("clients.approval", made.pk, new.area, until=str(new.until), **told)
    return made


def _children(act: Act, new: NewApproval) -> list[Person]:
    if new.every_child:
        return []
    if not new.children:
        raise problem("approval.nobody", column="哪些孩子")
    found = gate.find_many(Person, act.actor, new.children)
    refuse_merged(act, found)
    for person in found:
        act.within(person.area)
        if not is_child(person.birth_date, act.today):
            raise problem("approval.adult", column="哪些孩子", name=person.name)
    return found


@action("approval.give")
def end(act: Act, approval_id: UUID, reason: str = "") -> None:
    """From this moment on it opens nothing."""
    approval = gate.find(Approval, act.actor, approval_id)
    act.within(approval.area)
    act.subject, act.reason = ("clients.approval", str(approval.pk)), reason.strip()
    if approval.superseded_at is not None or approval.valid_to <= act.today:
        raise problem("approval.ended")
    if approval.valid_from < act.today:
        fresh = spells.revise(approval, act.stamp, valid_to=act.today)
        ApprovalChild.objects.under(approval.area).filter(
            approval=approval, pref=approval.pref
        ).update(approval=fresh)
    else:
        spells.withdraw(approval, act.stamp)
    act.touch("clients.approval", approval.pk, approval.area, ended=True)
