"""Lines that another program did not divide as the others.

They are quoted as a whole, broken in two, or cut by another sign.
"""

import csv
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unisms.services.files import delimited
from unisms.services.files.rows import Cells
from unisms.services.tables import columns


class Joined(NamedTuple):
    """The lines of a text, those put together that are one row."""

    lines: list[str]
    #: on which line of the text each begins, from 1; empty where nothing was put together
    starts: list[int]

    def numbers_of(self, lines: Iterable[int]) -> list[int]:
        """Return the numbers here of these lines of the text, each once."""
        if not self.starts:
            return list(lines)
        return list(dict.fromkeys(bisect(self.starts, line) for line in lines))


def unquoted(lines: list[str]) -> list[str]:
    """Return the lines without the quotes around whole lines.

    Most lines have such quotes, and are divided only without them.

    A spreadsheet that took a file for another delimiter writes ``"Roux,""Zoé, dite Zou"",06"``.
    """
    sample = lines[: delimited.SAMPLE]
    if sum(map(_is_quoted, sample)) * 2 < max(len(sample), 1):
        return lines  # a few are cut later, as the others are
    bare = [_bare(line) if _is_quoted(line) else line for line in lines]
    delimiter = delimited.sniff(bare)
    width = _width(len(_cut(line, delimiter)) for line in bare[: delimited.SAMPLE])
    if width < 2 or len(_cut(bare[0], delimiter)) != width:
        return lines
    return [
        inner if inner != line and len(_cut(inner, delimiter)) == width else line
        for line, inner in zip(lines, bare, strict=True)
    ]


def _is_quoted(line: str) -> bool:
    """Whether one pair of quotes is around all of the line."""
    if line[:1] != '"':
        return False
    body = line.rstrip("\r\n")
    return len(body) > 2 and body[-1] == '"' and '"' not in body[1:-1].replace('""', "")


def _bare(line: str) -> str:
    body = line.rstrip("\r\n")
    return body[1:-1].replace('""', '"') + line[len(body) :]


def _width(widths: Iterable[int]) -> int:
    """Return the most frequent of the numbers of cells; 0 where there are none."""
    found = Counter(widths)
    return max(found, key=found.__getitem__, default=0)


def _cut(line: str, delimiter: str) -> list[str]:
    """Return the cells that the line has by itself."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell that is too long
        return []


def joined(lines: list[str], delimiter: str) -> Joined:
    """Put the lines together that are one row, a ``Joined``.

    Where rows and titles end with CR and LF, a lone LF without quotes is within a cell, if the two
    parts around it have together as many cells as the others.
    """
    runs = list(_runs(lines))
    if not runs or runs[0][1] > 1:
        return Joined(lines, [])
    width = _width(
        sum(line.count(delimiter) for line in lines[start:end])
        for start, end in runs[: delimited.SAMPLE]
    )
    made: list[str] = []
    starts: list[int] = []
    for start, end in runs:
        pieces = lines[start:end]
        cells = sum(line.count(delimiter) for line in pieces)
        if len(pieces) > 1 and cells == width > 0 and not any('"' in line for line in pieces):
            pieces = [
                " ".join(filter(None, (line.strip("\n") for line in pieces[:-1])))
                + " "
                + pieces[-1]
            ]
        starts += range(start + 1, start + 1 + len(pieces))
        made += pieces
    return Joined(made, starts) if len(made) < len(lines) else Joined(lines, [])


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each run of lines begins and ends whose last one alone ends with CR and LF."""
    start = 0
    for end, line in enumerate(lines, 1):
        if line.endswith("\r\n") or end == len(lines):
            yield start, end
            start = end


def without_apostrophes(records: list[list[str]]) -> None:
    """Take the single quotes around the cells away, in place.

    The first record tells: it has them around all of its own cells.
    """
    first = next(filter(None, records), [])
    if not (first and all(map(_is_between, first))):
        return
    for place, cells in enumerate(records):
        records[place] = [
            cell[1:-1].replace("''", "'") if _is_between(cell) else cell for cell in cells
        ]


def _is_between(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == "'" == cell[-1]


def recut(records: list[list[str]]) -> None:
    """Cut in place each record of a single cell that another delimiter cuts as the others."""
    if min(map(len, records), default=2) > 1:
        return  # as nearly always
    lone = [place for place, cells in enumerate(records) if len(cells) == 1 and cells[0]]
    if len(lone) == len(records):
        return
    width = _width(len(cells) for cells in records if len(cells) > 1)
    for place in lone:
        (cell,) = records[place]
        ways = (
            _cut(cell, other)
            for other in delimited.DELIMITERS
            if other in cell and "\n" not in cell
        )
        records[place] = next((cells for cells in ways if len(cells) == width), [cell])


def listed(records: Sequence[Cells]) -> Sequence[Cells]:
    """Return the records, or a list of numbers: each cell a record, where all cells are mobiles."""
    width = max(map(len, records[:1]), default=0)
    if width < 2 or not all(map(_is_number, records[0])):
        return records
    cells = [cell for record in records for cell in record if cell.strip()]
    return [[cell] for cell in cells] if all(map(columns.is_mobile, cells)) else records


def _is_number(cell: str) -> bool:
    return not cell.strip() or columns.is_mobile(cell)
