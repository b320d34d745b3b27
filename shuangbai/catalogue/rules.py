"""How codes of the catalogue are made and what they tell; pure.

The code of an item begins with the code of its service. What a county or city adds carries the key
of its area, so that no two offices make the same code.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

SERVICE, ITEM, GROUP, THEME, LINE = "service", "item", "group", "theme", "line"
OPEN = (ITEM, THEME, LINE)
"""Kinds to which an office may add. The five services stand in 粤民发〔2020〕142号; the groups are
the partition that figures count by."""
PREFIXES = {THEME: "ZT", LINE: "GZ"}
OF_SERVICE = 2
"""Letters of a code that name the service."""


class Named(Protocol):
    code: str
    name: str
    valid_from: date


def service_of(code: str) -> str:
    """The service under which an item stands."""
    return code[:OF_SERVICE]


def next_code(kind: str, under: str, area: str, taken: Collection[str]) -> str:
    """The next free code of this area: ZC.445302.1, ZC.445302.2 …

    `under`: code of the service, for an item. `taken`: codes that are there, ended ones too.
    """
    stem = f"{under if kind == ITEM else PREFIXES[kind]}.{area}."
    used = {code.removeprefix(stem) for code in taken if code.startswith(stem)}
    return stem + str(max((int(one) for one in used if one.isdecimal()), default=0) + 1)


class Names:
    """What a code was called on a day."""

    def __init__(self, entries: Iterable[Named]) -> None:
        self._by_code: dict[str, list[Named]] = {}
        for one in sorted(entries, key=lambda entry: entry.valid_from):
            self._by_code.setdefault(one.code, []).append(one)

    def on(self, code: str, day: date) -> str:
        """Its name on `day`; outside its days the nearest one before, else the first; a code that
        is not there says itself."""
        found = self._by_code.get(code)
        if not found:
            return code
        begun = [one for one in found if one.valid_from <= day]
        return (begun[-1] if begun else found[0]).name

    def last(self) -> dict[str, str]:
        """Code → what it is called now, or was called at the end."""
        return {code: found[-1].name for code, found in self._by_code.items()}
