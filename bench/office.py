"""What the benchmarks ask of the product: its public actions, in this one place."""

from collections.abc import Callable
from datetime import date
from time import perf_counter
from uuid import UUID

from django.db import connections

from bench import people
from bench.people import AREA
from shuangbai.access.actor import Actor, operator
from shuangbai.clients.actions.people import register_many
from shuangbai.clients.actions.store import NewHousehold, NewPerson
from shuangbai.clients.models import Person
from shuangbai.clients.selectors import people as people_selectors
from shuangbai.clients.selectors.people import Listed, Wanted
from shuangbai.clients.selectors.search import exactly
from shuangbai.config import engine, schema
from shuangbai.rosters.actions import NewRoster
from shuangbai.rosters.actions import merge as merge_roster
from shuangbai.rosters.actions import stage as stage_roster
from shuangbai.rosters.models import Roster
from shuangbai.rosters.rules import ListOf

LIST, SINCE = "DB", date(2026, 5, 1)


def open_database() -> Actor:
    """A database with tables and areas, made at the first call; and who acts in it."""
    engine.ensure()
    schema.prepare(lambda line: None)
    return operator("基准测试", AREA)


def new_database() -> Actor:
    """The same, and nobody is in it yet."""
    name = str(connections["default"].settings_dict["NAME"])
    for connection in connections.all():
        connection.close()
    engine.drop(name)
    return open_database()


def close_database() -> None:
    for connection in connections.all():
        connection.close()
    engine.stop()


def forget_people() -> None:
    """Empty what the owner's tables hold of people, for the next size."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE clients_person, clients_household, access_auditentry CASCADE")


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def stage(actor: Actor, day: date, data: bytes) -> Roster:
    return stage_roster(actor, NewRoster(ListOf("people", LIST, AREA, day), f"{day}.xlsx", data))


def merge(actor: Actor, roster: Roster) -> Roster:
    return merge_roster(actor, roster.pk)


def register(actor: Actor, listed: list[people.Somebody]) -> None:
    """Put them on file with their households, all at once."""
    register_many(
        actor,
        [
            NewPerson(
                area=one.village.key,
                name=one.name,
                since=SINCE,
                number=one.number,
                phone=one.phone,
                categories=(LIST,),
                household=NewHousehold(one.household, one.head, one.household, one.address),
                relation=one.relation,
            )
            for one in listed
        ],
    )


def listed(actor: Actor, words: str, after: UUID | None) -> Listed:
    """One page of the list of people, found by what was typed."""
    return people_selectors.listed(actor, Wanted(q=words), after)


def by_number(actor: Actor, number: str) -> tuple[Person, ...]:
    """Whom an identity number or a telephone leads to."""
    return exactly(actor, number).people
