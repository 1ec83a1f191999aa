"""Read the bytes of a file as a table: titles, and rows of text with the line they stand on."""

import io
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from unicodedata import category

from unisms.services.files import delimited, formulas, mixtures, texts, workbooks
from unisms.services.files.rows import Cells, Columns, Row
from unisms.services.tables import rectangles, totals, undivided

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
MOST_CELLS = 10_000_000  # about a gigabyte while it is read
MOST_TEXT = 100_000_000  # characters of a spreadsheet: twice what a file of text may have
EXAMPLES = 3  # rows below the titles that may show how to fill them
MOST_LINES = 10 * MOST_ROWS  # of a text: a cell may hold several


class Unreadable(Exception):
    """Raised where a file holds no table: ``problem`` is a code for the page, ``detail`` a place.

    ``sheets`` are those of a spreadsheet: another one may hold a table.
    """

    def __init__(
        self, problem: str, detail: str = "", sheets: tuple[tuple[str, bool], ...] = ()
    ) -> None:
        super().__init__(problem, detail)
        self.problem, self.detail, self.sheets = problem, detail, sheets


class Notice(NamedTuple):
    """Something that people should know about the file; stored as a bare tuple."""

    code: str
    count: int  # type: ignore[assignment]
    example: str = ""  #: the first line concerned, or its text


class Table(NamedTuple):
    """The table of a file: its titles, its rows, and how it was read."""

    columns: tuple[str, ...]  #: titles, each different
    rows: list[Row]  #: each of as many cells as there are columns
    notices: tuple[Notice, ...]
    encoding: str = ""  #: of ``texts.ENCODINGS``; empty for a spreadsheet
    delimiter: str = ""
    sheet: str = ""
    #: the title of each sheet of a spreadsheet, and whether it is hidden
    sheets: tuple[tuple[str, bool], ...] = ()


def read(
    content: bytes, *, encoding: str = "", sheet: str = "", with_hidden: Iterable[str] = ()
) -> Table:
    """Read a CSV or spreadsheet file.

    ``encoding`` is one of ``texts.ENCODINGS``, obeyed for a text; empty, it is recognised.
    ``sheet`` is the title of a spreadsheet's sheet; empty, it is the first that holds rows.
    ``with_hidden`` says whether hidden ``rows`` and ``columns`` of a spreadsheet are read too.

    :raises Unreadable: it is empty, of another kind, too long or too wide.
    :raises ValueError: ``encoding`` is another word.
    """
    kind = texts.kind_of(content)
    if kind == texts.WORKBOOK:
        return _read_workbook(content, sheet, with_hidden)
    if kind != texts.TEXT:
        raise Unreadable(kind)
    return _read_text(content, encoding)


def _read_workbook(content: bytes, sheet: str, with_hidden: Iterable[str]) -> Table:
    wish = workbooks.Wish(MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_TEXT, sheet, tuple(with_hidden))
    try:
        read = workbooks.read(content, wish)
    except workbooks.Refused as refused:
        raise Unreadable(refused.problem, refused.detail, refused.sheets) from None
    notices = [Notice(*told) for told in workbooks.told(read, wish.with_hidden)]
    try:
        table = _shape(read.rows, notices)
    except Unreadable as unreadable:
        raise Unreadable(unreadable.problem, unreadable.detail, read.sheets) from None
    return table._replace(sheet=read.title, sheets=read.sheets)


def _read_text(content: bytes, chosen: str) -> Table:
    strays: Sequence[int]
    text, encoding, strays = texts.decode(content, chosen)
    feeds, returns = text.count("\n"), text.count("\r")
    if max(feeds, returns) > MOST_LINES:
        raise Unreadable("too_many_rows", str(max(feeds, returns)))
    lines = list(io.StringIO(text, newline=""))
    doubled = [] if chosen else mixtures.undouble(text, lines)
    notices: list[Notice] = []
    lines = undivided.unquoted(lines)
    delimiter = delimited.delimiter_of(lines)
    if 0 < returns < feeds:
        joined = undivided.joined(lines, delimiter)
        lines, strays, doubled = joined.lines, joined.numbers_of(strays), joined.numbers_of(doubled)
    if text.count(delimiter) > MOST_CELLS:
        lines = delimited.without_tails(lines, delimiter)
        cells = sum(line.count(delimiter) for line in lines)
        if cells > MOST_CELLS:
            raise Unreadable("too_many_cells", str(cells))
    cut = delimited.split(lines, delimiter)
    undivided.recut(cut.records)
    undivided.without_apostrophes(cut.records)
    _note(
        notices,
        mixed_encodings=cut.numbers_of(strays),
        doubled_encoding=cut.numbers_of(doubled),
        broken_characters=_broken(cut.records) if "\ufffd" in text else [],
        malformed_rows=cut.malformed,
        engulfed_rows=cut.engulfing,
    )
    table = _shape(cut.records, notices)
    return table._replace(encoding=encoding, delimiter=delimiter)


def _broken(records: Iterable[Cells]) -> list[int]:
    return [number for number, cells in enumerate(records, 1) if "\ufffd" in "".join(cells)]


