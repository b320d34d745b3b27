"""Sample rosters to try the import with: what an office really sends, with its usual slips."""

from datetime import date
from pathlib import Path
from random import Random

from shuangbai.areas import selectors as areas
from shuangbai.demo.people import Maker, short_name
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
FIRST_FREE_SEQUENCE = 700


def write(folder: Path, random: Random) -> Path:
    """「思劳镇特困名册」 with a dozen new people and two rows that cannot be taken."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(random, date(2023, 4, 1), given=FIRST_FREE_SEQUENCE)
    lines: list[list[str]] = []
    for place, village in enumerate(areas.villages(TOWN)[:6]):
        for new in maker.household(village, str(place)):
            home = new.household
            lines.append(
                [
                    str(len(lines) + 1),
                    short_name(village),
                    new.name,
                    new.number or "",
                    new.relation,
                    getattr(home, "head_name", new.name),
                    new.phone,
                    getattr(home, "address", ""),
                ]
            )
    lines[1][3] = lines[1][3][:-1] + ("1" if lines[1][3][-1] != "1" else "2")
    lines[-1][1] = "思劳老村"
    file = folder / "思劳镇特困名册.xlsx"
    file.write_bytes(sheets.write(lines, COLUMNS, "思劳镇特困人员名册", "样例，人都是编的"))
    return file
