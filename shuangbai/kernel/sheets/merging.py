"""What one merged cell says, said of every row that it covers."""

from .reading import Sheet


def filled_down(sheet: Sheet, first_row: int) -> list[list[str]]:
    """The rows of the sheet, merged cells from `first_row` (from 0) on repeated downward.

    A household over several rows has its village and its head in one merged cell: each of its
    rows gets them. Cells merged sideways stay in their first column, a heading stays as it is,
    and the sheet itself is not changed.
    """
    boxes = [box for box in sheet.merged if box[2] > box[0] and box[0] >= first_row]
    if not boxes:
        return sheet.rows
    rows = list(sheet.rows)
    copied: set[int] = set()
    reached: dict[int, int] = {}
    for top, left, bottom, _ in sorted(boxes):
        # Real cells are never merged twice; a file made to overlap must not cost more than once.
        if top <= reached.get(left, -1) or left >= len(rows[top]):
            continue
        reached[left] = bottom
        text = rows[top][left]
        for number in range(top + 1, min(bottom + 1, len(rows)) if text else 0):
            if number not in copied:
                rows[number] = list(rows[number])
                copied.add(number)
            rows[number][left] = text
    return rows