def _shape(records: Sequence[Cells], notices: list[Notice]) -> Table:
    """Find the titles and the columns, and give every row as many cells as there are columns."""
    records = undivided.listed(records)
    rows = [
        (line, cells)
        for line, cells in enumerate(records, 1)
        if cells and (cells[0].strip() or any(map(str.strip, cells)))
    ]
    if not rows:
        raise Unreadable("empty")
    found = rectangles.titles_of(rows)
    titles, rows = _below(found, rows, notices)
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows", str(len(rows)))
    if moved := rectangles.shifted(titles, rows):
        notices.append(Notice("shifted_titles", 1, titles[0]))
        titles = moved
    rows = _people(titles, rows, notices)
    own = _own_columns(titles, rows, notices)
    rows = _square(rows, own, notices)
    _note(notices, formula=formulas.settle(rows))
    return Table(_distinct(titles, own), rows, tuple(notices))


def _below(
    found: rectangles.Titles | None, rows: list[Row], notices: list[Notice]
) -> tuple[Cells, list[Row]]:
    """The titles, none where no row holds any, and the rows below them."""
    if found is None:
        notices.append(Notice("no_titles", 1))
        return [], rows
    if found.position:
        notices.append(Notice("preamble", found.position, _told(rows[0][1])))
    return found.cells, rows[found.position + 1 :]


def _told(cells: Cells) -> str:
    return " ".join(filter(None, map(str.strip, cells)))[:80]


def _people(titles: Cells, rows: list[Row], notices: list[Notice]) -> list[Row]:
    """Set aside the rows that are nobody: sums, ends, and titles that return."""
    end = len(rows)
    while end and totals.is_below(rows[end - 1][1]):
        end -= 1
    sums = [
        line
        for line, cells in rows[:end]
        if not cells[0][:1].isdigit() and totals.is_sum(cells)  # nearly every row begins with one
    ]
    sums += [line for line, _ in rows[end:]]
    first = next(filter(str.strip, titles), None)
    again = [line for line, cells in rows[:end] if first in cells and _is_again(titles, cells)]
    examples = [line for line, cells in rows[:EXAMPLES] if titles and totals.is_example(cells)]
    _note(notices, totals=sums, repeated_titles=again, examples=examples)
    aside = {*sums, *again, *examples}
    rows = [row for row in rows if row[0] not in aside] if aside else rows
    if not rows:
        raise Unreadable("no_rows")
    return rows


def _is_again(titles: Cells, cells: Cells) -> bool:
    return [*filter(str.strip, titles)] == [*filter(str.strip, cells)]


def _note(notices: list[Notice], **lines_of: Sequence[int]) -> None:
    """Add what concerns some lines, by its code: how many, and the first."""
    for code, lines in lines_of.items():
        if lines:
            notices.append(Notice(code, len(lines), str(lines[0])))


def _own_columns(titles: Cells, rows: list[Row], notices: list[Notice]) -> Columns:
    own = rectangles.own_columns(titles, rows)
    if len(own) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", str(len(own)))
    left = [title for place, title in enumerate(titles) if title.strip() and place not in own]
    if left:
        notices.append(Notice("beside", len(left), _told(left)))
    return own


def _square(rows: list[Row], own: Columns, notices: list[Notice]) -> list[Row]:
    """Give each row the table's own cells; say which were filled up or cut."""
    width = own[-1] + 1
    is_whole = len(own) == width
    if is_whole and set(map(len, map(operator.itemgetter(1), rows))) == {width}:
        return rows
    pick: Callable[[Cells], Cells] = (
        operator.itemgetter(*own) if len(own) > 1 else lambda cells: [cells[own[0]]]
    )
    strange = set() if is_whole else set(range(width)) - set(own)
    short, long, squared = [], [], []
    for line, cells in rows:
        if len(cells) != width:
            if len(cells) < width:
                short.append(line)
            elif any(map(str.strip, cells[width:])):
                long.append(line)
            cells = [*cells[:width], *[""] * (width - len(cells))]
        if not is_whole:
            if any(cells[place].strip() for place in strange) and line not in long[-1:]:
                long.append(line)
            cells = pick(cells)
        if line in long[-1:] and not any(map(str.strip, cells)):
            continue  # a note beside the table is nobody
        squared.append((line, cells))
    _note(notices, short_rows=short, long_rows=long)
    return squared


def _distinct(titles: Cells, own: Columns) -> tuple[str, ...]:
    """Titles that are never empty and all different: ``Nom``, ``Nom (2)``, ``Colonne 3``.

    Square brackets become round ones, because ``[Nom]`` marks the place of a value in a text.
    """
    seen: Counter[str] = Counter()
    distinct = []
    for place in own:
        title = _visible(titles[place]) if place < len(titles) else ""
        title = title.translate(_ROUND) or f"Colonne {place + 1}"
        seen[title.casefold()] += 1
        times = seen[title.casefold()]
        distinct.append(title if times == 1 else f"{title} ({times})")
    return tuple(distinct)


def _visible(title: str) -> str:
    """The title in one line, without what nobody sees and nobody can type between brackets."""
    return " ".join("".join(char for char in title if category(char) not in _UNSEEN).split())


_UNSEEN = ("Cf", "Co", "Cn")
_ROUND = str.maketrans("[]", "()")
