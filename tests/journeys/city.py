"""A whole city, thin: what its officers see must be seen with every town in it.

Sixty-three stations with a few people each, visits over a year; always the same. The clock stands
on the afternoon of the last day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from shuangbai.access import actions as access
from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.testing import CITY, OWN_TOWN, Cast, actor_of, cast
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import people as clients
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.models import Membership
from shuangbai.cover.testing import make_errand
from shuangbai.demo import people as made_up
from shuangbai.demo import stations
from shuangbai.demo.accounts import Colleague
from shuangbai.kernel import clock, ids
from shuangbai.staff.models import Worker
from shuangbai.visits import actions as visits
from shuangbai.visits import selectors as asked

SEED = 20260418
OPENED = date(2023, 12, 4)
"""So long before the first list that everybody of the first year is hired by then."""
LAST = date(2026, 4, 18)
LISTED = (date(2025, 1, 13), date(2025, 9, 1), date(2026, 3, 30))
SHARE = (0.8, 0.12, 0.08)
HOUSEHOLDS = 5
type SetClock = Callable[[datetime | None], None]


@dataclass
class City:
    random: Random
    actor: Actor
    cast: Cast


def build(clock_at: SetClock) -> Cast:
    """Everything through the actions that people use; the servers hear of the clock at the end."""
    city = City(Random(SEED), operator("测试", CITY), cast())
    _at(OPENED)
    with scope.acting(city.actor):
        own = Colleague("周社工", city.cast.worker.pk)
        later = stations.make(city.actor, city.random, clock.today(), {OWN_TOWN: [own]})
        _at(LISTED[0])
        stations.hire(city.actor, later)
        people = _register(city)
        _visit(city, people)
    _at(LAST)
    _give(city)
    clock_at(datetime.combine(LAST, time(15), clock.ZONE))
    return city.cast


def _at(day: date, hour: int = 9) -> None:
    with transaction.atomic():
        access.set_clock(datetime.combine(day, time(hour), clock.ZONE))


def _register(city: City) -> list[NewPerson]:
    """Households of every town, listed on three days; most have a file soon."""
    found, numbers = list[NewPerson](), made_up.Numbers()
    for day, share in zip(LISTED, SHARE, strict=True):
        _at(day)
        maker = made_up.Maker(city.random, day, numbers)
        batch: list[NewPerson] = []
        for town in areas.towns(CITY):
            villages = areas.villages(town.key)
            rich = 4 if town.key == OWN_TOWN else 1
            for number in range(rich * HOUSEHOLDS):
                if city.random.random() < share:
                    key = f"{town.key}-{day}-{number}"
                    batch += maker.household(city.random.choice(villages), key)
        clients.register_many(city.actor, batch)
        clients.open_file(city.actor, [p.id for p in batch if city.random.random() < 0.96], day)
        found += batch
    return found


def _visit(city: City, people: list[NewPerson]) -> None:
    """Each household a few times, recorded month by month; some towns reach fewer."""
    homes: dict[str, list[NewPerson]] = {}
    held = dict(Membership.objects.under(CITY).values_list("person_id", "household_id"))
    for person in people:
        homes.setdefault(str(held[person.id]), []).append(person)
    reach = {
        town.key: city.random.choice((0.98, 0.95, 0.9, 0.9, 0.7)) for town in areas.towns(CITY)
    }
    team = {town: _workers(town) for town in reach}
    planned: dict[date, list[visits.NewVisit]] = {}
    for home, members in homes.items():
        town = members[0].area[:9]
        if city.random.random() > reach[town]:
            continue
        day = members[0].since + timedelta(days=city.random.randint(1, 20))
        while day < LAST:
            new = _new_visit(city, day, home, members, city.random.choice(team[town]))
            planned.setdefault(_recorded(city, day), []).append(new)
            day += timedelta(days=city.random.randint(60, 200))
    for day, batch in sorted(planned.items()):
        _at(day, hour=18 if day < LAST else 9)
        visits.record_round(city.actor, batch)


def _workers(town: str) -> list[Worker]:
    return list(Worker.objects.under(town).order_by("id")[:4])


def _recorded(city: City, day: date) -> date:
    """The last day of the month, or a week into the next for what was told late."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    late = timedelta(days=city.random.choice((-1, -1, -1, 6)))
    return min(following + late, LAST)


def _new_visit(
    city: City, day: date, home: str, members: list[NewPerson], worker: Worker
) -> visits.NewVisit:
    return visits.NewVisit(
        id=ids.uuid7(),
        household_id=UUID(home),
        person_ids=tuple(person.id for person in members),
        happened_on=day,
        kind=city.random.choice(("home", "home", "phone", "station")),
        worker_name=worker.name,
        worker_id=worker.user_id or worker.pk,
        again=True,
    )


def _give(city: City) -> None:
    """The head gives some who are missing to the worker; one of them is late by now."""
    head = actor_of(city.cast.owner)
    with scope.acting(head):
        worker = Worker.objects.under(OWN_TOWN).get(user_id=city.cast.worker.pk)
        waiting = [line.person for line in asked.waiting(head, 5)]
    _at(LAST - timedelta(days=12))
    make_errand(head, worker, waiting[0], due=LAST - timedelta(days=4), note="先打电话")
    _at(LAST)
    make_errand(head, worker, *waiting[1:], due=LAST + timedelta(days=6))
