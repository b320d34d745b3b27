"""One row while it is read: its cells by field, and what was found wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shuangbai.clients.roster_rules.cells import NOTHING, clean_name, compact
from shuangbai.clients.roster_rules.fields import HEADINGS
from shuangbai.clients.roster_rules.villages import Places
from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.rosters.rules import Row

catalogue(
    {
        "roster.too_long": ("这一格有 {length} 个字，最多 {most} 个", "请只留这一栏该写的内容"),
        "roster.too_long_left": (
            "这一格有 {length} 个字，最多 {most} 个，这一栏没有收",
            "人照收；要补这一栏，请写短些再交一次",
        ),
    }
)


@dataclass(frozen=True)
class File:
    """What is the same for every row: `columns` as in Table."""

    columns: Mapping[str, str]
    places: Places
    today: date


@dataclass
class Cells:
    """The cells of one row. `refused`: why it cannot be taken; `hints`: what was left out of it."""

    row: Row
    file: File
    refused: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """As it stands in the file; '' for a blank cell or a column that is not there."""
        heading = self.file.columns.get(name)
        return self.row.cells.get(heading, "") if heading else ""

    def heading(self, name: str) -> str:
        """As the file has it, else the usual one."""
        return self.file.columns.get(name) or HEADINGS[name]

    def refuse(self, code: str, name: str, **values: object) -> None:
        self.refused.append(problem(code, self.row.number, self.heading(name), **values))

    def hint(self, code: str, name: str, **values: object) -> None:
        self.hints.append(problem(code, self.row.number, self.heading(name), **values))

    def short(self, name: str, most: int, *, needed: bool = False) -> str:
        """A text of at most `most` signs, without blanks. One that is too long refuses the row
        when it is `needed`; else it is left out."""
        raw = self.text(name)
        text = clean_name(raw) if raw else ""
        if text in NOTHING:
            return ""
        if len(text) <= most:
            return text
        if needed:
            self.refuse("roster.too_long", name, length=len(text), most=most)
            return text[:most]
        self.hint("roster.too_long_left", name, length=len(text), most=most)
        return ""

    def plain(self, name: str) -> str:
        """Half-width and without blanks; '' for what stands for nothing."""
        raw = self.text(name)
        text = compact(raw) if raw else ""
        return "" if text in NOTHING else text
