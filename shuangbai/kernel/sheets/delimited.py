"""Text files with separators, in the encodings of office machines."""

import csv
import io
import re
from collections.abc import Iterator

from ..problems import Problem, catalogue, problem
from .cells import trimmed, unwrapped

catalogue(
    {
        "sheet.encoding": (
            "“{name}”里的文字有几种编码，第 {line} 行起认不出来",
            "请用Excel或WPS打开，看到汉字都正常后，另存为Excel工作簿（xlsx）再交",
        ),
        "sheet.foreign": (
            "“{name}”里的文字不是这里常用的编码，读出来是乱码",
            "请用Excel或WPS打开，看到汉字都正常后，另存为Excel工作簿（xlsx）再交",
        ),
        "sheet.letters_lost": (
            "“{name}”里的汉字已经变成了问号，保存时丢失了",
            "请回到原来的表，另存为Excel工作簿（xlsx）后再交",
        ),
    }
)

_MARKED = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LOOKED_AT = 4000
# As many letters in a row are hardly ever both: a line of GB18030 that is also UTF-8.
_LETTERS = 4
_SIGNS = (b"\n", b",", b"\t", b";")
_QUESTIONS = re.compile(r"\?{2,}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Signs that an office made for itself: a few for rare names, many when Big5 is read as GB18030.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOST_PRIVATE = 0.05
_FEW_PRIVATE = 3


def lines(data: bytes, name: str) -> Iterator[list[str]]:
    """Rows of trimmed text.

    Raises Problem sheet.encoding, .foreign, .letters_lost or .unreadable.
    """
    text = _decoded(data, name)
    head = text[:_LOOKED_AT]
    if head.count("??") > 2 and head.isascii() and len(_QUESTIONS.findall(head)) > 2:
        raise problem("sheet.letters_lost", name=name)
    mark = max(",\t;", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            yield [unwrapped(trimmed(cell)) for cell in row]
    except csv.Error as broken:
        raise problem("sheet.unreadable", name=name) from broken


def _decoded(data: bytes, name: str) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            continue
        if encoding == "gb18030":
            _one_encoding(data, name)
            _no_foreign(text, name)
        return text
    raise _undecoded(data, name)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data[:2] in _MARKED:
        return ("utf-16",)
    if b"\0" not in data:
        return ("utf-8-sig", "gb18030")
    # Without a mark only the line ends and separators tell which byte comes first.
    little = sum(data.count(sign + b"\0") for sign in _SIGNS)
    big = sum(data.count(b"\0" + sign) for sign in _SIGNS)
    # Beside each other (\r\n) they look the same either way, so the end decides a draw.
    big += data[-2:-1] == b"\0"
    return ("utf-16-le",) if little > big else ("utf-16-be",) if big else ()


def _one_encoding(data: bytes, name: str) -> None:
    """UTF-8 with a foreign line in it mostly passes for GB18030, all of it as nonsense."""
    foreign, some = None, False
    for number, line in enumerate(data.split(b"\n"), 1):
        if not _BEYOND_ASCII.search(line):
            continue
        letters = _letters_of_utf8(line)
        if letters is None:
            foreign = foreign or number
        some = some or (letters or 0) >= _LETTERS
    if some and foreign:
        raise problem("sheet.encoding", name=name, line=foreign)


def _no_foreign(text: str, name: str) -> None:
    private = len(_PRIVATE.findall(text))
    letters = sum(not letter.isascii() for letter in text) if private > _FEW_PRIVATE else 0
    if private > letters * _MOST_PRIVATE > 0:
        raise problem("sheet.foreign", name=name)


def _letters_of_utf8(line: bytes) -> int | None:
    try:
        return sum(not letter.isascii() for letter in line.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _undecoded(data: bytes, name: str) -> Problem:
    if b"\0" in data or data[:2] in _MARKED:
        return problem("sheet.unreadable", name=name)
    _one_encoding(data, name)
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("gb18030")
        except UnicodeDecodeError:
            return problem("sheet.encoding", name=name, line=number)
    return problem("sheet.unreadable", name=name)
