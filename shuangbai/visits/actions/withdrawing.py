"""Taking back what was recorded by mistake."""

from uuid import UUID

from shuangbai.access.action import Act, action
from shuangbai.access.refusal import Refused
from shuangbai.kernel import spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions.findings import move
from shuangbai.visits.actions.recording import one_at_a_time
from shuangbai.visits.models import Companion, Finding, Served, Withdrawal
from shuangbai.visits.rules import findings as rules
from shuangbai.visits.selectors import visits as selectors

catalogue({"visit.why": ("没有写为什么作废。", "请写一句原因，例如“记到别人名下了”。")})

GONE_WITH_IT = "走访作废"


@action("visit.withdraw", counted=True)
def withdraw(act: Act, visit_id: UUID, reason: str) -> Withdrawal:
    """From now on the visit counts no more, whatever its version; as known before it still does.
    Needs found on it that nobody has finished go with it. Once is enough: the same again answers
    with the withdrawal that is there."""
    one_at_a_time(selectors.newest(act.actor, visit_id).root)
    visit = selectors.newest(act.actor, visit_id)
    act.within(visit.area)
    act.subject = ("visits.visit", str(visit.root))
    if not selectors.may_withdraw(act.actor, visit):
        raise Refused(act.verb, "这次走访是别人记的", area=visit.area, subject=act.subject)
    already = selectors.withdrawal(act.actor, visit)
    if already is not None:
        act.detail = {"repeated": True}
        return already
    act.reason = reason.strip()
    if not act.reason:
        raise problem("visit.why", column="为什么作废")
    of_it = {"visit": visit, "pref": visit.pref}
    people = list(Served.objects.under(visit.area).as_known(None).filter(**of_it))
    along = list(Companion.objects.under(visit.area).as_known(None).filter(**of_it))
    spells.withdraw(visit, act.stamp)
    for rows in (people, along):
        spells.replace_all([(one, []) for one in rows], act.stamp)
    found = Finding.objects.under(*act.actor.areas).as_known(None).filter(pref=visit.pref)
    for one in found.filter(visit_id=visit.root, state__in=rules.UNFINISHED):
        move(act, one, "withdraw", GONE_WITH_IT)
    act.touch("visits.visit", visit.pk, visit.area, withdrawn=[str(p.person_id) for p in people])
    who = {"by": act.actor.user_id, "by_name": act.actor.name}
    return Withdrawal.objects.create(
        area=visit.area, visit=visit, at=act.at, reason=act.reason, **who
    )
