"""Loads the demo once, through the same actions that people use, day by day.

The clock of the demo database is set to each day in turn, so that `recorded_at` is as believable
as `happened_on`: some visits were recorded days late, some people moved, some were never seen.
At the end it is the afternoon of 18 April 2023, and time goes on from there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from uuid import UUID

from shuangbai.access import actions as access
from shuangbai.access import scope
from shuangbai.access.actor import Actor, operator
from shuangbai.access.models import Installation, User
from shuangbai.access.selectors import people_in
from shuangbai.areas import selectors as areas
from shuangbai.clients.actions import approvals
from shuangbai.clients.actions import people as clients
from shuangbai.clients.actions.approvals import NewApproval
from shuangbai.clients.actions.store import NewPerson
from shuangbai.clients.models import Membership
from shuangbai.demo import people, plan, samples, stations
from shuangbai.demo.accounts import Accounts
from shuangbai.kernel import clock
from shuangbai.kernel.ids import uuid7
from shuangbai.kernel.problems import catalogue, problem
from shuangbai.staff.models import Worker
from shuangbai.visits import actions as visits

SEED = 20230418
OPENED = date(2021, 12, 20)
LISTED = date(2023, 1, 9)
FIRST_ROUND = date(2023, 1, 16)
TODAY = date(2023, 4, 18)
TOWNS = {"445302103": 0.93, "445302102": 0.86, "445321104": 0.74}
"""Towns with people, and the share of them that the rounds reach."""
PER_TOWN = 200
MOVERS = 2

catalogue(
    {
        "demo.live": (
            "这个库里已经有正式的账号，不能放演示数据。",
            "换一个数据文件夹（SHUANGBAI_DATA）再试。",
        ),
    }
)

NOTES = (
    "身体还好，三餐正常，提醒按时吃药。",
    "了解近期生活，帮忙核对了补贴到账。",
    "孩子上学正常，课本齐了。",
    "屋顶有一处漏雨，已告诉村委会。",
    "心情低落，陪着聊了半小时，下周再去。",
)


@dataclass
class Story:
    """What the loader carries along."""

    random: Random
    actor: Actor
    say: Callable[[str], None]
    known: dict[str, list[NewPerson]] = field(default_factory=dict)
    households: dict[UUID, UUID] = field(default_factory=dict)
    workers: dict[str, list[Worker]] = field(default_factory=dict)


def load(accounts: Accounts, folder: Path, say: Callable[[str], None]) -> None:
    """Load once; a database that already holds the demo is left as it is."""
    if Installation.objects.filter(purpose=Installation.Purpose.DEMO, demo_size="tiny").exists():
        return
    if User.objects.exists():
        raise problem("demo.live")
    story = Story(Random(SEED), operator("演示数据", "4453"), say)
    try:
        # All or nothing: an interrupted load leaves an empty database that can be loaded again.
        with scope.acting(story.actor):
            demo = {"purpose": Installation.Purpose.DEMO, "demo_size": "tiny"}
            Installation.objects.filter(only=1).update(**demo)
            _play(story, accounts)
            _at(TODAY, hour=15)
    except BaseException:
        clock.forget()
        raise
    samples.write(folder, story.known[samples.TOWN][MOVERS:])


def _play(story: Story, accounts: Accounts) -> None:
    _at(OPENED)
    story.say("正在建立账号和 63 个社工站…")
    colleagues = accounts.create(story.actor, OPENED)
    later = stations.make(story.actor, story.random, OPENED, colleagues)
    story.say("正在登记三个镇的对象…")
    _at(LISTED)
    stations.hire(story.actor, later)
    _register(story)
    plan.begin(story.actor, LISTED, story.known[plan.TOWN], story.workers[plan.TOWN])
    story.say("正在记三个月的走访…")
    _walk_rounds(story)
    _at(TODAY)
    _approve(story)
    _somebody_moves(story)


def _at(day: date, hour: int = 9) -> None:
    access.set_clock(datetime.combine(day, time(hour), clock.ZONE))


def _register(story: Story) -> None:
    maker = people.Maker(story.random, LISTED)
    for town in TOWNS:
        villages = areas.villages(town)
        found: list[NewPerson] = []
        while len(found) < PER_TOWN:
            village = story.random.choice(villages)
            key = f"{town}-{len(found)}"
            found += maker.household(village, key)
        clients.register_many(story.actor, found)
        with_file = [new.id for new in found if story.random.random() < 0.96]
        clients.open_file(story.actor, with_file, LISTED)
        story.known[town] = found
    for town in TOWNS:
        story.workers[town] = list(Worker.objects.under(town).order_by("id")[:4])
    held = Membership.objects.under("4453").values_list("person_id", "household_id")
    story.households = dict(held)


def _walk_rounds(story: Story) -> None:
    planned = sorted(_planned(story), key=lambda one: one[0])
    coming = plan.happenings(story.workers[plan.TOWN])
    for day, batch in groupby(planned, key=lambda one: one[0]):
        while coming and coming[0][0] <= day:
            then, happen = coming.pop(0)
            _at(then)
            happen()
        _at(day, hour=18 if day < TODAY else 8)
        visits.record_round(story.actor, [visit for _, visit in batch])


def _planned(story: Story) -> list[tuple[date, visits.NewVisit]]:
    """(day of recording, visit): about two and a half visits to each household that is reached."""
    found = []
    for town, share in TOWNS.items():
        homes: dict[UUID, list[NewPerson]] = {}
        for new in story.known[town]:
            homes.setdefault(story.households[new.id], []).append(new)
        for members in homes.values():
            if story.random.random() > share:
                continue
            for _ in range(story.random.choice((1, 2, 2, 3, 4))):
                found.append(_visit(story, story.random.choice(story.workers[town]), members))
    return found


def _visit(story: Story, worker: Worker, members: list[NewPerson]) -> tuple[date, visits.NewVisit]:
    random = story.random
    day = FIRST_ROUND + timedelta(days=random.randint(0, (TODAY - FIRST_ROUND).days - 1))
    late = random.choice((0, 0, 0, 0, 0, 0, 1, 3))
    served = [new.id for new in members if random.random() < 0.9] or [members[0].id]
    visit = visits.NewVisit(
        id=uuid7(datetime.combine(day, time(10), clock.ZONE)),
        household_id=story.households[members[0].id],
        person_ids=tuple(served),
        happened_on=day,
        kind=random.choice(("home", "home", "home", "phone", "station")),
        note=random.choice(NOTES),
        worker_name=worker.name,
        worker_id=worker.user_id or worker.pk,
        again=True,
    )
    return min(day + timedelta(days=late), TODAY), visit


def _approve(story: Story) -> None:
    """The workers who sign in may open the files of their towns' children."""
    until = TODAY + timedelta(days=180)
    for town in TOWNS:
        for user in people_in(town):
            new = NewApproval(town, user.pk, until, "走访和个案服务", every_child=True)
            approvals.give(story.actor, new)


def _somebody_moves(story: Story) -> None:
    """Two people went to live in the neighbouring town: their past stays where it happened."""
    target = areas.villages("445302102")[3].key
    for new in story.known["445302103"][:MOVERS]:
        clients.move(story.actor, new.id, target, date(2023, 4, 3))
