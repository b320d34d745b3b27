"""Which columns are the table: side by side there may be a second one, or a list to choose from."""

from collections.abc import Mapping, Sequence

from .layouts import Row
from .matching import Words
from .titles import Parts

_MOST_BANDS = 4
_LEAST_COLUMNS = 2
_LOOKED_AT = 60


def tables(
    words: Words, parts: Sequence[Parts], below: Sequence[Row]
) -> tuple[tuple[int, ...], ...]:
    """The columns of each table, the same fields in each; one table unless headings repeat."""
    groups = _segments(parts, below)
    if not groups:
        return ()
    scores = [words.score({at: parts[at] for at in group}) for group in groups]
    main = max(range(len(groups)), key=lambda at: (scores[at], len(groups[at])))
    signs = [_fields(words, parts, group) for group in groups]
    alike = [at for at in range(len(groups)) if signs[at] == signs[main]]
    if len(alike) > 1 and len(signs[main]) >= _LEAST_COLUMNS:
        return tuple(groups[at] for at in alike)
    columns = list(groups[main])
    known = set(signs[main])
    for at, group in enumerate(groups):
        # A gap for the look: what lies behind it belongs to the table when it says something new.
        if at != main and signs[at] and not known & set(signs[at]):
            columns += group
            known |= set(signs[at])
    return _halved(words, parts, tuple(sorted(columns)))


def _segments(parts: Sequence[Parts], below: Sequence[Row]) -> list[tuple[int, ...]]:
    """Runs of columns between columns that have neither heading nor content."""
    filled = {at for row in below[:_LOOKED_AT] for at, text in enumerate(row) if text}
    groups: list[list[int]] = [[]]
    for at, heading in enumerate(parts):
        if heading or at in filled:
            groups[-1].append(at)
        elif groups[-1]:
            groups.append([])
    return [tuple(group) for group in groups if any(parts[at] for at in group)]


def _fields(words: Words, parts: Sequence[Parts], columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(field for at in columns if (field := words.certain(parts[at])))


def _halved(
    words: Words, parts: Sequence[Parts], columns: tuple[int, ...]
) -> tuple[tuple[int, ...], ...]:
    """Tables without a gap between them: the same headings in the same order, twice or more."""
    signs = {at: words.certain(parts[at]) for at in columns}
    known = [at for at in columns if signs[at]]
    for count in range(_MOST_BANDS, 1, -1):
        size, rest = divmod(len(known), count)
        if rest or size < _LEAST_COLUMNS:
            continue
        firsts = known[::size]
        chunks = [[signs[at] for at in known[n : n + size]] for n in range(0, len(known), size)]
        if all(chunk == chunks[0] for chunk in chunks) and len(set(chunks[0])) == size:
            return _cut(parts, columns, firsts)
    return (columns,)


def _cut(
    parts: Sequence[Parts], columns: tuple[int, ...], firsts: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Each table begins as the first one does: 序号 before 姓名 goes with it."""
    lead = [at for at in columns if at < firsts[0]]
    starts = [columns[0]]
    for first in firsts[1:]:
        start = first
        for at in reversed(lead):
            if start - 1 in columns and parts[start - 1] == parts[at]:
                start -= 1
        starts.append(start)
    ends = [*starts[1:], columns[-1] + 1]
    return tuple(
        tuple(at for at in columns if start <= at < end)
        for start, end in zip(starts, ends, strict=True)
    )


def bands_of(
    columns: Sequence[int], fields: Mapping[int, str]
) -> tuple[tuple[int, ...], ...] | None:
    """Columns cut where the first field comes again; None when the parts are not the same."""
    known = [at for at in columns if at in fields]
    said = [fields[at] for at in known]
    if len(set(said)) == len(said):
        return (tuple(columns),)
    size = len(set(said))
    chunks = [said[at : at + size] for at in range(0, len(said), size)]
    if any(sorted(chunk) != sorted(chunks[0]) for chunk in chunks):
        return None
    starts = [columns[0], *known[size::size]]
    ends = [*starts[1:], columns[-1] + 1]
    return tuple(
        tuple(at for at in columns if start <= at < end)
        for start, end in zip(starts, ends, strict=True)
    )
