"""Which sheet, which heading, and what each column is."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from shuangbai.kernel.sheets import Sheet
from shuangbai.kernel.sheets.layouts import letters
from shuangbai.rosters.rules import Field
from shuangbai.rosters.rules.match import Found, Match

UNUSED = "不用"
_ROWS = re.compile(r"^\s*(\d{1,5})(?:\s*[-~至到—－]\s*(\d{1,5}))?\s*$")
_MOST_HEADING = 6
_LONG_NUMBER = re.compile(r"[0-9０-９]{7,}[XxＸｘ]?")
SAMPLES = 5


def asked(
    given: Mapping[str, Any], sheets: Sequence[Sheet]
) -> tuple[int | None, tuple[int, ...] | None]:
    """Sheet and rows of the heading, from 0, as an address asks for them; what makes no sense
    counts as not asked."""
    number = str(given.get("sheet", ""))
    sheet = int(number) if number.isdecimal() and len(number) < 4 else None
    if sheet is not None and sheet >= len(sheets):
        sheet = None
    return sheet, heading_rows(str(given.get("heading", "")))


def heading_rows(text: str) -> tuple[int, ...] | None:
    """“3” or “3-5”, as the spreadsheet counts → rows from 0."""
    found = _ROWS.match(text)
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if not 0 < first <= last < first + _MOST_HEADING:
        return None
    return tuple(range(first - 1, last))


def said_rows(heading: Sequence[int]) -> str:
    if not heading:
        return ""
    first, last = heading[0] + 1, heading[-1] + 1
    return str(first) if first == last else f"{first}-{last}"


class PlaceForm(forms.Form):
    """换工作表或表头."""

    sheet = forms.ChoiceField(label="工作表", required=False)
    heading = forms.CharField(
        label="表头在第几行",
        required=False,
        max_length=12,
        help_text="照 Excel 左边的行号写，例如 3；占几行的写 3-5。",
    )

    def __init__(self, sheets: Sequence[Sheet], match: Match) -> None:
        start = {"sheet": str(match.sheet), "heading": said_rows(match.heading)}
        super().__init__(initial=start)
        sheet: Any = self.fields["sheet"]
        sheet.choices = [
            (str(at), f"{one.name}（隐藏）" if one.hidden else one.name)
            for at, one in enumerate(sheets)
            if one.rows
        ]


class ColumnsForm(forms.Form):
    """One choice for each column that has a heading or something below it."""

    def __init__(
        self, sheet: Sheet, found: Found, fields: Sequence[Field], data: Any = None
    ) -> None:
        super().__init__(data)
        self.found = found
        self.columns = _filled(sheet, found)
        options = [("", UNUSED), *((one.code, one.name) for one in fields)]
        for at in self.columns:
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=f"{letters(at)}列", required=False, choices=options
            )
            self.initial[f"c{at}"] = found.match.columns.get(at, "")
        self.samples = {at: _samples(sheet, found, at) for at in self.columns}

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each column with its heading and what stands below it."""
        return [
            {
                "letter": letters(at),
                "title": self.found.layout.columns[at].title
                if at < len(self.found.layout.columns)
                else "",
                "samples": self.samples[at],
                "unsure": at in self.found.unsure,
                "field": self[f"c{at}"],
            }
            for at in self.columns
        ]

    def match(self) -> Match:
        chosen = {at: self.cleaned_data.get(f"c{at}", "") for at in self.columns}
        columns = {at: field for at, field in chosen.items() if field}
        return Match(self.found.match.sheet, self.found.match.heading, columns)


def _filled(sheet: Sheet, found: Found) -> list[int]:
    width = len(sheet.rows[0]) if sheet.rows else 0
    titled = {one.index for one in found.layout.columns if one.title}
    first = found.layout.first_row
    below = {at for row in sheet.rows[first : first + 50] for at, text in enumerate(row) if text}
    return sorted(at for at in titled | below | set(found.match.columns) if at < width)


def _samples(sheet: Sheet, found: Found, at: int) -> list[str]:
    """The first rows of the list, long numbers masked: the columns are not yet known."""
    left_out = {one.row for one in found.layout.skipped}
    first = found.layout.first_row
    rows = [row for row in range(first, len(sheet.rows)) if row not in left_out][:SAMPLES]
    texts = [sheet.rows[row][at][:40] for row in rows]
    return [_LONG_NUMBER.sub(_masked, text) for text in texts]


def _masked(found: re.Match[str]) -> str:
    return f"{found[0][:3]}****{found[0][-2:]}"
