"""Stations, points and workers of Yunfu: 63 stations; Yuncheng's 40 points and 109 workers are
the bulletin's, the others are made in proportion. A few villages stay without anybody, so that
the cover page has something to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from shuangbai.access.actor import Actor
from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.demo.accounts import Colleague
from shuangbai.demo.people import GIVEN_FEMALE, GIVEN_MALE, SURNAMES, short_name
from shuangbai.staff import actions
from shuangbai.staff.models import Station, Worker

YUNCHENG, YUNCHENG_POINTS, YUNCHENG_WORKERS = "445302", 40, 109
UNSERVED = 11


@dataclass(frozen=True)
class Builder:
    actor: Actor
    random: Random
    opened: date
    without: frozenset[str]
    """Villages that nobody serves."""
    colleagues: Mapping[str, Sequence[Colleague]]
    """Those with an account, by town; they count among the workers."""

    def station(self, town: Area, workers: int, points: int) -> None:
        new = actions.NewStation(
            town.key, f"{town.name}社工站", self.opened, f"{town.name}人民政府旁"
        )
        station = actions.open_station(self.actor, new)
        known = self.colleagues.get(town.key, ())
        people = [self._worker(station, one) for one in known]
        people += [self._worker(station) for _ in range(workers - len(known))]
        villages = [unit for unit in areas.villages(town.key) if unit.key not in self.without]
        share = max(points, int(len(villages) * 0.7))
        self._points(station, villages[:share], points)
        directly = tuple(village.key for village in villages[share:])
        if directly:
            actions.serve_directly(self.actor, station.pk, directly, people[0].pk, self.opened)

    def _worker(self, station: Station, known: Colleague | None = None) -> Worker:
        made_up = self.random.choice(SURNAMES) + self.random.choice(GIVEN_FEMALE + GIVEN_MALE)
        name, user_id = (known.name, known.user_id) if known else (made_up, None)
        post = self.random.choice(("service", "service", "affairs"))
        hired = self.opened + timedelta(days=self.random.randint(0, 300))
        return actions.add_worker(
            self.actor, actions.NewWorker(station.pk, name, post, hired, user_id)
        )

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
) -> None:
    """Open every station of Yunfu with its points and workers."""
    towns = areas.towns("4453")
    builder = Builder(actor, random, opened, _villages_without(random, towns), colleagues or {})
    own = [town for town in towns if town.key.startswith(YUNCHENG)]
    for town, workers, points in zip(
        own, _shares(YUNCHENG_WORKERS, len(own)), _shares(YUNCHENG_POINTS, len(own)), strict=True
    ):
        builder.station(town, workers, points)
    for town in towns:
        if town not in own:
            builder.station(town, random.randint(4, 9), random.randint(2, 4))


def _villages_without(random: Random, towns: list[Area]) -> frozenset[str]:
    far = [town for town in towns if town.key.startswith(("445322", "445381"))]
    chosen = random.sample(far, UNSERVED)
    return frozenset(areas.villages(town.key)[-1].key for town in chosen)


def _shares(total: int, among: int) -> list[int]:
    return [total // among + (place < total % among) for place in range(among)]
