"""The demonstration of a whole city: loaded as `bin/demo --size yunfu` does it, counted, and the
same rows copied plainly.

The seconds are those of the load alone: areas and tables are there, and nothing is served yet.
"""

import sys
from dataclasses import dataclass

from bench import checks, office, place, plain
from bench.office import timed
from bench.table import Table
from shuangbai.access import scope
from shuangbai.access.actor import operator
from shuangbai.clients.models import Household, Person
from shuangbai.demo import loading
from shuangbai.demo.accounts import Accounts
from shuangbai.visits.models import Served, Visit

COUNTED = {"人": Person, "户": Household, "走访": Visit, "人次": Served}


@dataclass(frozen=True)
class Loaded:
    seconds: float
    counts: dict[str, int]


def load(part: float) -> Loaded:
    """Into a new database. `part`: of the city's homes."""
    office.new_database()
    accounts = Accounts.at(place.folder())
    folder = place.folder() / "demo"
    seconds, _ = timed(lambda: loading.load(accounts, folder, _say, "yunfu", part))
    actor = operator("基准测试", "4453")
    with scope.acting(actor):
        counts = {word: model.objects.under("4453").count() for word, model in COUNTED.items()}
        some = Person.objects.under("4453").exclude(identity_hash=None)[: checks.SAMPLE]
        checks.no_plain_text([one.identity.reveal() for one in some if one.identity])
    return Loaded(seconds, counts)


def shown(loaded: Loaded) -> Table:
    """Beside plain COPY of the same rows; the database is empty afterwards."""
    copies = plain.Copies(place.folder())
    bare, copied = copies.without_indexes(), copies.with_indexes()
    table = Table("演示：整个云浮市", ("", "放进去", "COPY，有索引", "COPY，没有索引"))
    times = (loaded.seconds, copied, bare)
    table.add("秒", *(f"{one:.1f}" for one in times))
    table.add("每秒写的行", *(f"{copies.rows / one:,.0f}" for one in times))
    table.add("比", *(f"{loaded.seconds / one:.2f}" for one in times))
    for word, count in loaded.counts.items():
        table.add(word, f"{count:,}")
    table.add("写了多少行", f"{copies.rows:,}")
    return table


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
