"""What happens to people in a year and a half: deaths, moves to another town, closed files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from shuangbai.demo.yunfu.days import TODAY, friday
from shuangbai.demo.yunfu.homes import Home, Resident
from shuangbai.demo.yunfu.network import Town

DYING = ((80, 0.085), (70, 0.034), (60, 0.013), (18, 0.004), (0, 0.0004))
"""From an age on, the share of them who die in a year."""
MOVES, CLOSINGS = 40, 40
"""In the whole city, at full size."""
MOVING = (date(2023, 1, 5), date(2023, 4, 10))
WALK = ("445302103", "445302102", 2)
"""So many of the town of the walk in README have moved to its neighbour."""
REASONS = ("已迁往外市，跟子女同住", "住进外市养老机构", "户口迁出本市")


@dataclass(frozen=True)
class Death:
    town: str
    person: UUID
    day: date
    known: date
    """The day of the list on which it stands."""

    @property
    def told(self) -> bool:
        return self.known < TODAY


@dataclass(frozen=True)
class Move:
    """Somebody who lived alone goes to another town; `met`: when its station meets them."""

    town: str
    person: UUID
    to: str
    day: date
    met: date | None


@dataclass(frozen=True)
class Closing:
    home: Home
    """Of one who lives alone."""
    day: date
    reason: str


def deaths(homes: Sequence[Home], random: Random) -> Iterator[Death]:
    for home in homes:
        span = (TODAY - home.listed).days - 12
        for one in home.residents:
            share = next(share for age, share in DYING if one.age(home.listed) >= age)
            if span > 0 and random.random() < share * span / 365:
                day = home.listed + timedelta(days=random.randint(6, span))
                home.gone[one.new.id] = day
                yield Death(home.town, one.new.id, day, _told_on(day))


def _told_on(day: date) -> date:
    """The list of those who died in a month comes on the first Friday of the next one."""
    return friday((day.replace(day=28) + timedelta(days=4)).replace(day=1))


def moves(homes: Sequence[Home], towns: Sequence[Town], number: int, random: Random) -> list[Move]:
    """To a town of the same county."""
    source, target, some = WALK
    own = _alone([home for home in homes if home.town == source], some, random)
    others = _alone([home for home in homes if home.town != source], max(1, number - some), random)
    by_key = {town.key: town for town in towns}
    made = [_move(home, one, by_key[target], random) for home, one in own]
    for home, one in others:
        made.append(_move(home, one, random.choice(_near(by_key[home.town], towns)), random))
    return made


def _near(left: Town, towns: Sequence[Town]) -> list[Town]:
    there = (town for town in towns if town.key[:6] == left.key[:6] and town is not left)
    return [town for town in there if town.half == left.half]


def _move(home: Home, one: Resident, to: Town, random: Random) -> Move:
    first, last = MOVING
    day = first + timedelta(days=random.randint(0, (last - first).days))
    home.gone[one.new.id] = day
    met = day + timedelta(days=random.randint(6, 40)) if random.random() < 0.6 else None
    served = [village for village in to.villages if village.key not in to.unserved]
    village = random.choice(served)
    return Move(home.town, one.new.id, village.key, day, met if met and met < TODAY else None)


def closings(homes: Sequence[Home], number: int, random: Random) -> Iterator[Closing]:
    for home, one in _alone(homes, number, random):
        assert home.first is not None
        begun = home.first + timedelta(days=20)
        day = begun + timedelta(days=random.randint(0, max(0, (TODAY - begun).days - 2)))
        home.gone[one.new.id] = day
        yield Closing(home, day, random.choice(REASONS))


def _alone(homes: Sequence[Home], number: int, random: Random) -> list[tuple[Home, Resident]]:
    """Some who live alone, were met, and whose file nothing else has ended; those in extreme
    hardship stay, as the list of the walk is about them."""
    latest = date(2022, 9, 1)
    there = [
        home
        for home in homes
        if len(home.residents) == 1 and not home.gone and home.filed
        if home.first is not None and home.first < latest and home.kind.name[:2] != "特困"
    ]
    return [(home, home.residents[0]) for home in random.sample(there, min(number, len(there)))]
