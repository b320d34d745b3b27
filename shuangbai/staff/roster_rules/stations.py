"""At which station somebody works, as people write it: the station's name, that of its town, or
that of one of its points; found, or told with what is likely."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.staff.roster_rules.words import NONE, compact

catalogue(
    {
        "roster.station_unknown": (
            "“{area}”里没有叫“{text}”、那天开着的社工站",
            "请写站名或镇（街）的名称{likely}",
        ),
        "roster.station_blank": ("没有写在哪个社工站", "请写站名或镇（街）的名称"),
    }
)

_ENDING = re.compile(r"(双百)?(社会工作服务站|社工服务站|社会工作站|社工站|站)$")
_TOWN = re.compile(r"(镇|乡|街道)$")


@dataclass(frozen=True)
class Place:
    """A station that is open: `area` is its town, `names` what it and its points are called."""

    id: UUID
    area: str
    town: str
    names: tuple[str, ...] = ()


class Stations:
    """The stations of the list's area by every way of writing that means only one."""

    def __init__(self, area: str, places: Iterable[Place]) -> None:
        self.area = area
        self.places = {place.id: place for place in places}
        self._ways: dict[str, set[UUID]] = {}
        for place in self.places.values():
            for way in _ways(place):
                self._ways.setdefault(way, set()).add(place.id)

    def find(self, station: str, town: str) -> UUID:
        """Raises Problem, without a row."""
        told = [text for text in (compact(station), compact(town)) if text not in NONE]
        if not told:
            if len(self.places) == 1:
                return next(iter(self.places))
            raise problem("roster.station_blank")
        found = [self._ways.get(text) or self._ways.get(_bare(text), set()) for text in told]
        both = set.intersection(*found) if all(found) else set()
        if len(both) != 1:
            raise self._unknown(told[0] if not found[0] else told[-1])
        return both.pop()

    def _unknown(self, text: str) -> Problem:
        near = difflib.get_close_matches(text, self._ways, n=4, cutoff=0.5)
        towns = dict.fromkeys(self.places[pk].town for way in near for pk in self._ways[way])
        likely = f"，相近的有{'、'.join(f'“{town}”' for town in list(towns)[:3])}" if towns else ""
        return problem("roster.station_unknown", area=self.area, text=text, likely=likely)


def _ways(place: Place) -> set[str]:
    town = compact(place.town)
    return {town, _TOWN.sub("", town)} | {compact(name) for name in place.names}


def _bare(text: str) -> str:
    """思劳镇双百社工站 → 思劳镇."""
    return _ENDING.sub("", text)
