"""What is to be done on which day, and how far it is.

The clock of the demo database is set to each day in turn, so `recorded_at` is as believable as
`happened_on`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

MORNING, EVENING = 9, 18
SAID = 5
"""Percent from one message to the next."""


@dataclass(frozen=True)
class Entry:
    """`hour`: entries of a day are done in their order. `weight`: how much work it is."""

    hour: int
    weight: int
    do: Callable[[], None]


@dataclass
class Diary:
    at: Callable[[date, int], None]
    """Sets the clock."""
    say: Callable[[str], None]
    entries: dict[date, list[Entry]] = field(default_factory=dict)

    def add(
        self, day: date, do: Callable[[], None], *, hour: int = MORNING, weight: int = 10
    ) -> None:
        self.entries.setdefault(day, []).append(Entry(hour, weight, do))

    def play(self) -> None:
        whole = sum(entry.weight for day in self.entries.values() for entry in day)
        done, said = 0, 0
        for day, entry in self._in_order():
            self.at(day, entry.hour)
            entry.do()
            done += entry.weight
            percent = done * 100 // whole
            if percent >= said + SAID:
                said = percent
                self.say(f"已经到 {day.year}年{day.month}月，{percent}%…")

    def _in_order(self) -> Iterator[tuple[date, Entry]]:
        for day in sorted(self.entries):
            for entry in sorted(self.entries[day], key=lambda entry: entry.hour):
                yield day, entry
