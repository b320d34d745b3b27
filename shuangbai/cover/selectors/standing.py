"""How everybody on the lists stands on one day, counted: all pairs of people in one question.

What is judged here is what the figures judge (`people_filed`, `people_covered`), with the same
conditions; a test holds the two against each other. As figures each pair asks the lists anew, and
once more for each level.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from shuangbai.clients.figures import any_merged
from shuangbai.cover.figures.days import Day, standings, tally
from shuangbai.cover.rules import Pair, Standing
from shuangbai.kernel.areakey import LEVELS, Level
from shuangbai.kernel.figures import Ask

OF_PEOPLE = ("files", "service")
"""The pairs that are told from how people stand."""

type Tally = dict[str, Counter[Standing]]
"""Unit → how many of its people stand how."""


def readable(ask: Ask) -> bool:
    """A province holds more people than one page can read."""
    return all(len(key) >= LEVELS[Level.PREFECTURE] for key in ask.scope)


def tallies(ask: Ask, reaches: Iterable[Level | None]) -> list[Tally]:
    """For each way of judging *here*: the whole ('') or the units of that level."""
    every = tuple(reaches)
    mixed = any_merged(ask)
    found = tally(Day(ask, mixed=mixed), every)
    if mixed:
        for at, stood in enumerate(standings(Day(ask, several=True), every)):
            for (_, key), standing in stood.items():
                found[at].setdefault(key, Counter())[standing] += 1
    return found


def pairs(standing: Mapping[Standing, int]) -> dict[str, Pair]:
    """From how many stand how."""
    listed = sum(count for one, count in standing.items() if one.listed)
    filed = sum(count for one, count in standing.items() if one.has("filed"))
    covered = sum(count for one, count in standing.items() if one.listed and not one.missing)
    return {"files": Pair(filed, listed), "service": Pair(covered, listed)}
