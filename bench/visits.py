"""One round of many visits through the public action, with all rules on.

Wall time says what one waits for. On a machine that is busy otherwise it says little; so the
seconds that Python and the database's process really worked are told beside it.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from time import process_time
from uuid import UUID

from django.db import connection

from bench import office, people
from bench.checks import same
from bench.table import Table
from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.models import AuditChange
from shuangbai.clients.models import Membership
from shuangbai.kernel import clock, ids
from shuangbai.visits.actions import NewFinding, NewVisit, record_round
from shuangbai.visits.models import Companion, Finding, Served, Visit
from shuangbai.visits.rules.party import Party

PEOPLE_EACH = 0.25
"""People on file for each visit."""
WORKERS, DAYS = 300, 80
SERVICES = (("ZC01",), ("XL01", "ZY01"), ())
KINDS = ("home", "home", "home", "phone", "station")


@dataclass(frozen=True)
class Told:
    visits: int
    served: int
    rows: int
    wall: float
    python: float
    database: float


def run(sizes: list[int]) -> Table:
    """Needs an open database without people."""
    table = Table("走访：一次记下一批", ("", *(f"{size:,} 次" for size in sizes)))
    found = [_one_size(size) for size in sizes]
    table.add("每次走访服务到的人", *(f"{one.served / one.visits:.2f}" for one in found))
    table.add("写了多少行", *(f"{one.rows:,}" for one in found))
    table.add("等了", *(f"{one.wall:.1f} 秒" for one in found))
    table.add("每秒", *(f"{one.visits / one.wall:,.0f} 次" for one in found))
    table.add("Python 用的处理器", *(f"{one.python:.1f} 秒" for one in found))
    table.add("数据库用的处理器", *(f"{one.database:.1f} 秒" for one in found))
    worked = [one.visits / (one.python + one.database) for one in found]
    table.add("两者之和，每秒", *(f"{rate:,.0f} 次" for rate in worked))
    return table


def _one_size(size: int) -> Told:
    actor = office.open_database()
    office.register(actor, people.population(people.villages(), max(40, int(size * PEOPLE_EACH))))
    round_ = visits(_homes(actor), size)
    before, began = _backend(), process_time()
    wall, _ = office.timed(lambda: record_round(actor, round_))
    python, database = process_time() - began, _backend() - before
    rows = _checked(actor, round_)
    office.forget_people()
    return Told(size, sum(len(one.person_ids) for one in round_), rows, wall, python, database)


def visits(homes: list[tuple[UUID, list[UUID]]], size: int) -> list[NewVisit]:
    """Of the last months: most with a service, one in five with others, one in twenty with a
    need."""
    random, today = Random(5), clock.today()
    workers = [ids.uuid7() for _ in range(WORKERS)]
    made = []
    for _ in range(size):
        home, members = random.choice(homes)
        served = tuple(pk for pk in members if random.random() < 0.8) or (members[0],)
        found = (NewFinding("aid", "想问低保", person_id=served[0]),)
        made.append(
            NewVisit(
                id=ids.uuid7(),
                household_id=home,
                person_ids=served,
                happened_on=today - timedelta(days=random.randrange(DAYS)),
                kind=random.choice(KINDS),
                note="身体还好，三餐正常，提醒按时吃药。",
                worker_name="陈静",
                worker_id=random.choice(workers),
                services=random.choice(SERVICES),
                party=(Party("committee", 1, "村委会"),) if random.random() < 0.2 else (),
                findings=found if random.random() < 0.05 else (),
                again=True,
            )
        )
    return made


def _homes(actor: Actor) -> list[tuple[UUID, list[UUID]]]:
    found: dict[UUID, list[UUID]] = {}
    with scope.acting(actor):
        held = Membership.objects.under(*actor.areas)
        for home, person in held.values_list("household_id", "person_id"):
            found.setdefault(home, []).append(person)
    return list(found.items())


def _checked(actor: Actor, round_: list[NewVisit]) -> int:
    """Every row is there that the rules ask for; answers how many."""
    expected = {
        Visit: len(round_),
        Served: sum(len(one.person_ids) for one in round_),
        Companion: sum(len(one.party) for one in round_),
        Finding: sum(len(one.findings) for one in round_),
    }
    with scope.acting(actor):
        for model, number in expected.items():
            same(model.__name__, model.objects.count(), number)
        some = Served.objects.first()
        same("a name", bool(some and some.person_name.reveal()), True)
    trail = AuditChange.objects.filter(entry__verb="visit.record").count()
    same("audited", trail, expected[Visit] + expected[Finding])
    return sum(expected.values()) + trail


def _backend() -> float:
    """Seconds that the database's process of this connection has worked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not status.exists():
        return 0.0
    told = status.read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / 100
