"""What is to be done on which day, and how far it is.

The clock is set to each day in turn, so `recorded_at` is as believable as `happened_on`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

MORNING, EVENING = 9, 18
STEP = 10
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
    entries: dict[date, list[Entry]] = field(default_factory=dict)

    def add(
        self, day: date, do: Callable[[], None], *, hour: int = MORNING, weight: int = 10
    ) -> None:
        self.entries.setdefault(day, []).append(Entry(hour, weight, do))

    @property
    def whole(self) -> int:
        return sum(entry.weight for day in self.entries.values() for entry in day)

    def play(self) -> Iterator[tuple[int, int]]:
        """(done, whole) after each entry."""
        done, whole = 0, self.whole
        for day in sorted(self.entries):
            for entry in sorted(self.entries[day], key=lambda entry: entry.hour):
                self.at(day, entry.hour)
                entry.do()
                done += entry.weight
                yield done, whole


@dataclass
class Percent:
    """Says how far it is, not too often."""

    say: Callable[[str], None]
    said: int = 0

    def tell(self, done: int, whole: int) -> None:
        percent = done * 100 // whole
        if percent >= self.said + STEP:
            self.said = percent - percent % STEP
            self.say(f"已经放好 {self.said}%…")
