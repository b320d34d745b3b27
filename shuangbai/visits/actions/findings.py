"""Needs that were found: written down later, taken up, finished, taken back."""

from uuid import UUID

from shuangbai.access import gate
from shuangbai.access.action import Act, action
from shuangbai.clients.models import Household
from shuangbai.kernel import bulk, spells
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.visits.actions import ground as grounds
from shuangbai.visits.actions.checking import check_finding
from shuangbai.visits.actions.commands import NewFinding, NewVisit
from shuangbai.visits.actions.recording import one_at_a_time
from shuangbai.visits.actions.writing import FINDING, finding_row
from shuangbai.visits.models import Finding, FindingMove, Served, Visit
from shuangbai.visits.rules import findings as rules
from shuangbai.visits.selectors import findings as selectors
from shuangbai.visits.selectors import visits

catalogue(
    {
        "finding.what": ("没有写办了什么。", "请写一句，例如“已交低保申请材料”“送了一张轮椅”。"),
        "finding.why": ("没有写为什么撤回。", "请写一句原因，例如“写重了”“问过不需要”。"),
        "finding.gone": ("这次走访已经作废。", "要记发现的需要，请重新记一次走访。"),
    }
)

type Record = tuple[str, str]
"""Kind and id of what another app made of it; two empty texts when nothing."""
NOTHING: Record = ("", "")


@action("visit.record", counted=True)
def add(act: Act, visit_id: UUID, new: NewFinding) -> Finding:
    """A need that was forgotten when the visit was recorded; the same id again answers with the
    one that is there."""
    one_at_a_time(new.id)
    visit = visits.newest(act.actor, visit_id)
    act.within(visit.area)
    act.subject = ("visits.finding", str(new.id))
    already: Finding | None = Finding.objects.under(visit.area).filter(pk=new.id).first()
    if already is not None:
        act.detail = {"repeated": True}
        return already
    if visit.superseded_at is not None:
        raise problem("finding.gone")
    row = finding_row(new, (visit.area, visit.root, visit.happened_on), _whose(act, visit, new))
    bulk.insert_values(Finding, FINDING, [row], act.stamp)
    act.touch("visits.finding", new.id, visit.area, urgency=new.urgency)
    made: Finding = Finding.objects.under(visit.area).get(pk=new.id)
    return made


@action("finding.handle", counted=True)
def take(act: Act, finding_id: UUID, words: str = "") -> Finding:
    """Somebody deals with it from now on."""
    return _moved(act, finding_id, "take", words)


@action("finding.handle", counted=True)
def close(act: Act, finding_id: UUID, words: str) -> Finding:
    """It is dealt with; `words` say what was done."""
    return _moved(act, finding_id, "close", words, needs="finding.what")


@action("finding.handle", counted=True)
def withdraw(act: Act, finding_id: UUID, words: str) -> Finding:
    """It was no need, or was written by mistake; it counts no more."""
    return _moved(act, finding_id, "withdraw", words, needs="finding.why")


def move(act: Act, finding: Finding, verb: str, words: str, record: Record = NOTHING) -> Finding:
    """As part of a greater action, for the version that holds: a new version in the next state,
    and who, when and why."""
    state = rules.MACHINE.after(finding.state, verb)
    days = {rules.TAKEN: "taken_on", rules.CLOSED: "closed_on"}
    on = {days[state]: max(act.today, finding.happened_on)} if state in days else {}
    fresh = spells.revise(finding, act.stamp, state=state, **on)
    FindingMove.objects.create(
        area=finding.area,
        finding_id=finding.root,
        verb=verb,
        from_state=finding.state,
        to_state=state,
        day=act.today,
        at=act.at,
        by=act.actor.user_id,
        by_name=act.actor.name,
        words=words.strip() or None,
        record_kind=record[0],
        record_id=record[1],
    )
    act.touch("visits.finding", fresh.pk, finding.area, state=[finding.state, state])
    return fresh


def _moved(act: Act, finding_id: UUID, verb: str, words: str, needs: str = "") -> Finding:
    one_at_a_time(selectors.newest(act.actor, finding_id).root)
    finding = selectors.newest(act.actor, finding_id)
    act.within(finding.area)
    act.subject = ("visits.finding", str(finding.root))
    rules.MACHINE.after(finding.state, verb)
    if needs and not words.strip():
        raise problem(needs, column=COLUMNS[needs])
    return move(act, finding, verb, words)


COLUMNS = {"finding.what": "办了什么", "finding.why": "为什么撤回"}


def _whose(act: Act, visit: Visit, new: NewFinding) -> str:
    """By the rules of recording: somebody who was met, another of the household, or all of it."""
    served = Served.objects.under(visit.area).as_known(None).filter(pref=visit.pref, visit=visit)
    printed = {one.person_id: one.person_name.reveal() for one in served.order_by("id")}
    asked = NewVisit(visit.root, None, (), visit.happened_on, findings=(new,), again=True)
    unknown = new.person_id is not None and new.person_id not in printed
    ground = grounds.of(act, [asked], set()) if unknown else grounds.Ground(act.today)
    grounds.not_merged(act, [new.person_id] if unknown and new.person_id else [])
    check_finding(ground, new, list(printed), visit.household_id, visit.happened_on)
    if new.person_id is not None:
        return printed.get(new.person_id) or ground.person(new.person_id).name
    if visit.household_id is None:
        return next(iter(printed.values()))
    return f"{gate.find(Household, act.actor, visit.household_id).head_name}一户"
