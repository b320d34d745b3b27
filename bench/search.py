"""Finding people: 100,000 on file over 60 towns, asked by stations, one after the other.

Each call is timed twice: as the product asks (the selector, with everything that a list shows),
and the same SQL once more without Python around it. Both as the application's role, under
row-level security, in a transaction with the station's scope.
"""

from collections.abc import Callable
from itertools import groupby
from random import Random
from time import perf_counter
from uuid import UUID

from django.db import connections

from bench import office, people
from bench.asking import Times, again, listening, percentiles
from bench.checks import same
from bench.table import Table
from shuangbai.access import scope
from shuangbai.access.actor import Actor
from shuangbai.access.policy import Role
from shuangbai.clients.models import Person
from shuangbai.kernel import pinyin

TOWNS = 60
AIMS = {"名单第一页": 12, "名单第三页": 12, "姓名里的两个字": 15, "姓名里的一个字": 15}
"""Milliseconds, at the 95th percentile."""
WARM = 5
"""Calls that are not counted."""


type Ask = Callable[[Actor, people.Somebody], bool]
"""A station asks for somebody on file there: whether the answer names them."""


def _list(page: int) -> Ask:
    def ask(station: Actor, one: people.Somebody) -> bool:
        return bool(office.listed(station, "", _after.get((station.home, page))).lines)

    return ask


def _words(of: Callable[[people.Somebody], str]) -> Ask:
    def ask(station: Actor, one: people.Somebody) -> bool:
        found = office.listed(station, of(one), None)
        return found.next is not None or one.name in {line.person.name for line in found.lines}

    return ask


def _number(of: Callable[[people.Somebody], str]) -> Ask:
    def ask(station: Actor, one: people.Somebody) -> bool:
        return one.name in {person.name for person in office.by_number(station, of(one))}

    return ask


_after: dict[tuple[str, int], UUID | None] = {}
"""Station and page → the last line before that page."""
QUESTIONS: dict[str, Ask] = {
    "名单第一页": _list(1),
    "名单第三页": _list(3),
    "姓名里的两个字": _words(lambda one: one.name[-2:]),
    "姓名里的一个字": _words(lambda one: one.name[-1:]),
    "首字母": _words(lambda one: pinyin.initials(one.name)),
    "身份证号码": _number(lambda one: one.number),
    "电话": _number(lambda one: one.phone),
}


def run(size: int, calls: int) -> Table:
    """Needs an open database without people."""
    asked = _settle(size, calls)
    table = Table(
        f"查找：{size:,} 人，{TOWNS} 个镇（街），每种问 {calls} 次，毫秒",
        ("", "一半以内", "95% 以内", "目标", "其中 SQL：一半以内", "95% 以内"),
    )
    for name, ask in QUESTIONS.items():
        times = _timed(name, ask, asked)
        aim = f"{AIMS[name]}" if name in AIMS else ""
        table.add(name, *percentiles(times.whole), aim, *percentiles(times.bare))
    return table


def _settle(size: int, calls: int) -> list[people.Somebody]:
    """Put them on file, town by town, and let the database look at its tables as it does by
    itself within minutes. Returns a few of each town to be searched for."""
    actor, random, asked = office.open_database(), Random(11), []
    villages = [v for v in people.villages() if v.key[:9] in _towns()]
    everybody = sorted(people.population(villages, size), key=lambda one: one.village.key)
    for _, found in groupby(everybody, key=lambda one: one.village.key[:9]):
        there = list(found)
        office.register(actor, there)
        asked += random.sample(there, min(20, len(there)))
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with scope.acting(actor):
        same("people", Person.objects.under(*actor.areas).count(), size)
    _pages(asked)
    return random.choices(asked, k=calls + WARM)


def _towns() -> set[str]:
    return set(sorted({village.key[:9] for village in people.villages()})[:TOWNS])


def _timed(name: str, ask: Ask, asked: list[people.Somebody]) -> Times:
    times = Times()
    for one in asked:
        station = _station(one)
        with scope.acting(station), listening() as heard:
            began = perf_counter()
            found = ask(station, one)
            whole = perf_counter() - began
        assert found, f"{name}: {one.name}"
        with scope.acting(station):
            bare = again(heard)
        times.add(whole, bare)
    return Times(times.whole[WARM:], times.bare[WARM:])


def _station(one: people.Somebody) -> Actor:
    return Actor(UUID(int=1), "基准测试", Role.WORKER, (one.village.key[:9],))


def _pages(asked: list[people.Somebody]) -> None:
    for station in {_station(one) for one in asked}:
        with scope.acting(station):
            for page in (1, 2):
                before = _after.get((station.home, page))
                _after[station.home, page + 1] = office.listed(station, "", before).next
