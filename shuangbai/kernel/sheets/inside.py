"""What the parts of a zipped workbook say that the reader of cells does not.

One look at each part, before anything is unpacked for good: whether it fits (one stray cell
at the far corner makes the reader lay out billions of cells, and a few kilobytes of zip can
hold gigabytes), which rows and columns are hidden, and which cells have no value to read.
"""

import html
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

_MOST_BYTES = 600_000_000
_MOST_CELLS = 20_000_000
_NARROW = 52
# Writers other than Excel set a prefix (<x:row>) or put the attributes in another order.
_OPEN = rb"<(?:[A-Za-z]\w*:)?"
_ROW = re.compile(_OPEN + rb'row\b[^>]*?\sr="([0-9]+)"')
# From column BA on: the quick look counts every sheet without one as 52 wide.
_FAR_CELL = re.compile(rb'\sr="(?:[B-Z][A-Z]|[A-Z]{3})[0-9]')
_FILLED_CELL = re.compile(_OPEN + rb'c\b[^>]*?\sr="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')
_HIDDEN_ROW = re.compile(_OPEN + rb'row\b[^>]*?\shidden="(?:1|true)"[^>]*>')
_HIDDEN_COLUMN = re.compile(_OPEN + rb'col\b[^>]*?\shidden="(?:1|true)"[^>]*>')
_SPAN = re.compile(rb'\s(r|min|max)="([0-9]+)"')
_CLOSE = rb"</(?:[A-Za-z]\w*:)?"
_UNVALUED = re.compile(
    _OPEN
    + rb"c\b([^>]*)>\s*"
    + _OPEN
    + rb"f\b(?:[^>]*/>|[^>]*>[^<]*"
    + _CLOSE
    + rb"f>)\s*(?:"
    + _OPEN
    + rb"v\s*(?:/>|>\s*"
    + _CLOSE
    + rb"v>))?\s*"
    + _CLOSE
    + rb"c>"
)
_ERROR = re.compile(_OPEN + rb'c\b([^>]*\st="e"[^>]*)>')
_PLACE = re.compile(rb'\sr="([A-Z]+)([0-9]+)"')
_SHEET = re.compile(r"<(?:[A-Za-z]\w*:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:[A-Za-z]\w*:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"""\s([\w:]+)=(?:"([^"]*)"|'([^']*)')""")
_ODS_TAG = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>|</table:table-row>"
)
_ODS_ROWS = re.compile(rb'number-rows-repeated="([0-9]+)"')
_ODS_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]+)"')


@dataclass(frozen=True, slots=True)
class Look:
    """Of one sheet, all from 0: hidden rows, hidden columns (first, last), cells without value."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    unvalued: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """`refused`: None when it fits, else the code of the problem. `looks`: by sheet name."""

    refused: str | None
    looks: dict[str, Look]


def look_inside(data: bytes, most_rows: int) -> Inside:
    """Codes: sheet.too_big, .too_long, .binary, .password, .unreadable. Never raises."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _looked(package, most_rows)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        LookupError,
        zlib.error,
    ):
        return Inside("sheet.unreadable", {})


def _looked(package: zipfile.ZipFile, most_rows: int) -> Inside:
    if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
        return Inside("sheet.too_big", {})
    parts = package.namelist()
    if any(part.startswith("xl/worksheets/") and part.endswith(".bin") for part in parts):
        return Inside("sheet.binary", {})
    manifest = "META-INF/manifest.xml"
    if manifest in parts and b"encryption-data" in package.read(manifest):
        return Inside("sheet.password", {})
    if "content.xml" in parts:
        return Inside(_ods_fits(package.read("content.xml"), most_rows), {})
    names = _names(package)
    looks: dict[str, Look] = {}
    for part in parts:
        if part in names or (part.startswith("xl/worksheets/") and part.endswith(".xml")):
            xml = package.read(part)
            refused = _sheet_fits(xml, most_rows)
            if refused is not None:
                return Inside(refused, {})
            if part in names:
                looks[names[part]] = _look(xml)
    return Inside(None, looks)


