"""Taking back what was recorded by mistake."""

from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Refused
from shuangbai.kernel import spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions.recording import one_at_a_time
from shuangbai.visits.models import Served, Visit, Withdrawal
from shuangbai.visits.selectors import visits as selectors

catalogue({"visit.why": ("没有写为什么作废。", "请写一句原因，例如“记到别人名下了”。")})


@action("visit.withdraw", counted=True)
def withdraw(act: Act, visit_id: UUID, reason: str) -> Withdrawal:
    """From now on the visit counts no more; as known before it still does. Once is enough: the
    same again answers with the withdrawal that is there."""
    one_at_a_time(visit_id)
    visit = gate.find(Visit, act.actor, visit_id)
    act.within(visit.area)
    act.subject = ("visits.visit", str(visit.pk))
    if not selectors.may_withdraw(act.actor, visit):
        raise Refused(act.verb, "这次走访是别人记的", area=visit.area, subject=act.subject)
    already = selectors.withdrawal(act.actor, visit)
    if already is not None:
        act.detail = {"repeated": True}
        return already
    act.reason = reason.strip()
    if not act.reason:
        raise problem("visit.why", column="为什么作废")
    served = Served.objects.under(visit.area).as_known(None).filter(visit=visit, pref=visit.pref)
    people = list(served)
    for fact in (visit, *people):
        spells.withdraw(fact, act.stamp)
    act.touch("visits.visit", visit.pk, visit.area, withdrawn=[str(p.person_id) for p in people])
    who = {"by": act.actor.user_id, "by_name": act.actor.name}
    return Withdrawal.objects.create(
        area=visit.area, visit=visit, at=act.at, reason=act.reason, **who
    )
