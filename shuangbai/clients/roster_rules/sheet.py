"""The heading of a roster and its rows. Synonyms are headings as seen in real lists."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangbai.kernel.problems import Problem, catalogue, problem
from shuangbai.kernel.sheets import Heading, Sheet, find_heading, normalise

catalogue(
    {
        "roster.heading_twice": (
            "表头里有{count}列都像“{heading}”：{found}",
            "请只留真正的那一列，或把另外的列改成别的名称，再交一次",
        ),
        "roster.no_rows": ("表头下面没有一行对象", "请确认选对了文件，填好后再交"),
        "roster.map_field": (
            "对照表里的“{field}”不是名册的栏目",
            "可以用的栏目：{fields}",
        ),
        "roster.map_heading": (
            "对照表说“{field}”在“{heading}”一列，表头里没有这一列",
            "请照文件里的表头写",
        ),
    }
)

FIELDS: dict[str, tuple[str, ...]] = {
    "name": (
        *("姓名", "成员姓名", "家庭成员姓名", "对象姓名", "保障对象姓名", "救助对象姓名"),
        *("享受人姓名", "人员姓名", "老人姓名", "儿童姓名", "残疾人姓名", "申请人姓名"),
    ),
    "number": (
        *("身份证号码", "身份证号", "身份证", "公民身份号码", "公民身份证号码", "证件号码"),
        *("证件号", "居民身份证号码", "居民身份证号", "成员身份证号", "成员身份证号码"),
        *("家庭成员身份证号", "家庭成员身份证号码", "对象身份证号", "对象身份证号码"),
    ),
    "village": (
        *("村（居）", "村（社区）", "村居", "村社区", "所在村", "所在村（居）", "所在村（社区）"),
        *("村委会", "村（居）委会", "村居委会", "居委会", "行政村", "行政村（社区）", "村", "村名"),
        *("村居名称", "村（社区）名称", "社区", "所属村", "所属村（居）", "所属村（社区）"),
    ),
    "town": (
        *("乡镇", "镇街", "乡镇（街道）", "乡镇街道", "镇（街）", "镇", "街镇", "镇街道"),
        *("所属乡镇", "所在乡镇", "所属镇街", "所在镇街", "乡镇名称", "街道"),
    ),
    "head_name": ("户主姓名", "户主"),
    "head_number": ("户主身份证号", "户主身份证号码", "户主身份证", "户主证件号码"),
    "household": ("户编号", "户号", "低保证编号", "低保证号", "家庭编号", "救助证编号"),
    "relation": ("与户主关系", "与户主的关系", "关系", "家庭关系", "与申请人关系"),
    "sex": ("性别",),
    "birth": ("出生日期", "出生年月", "出生年月日", "生日"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
    "address": (
        *("住址", "家庭住址", "地址", "现住址", "现居住地", "现房住址", "居住地址"),
        *("家庭地址", "详细地址", "户地址"),
    ),
    "remark": ("备注", "说明"),
}
REQUIRED = ("name", "number")
# A second column of these does no harm: the first is read, both are kept as they were.
_MAY_REPEAT = frozenset({"phone", "address", "remark"})

_DIGITS_OF_A_NUMBER = 6
_TOTAL = re.compile(r"^(本页|全[镇县区市村]|本[镇村])?(合计|总计|小计|总合计|共计|累计)")
_NOTE = re.compile(
    r"^(制表|填表|审核|复核|经办|核对|负责人|领导|分管|填报|单位[:：]|备注[:：]|注[:：1-9]|说明[:：]|"
    r"日期[:：]|联系人[:：]|[（(]?盖章|[一二三四五]、|以下空白|——)"
)
_COLUMN_NUMBER = re.compile(r"^([0-9]{1,3}|[甲乙丙丁戊]|[(（][0-9]+[)）])$")
_NAMES = frozenset(map(normalise, FIELDS["name"]))


@dataclass(frozen=True)
class Row:
    """A row as it stood: `number` as the spreadsheet shows it, heading → text, blanks left out."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of people in a file. `columns`: field → heading as in the file."""

    sheet: str
    columns: dict[str, str]
    rows: list[Row]
    skipped: int
    """Rows below the heading that are no people: blank, totals, notes, repeated headings."""
    unread: tuple[str, ...]
    """Other visible sheets that also have a heading and rows: only one is read."""


