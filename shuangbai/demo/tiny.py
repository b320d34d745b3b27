"""The small demonstration: three towns with about 600 people and three months of visits.

Some visits were recorded days late, some people moved, some were never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from uuid import UUID

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import people as clients
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.models import Membership
from shuangbai.demo import equipment, households, people, plan, samples, stations
from shuangbai.demo.story import Story, approve, at
from shuangbai.kernel import clock
from shuangbai.kernel.ids import uuid7
from shuangbai.staff.models import Station, Worker
from shuangbai.visits import actions as visits

SEED = 20230418
TODAY = date(2023, 4, 18)
"""A week before the province's acceptance of 25 and 26 April: what is missing can still be done."""
OPENED = date(2021, 12, 20)
LISTED = date(2023, 1, 9)
FIRST_ROUND = date(2023, 1, 16)
TOWNS = {"445302103": 0.93, "445302102": 0.86, "445321104": 0.74}
"""Towns with people, and the share of them that the rounds reach."""
PER_TOWN = 200
MOVERS = 2

NOTES = (
    "身体还好，三餐正常，提醒按时吃药。",
    "了解近期生活，帮忙核对了补贴到账。",
    "孩子上学正常，课本齐了。",
    "屋顶有一处漏雨，已告诉村委会。",
    "心情低落，陪着聊了半小时，下周再去。",
)


@dataclass
class Towns:
    """What is known of the three towns as the story goes on."""

    actor: Actor
    random: Random
    known: dict[str, list[NewPerson]] = field(default_factory=dict)
    households: dict[UUID, UUID] = field(default_factory=dict)
    workers: dict[str, list[Worker]] = field(default_factory=dict)


def tell(story: Story) -> Sequence[NewPerson]:
    towns = Towns(story.actor, Random(SEED))
    at(OPENED)
    story.say("正在建立账号和 63 个社工站…")
    hashed = story.accounts.hash_ahead()
    later = stations.make(story.actor, towns.random, OPENED, story.accounts.colleagues())
    story.accounts.create(story.actor, OPENED, hashed)
    story.say("正在登记三个镇的对象…")
    at(LISTED)
    stations.hire(story.actor, later)
    equipment.ask_for(story.actor, OPENED)
    built = Station.objects.under(equipment.CITY).values_list("pk", "area")
    equipment.count(story.actor, built, LISTED)
    _register(towns)
    plan.begin(story.actor, LISTED, towns.known[plan.TOWN], towns.workers[plan.TOWN])
    story.say("正在记三个月的走访…")
    _walk_rounds(towns)
    at(TODAY)
    approve(story, TOWNS, TODAY)
    _somebody_moves(towns)
    households.change(story.actor, _homes(towns, samples.TOWN))
    return towns.known[samples.TOWN][MOVERS:]


def _register(towns: Towns) -> None:
    maker = people.Maker(towns.random, LISTED)
    for town in TOWNS:
        villages = areas.villages(town)
        found: list[NewPerson] = []
        while len(found) < PER_TOWN:
            village = towns.random.choice(villages)
            key = f"{town}-{len(found)}"
            found += maker.household(village, key)
        clients.register_many(towns.actor, found)
        with_file = [new.id for new in found if towns.random.random() < 0.96]
        clients.open_file(towns.actor, with_file, LISTED)
        towns.known[town] = found
    for town in TOWNS:
        towns.workers[town] = list(Worker.objects.under(town).order_by("id")[:4])
    held = Membership.objects.under("4453").values_list("person_id", "household_id")
    towns.households = dict(held)


def _walk_rounds(towns: Towns) -> None:
    planned = sorted(_planned(towns), key=lambda one: one[0])
    team = towns.workers[plan.TOWN]
    away = next(one.pk for one in team if one.user_id is None)
    coming = plan.happenings(away, [one.pk for one in team if one.user_id is not None][-1])
    for day, batch in groupby(planned, key=lambda one: one[0]):
        while coming and coming[0][0] <= day:
            then, happen = coming.pop(0)
            at(then)
            happen()
        at(day, hour=18 if day < TODAY else 8)
        visits.record_round(towns.actor, [visit for _, visit in batch])


def _planned(towns: Towns) -> list[tuple[date, visits.NewVisit]]:
    """(day of recording, visit): about two and a half visits to each household that is reached."""
    found = []
    for town, share in TOWNS.items():
        homes: dict[UUID, list[NewPerson]] = {}
        for new in towns.known[town]:
            homes.setdefault(towns.households[new.id], []).append(new)
        for members in homes.values():
            if towns.random.random() > share:
                continue
            for _ in range(towns.random.choice((1, 2, 2, 3, 4))):
                found.append(_visit(towns, towns.random.choice(towns.workers[town]), members))
    return found


def _homes(towns: Towns, town: str) -> dict[UUID, list[NewPerson]]:
    """Household → its people, those left out who moved away."""
    homes: dict[UUID, list[NewPerson]] = {}
    for new in towns.known[town][MOVERS:]:
        homes.setdefault(towns.households[new.id], []).append(new)
    return homes


def _visit(towns: Towns, worker: Worker, members: list[NewPerson]) -> tuple[date, visits.NewVisit]:
    random = towns.random
    day = FIRST_ROUND + timedelta(days=random.randint(0, (TODAY - FIRST_ROUND).days - 1))
    late = random.choice((0, 0, 0, 0, 0, 0, 1, 3))
    served = [new.id for new in members if random.random() < 0.9] or [members[0].id]
    visit = visits.NewVisit(
        id=uuid7(datetime.combine(day, time(10), clock.ZONE)),
        household_id=towns.households[members[0].id],
        person_ids=tuple(served),
        happened_on=day,
        kind=random.choice(("home", "home", "home", "phone", "station")),
        note=random.choice(NOTES),
        worker_name=worker.name,
        worker_id=worker.user_id or worker.pk,
        again=True,
    )
    return min(day + timedelta(days=late), TODAY), visit


def _somebody_moves(towns: Towns) -> None:
    """Two people went to live in the neighbouring town: their past stays where it happened."""
    target = areas.villages("445302102")[3].key
    for new in towns.known["445302103"][:MOVERS]:
        clients.move(towns.actor, new.id, target, date(2023, 4, 3))
