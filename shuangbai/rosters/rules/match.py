"""Which column of a file is which field: found by the headings, remembered, or said by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuangbai.kernel.problems import catalogue, problem
from shuangbai.kernel.sheets import CERTAIN, Layout, Sheet, choose, laid_out, normalise
from shuangbai.kernel.sheets.headings import HEADING_ROWS
from shuangbai.kernel.sheets.layouts import letters
from shuangbai.rosters.rules.table import Field, Table, read_rows

type Words = dict[str, tuple[str, ...]]

catalogue(
    {
        "roster.heading_twice": (
            "表头里有{count}列都像“{heading}”：{found}",
            "请只留真正的那一列，或把另外的列改成别的名称，再交一次",
        ),
        "roster.unsure": (
            "“{heading}”没有找到，{found}有点像，但不能肯定",
            "请核对这一列是什么",
        ),
        "roster.map_field": (
            "对照表里的“{field}”不是名册的栏目",
            "可以用的栏目：{fields}",
        ),
        "roster.map_heading": (
            "对照表说“{field}”在“{heading}”一列，表头里没有这一列",
            "请照文件里的表头写",
        ),
        "roster.match_missing": ("还没有选哪一列是“{missing}”", "请给它选一列再往下"),
    }
)


@dataclass(frozen=True)
class Match:
    """`sheet` and the rows of the `heading`, from 0; `columns`: column, from 0 → field."""

    sheet: int
    heading: tuple[int, ...]
    columns: dict[int, str]

    def as_json(self) -> dict[str, Any]:
        columns = {str(at): field for at, field in self.columns.items()}
        return {"sheet": self.sheet, "heading": list(self.heading), "columns": columns}


@dataclass(frozen=True)
class Found:
    """What the headings say. `unsure`: columns that only resemble a field."""

    match: Match
    layout: Layout
    unsure: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()
    """Names of other sheets that hold such a list too."""

    def certain(self, fields: Sequence[Field]) -> bool:
        """Whether nobody needs to look."""
        return bool(self.match.heading) and not self.unsure and not missing(fields, self.match)

    def sure(self) -> Match:
        """Without the columns that are guessed."""
        kept = {at: one for at, one in self.match.columns.items() if at not in self.unsure}
        return Match(self.match.sheet, self.match.heading, kept)


def missing(fields: Sequence[Field], match: Match) -> list[Field]:
    """Required fields that no column has."""
    return [one for one in fields if one.required and one.code not in match.columns.values()]


def match_of(kept: Mapping[str, Any]) -> Match | None:
    """As `Match.as_json` wrote it; None for what is no such match."""
    if "columns" not in kept:
        return None
    columns = {int(at): field for at, field in kept["columns"].items()}
    return Match(kept["sheet"], tuple(kept["heading"]), columns)


def find(
    sheets: Sequence[Sheet],
    fields: Sequence[Field],
    remembered: Mapping[str, str],
    given: Mapping[str, str] | None = None,
) -> Found:
    """The best match. `remembered`: normalised heading → field or '' for a column not used.

    `given`: field, by code or usual heading → its heading in this file; nothing else is looked
    for. Problems: roster.map_field, roster.map_heading.
    """
    wanted = _given(fields, given or {})
    words = _words(fields, remembered, wanted)
    repeats = [one.code for one in fields if one.repeats]
    choice = choose(sheets, words, _required(fields), may_repeat=repeats)
    unread = tuple(one.name for one in choice.unread if one.why in ("alike", "less"))
    found = _found(choice.index, choice.layout, remembered, unread)
    for code, heading in wanted.items():
        if code not in found.match.columns.values():
            raise problem("roster.map_heading", field=code, heading=heading)
    return found


def find_in(
    sheet: tuple[int, Sheet],
    heading: Sequence[int],
    fields: Sequence[Field],
    remembered: Mapping[str, str],
) -> Found:
    """What the headings of these rows of this sheet say."""
    at, rows = sheet[0], sheet[1].rows
    merged = sheet[1].merged
    blank = laid_out(rows, heading, {}, merged=merged)
    named = {name: one.code for one in reversed(fields) for name in map(normalise, one.headings)}
    named |= {name: code for name, code in remembered.items() if code}
    columns: dict[int, str] = {}
    for column in blank.columns:
        field = named.get(normalise(column.title)) or named.get(_last(column.title))
        if field and field not in columns.values() and column.title:
            columns[column.index] = field
    match = Match(at, tuple(heading), columns)
    needed = _required(fields)
    return Found(match, laid_out(rows, heading, columns, required=needed, merged=merged))


def strict(found: Found, fields: Sequence[Field]) -> Match:
    """For where nobody can be asked: what is certain, or the Problem that stands in its way."""
    for field in fields:
        alike = _alike(found, field)
        told = "、".join(f"{letters(at)}列“{found.layout.columns[at].title}”" for at in alike)
        if len(alike) > 1:
            row, count = _said_row(found), len(alike)
            raise problem("roster.heading_twice", row, count=count, heading=field.name, found=told)
        if alike and field.required:
            raise problem("roster.unsure", _said_row(found), heading=field.name, found=told)
    check(found, fields)
    return found.sure()


def _alike(found: Found, field: Field) -> list[int]:
    """Columns of one table that may be the field, when it is not sure which."""
    at = next((at for at in found.unsure if found.match.columns[at] == field.code), None)
    if at is None:
        return []
    band = next((band for band in found.layout.bands if at in band), (at,))
    known = {normalise(name) for name in field.headings}
    named = {one for one in band if _last(found.layout.columns[one].title) in known}
    return sorted(named | {at})


def check(found: Found, fields: Sequence[Field]) -> None:
    """Problem sheet.heading_missing, naming the required fields that were not found."""
    lacking = missing(fields, found.match)
    if lacking or not found.match.heading:
        names = "、".join(one.name for one in lacking or [one for one in fields if one.required])
        row = _said_row(found)
        raise problem("sheet.heading_missing", row, missing=names, most=HEADING_ROWS)


def table(
    sheets: Sequence[Sheet], fields: Sequence[Field], match: Match, unread: Sequence[str] = ()
) -> Table:
    """The rows of the list by this match. Problems: roster.match_missing, roster.no_rows,
    sheet.column_twice."""
    lacking = missing(fields, match)
    if lacking:
        raise problem("roster.match_missing", missing="、".join(one.name for one in lacking))
    sheet = sheets[match.sheet if match.sheet < len(sheets) else 0]
    layout = laid_out(
        sheet.rows, match.heading, match.columns, required=_required(fields), merged=sheet.merged
    )
    return read_rows(sheet, layout, unread)


def meanings(found: Found, match: Match) -> dict[str, str]:
    """What is worth remembering of a match that a person made, where `found` was proposed:
    normalised heading → field, or '' where a proposed column is not used after all."""
    told: dict[str, str] = {}
    for column in found.layout.columns:
        name = normalise(column.title)
        field = match.columns.get(column.index, "")
        if name and (field or column.index in found.match.columns):
            told.setdefault(name, field)
    return told


def _found(
    sheet: int, layout: Layout, remembered: Mapping[str, str], unread: tuple[str, ...]
) -> Found:
    columns: dict[int, str] = {}
    unsure: list[int] = []
    for column in layout.columns:
        kept = remembered.get(normalise(column.title))
        if column.field is None or kept == "":
            continue
        columns[column.index] = column.field
        if column.certainty < CERTAIN and kept != column.field:
            unsure.append(column.index)
    match = Match(sheet, layout.heading_rows, columns)
    return Found(match, layout, tuple(unsure), unread)


def _required(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(one.code for one in fields if one.required)


def _said_row(found: Found) -> int | None:
    return found.match.heading[-1] + 1 if found.match.heading else None


def _last(title: str) -> str:
    return normalise(title.rsplit("/", 1)[-1])


def _given(fields: Sequence[Field], mapping: Mapping[str, str]) -> dict[str, str]:
    """Field code → heading in the file."""
    named = {normalise(name): one.code for one in fields for name in one.headings}
    codes = {one.code for one in fields}
    given: dict[str, str] = {}
    for key, heading in mapping.items():
        field = key if key in codes else named.get(normalise(key))
        if field is None:
            usual = "、".join(one.name for one in fields)
            raise problem("roster.map_field", field=key, fields=usual)
        given[field] = heading
    return given


def _words(
    fields: Sequence[Field], remembered: Mapping[str, str], given: Mapping[str, str]
) -> Words:
    """Field → headings by which it is looked for. A given field is looked for under its heading
    and no other; a heading somebody gave another meaning loses the usual one."""
    taken = {normalise(heading) for heading in given.values()}
    taken |= {heading for heading, code in remembered.items() if heading}
    found: Words = {}
    for one in fields:
        free = [name for name in one.headings if normalise(name) not in taken]
        kept = [heading for heading, code in remembered.items() if code == one.code and heading]
        names = (given[one.code],) if one.code in given else (*free, *kept)
        if names:
            found[one.code] = names
    return found
