"""Stations, points and workers of Yunfu: 63 stations; Yuncheng's 40 points and 109 workers are
the bulletin's, the others are made in proportion. A few villages stay without anybody, so that
the cover page has something to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.demo.accounts import Colleague
from shuangbai.demo.people import GIVEN_FEMALE, GIVEN_MALE, SURNAMES, short_name
from shuangbai.staff import actions
from shuangbai.staff.models import Station

YUNCHENG, YUNCHENG_POINTS, YUNCHENG_WORKERS = "445302", 40, 109
UNSERVED = 11
ORIGINS = ("pioneer", "relief", "disabled", "hired", "hired", "hired")
CERTIFICATES = ("", "", "", "assistant", "assistant", "social")
"""Half of them hold one: the share is to rise."""
DUTIES = {
    "service": ("走访和个案", "老人和儿童服务", "社区活动"),
    "affairs": ("低保受理", "临时救助受理", "档案和台账"),
}


@dataclass(frozen=True)
class Later:
    """What comes when the first year has passed."""

    workers: list[actions.NewWorker] = field(default_factory=list)
    papers: list[actions.NewQualification] = field(default_factory=list)


@dataclass(frozen=True)
class Builder:
    actor: Actor
    random: Random
    opened: date
    without: frozenset[str]
    """Villages that nobody serves."""
    colleagues: Mapping[str, Sequence[Colleague]]
    """Those with an account, by town; they count among the workers."""
    later: Later

    def station(self, town: Area, workers: int, points: int) -> None:
        new = actions.NewStation(
            town.key, f"{town.name}社工站", self.opened, f"{town.name}人民政府旁"
        )
        station = actions.open_station(self.actor, new)
        known = self.colleagues.get(town.key, ())
        team = [*known, *([None] * (workers - len(known)))]
        people = [self._worker(station, one, first=not place) for place, one in enumerate(team)]
        actions.add_worker(self.actor, people[0])
        self.later.workers.extend(people[1:])
        villages = [unit for unit in areas.villages(town.key) if unit.key not in self.without]
        share = max(points, int(len(villages) * 0.7))
        self._points(station, villages[:share], points)
        directly = tuple(village.key for village in villages[share:])
        if directly:
            actions.serve_directly(self.actor, station.pk, directly, people[0].id, self.opened)

    def _worker(
        self, station: Station, known: Colleague | None = None, *, first: bool
    ) -> actions.NewWorker:
        """The first is there from the beginning, and answers for villages by name."""
        made_up = self.random.choice(SURNAMES) + self.random.choice(GIVEN_FEMALE + GIVEN_MALE)
        name, user_id = (known.name, known.user_id) if known else (made_up, None)
        post = self.random.choice(("service", "service", "affairs"))
        days = self.random.randint(0, 300)
        hired = self.opened if first else self.opened + timedelta(days=days)
        # Of its own, so that the stories of people stay as they are.
        dice = Random(f"{station.area} {name} {days}")
        new = actions.NewWorker(
            station.pk,
            name,
            post,
            hired,
            user_id,
            origin=dice.choice(ORIGINS),
            education=dice.choice(("college", "college", "bachelor")),
            phone=f"139{dice.randint(0, 10**8 - 1):08d}",
            duties=dice.choice(DUTIES[post]),
        )
        if level := dice.choice(CERTIFICATES):
            number = f"2022{dice.randint(0, 10**11 - 1):011d}"
            issued = hired + timedelta(days=dice.randint(20, 80))
            self.later.papers.append(actions.NewQualification(new.id, level, issued, number))
        return new

    def _points(self, station: Station, villages: list[Area], count: int) -> None:
        for place in range(min(count, len(villages))):
            served = villages[place::count]
            keys = tuple(village.key for village in served)
            name = f"{short_name(served[0])}社工点"
            new = actions.NewPoint(station.pk, keys[0], name, self.opened, keys)
            actions.open_point(self.actor, new)


def make(
    actor: Actor,
    random: Random,
    opened: date,
    colleagues: Mapping[str, Sequence[Colleague]] | None = None,
) -> Later:
    """Open every station of Yunfu with its points and the first worker; returns those who are
    hired in the year that follows."""
    towns = areas.towns("4453")
    bare = _villages_without(random, towns)
    builder = Builder(actor, random, opened, bare, colleagues or {}, Later())
    own = [town for town in towns if town.key.startswith(YUNCHENG)]
    for town, workers, points in zip(
        own, _shares(YUNCHENG_WORKERS, len(own)), _shares(YUNCHENG_POINTS, len(own)), strict=True
    ):
        builder.station(town, workers, points)
    for town in towns:
        if town not in own:
            builder.station(town, random.randint(4, 9), random.randint(2, 4))
    return builder.later


def hire(actor: Actor, later: Later) -> None:
    """Enter them as the lists that the towns send in."""
    actions.add_workers(actor, later.workers)
    actions.add_qualifications(actor, later.papers)


def _villages_without(random: Random, towns: list[Area]) -> frozenset[str]:
    far = [town for town in towns if town.key.startswith(("445322", "445381"))]
    chosen = random.sample(far, UNSERVED)
    return frozenset(areas.villages(town.key)[-1].key for town in chosen)


def _shares(total: int, among: int) -> list[int]:
    return [total // among + (place < total % among) for place in range(among)]