def read_table(sheets: Sequence[Sheet], mapping: Mapping[str, str] | None = None) -> Table:
    """The first visible sheet with a heading. Raises the Problem of the first sheet otherwise."""
    synonyms = _synonyms(mapping or {})
    visible = [sheet for sheet in sheets if not sheet.hidden and sheet.rows] or list(sheets)
    found: list[tuple[Sheet, Heading]] = []
    refused: list[Problem] = []
    for sheet in visible:
        try:
            found.append((sheet, find_heading(sheet.rows, synonyms, REQUIRED)))
        except Problem as missing:
            refused.append(missing)
    if not found:
        raise refused[0]
    sheet, heading = found[0]
    _check_mapped(mapping or {}, heading)
    return _table(sheet, heading, synonyms, [other for other, _ in found[1:]])


def _table(
    sheet: Sheet, heading: Heading, synonyms: Mapping[str, tuple[str, ...]], others: list[Sheet]
) -> Table:
    names = _heading_names(sheet.rows, heading)
    _check_doubles(names, synonyms, heading.row_index + 1)
    labels = _distinct(names)
    below = sheet.rows[heading.row_index + 1 :]
    rows = [
        Row(number, {labels[i]: text for i, text in enumerate(cells) if text})
        for number, cells in enumerate(below, start=heading.row_index + 2)
        if _is_person(cells, heading)
    ]
    if not rows:
        raise problem("roster.no_rows")
    columns = {field: labels[index] for field, index in heading.columns.items()}
    return Table(
        sheet.name, columns, rows, len(below) - len(rows), tuple(other.name for other in others)
    )


def _synonyms(mapping: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The usual headings; a mapped field is looked for under the heading given and no other."""
    named = {normalise(name): field for field, names in FIELDS.items() for name in names}
    given: dict[str, str] = {}
    for key, heading in mapping.items():
        field = key if key in FIELDS else named.get(normalise(key))
        if field is None:
            usual = "、".join(names[0] for names in FIELDS.values())
            raise problem("roster.map_field", field=key, fields=usual)
        given[field] = heading
    taken = {normalise(heading) for heading in given.values()}
    return {
        field: (given[field],)
        if field in given
        else tuple(name for name in names if normalise(name) not in taken) or (names[0],)
        for field, names in FIELDS.items()
        if field in given or any(normalise(name) not in taken for name in names)
    }


def _check_mapped(mapping: Mapping[str, str], heading: Heading) -> None:
    named = {normalise(name): field for field, names in FIELDS.items() for name in names}
    for key, wanted in mapping.items():
        field = key if key in FIELDS else named[normalise(key)]
        if field not in heading.columns:
            raise problem("roster.map_heading", field=key, heading=wanted)


def _heading_names(rows: Sequence[Sequence[str]], heading: Heading) -> list[str]:
    """The text above each column; a blank cell belongs to the group named above it."""
    lower = rows[heading.row_index]
    if all(lower[index] for index in heading.columns.values()) or heading.row_index == 0:
        return list(lower)
    upper = rows[heading.row_index - 1]
    return [below or above for above, below in zip(upper, lower, strict=True)]


def _check_doubles(names: Sequence[str], synonyms: Mapping[str, tuple[str, ...]], row: int) -> None:
    """Two columns that claim to be the same: taking one of them would be a guess."""
    for field in synonyms.keys() - _MAY_REPEAT:
        wanted = {normalise(name) for name in synonyms[field]}
        found = [index for index, name in enumerate(names) if normalise(name) in wanted]
        if len(found) > 1:
            said = "、".join(f"{_letter(index)}列“{names[index]}”" for index in found)
            raise problem(
                "roster.heading_twice",
                row=row,
                count=len(found),
                heading=synonyms[field][0],
                found=said,
            )


def _distinct(names: Sequence[str]) -> list[str]:
    """Headings as keys: a blank or repeated one is told apart by its column."""
    taken: set[str] = set()
    labels = []
    for index, name in enumerate(names):
        label = " ".join(name.split()) or f"{_letter(index)}列"
        if label in taken:
            label = f"{label}（{_letter(index)}列）"
        taken.add(label)
        labels.append(label)
    return labels


def _letter(index: int) -> str:
    """0 → A, 26 → AA: as the spreadsheet names its columns."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_person(cells: Sequence[str], heading: Heading) -> bool:
    filled = ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells if cell]
    name, number = heading.value(cells, "name"), heading.value(cells, "number")
    if sum(char.isdigit() for char in number) >= _DIGITS_OF_A_NUMBER:
        return True
    if not filled or normalise(name) in _NAMES:
        return False
    if any(_TOTAL.match(text) or _NOTE.match(text) for text in filled):
        return False
    if all(_COLUMN_NUMBER.match(text) for text in filled):
        return False
    # A lone cell is a remark or a unit; anything more is a row that lacks what it needs.
    return bool(name or number) or len(filled) > 1
