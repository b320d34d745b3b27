"""Sample rosters to try the import with: what an office really sends, with its usual slips."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from shuangbai.areas import selectors as areas
from shuangbai.clients.actions.store import NewHousehold, NewPerson
from shuangbai.demo.people import Maker, Numbers, short_name
from shuangbai.kernel import sheets

COLUMNS = (
    "序号",
    "村（居）",
    "姓名",
    "身份证号码",
    "与户主关系",
    "户主姓名",
    "联系电话",
    "家庭住址",
)
TOWN = "445302103"
CATEGORY = "TK"
NEW = 5
FREE = 450
"""Orders that no identity number of the demo has reached on any birth date."""
VILLAGE, NUMBER = 0, 2
"""Places in a line, the serial number left out."""


def write(folder: Path, known: Sequence[NewPerson]) -> Path:
    """「思劳镇特困名册」 of a month later: most people as they are, one with a new telephone, two
    no longer on it, some new, and two rows that cannot be taken."""
    folder.mkdir(parents=True, exist_ok=True)
    villages = areas.villages(TOWN)
    held = [new for new in known if CATEGORY in new.categories]
    changed = replace(held[2], phone="13900001234")
    maker = Maker(Random(4), date(2023, 4, 1), Numbers(FREE))
    fresh = [maker.elder(village) for village in villages[:NEW]]
    lines = _lines((changed, *held[3:], *fresh), TOWN)
    lines[-2][NUMBER] = _with_wrong_check(lines[-2][NUMBER])
    lines[-1][VILLAGE] = "思劳老村"
    file = folder / "思劳镇特困名册.xlsx"
    file.write_bytes(_workbook(lines, "思劳镇特困人员名册"))
    return file


def workbook(people: Sequence[NewPerson], town: str, title: str) -> bytes:
    """These people as a list of the town."""
    return _workbook(_lines(people, town), title)


def _workbook(lines: Sequence[Sequence[str]], title: str) -> bytes:
    rows = [[str(place), *line] for place, line in enumerate(lines, start=1)]
    return sheets.write(rows, COLUMNS, title, "样例，人都是编的")


def _lines(people: Sequence[NewPerson], town: str) -> list[list[str]]:
    names = {village.key: short_name(village) for village in areas.villages(town)}
    return [_line(new, names) for new in people]


def _line(new: NewPerson, names: Mapping[str, str]) -> list[str]:
    home = new.household
    head, address = (
        (home.head_name, home.address) if isinstance(home, NewHousehold) else (new.name, "")
    )
    relation = new.relation or "本人"
    return [names[new.area], new.name, new.number or "", relation, head, new.phone, address]


def _with_wrong_check(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")
