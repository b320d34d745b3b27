"""How much room a zipped workbook will need, found out before it is unpacked.

One stray cell at the far corner makes the reader lay out every cell in between, billions
of them; a few kilobytes of zip can hold gigabytes. Both are refused from the outside.
"""

import re
import zipfile
from io import BytesIO

_MOST_BYTES = 600_000_000
_MOST_CELLS = 20_000_000
_NARROW = 52
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]+)"')
# From column BA on: the quick look counts every sheet without one as 52 wide.
_FAR_CELL = re.compile(rb'<c r="(?:[B-Z][A-Z]|[A-Z]{3})[0-9]')
_FILLED_CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')


def zip_fits(data: bytes, most_rows: int) -> str | None:
    """None when it fits, else the code of the problem: too_big, too_long or unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
                return "sheet.too_big"
            for part in package.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    found = _sheet_fits(package.read(part), most_rows)
                    if found is not None:
                        return found
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return "sheet.unreadable"
    return None


def _sheet_fits(xml: bytes, most_rows: int) -> str | None:
    last = _ROW.match(xml, xml.rfind(b"<row"))
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
    columns = 0
    for letter in width:
        columns = columns * 26 + letter - 64
    return rows, max(columns, _NARROW)
