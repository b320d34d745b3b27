"""The whole story, planned before the first row is written: same seed, same story.

`part` makes a smaller city of the same kind, for tests.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from shuangbai.demo import samples
from shuangbai.demo.accounts import Colleague
from shuangbai.demo.yunfu import days, kinds, lives, network, rounds
from shuangbai.demo.yunfu.days import TODAY, WAVES
from shuangbai.demo.yunfu.homes import Home, Maker
from shuangbai.demo.yunfu.lives import Closing, Death, Move
from shuangbai.demo.yunfu.network import Town, apportioned
from shuangbai.demo.yunfu.rounds import Planned, Rounds
from shuangbai.demo.yunfu.towns import What, characters, turns

SEED = 20230418
HOMES = 30_100
PAPERS = 0.35
"""Share of homes that nobody got to whose file was opened from papers alone."""
SLIPS = 140
"""Visits recorded in another home's name by mistake, and put right days later."""
WALKED = 60
"""Homes that the town of the walk in README has at least, also in a small city."""
LISTED_LAST = {"445303106": "低保边缘家庭", "445381100": "防止返贫监测户"}
"""The kind of homes on the lists that came in last month."""


@dataclass(frozen=True)
class Slip:
    """What was recorded by mistake, and the day on which it is taken back."""

    wrong: Planned
    seen: date


@dataclass
class City:
    towns: list[Town]
    part: float
    homes: list[Home] = field(default_factory=list)
    on_lists: dict[str, list[Home]] = field(default_factory=dict)
    """Town → homes that come with a list of last month."""
    visits: list[Planned] = field(default_factory=list)
    deaths: list[Death] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    def half(self, number: int) -> "City":
        """The towns of one half, 0 or 1, and what happens in them."""
        here = {town.key for town in self.towns if town.half == number}
        return City(
            towns=[town for town in self.towns if town.key in here],
            part=self.part,
            homes=[home for home in self.homes if home.town in here],
            on_lists={town: homes for town, homes in self.on_lists.items() if town in here},
            visits=[one for one in self.visits if one.home.town in here],
            deaths=[one for one in self.deaths if one.town in here],
            moves=[one for one in self.moves if one.town in here],
            closings=[one for one in self.closings if one.home.town in here],
            slips=[one for one in self.slips if one.wrong.home.town in here],
        )

    def scaled(self, number: int) -> int:
        return max(1, round(number * self.part))


def plan(colleagues: Mapping[str, Sequence[Colleague]], part: float = 1.0) -> City:
    random = Random(SEED)
    city = City(network.towns(characters(), turns(), colleagues), part)
    _settle(city, random)
    by_town = {town.key: Rounds(town, Random(f"rounds {town.key}")) for town in city.towns}
    for home in city.homes:
        _approach(city, home, by_town[home.town])
    city.deaths = list(lives.deaths(city.homes, random))
    city.moves = lives.moves(city.homes, city.towns, city.scaled(lives.MOVES), random)
    city.closings = list(lives.closings(city.homes, city.scaled(lives.CLOSINGS), random))
    for home in city.homes:
        city.visits += _filed(home, list(by_town[home.town].of_home(home)), random)
    for going in by_town.values():
        there = [home for home in city.homes if home.town == going.town.key]
        city.visits += rounds.after_the_flood(going, there)
    wanted = city.scaled(days.PUBLICITY_HOMES)
    city.visits += rounds.publicity(by_town, city.visits, wanted, random)
    _slip(city, random)
    return city


def _settle(city: City, random: Random) -> None:
    """Homes by town and wave of lists; those whom the flood hit; those on the last lists."""
    sizes = [len(town.villages) * random.uniform(0.88, 1.12) for town in city.towns]
    maker = Maker(random)
    for town, share in zip(city.towns, apportioned(city.scaled(HOMES), sizes), strict=True):
        number = max(share, WALKED) if town.key == samples.TOWN else share
        for listed, part in _waves(town):
            city.homes += maker.homes(town.villages, round(number * part), listed)
        if flood := town.turn(What.FLOOD):
            assert flood.last is not None
            for _ in range(city.scaled(flood.count)):
                village = random.choice(town.villages[:5])
                listed = flood.last + timedelta(days=1)
                city.homes.append(maker.home(village, kinds.HIT_BY_THE_FLOOD, listed))
        if brought := town.turn(What.LIST):
            kind, wanted = kinds.BY_NAME[LISTED_LAST[town.key]], city.scaled(brought.count)
            city.on_lists[town.key] = _until(maker, town, kind, wanted, brought.first)


def _until(maker: Maker, town: Town, kind: kinds.Kind, people: int, day: date) -> list[Home]:
    found: list[Home] = []
    while sum(len(home.residents) for home in found) < people:
        found.append(maker.home(maker.random.choice(town.villages), kind, day))
    return found


def _waves(town: Town) -> Iterator[tuple[date, float]]:
    """A station takes the lists of before it opened a week after."""
    earliest = town.station.opened_on + timedelta(days=7)
    dated = [(max(day, earliest), share) for day, share in WAVES]
    for day, group in groupby(dated, key=lambda one: one[0]):
        yield day, sum(share for _, share in group)


def _approach(city: City, home: Home, going: Rounds) -> None:
    """Whether the station gets there, when first, and who is responsible."""
    founding = home.listed == next(_waves(going.town))[0]
    if going.reached(home):
        first = going.first_day(home, founding)
        home.first = first if first < TODAY else None
    home.worker = going.town.answering(home.village, home.first or home.listed)
    if home.first is None and going.random.random() < PAPERS:
        home.filed = days.friday(home.listed + timedelta(days=60))
    elif going.random.random() < going.town.character.filed:
        home.filed = home.first


def _filed(home: Home, visits: list[Planned], random: Random) -> list[Planned]:
    """Files are opened on the Friday after the first visit came in."""
    if home.first is not None and home.filed is not None:
        home.filed = days.friday(visits[0].entered) if visits else None
    if home.filed is not None and home.filed > TODAY:
        home.filed = None
    return visits


def _slip(city: City, random: Random) -> None:
    """Some visits first stand in the name of another home of the same village."""
    near: dict[str, list[Home]] = {}
    for home in city.homes:
        near.setdefault(home.village, []).append(home)
    places = range(len(city.visits))
    for place in random.sample(places, min(len(places), city.scaled(SLIPS))):
        right = city.visits[place]
        others = [
            home
            for home in near[right.home.village]
            if home is not right.home and home.listed < right.happened
            if len(home.living(right.happened)) == len(home.residents)
        ]
        seen = right.entered + timedelta(days=random.randint(1, 6))
        if not others or seen >= TODAY:
            continue
        other = random.choice(others)
        wrong = replace(right, home=other, served=tuple(other.residents))
        city.slips.append(Slip(wrong, seen))
        city.visits[place] = replace(right, entered=seen)
