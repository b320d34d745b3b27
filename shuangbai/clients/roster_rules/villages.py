"""Reading the name of a village as people write it: found, ambiguous, or unknown; never guessed.

Official names end in 村民委员会 or 居民委员会. Lists leave that away, or shorten it; 城村村民委员会
is written 城村, and taking off another 村 would be wrong, while 思劳 may be 思劳社区 or 思劳村.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from shuangbai.kernel.problems import Problem, catalogue, problem

catalogue(
    {
        "roster.village_unknown": (
            "“{area}”里没有叫“{text}”的村（居）",
            "请写区划上的名称{likely}",
        ),
        "roster.village_ambiguous": (
            "“{text}”可能是{likely}",
            "请写全名",
        ),
        "roster.village_blank": (
            "没有写村（居），也看不出属于哪个镇（街）",
            "请写上村（居）",
        ),
        "roster.town_unknown": (
            "“{area}”里没有叫“{text}”的镇（街）",
            "请写区划上的名称，或确认这一行该不该在这份名册里",
        ),
    }
)

_VILLAGERS, _RESIDENTS = "村民委员会", "居民委员会"
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "0"})
_ABOVE = re.compile(r"(.*[省市区县])?")
_COUNTED = r"第?[0-9一二三四五六七八九十]{1,3}(村民|居民)?小?[组队]"
_BEHIND = re.compile(
    rf".{{2,10}}(村|寨|屯|坊|围|庄|里|组|小组|队)(.{{0,20}})|{_COUNTED}.{{0,20}}|.{{0,20}}[0-9]+号.{{0,10}}"
)
"""What may follow a village: the hamlet, the group, the house."""
_WHOLE_NAME = re.compile(r".*(村委会?|民委员会|居委会?|社区|村)")
_BRIGADE = re.compile(r".{0,3}大队.*")


@dataclass(frozen=True)
class Place:
    """A unit of the tree: its key and official name."""

    key: str
    name: str


class Places:
    """Villages and towns below the roster's area, by every way of writing that means only one."""

    def __init__(self, area: Place, towns: Iterable[Place], villages: Iterable[Place]) -> None:
        self.area = area
        self.towns = {town.key: town.name for town in towns}
        self.villages = {village.key: village.name for village in villages}
        self._official = _index((key, [name]) for key, name in self.villages.items())
        self._written = _index((key, _ways(name)) for key, name in self.villages.items())
        self._longest = max(map(len, self._written), default=0)
        self._told: dict[tuple[str, str], tuple[str, str] | Problem] = {}
        self._recognised: dict[str, str] = {}

    def find(self, text: str, town: str = "") -> str:
        """The key of the village; a blank one gives the town. Raises Problem, without a row."""
        return self.read(text, town)[0]

    def recognised(self, text: str) -> str:
        """The key of the village or town that an address of the tree begins with; '' for none."""
        if text not in self._recognised:
            try:
                found = self._address(text)
            except Problem:
                found = ""
            self._recognised[text] = found
        return self._recognised[text]

    def read(self, text: str, town: str = "") -> tuple[str, str]:
        """As `find`, and what stands behind the village: 城村村委会榃满村3组 → 榃满村3组."""
        # A list of thousands writes a village in a few ways only; the likely ones cost most.
        told = self._told.get((text, town))
        if told is None:
            try:
                told = self._find(text, town)
            except Problem as unknown:
                told = unknown
            self._told[text, town] = told
        if isinstance(told, Problem):
            raise told.at(None, None)
        return told

    def _address(self, text: str) -> str:
        """Here a town must be named, and a name that merely looks alike is none."""
        wanted = _plain(text)
        for key, name in self.towns.items():
            head, found, rest = wanted.partition(name)
            if found and _ABOVE.fullmatch(head):
                return self._find(rest, name)[0] if rest else key
        return self._find(text, "")[0] if wanted else ""

    def _find(self, text: str, town: str) -> tuple[str, str]:
        within = self._town(town)
        wanted = self._plain(text)
        if wanted in _NOTHING or wanted in self._names_of(within):
            if len(within) < 9:
                raise problem("roster.village_blank")
            return within, ""
        for index in (self._official, self._written):
            found = [key for key in index.get(wanted, ()) if key.startswith(within)]
            if len(found) == 1:
                return found[0], ""
            if found:
                raise self._ambiguous(text, found)
        return self._with_rest(text, wanted, within)

    def _with_rest(self, text: str, wanted: str, within: str) -> tuple[str, str]:
        """A village with its hamlet, group or house behind; the longest name of a village counts,
        and it must be written as one: what follows 城 is no hamlet."""
        for size in range(min(self._longest, len(wanted) - 1), 1, -1):
            name, rest = wanted[:size], wanted[size:]
            keys = [key for key in self._written.get(name, ()) if key.startswith(within)]
            if not keys or _BRIGADE.fullmatch(rest) or not _BEHIND.fullmatch(rest):
                continue
            if len(keys) > 1:
                raise self._ambiguous(text, keys)
            if _WHOLE_NAME.fullmatch(name):
                return keys[0], rest
        raise self._unknown(text, wanted, within)

    def name(self, key: str) -> str:
        """As the tree names it; '' for a key that is not here."""
        if key == self.area.key:
            return self.area.name
        return self.villages.get(key) or self.towns.get(key, "")

    def _town(self, text: str) -> str:
        wanted = _plain(text)
        if wanted in _NOTHING or wanted == self.area.name:
            return self.area.key
        found = [
            key for key, name in self.towns.items() if wanted in (name, name.rstrip("镇乡街道"))
        ]
        if len(found) != 1:
            raise problem("roster.town_unknown", area=self.area.name, text=text.strip())
        return found[0]

    def _names_of(self, key: str) -> set[str]:
        return {self.name(key)} if len(key) == 9 else set()

    def _plain(self, text: str) -> str:
        """Without the names of what lies above: 思劳镇城村 → 城村."""
        wanted = _plain(text)
        for above in (self.area.name, *self.towns.values()):
            head, found, rest = wanted.partition(above)
            # 思劳镇 in front, and what lies above it; a village may bear the name of its town.
            if found and rest and _ABOVE.fullmatch(head):
                return rest
        return wanted

    def _said(self, key: str) -> str:
        town = self.towns.get(key[:9], "")
        own = self.villages[key]
        return f"“{town}{own}”" if len(self.towns) > 1 else f"“{own}”"

    def _ambiguous(self, text: str, keys: list[str]) -> Problem:
        likely = "或".join(self._said(key) for key in sorted(keys))
        return problem("roster.village_ambiguous", text=text.strip(), likely=likely)

    def _unknown(self, text: str, wanted: str, within: str) -> Problem:
        here = {
            written: own
            for written, keys in self._written.items()
            if (own := [key for key in keys if key.startswith(within)])
        }
        near = difflib.get_close_matches(wanted, here, n=6, cutoff=0.5)
        keys = {key: None for written in near for key in here[written]}
        said = "、".join(self._said(key) for key in list(keys)[:3])
        likely = f"，相近的有{said}" if said else "，或确认这一行该不该在这份名册里"
        area = self.name(within) or self.area.name
        return problem("roster.village_unknown", area=area, text=text.strip(), likely=likely)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _base(name: str) -> str:
    plain = _plain(name)
    return plain.removesuffix(_VILLAGERS).removesuffix(_RESIDENTS) or plain


def _ways(name: str) -> list[str]:
    """Every way of writing an official name: 思劳村民委员会 → 思劳, 思劳村, 思劳村委会 …"""
    plain, base = _plain(name), _base(name)
    ways = {plain, base}
    if "(" in plain:
        # 梭(土郎): one sign that computers do not know, written as its parts.
        ways |= set(_ways(plain.replace("(", "").replace(")", "")))
    if plain.endswith(_RESIDENTS):
        stems = {base, base.removesuffix("社区")} - {""}
        for stem in stems:
            ways |= {stem, stem + "社区", stem + "居委会", stem + "居委", stem + _RESIDENTS}
    elif plain.endswith(_VILLAGERS):
        ways |= {base + end for end in ("村", "村委会", "村委", "村民委", _VILLAGERS)}
        if base.endswith("村"):
            # 旧村委会: the 村 of the name and that of 村委会 are written once.
            ways |= {base + end for end in ("委会", "委", "民委员会")}
    return sorted(ways)


def _index(ways: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for key, written in ways:
        for way in written:
            index.setdefault(_plain(way), []).append(key)
    return index
