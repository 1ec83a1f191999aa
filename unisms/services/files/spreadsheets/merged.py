"""Cells that are one: each row that such a cell stands beside has its text."""

from collections.abc import Iterable, Iterator, Sequence

from .layout import Area

HEAD = 20  # rows among which titles are looked for
LONG = 6  # digits of what is data, never a title


class TooMany(Exception):
    """The sheet has more of them than cells."""


def fill(rows: list[tuple[str, ...]], merged: Iterable[Area], most: int) -> list[int]:
    """Write the text of merged cells into each row and column they span; return the filled rows.

    A title that stands alone in its row stays one cell. A row of titles above the titles keeps its
    first cell only, so that the row below counts as the titles. A row that holds nothing of its own
    is the lower half of the row above.

    :raises TooMany: they span more than ``most`` cells.
    """
    areas = list(_within(rows, merged))
    if not areas:
        return []
    if sum((area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in areas) > most:
        raise TooMany
    own = [any(map(str.strip, row)) for row in rows]
    band, filled = _band(rows, areas), set()
    for top, left, bottom, right in areas:
        text = rows[top][left]
        if not text.strip():
            continue
        wide = right > left and top != band and not _stands_alone(rows[top], left, right)
        for number in range(top, bottom + 1):
            if own[number] and _write(
                rows, number, slice(left, (right if wide else left) + 1), text
            ):
                filled.add(number)
    if band >= 0:
        first = next(column for column, cell in enumerate(rows[band]) if cell.strip())
        rows[band] = tuple(
            cell if column == first else "" for column, cell in enumerate(rows[band])
        )
        filled.discard(band)
    return sorted(filled)


def _within(rows: list[tuple[str, ...]], merged: Iterable[Area]) -> Iterator[Area]:
    """Yield the areas that lie in the table, cut where it ends."""
    for top, left, bottom, right in sorted(merged):
        bottom, right = min(bottom, len(rows) - 1), min(right, len(rows[0]) - 1 if rows else -1)
        if 0 <= top <= bottom and 0 <= left <= right:
            yield top, left, bottom, right


def _write(rows: list[tuple[str, ...]], number: int, place: slice, text: str) -> bool:
    """Write the text into these columns of a row; return whether that changed anything."""
    row = rows[number]
    cells = (text,) * (place.stop - place.start)
    if row[place] == cells:
        return False
    rows[number] = (*row[: place.start], *cells, *row[place.stop :])
    return True


def _stands_alone(row: tuple[str, ...], left: int, right: int) -> bool:
    return not any(cell.strip() for cell in (*row[:left], *row[right + 1 :]))


def _band(rows: list[tuple[str, ...]], areas: Sequence[Area]) -> int:
    """Return the row of titles above the titles, or -1.

    That is the first row of several cells, if it holds no data and has wide cells over several
    cells each.
    """
    first = next(
        (n for n, row in enumerate(rows[:HEAD]) if sum(map(bool, map(str.strip, row))) > 1), -1
    )
    wide = [area for area in areas if area[0] == area[2] == first and area[3] > area[1]]
    if not wide or first + 1 >= len(rows):
        return -1
    below = rows[first + 1]
    titled = all(
        sum(map(bool, map(str.strip, below[left : right + 1]))) > 1 for _, left, _, right in wide
    )
    return first if titled and not any(map(_is_data, below)) else -1


def _is_data(cell: str) -> bool:
    return "@" in cell or sum(map(str.isdigit, cell)) >= LONG
