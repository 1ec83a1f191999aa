"""Find the table among the cells of a sheet: its row of titles, and its own columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from unisms.services.files.rows import Cells, Columns, Rows
from unisms.services.tables import columns, neighbours, title_words
from unisms.services.tables.dates import read_date

PREAMBLE = 20  # rows among which the titles are looked for
SAMPLE = 120  # rows that tell what a column holds
WIDEST = 2_000  # columns that are looked at

NUMBER, FIGURE, DATE, EMAIL = "number", "figure", "date", "email"
WITHIN = "within"  # a phone number among words: "Zoé : 06 39 98 00 01"


class Titles(NamedTuple):
    """The row of titles."""

    position: int  #: among the rows that hold something
    cells: Cells


_Sorts: TypeAlias = Sequence[str | None]  #: of data, in the cells of a row
_Kinds: TypeAlias = Counter[str | None]  #: of data in a column, counted


class _Row(NamedTuple):
    """A row that may be one of titles."""

    position: int
    cells: Cells
    sorts: _Sorts  #: the kind of data in each cell
    size: int  #: cells that hold something
    known: int  #: cells that are words of titles


def titles_of(rows: Rows) -> Titles | None:
    """Return the ``Titles``, or ``None`` where the first row holds data already.

    ``rows`` are pairs of line number and cells, and each holds something. A row of titles is
    told from data by most of its cells: they are words of titles, or differ in kind from the
    rest of their columns. Two words of titles above data are titles, whatever stands above them:
    a date, or whom to call.
    """
    sorts = [[_sort_of(cell) for cell in cells[:WIDEST]] for _, cells in rows[:SAMPLE]]
    held = _held(sorts)
    width = Counter(map(_size, sorts)).most_common(1)[0][0]
    candidates, is_data = [], False
    for position, (_, cells) in enumerate(rows[:PREAMBLE]):
        row = _row(position, cells, sorts[position], held)
        if (
            row.known >= min(2, width)
            and row.size * 2 >= width
            and _stands_between(row, sorts, width)
        ):
            return _below_bands([row, *_next(rows, sorts, held, position)])
        against, alike = _votes(row, held)
        is_data = is_data or _is_data(row, against, alike, width)
        if not is_data and not _is_lone_figure(row, width):
            candidates.append((row, against))
    return _chosen(candidates, width)


def _row(position: int, cells: Cells, sorts: _Sorts, held: Sequence[_Kinds]) -> _Row:
    sorts = [
        "" if sort == WITHIN and _is_title_with_number(cell, of_column) else sort
        for cell, sort, of_column in zip(cells, sorts, held, strict=False)
    ]
    known = sum(
        sort == "" and title_words.is_title(cell) for cell, sort in zip(cells, sorts, strict=False)
    )
    return _Row(position, cells, sorts, _size(sorts), known)


def _size(sorts: _Sorts) -> int:
    return sum(sort is not None for sort in sorts)


def _next(rows: Rows, sorts: Sequence[_Sorts], held: Sequence[_Kinds], position: int) -> list[_Row]:
    return (
        [_row(position + 1, rows[position + 1][1], sorts[position + 1], held)]
        if position + 1 < len(sorts)
        else []
    )


def _is_title_with_number(cell: str, of_column: _Kinds) -> bool:
    """Whether the cell is ``Mobile (06 12 34 56 78)`` above numbers.

    The number is an example, or somebody typed theirs in the wrong row.
    """
    return (
        _kind_of(of_column, but=WITHIN) == NUMBER
        and _TITLE_OF_PHONE.match(title_words.plain(cell[:200])) is not None
    )


_TITLE_OF_PHONE = re.compile(
    r"(?:(?:no?|num|numero|votre|mon|de|du) )*(?:tel|telephone|mobile|portable|gsm|phone|cell)\b"
)


def _stands_between(row: _Row, sorts: Sequence[_Sorts], width: int) -> bool:
    """Whether the row is above data, and not among them.

    A person or two to call may stand above the data.
    """
    phones = [place for place, cell in enumerate(row.cells[:WIDEST]) if title_words.is_phone(cell)]
    called = sum(
        any(NUMBER in cells[place : place + 1] for place in phones)
        for cells in sorts[: row.position]
    )
    return called < min(width, 3) and _is_above_data(row, sorts[row.position + 1 :])


def _is_above_data(row: _Row, below: Sequence[_Sorts]) -> bool:
    """Whether words of titles stand above other things than words, in a row without such things.

    A phone at once below its title is enough: another table may follow, whose columns are others.
    """
    if {NUMBER, EMAIL, WITHIN} & {*row.sorts} or not below:
        return False
    cells = zip(row.cells, row.sorts, _held(below), strict=False)
    return any(
        sort == ""
        and _kind_of(of_column, but=None) not in ("", FIGURE)
        and title_words.is_title(cell)
        for cell, sort, of_column in cells
    ) or any(
        sort == NUMBER and title_words.is_phone(cell)
        for cell, sort in zip(row.cells, below[0], strict=False)
    )


def _is_data(row: _Row, against: int, alike: int, width: int) -> bool:
    if _is_lone_figure(row, width):
        return False
    return bool(alike and alike >= against) or (not against and _speaks_for_itself(row))


def _is_lone_figure(row: _Row, width: int) -> bool:
    """Whether it is the day of the export, above a table of several columns."""
    return row.size == 1 < width and {*row.sorts} <= {None, DATE, FIGURE}


def _held(sorts: Sequence[_Sorts]) -> list[_Kinds]:
    """How many cells of each kind each column holds."""
    return [
        Counter(row[column] for row in sorts if column < len(row))
        for column in range(max(map(len, sorts)))
    ]


def _chosen(candidates: Sequence[tuple[_Row, int]], width: int) -> Titles | None:
    """Return the first row that is filled: rather one unlike data, and of several cells."""
    for unlike, least in ((1, 2), (1, 1), (0, 2), (0, 1)):
        for place, (row, against) in enumerate(candidates):
            if row.size * 2 >= width and against >= unlike and row.size >= min(least, width):
                return _below_bands([row for row, _ in candidates[place:]])
    return None


def _below_bands(rows: Sequence[_Row]) -> Titles:
    """Return the row under a row whose titles cover several columns each.

    It is fuller, and has more words of titles.
    """
    row, *others = rows
    below = next((other for other in others if other.position == row.position + 1), row)
    if below.size > row.size and below.known > max(row.known, 1):
        row = below
    return Titles(row.position, row.cells)


def _sort_of(cell: str) -> str | None:
    """Return the kind of data in the cell: empty for words, ``None`` for an empty cell."""
    cell = cell.strip().strip("='\"")  # ="0612345678" is a text that a spreadsheet protects
    if not cell:
        return None
    if "@" in cell and columns.has_email(cell) and len(cell.split()) == 1:
        return EMAIL
    if _has_phone_within(cell[:200]):
        return "" if _EXAMPLE.search(cell[:200]) else WITHIN
    if len(cell) > 40 or not (cell[0].isdigit() or cell[-1].isdigit()):
        return ""
    if read_date(cell):
        return DATE
    digits = re.sub(r"[\s./()+,-]", "", cell)
    if not digits.isdigit():
        return ""
    return NUMBER if len(digits) > 5 and not _YEARS.fullmatch(cell) else FIGURE


_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?20\d\d")  # 2026-2027


def _has_phone_within(cell: str) -> bool:
    return _PHONE.search(cell) is not None and any(map(str.isalpha, cell))


_PHONE = re.compile(r"(?<![\w.])(?:\+|0)[0-9](?:[ .()/\xa0-]{0,3}[0-9]){7,13}(?!\w)")
_EXAMPLE = re.compile(r"\b(?:ex|exemples?|example|formats?|type|du genre)\b|e\.g\.", re.IGNORECASE)


def _votes(row: _Row, held: Sequence[_Kinds]) -> tuple[int, int]:
    """Return how many cells speak for titles, and how many are data as their columns are."""
    if row.known > 1:
        return row.known, 0
    against = alike = 0
    for sort, of_column in zip(row.sorts, held, strict=False):
        kind = _kind_of(of_column, but=sort)
        if not kind or sort is None or {sort, kind} in _SAYING_NOTHING:
            continue
        is_alike = sort == kind or {sort, kind} == {WITHIN, NUMBER}
        against += not is_alike
        alike += is_alike
    return against or row.known, alike


_SAYING_NOTHING = ({NUMBER, FIGURE}, {FIGURE})  # a year may stand above figures


def _kind_of(held: _Kinds, but: str | None) -> str:
    """The kind of at least half of the other cells of the column; empty if they are words."""
    others = held - Counter([None, but])
    others.pop(None, None)
    kind, times = others.most_common(1)[0] if others else ("", 0)
    return (kind or "") if times * 2 >= others.total() else ""


def _speaks_for_itself(row: _Row) -> bool:
    """Whether the row is data, where nothing below it says so."""
    told = [sort for sort in row.sorts if sort is not None]
    if EMAIL in told or sum(sort in (NUMBER, DATE) for sort in told) * 2 > len(told):
        return True
    return any(map(columns.looks_like_msisdn, row.cells))


def shifted(titles: Cells, rows: Rows) -> list[str]:
    """Return the titles moved by one where each row begins with a cell that has none; else ``[]``.

    R writes its rows so. That cell is the row's number, or phones stand under their title only
    once the titles are moved.
    """
    width = len(titles)
    if not width or not all(len(cells) == width + 1 for _, cells in rows):
        return []
    counts = all(cells[0].strip() == str(number) for number, (_, cells) in enumerate(rows, 1))
    return ["", *titles] if counts or _has_phones_behind(titles, rows[:SAMPLE]) else []


def _has_phones_behind(titles: Cells, rows: Rows) -> bool:
    def share(place: int) -> float:
        filled = [cells[place] for _, cells in rows if cells[place].strip()]
        return sum(map(bool, map(columns.looks_like_msisdn, filled))) / (len(filled) or 1)

    titled = [place for place, title in enumerate(titles) if title_words.is_phone(title)]
    return any(share(place) < 0.2 and share(place + 1) > 0.6 for place in titled)


def own_columns(titles: Cells, rows: Rows) -> Columns:
    """Return the indexes of the columns that are the table's own.

    Empty columns are nobody's, nor is what stands beside the table: cells under no title, or,
    behind an empty column, a title with nothing below. Titles that begin anew are those of another
    table, whose people are others. ``titles`` is empty where there are none.
    """
    again = neighbours.second(titles)
    if again:
        titles, rows = titles[:again], [(line, cells[:again]) for line, cells in rows]
    titled = {place for place, title in enumerate(titles) if title.strip()}
    width = len(titled)
    widest = max(map(len, map(itemgetter(1), rows)), default=0)  # asked first: it is quick
    is_more = widest > width and any(any(cells[width:]) for _, cells in rows)
    if width and max(titled) < width and not is_more:
        return range(width)  # as nearly always
    filled = Counter(place for _, cells in rows for place, cell in enumerate(cells) if cell.strip())
    blocks = _blocks(sorted(titled | filled.keys()))
    main = max(blocks, key=lambda block: sum(filled[place] for place in block))
    kept = {place for place, times in filled.items() if times * 2 > len(rows)}
    for block in blocks:
        inner = [place for place in block if place in titled] if titled else block
        if block is main or (titled and any(filled[place] for place in inner)):
            kept.update(range(inner[0], inner[-1] + 1) if inner else ())
    return sorted(kept)


def _blocks(places: Iterable[int]) -> list[list[int]]:
    """Runs of places that follow each other."""
    blocks: list[list[int]] = []
    for place in places:
        if not blocks or blocks[-1][-1] != place - 1:
            blocks.append([])
        blocks[-1].append(place)
    return blocks
