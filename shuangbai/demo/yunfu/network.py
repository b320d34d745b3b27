"""The city's stations, points and workers, and how they came to be over a year and a half.

Yuncheng's 40 points and 109 workers are those of the bulletin; the other counties have as many for
each of their villages, so 316 points and 861 workers together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from random import Random
from uuid import UUID

from shuangbai.areas import selectors as areas
from shuangbai.areas.models import Area
from shuangbai.demo import stations
from shuangbai.demo.accounts import Colleague
from shuangbai.demo.people import GIVEN_FEMALE, GIVEN_MALE, SURNAMES, short_name
from shuangbai.demo.stations import YUNCHENG, YUNCHENG_POINTS, YUNCHENG_WORKERS
from shuangbai.demo.yunfu.days import BEGUN, month_begin
from shuangbai.demo.yunfu.towns import Character, Turn, What
from shuangbai.staff.actions import Assignment, NewPoint, NewQualification, NewStation, NewWorker

FOUNDING = 0.6
"""Share of a team that is there when the station opens; the others are hired in its first year."""
BY_POINTS = 0.7
"""Share of villages that are served by a point and not by the station itself."""
VILLAGES = 972
LAST_HIRED = date(2023, 3, 1)
POINTS_AT_ONCE = 0.4
POINTS_LATER = (date(2022, 3, 15), date(2022, 6, 15), date(2022, 9, 15), date(2022, 11, 15))


@dataclass(frozen=True)
class Post:
    """A worker at a station, from `since` up to `until`."""

    new: NewWorker
    since: date
    until: date = date.max

    def there(self, day: date) -> bool:
        return self.since <= day < self.until


@dataclass
class Town:
    area: Area
    character: Character
    turns: tuple[Turn, ...]
    villages: list[Area]
    station: NewStation
    half: int
    """Which of two processes writes it: 0 or 1."""
    team: list[Post] = field(default_factory=list)
    points: list[NewPoint] = field(default_factory=list)
    direct: dict[str, UUID] = field(default_factory=dict)
    """Villages that the station serves itself → the worker who answers for them."""
    papers: list[NewQualification] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.area.key

    def turn(self, what: What) -> Turn | None:
        return next((one for one in self.turns if one.what is what), None)

    @property
    def unserved(self) -> frozenset[str]:
        """Villages that nobody serves: the farthest ones."""
        turn = self.turn(What.UNSERVED)
        far = self.villages[-turn.count :] if turn else []
        return frozenset(village.key for village in far)

    @property
    def closing(self) -> list[NewPoint]:
        """Points that are closed on a day."""
        turn = self.turn(What.POINT)
        return self.points[: turn.count] if turn else []

    def at_work(self, day: date) -> list[Post]:
        return [post for post in self.team if post.there(day)]

    def answering(self, village: str, day: date) -> Post:
        """Who goes to that village on that day."""
        there = self.at_work(day)
        return there[int(village[-3:]) % len(there)]


def towns(
    characters: Sequence[Character],
    turns: Sequence[Turn],
    colleagues: Mapping[str, Sequence[Colleague]],
) -> list[Town]:
    """Planned and not yet written."""
    made: list[Town] = []
    for character in characters:
        own = tuple(turn for turn in turns if turn.key == character.key)
        late = next((turn.first for turn in own if turn.what is What.LATE), BEGUN)
        area = areas.get(character.key)
        station = NewStation(area.key, f"{area.name}社工站", late, f"{area.name}人民政府旁")
        villages = areas.villages(area.key)
        half = int(2 * sum(len(town.villages) for town in made) >= VILLAGES)
        made.append(Town(area, character, own, villages, station, half))
    workers = _by_county(made, YUNCHENG_WORKERS)
    points = _by_county(made, YUNCHENG_POINTS)
    for town in made:
        _staff(town, workers[town.key], colleagues.get(town.key, ()))
        _serve(town, points[town.key])
    return made


def _by_county(made: Sequence[Town], yuncheng: int) -> dict[str, int]:
    """Town → its number: as many for each village as Yuncheng has."""
    sizes = {town.key: len(town.villages) for town in made}
    of_yuncheng = sum(size for key, size in sizes.items() if key.startswith(YUNCHENG))
    found: dict[str, int] = {}
    for _, group in groupby(made, key=lambda town: town.key[:6]):
        county = [town.key for town in group]
        villages = [sizes[key] for key in county]
        total = round(sum(villages) * yuncheng / of_yuncheng)
        found |= dict(zip(county, apportioned(total, villages), strict=True))
    return found


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in these proportions that make the total (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    found = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda place: found[place] - exact[place])
    for place in order[: total - sum(found)]:
        found[place] += 1
    return found


def _staff(town: Town, number: int, known: Iterable[Colleague]) -> None:
    random = Random(f"team {town.key}")
    opened = town.station.opened_on
    named: list[tuple[str, UUID | None]] = [(one.name, one.user_id) for one in known]
    while len(named) < number:
        named.append((random.choice(SURNAMES) + random.choice(GIVEN_FEMALE + GIVEN_MALE), None))
    founding = max(2, round(number * FOUNDING))
    for place, (name, user_id) in enumerate(named):
        later = month_begin(opened + timedelta(days=random.randint(30, 330)))
        since = opened if place < founding else min(later, LAST_HIRED)
        _hire(town, random, NewWorker(town.station.id, name, user_id=user_id, hired_on=since))
    if vacancy := town.turn(What.VACANCY):
        _leave(town, random, vacancy)


def _hire(town: Town, random: Random, told: NewWorker) -> None:
    post = random.choice(("service", "service", "affairs"))
    assert told.hired_on is not None
    new = replace(
        told,
        post=post,
        origin=random.choice(stations.ORIGINS),
        education=random.choice(("college", "college", "bachelor")),
        phone=f"154{random.randint(0, 10**8 - 1):08d}",
        duties=random.choice(stations.DUTIES[post]),
    )
    town.team.append(Post(new, told.hired_on))
    if level := random.choice(stations.CERTIFICATES):
        number = f"2022{random.randint(0, 10**11 - 1):011d}"
        issued = told.hired_on + timedelta(days=random.randint(20, 40))
        town.papers.append(NewQualification(new.id, level, issued, number))


def _leave(town: Town, random: Random, turn: Turn) -> None:
    """The head stays; those who leave are the founders behind."""
    for place in range(1, 1 + turn.count):
        town.team[place] = replace(town.team[place], until=turn.first)
        if turn.last:
            name = random.choice(SURNAMES) + random.choice(GIVEN_FEMALE + GIVEN_MALE)
            _hire(town, random, NewWorker(town.station.id, name, hired_on=turn.last))


def _serve(town: Town, points: int) -> None:
    """Points open over the first year; a village that none serves is the station's own."""
    random = Random(f"points {town.key}")
    opened = town.station.opened_on
    served = [village for village in town.villages if village.key not in town.unserved]
    by_points = served[: max(points, int(len(served) * BY_POINTS))]
    at_once = max(1, round(points * POINTS_AT_ONCE))
    for place in range(min(points, len(by_points))):
        keys = tuple(village.key for village in by_points[place::points])
        day = opened if place < at_once else max(opened, random.choice(POINTS_LATER))
        name = f"{short_name(by_points[place])}社工点"
        town.points.append(NewPoint(town.station.id, keys[0], name, day, keys))
    founders = town.at_work(opened)
    for place, village in enumerate(served[len(by_points) :]):
        town.direct[village.key] = founders[place % len(founders)].new.id


def assignments(town: Town, workers: Mapping[UUID, UUID] | None = None) -> list[Assignment]:
    """The villages that the station serves itself. `workers`: who takes over from whom; only
    their villages then."""
    changes = workers or {}
    return [
        Assignment(village, worker_id=changes.get(worker, worker))
        for village, worker in town.direct.items()
        if workers is None or worker in changes
    ]
