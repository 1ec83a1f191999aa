"""Find the table among the cells of a sheet: its row of titles, and its own columns."""

import re
from collections import Counter
from typing import NamedTuple

from unisms.services import columns
from unisms.services.selecting import read_date

PREAMBLE = 20  # rows among which the titles are looked for
SAMPLE = 120  # rows that tell what a column holds
WIDEST = 2_000  # columns that are looked at

NUMBER, FIGURE, DATE, EMAIL = "number", "figure", "date", "email"
WITHIN = "within"  # a phone number among words: "Zoé : 06 39 98 00 01"


class Titles(NamedTuple):
    """The row of titles."""

    position: int  #: among the rows that hold something
    cells: list


def titles_of(rows):
    """Return the ``Titles``, or ``None`` where the first row holds data already.

    ``rows`` are pairs of line number and cells, and each holds something. A row of titles is
    told from data by most of its cells: they are words of titles, or differ in kind from the
    rest of their columns.
    """
    sorts = [[_sort_of(cell) for cell in cells[:WIDEST]] for _, cells in rows[:SAMPLE]]
    held = _held(sorts)
    sizes = [sum(sort is not None for sort in row) for row in sorts]
    candidates = []
    for position, (_, cells) in enumerate(rows[:PREAMBLE]):
        against, alike = _votes(cells, sorts[position], held)
        if alike and alike >= against:
            break
        if not against and _speaks_for_itself(sorts[position], cells):
            break
        candidates.append((position, against, sizes[position], _known(cells, sorts[position])))
    position = _chosen(candidates, Counter(sizes).most_common(1)[0][0])
    return None if position is None else Titles(position, rows[position][1])


def _held(sorts):
    """How many cells of each kind each column holds."""
    return [Counter(row[column] for row in sorts if column < len(row)) for column in range(max(map(len, sorts)))]


def _chosen(candidates, width):
    """Return the first row that is filled: rather one unlike data, and of several cells."""
    for unlike, least in ((1, 2), (1, 1), (0, 2), (0, 1)):
        for place, (_, against, size, _) in enumerate(candidates):
            if size * 2 >= width and against >= unlike and size >= min(least, width):
                return _below_bands(candidates[place:])
    return None


def _below_bands(candidates):
    """Return the row under the one that titles several columns each: it is fuller, and has more words of titles."""
    (position, _, size, known), *others = candidates
    following = next((row for row in others if row[0] == position + 1), None)
    is_fuller = following is not None and following[2] > size and following[3] > max(known, 1)
    return position + 1 if is_fuller else position


def _sort_of(cell):
    """What kind of data the cell is: empty for words, ``None`` for nothing."""
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
    return "" if not digits.isdigit() else NUMBER if len(digits) > 5 else FIGURE


def _has_phone_within(cell):
    return _PHONE.search(cell) is not None and any(map(str.isalpha, cell))


_PHONE = re.compile(r"(?<![\w.])(?:\+|0)[0-9](?:[ .()/\xa0-]{0,3}[0-9]){7,13}(?!\w)")
_EXAMPLE = re.compile(r"\b(?:ex|exemples?|example|formats?|type|du genre)\b|e\.g\.", re.IGNORECASE)


def _votes(cells, row, held):
    """Return how many cells speak for titles, and how many are data as their columns are."""
    known = _known(cells, row)
    if known > 1:
        return known, 0
    against = alike = 0
    for sort, of_column in zip(row, held, strict=False):
        kind = _kind_of(of_column, but=sort)
        if not kind or sort is None or {sort, kind} in _SAYING_NOTHING:
            continue
        is_alike = sort == kind or {sort, kind} == {WITHIN, NUMBER}
        against += not is_alike
        alike += is_alike
    return against or known, alike


def _known(cells, row):
    """Return how many cells are words that titles are made of."""
    return sum(sort == "" and columns.is_title(cell) for cell, sort in zip(cells, row, strict=False))


_SAYING_NOTHING = ({NUMBER, FIGURE}, {FIGURE})  # a year may stand above figures


def _kind_of(held, but):
    """The kind of at least half of the other cells of the column; empty if they are words."""
    others = held - Counter([None, but])
    others.pop(None, None)
    kind, times = others.most_common(1)[0] if others else ("", 0)
    return kind if times * 2 >= others.total() else ""


def _speaks_for_itself(row, cells):
    """Whether the row is data, where nothing below it says so."""
    told = [sort for sort in row if sort is not None]
    if EMAIL in told or sum(sort in (NUMBER, DATE) for sort in told) * 2 > len(told):
        return True
    return any(map(columns.looks_like_msisdn, cells))


def own_columns(titles, rows):
    """Return the indexes of the columns that are the table's own.

    Empty columns are nobody's, nor is what stands beside the table: cells under no title, or,
    behind an empty column, a title with nothing below. Titles that begin anew are those of another
    table, whose people are others. ``titles`` is empty where there are none.
    """
    again = _begins_anew(titles)
    if again:
        titles, rows = titles[:again], [(line, cells[:again]) for line, cells in rows]
    titled = {place for place, title in enumerate(titles) if title.strip()}
    width = len(titled)
    if width and max(titled) < width and not any(any(cells[width:]) for _, cells in rows):
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


def _begins_anew(titles):
    """Return the place where the first two titles come again, one after the other; 0 if they do not.

    Both parts have a phone: ``Nom;Mobile;Nom;Mobile``. Without one they may be a reader and an author.
    """
    told = [title.strip().casefold() for title in titles]
    first = next((place for place, title in enumerate(told) if title), 0)
    pair = told[first : first + 2]
    if len({*pair} - {""}) < 2:
        return 0
    again = next((place for place in range(first + 2, len(told) - 1) if told[place : place + 2] == pair), 0)
    parts = told[:again], told[again:]
    return again if all(any(map(columns.is_phone, part)) for part in parts) else 0


def _blocks(places):
    """Runs of places that follow each other."""
    blocks = []
    for place in places:
        if blocks and blocks[-1][-1] == place - 1:
            blocks[-1].append(place)
        else:
            blocks.append([place])
    return blocks
