"""The plan of visits for a prefecture: who is on schedule, as one question.

People come through the public action; services, grades and particulars are written with the bulk
path of the kernel, because recording 300,000 visits one by one would take the morning. Each
question is asked as the product asks it, as the application's role, under row-level security.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any
from uuid import UUID

from django.db import connections

from bench import office, people, plain
from bench.checks import same
from bench.table import Table
from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.clients.models import GradeSpell, Person, Profile
from shuangbai.kernel import bulk, counting, ids
from shuangbai.kernel.figures import Ask, Period
from shuangbai.visits.models import Served, Visit

TODAY = date(2026, 11, 2)
KNOWN = datetime(2026, 10, 1, tzinfo=UTC)
TIMES = 3
"""Each question is asked so often; the quickest is told."""
FACT = ("recorded_at", "recorded_by", "recorded_by_name")
STAMP = (datetime(2026, 9, 1, tzinfo=UTC), UUID(int=1), "基准测试")
FIGURES = ("people", "people_on_schedule", "people_overdue", "people_covered")
BY: tuple[str | None, ...] = (None, "county", "town", "village", "group", "category")


def run(size: int, services: int) -> Table:
    """Needs an open database, whose people it removes first."""
    plain.empty()
    actor = _settle(size, services)
    table = Table(
        f"走访计划：{size:,} 人，{services:,} 次服务，一个市，毫秒",
        ("", *(by or "合计" for by in BY), "过去一天", "当时所知", "前 51 行"),
    )
    with scope.acting(actor):
        now = Ask((people.AREA,), Period(TODAY, TODAY))
        then = TODAY - timedelta(days=90)
        past, known = Ask(now.scope, Period(then, then)), Ask(now.scope, now.period, KNOWN)
        for key in FIGURES:
            asked = [_ms(lambda key=key, by=by: counting.count(key, now, by)) for by in BY]
            asked += [
                _ms(lambda key=key, ask=ask: counting.count(key, ask)) for ask in (past, known)
            ]
            asked.append(_ms(lambda key=key: counting.rows(key, now, limit=51)))
            table.add(key, *asked)
        whole, in_time, late = (counting.count(key, now).total for key in FIGURES[:3])
        same("on schedule and overdue", in_time + late, whole)
    return table


def _ms(work: Callable[[], Any]) -> str:
    return f"{min(office.timed(work)[0] for _ in range(TIMES)) * 1000:.0f}"


def _settle(size: int, services: int) -> Actor:
    actor, random = office.open_database(), Random(13)
    everybody = people.population(people.villages(), size)
    everybody.sort(key=lambda one: one.village.key)
    for _, found in groupby(everybody, key=lambda one: one.village.key[:6]):
        office.register(actor, list(found))
    with scope.acting(actor):
        known = list(Person.objects.under(people.AREA).values_list("pk", "area"))
        bulk.insert_values(GradeSpell, (*_SPELL, "grade_id", "reason"), _grades(known, random))
        bulk.insert_values(Profile, (*_SPELL, "living"), _alone(known, random))
        visits = list(_visits(known, services, random))
        names = ("id", "root", "area", "happened_on", *_BY, *FACT)
        rows = ((row[0], *row[:2], row[3], *_HOW, *STAMP) for row in visits)
        bulk.insert_values(Visit, names, rows)
        names = ("area", "visit_id", "person_id", "happened_on", *_FACTS, *FACT)
        bulk.insert_values(
            Served, names, ((row[1], row[0], *row[2:], *_WHO, *STAMP) for row in visits)
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return actor


_SPELL = ("area", "person_id", "valid_from", *FACT)
_BY = ("kind", "worker_id", "worker_name")
_HOW = ("home", UUID(int=1), "基准测试")
_FACTS, _WHO = (
    ("person_name", "group", "age_band", "categories"),
    ("某人", "elderly", "60-79", ["DB"]),
)
type Known = list[tuple[UUID, str]]


def _grades(known: Known, random: Random) -> Iterator[tuple[Any, ...]]:
    """One in three has a grade."""
    for pk, area in known:
        if random.random() < 0.33:
            yield (area, pk, office.SINCE, *STAMP, random.choice("ABBCCC"), "基准测试")


def _alone(known: Known, random: Random) -> Iterator[tuple[Any, ...]]:
    for pk, area in known:
        living = "alone" if random.random() < 0.12 else "family"
        yield (area, pk, office.SINCE, *STAMP, living)


def _visits(known: Known, services: int, random: Random) -> Iterator[tuple[Any, ...]]:
    """Over two years; one person in twenty was never seen."""
    seen = [one for one in known if random.random() > 0.05]
    for _ in range(services):
        pk, area = random.choice(seen)
        yield ids.uuid7(), area, pk, TODAY - timedelta(days=int(random.expovariate(1 / 150)))
