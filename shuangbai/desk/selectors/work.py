"""The first page of somebody who records visits: what to do, whom to see next; for the head of a
station also what the team did and how the villages stand."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count as Number

from shuangbai.access.actor import Actor
from shuangbai.clients.selectors.people import Line
from shuangbai.cover import selectors as cover
from shuangbai.cover.selectors import Comparison
from shuangbai.cover.selectors import errands as errands_
from shuangbai.cover.selectors.errands import Line as Errand
from shuangbai.desk.selectors import todo
from shuangbai.desk.selectors.overview import compared_of
from shuangbai.desk.selectors.services import YEAR, Services, of_all
from shuangbai.desk.selectors.todo import Todo
from shuangbai.kernel import counting, figures
from shuangbai.kernel.areakey import Level
from shuangbai.kernel.figures import Ask, Count, Period
from shuangbai.kernel.tables import below
from shuangbai.staff.models import Worker, WorkerSpell
from shuangbai.visits import selectors as visits
from shuangbai.visits.selectors import Told, plan, rounds
from shuangbai.visits.selectors.plan import Brief
from shuangbai.visits.selectors.rounds import Line as Round

NEXT_ONES = 6
SHOWN = ("files", "service")
"""Of the pairs."""
LATEST = 5


@dataclass(frozen=True)
class Member:
    """One of the team: visits of this month, errands still to be done and late among them.
    `printed`: the name under which the visits stand; '' when there are several."""

    name: str
    visits: int
    printed: str = ""
    errands: int = 0
    late: int = 0


@dataclass(frozen=True)
class Team:
    """The head's own part of the page."""

    members: list[Member]
    services: Services
    errands: list[Errand]
    todo: list[Todo]


@dataclass(frozen=True)
class Work:
    """`waiting`: who was not served yet, where nobody is due. `errands`: given to whoever looks.
    `team`: None for who leads none."""

    comparison: Comparison
    visits: Count
    plan: Brief
    rounds: list[Round]
    waiting: list[Line]
    latest: list[Told]
    errands: list[Errand] = field(default_factory=list)
    team: Team | None = None


def work(actor: Actor) -> Work:
    compared, leads = compared_of(actor), actor.may("errand.give")
    level = Level.VILLAGE if leads else None
    comparison = cover.compare(actor, compared, level, told=False, names=SHOWN)
    today = compared.asked.day
    month = Ask(actor.areas, Period(today.replace(day=1), today))
    brief = plan.brief(actor, NEXT_ONES)
    return Work(
        comparison,
        counting.count("visits", month),
        brief,
        rounds.running(actor),
        [] if brief.first else visits.waiting(actor, NEXT_ONES),
        visits.listed(actor, visits.Wanted(), limit=LATEST).lines,
        errands_.mine(actor),
        _team(actor, month) if leads else None,
    )


def _team(actor: Actor, month: Ask) -> Team:
    open_ = errands_.listed(actor, errands_.OPEN)
    return Team(
        _members(actor, month, open_),
        of_all(actor.areas, YEAR),
        open_,
        todo.of_head(actor, open_),
    )


def _members(actor: Actor, month: Ask, errands: list[Errand]) -> list[Member]:
    """Those who work here, then others who visited somebody here this month."""
    held = WorkerSpell.objects.visible_to(actor).as_known(None).on(month.period.end)
    present = dict(held.order_by("worker_name", "id").values_list("worker_id", "worker_name"))
    known = Worker.objects.visible_to(actor).filter(pk__in=present, user_id__isnull=False)
    accounts = {user: pk for pk, user in known.values_list("pk", "user_id")}
    made: dict[UUID, int] = defaultdict(int)
    printed: dict[UUID, set[str]] = defaultdict(set)
    names: dict[UUID, str] = dict(present)
    for who, name, count in _visited(month):
        worker = accounts.get(who, who)
        names.setdefault(worker, name)
        printed[worker].add(name)
        made[worker] += count
    members = []
    for worker, name in names.items():
        own = [line for line in errands if line.errand.worker_id == worker]
        late = sum(line.told.state == "late" for line in own)
        said = "".join(printed[worker]) if len(printed[worker]) == 1 else ""
        members.append(Member(name, made[worker], said, len(own), late))
    return sorted(members, key=lambda one: -one.visits)


def _visited(month: Ask) -> list[tuple[UUID, str, int]]:
    """(who, printed name, visits): the rows of the figure, by who made them."""
    [rows] = figures.get("visits").querysets(month)
    here = rows.filter(below(month.scope)).order_by()
    found = here.values("worker_id", "worker_name").annotate(number=Number("pk"))
    return list(found.values_list("worker_id", "worker_name", "number"))