def _names(package: zipfile.ZipFile) -> dict[str, str]:
    """Part → name of the sheet; what cannot be made out is left away."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        links = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets: dict[str, str] = {}
    for tag in _RELATION.findall(links):
        said = _attributes(tag)
        target = posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))
        targets[said.get("Id", "")] = target.lstrip("/")
    found: dict[str, str] = {}
    for tag in _SHEET.findall(book):
        said = _attributes(tag)
        link = next((said[key] for key in said if key.endswith(":id")), "")
        if link in targets and "name" in said:
            found[targets[link]] = said["name"]
    return found


def _attributes(tag: str) -> dict[str, str]:
    return {key: html.unescape(one or two) for key, one, two in _ATTRIBUTE.findall(tag)}


def _look(xml: bytes) -> Look:
    rows: set[int] = set()
    columns: list[tuple[int, int]] = []
    if b"hidden=" in xml:
        for tag in _HIDDEN_ROW.findall(xml):
            said = dict(_SPAN.findall(tag))
            rows |= {int(said[b"r"]) - 1} if b"r" in said else set()
        for tag in _HIDDEN_COLUMN.findall(xml):
            said = dict(_SPAN.findall(tag))
            if b"min" in said and b"max" in said:
                columns.append((int(said[b"min"]) - 1, int(said[b"max"]) - 1))
    return Look(frozenset(rows), tuple(columns), _unvalued(xml))


def _unvalued(xml: bytes) -> tuple[tuple[int, int], ...]:
    """Formulas whose result was never kept in the file, and results that are errors (#N/A)."""
    said: list[bytes] = []
    if b"</f>" in xml or b":f>" in xml or b"<f" in xml:
        # t="str": the result is a text and may well be an empty one.
        said += [cell for cell in _UNVALUED.findall(xml) if b't="str"' not in cell]
    if b't="e"' in xml:
        said += _ERROR.findall(xml)
    places = (_PLACE.search(cell) for cell in said)
    return tuple(sorted({(int(at[2]) - 1, _index(at[1])) for at in places if at}))


def _sheet_fits(xml: bytes, most_rows: int) -> str | None:
    begins = xml.rfind(b"<row")
    if begins < 0:
        begins = xml.rfind(b"<", 0, max(xml.rfind(b":row "), 0))
    last = _ROW.match(xml, max(begins, 0))
    # The quick look is enough for nearly every file; empty formatted cells need the long one.
    if last and int(last[1]) <= most_rows and not _FAR_CELL.search(xml):
        return None
    rows, columns = _extent(xml)
    if rows > most_rows:
        return "sheet.too_long"
    return "sheet.too_big" if rows * columns > _MOST_CELLS else None


def _extent(xml: bytes) -> tuple[int, int]:
    rows, width = 0, b""
    for cell in _FILLED_CELL.finditer(xml):
        rows = max(rows, int(cell[2]))
        width = max(width, cell[1], key=lambda letters: (len(letters), letters))
    return rows, max(_index(width) + 1, _NARROW)


def _index(letters: bytes) -> int:
    """A → 0; -1 for none."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _ods_fits(xml: bytes, most_rows: int) -> str | None:
    found = (_ods_sheet_fits(sheet, most_rows) for sheet in re.split(rb"<table:table[\s>]", xml))
    return next((code for code in found if code is not None), None)


def _ods_sheet_fits(xml: bytes, most_rows: int) -> str | None:
    """Rows and cells said to be repeated are laid out one by one up to the last filled one."""
    rows = columns = times = blank_rows = filled = blank = 0
    for tag in _ODS_TAG.finditer(xml):
        if tag[1] == b"table-row":
            repeated = _ODS_ROWS.search(tag[2])
            times, filled, blank = int(repeated[1]) if repeated else 1, 0, 0
        elif tag[1]:
            again = _ODS_COLUMNS.search(tag[2])
            blank += int(again[1]) if again else 1
            if not tag[3] or b"value" in tag[2]:
                filled, blank = filled + blank, 0
        elif filled:
            rows, blank_rows = rows + blank_rows + times, 0
            columns = max(columns, filled)
        else:
            blank_rows += times
    if rows * max(columns, _NARROW) > _MOST_CELLS and columns > _NARROW:
        return "sheet.too_big"
    return "sheet.too_long" if rows > most_rows else None
