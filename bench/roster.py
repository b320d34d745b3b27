"""A list of a whole prefecture: read, checked, compared, merged, with all rules on.

Each size runs in a process of its own, so that its peak memory is its own. Afterwards the rows are
counted, secrets opened, and the same rows copied plainly, for the two ratios.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bench import checks, office, people, place, plain
from bench.office import timed
from bench.table import Table
from shuangbai.kernel import sheets

SPOILT = 200
"""One row in so many cannot be taken."""
FIRST, LATER = date(2026, 5, 1), date(2026, 6, 1)


@dataclass(frozen=True)
class Told:
    """What the process of one size says: seconds, and MB of memory as the system counts it."""

    rows: int
    read: float
    stage: float
    merge: float
    again: float
    """The list of a month later, staged and merged."""
    start: float
    """Memory before the list came in."""
    peak: float
    copied: float
    bare: float
    written: int

    @property
    def total(self) -> float:
        return self.stage + self.merge


LINES: tuple[tuple[str, Callable[[Told], str]], ...] = (
    ("读文件", lambda told: f"{told.read:.1f} 秒"),
    ("上传：读、查、比、存", lambda told: f"{told.stage:.1f} 秒"),
    ("合并", lambda told: f"{told.merge:.1f} 秒"),
    ("上传和合并", lambda told: f"{told.total:.1f} 秒"),
    ("每秒", lambda told: f"{told.rows / told.total:,.0f} 行"),
    ("下个月的名单：上传和合并", lambda told: f"{told.again:.1f} 秒"),
    ("内存：最多", lambda told: f"{told.peak:,.0f} MB"),
    ("内存：开始时", lambda told: f"{told.start:,.0f} MB"),
    ("写了多少行", lambda told: f"{told.written:,}"),
    ("同样的行 COPY，有索引", lambda told: f"{told.copied:.1f} 秒"),
    ("同样的行 COPY，没有索引", lambda told: f"{told.bare:.1f} 秒"),
    ("比：上传和合并 ÷ 读文件和 COPY，有索引", lambda told: _ratio(told, told.copied)),
    ("比：上传和合并 ÷ 读文件和 COPY，没有索引", lambda told: _ratio(told, told.bare)),
)


def _ratio(told: Told, copied: float) -> str:
    return f"{told.total / (told.read + copied):.2f}"


def run(sizes: list[int]) -> Table:
    """Needs an open database; each size finds it without people."""
    villages = people.villages()
    found = [_in_a_process(size, villages) for size in sizes]
    table = Table("名册：一个地级市的一份名单", ("", *(f"{size:,} 行" for size in sizes)))
    for name, tell in LINES:
        table.add(name, *map(tell, found))
    return table


def _in_a_process(size: int, villages: list[people.Village]) -> Told:
    first = people.population(villages, size, SPOILT)
    later = people.month_later(first)
    for day, listed in ((FIRST, first), (LATER, later)):
        file = sheets.write(list(people.lines(listed)), people.HEADINGS, "低保名册", "")
        _file(day).write_bytes(file)
    refused = sum(bool(one.spoilt) for one in first)
    taken = size - refused
    expected = checks.Expected(size, taken, refused, leave=taken - len(later))
    command = [sys.executable, "-m", "bench.roster", json.dumps(asdict(expected))]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Told(**json.loads(answer.splitlines()[-1]))


def _file(day: date) -> Path:
    return place.folder() / f"{day}.xlsx"


def one_size(expected: checks.Expected) -> Told:
    """From the file to the figures; the database is left without people."""
    actor = office.open_database()
    start, data = _memory(), _file(FIRST).read_bytes()
    stage, roster = timed(lambda: office.stage(actor, FIRST, data))
    merge, merged = timed(lambda: office.merge(actor, roster))
    peak = _memory()
    checks.merged(actor, merged.outcome, expected)
    copies = plain.Copies(place.folder())
    later = _file(LATER).read_bytes()
    again, followed = timed(lambda: office.merge(actor, office.stage(actor, LATER, later)))
    checks.followed(followed.outcome, expected)
    read, _ = timed(lambda: sheets.read(data, "名册.xlsx"))
    return Told(
        rows=expected.rows,
        read=read,
        stage=stage,
        merge=merge,
        again=again,
        start=start,
        peak=peak,
        bare=copies.without_indexes(),
        copied=copies.with_indexes(),
        written=copies.rows,
    )


def _memory() -> float:
    """The most that this process has held; what getrusage says begins with its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [most] = [line for line in status.read_text("ascii").splitlines() if "VmHWM" in line]
    return int(most.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(one_size(checks.Expected(**json.loads(sys.argv[1]))))))
