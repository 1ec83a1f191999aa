"""From the bytes of a file to a table: titles, and rows of text that bear the line they stand on."""

import io
import re
from collections import Counter
from typing import NamedTuple

from unisms.services import columns, delimited, texts, workbooks

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
MOST_CELLS = 10_000_000  # about a gigabyte while it is read
MOST_TEXT = 100_000_000  # characters of a spreadsheet: twice what a file of text may have
MOST_LINES = 10 * MOST_ROWS  # of a text: a cell may hold several
PREAMBLE = 20  # rows among which the titles are looked for


class Unreadable(Exception):
    """There is no table in this file: ``problem`` is a code for the page, ``detail`` says what or where.

    ``sheets`` are those of a spreadsheet: another one may hold a table.
    """

    def __init__(self, problem, detail="", sheets=()):
        super().__init__(problem, detail)
        self.problem, self.detail, self.sheets = problem, detail, sheets


class Notice(NamedTuple):
    """Something that people should know about the file; stored as a bare tuple."""

    code: str
    count: int
    example: str = ""  #: the first line concerned, or its text


class Table(NamedTuple):
    """What was read."""

    columns: tuple  #: titles, each different
    rows: list  #: pairs of line number and a sequence of cells, as many as there are columns
    notices: tuple  #: of ``Notice``
    encoding: str = ""  #: one of ``texts.ENCODINGS``; empty for a spreadsheet
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple = ()  #: the title of each sheet of a spreadsheet, and whether it is hidden


def read(content, *, encoding="", sheet="", with_hidden=()):
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


def _read_workbook(content, sheet, with_hidden):
    wish = workbooks.Wish(MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_TEXT, sheet, tuple(with_hidden))
    try:
        read = workbooks.read(content, wish)
    except workbooks.Refused as refused:
        raise Unreadable(refused.problem, refused.detail, refused.sheets) from None
    notices = [Notice(*told) for told in workbooks.told(read, wish.with_hidden)]
    try:
        return _shape(read.rows, notices, sheet=read.title, sheets=read.sheets)
    except Unreadable as unreadable:
        raise Unreadable(unreadable.problem, unreadable.detail, read.sheets) from None


def _read_text(content, encoding):
    text, encoding, strays = texts.decode(content, encoding)
    if text.count("\n") > MOST_LINES:
        raise Unreadable("too_many_rows", str(text.count("\n")))
    lines = list(io.StringIO(text, newline=""))
    notices = []
    delimiter = delimited.delimiter_of(lines)
    if text.count(delimiter) > MOST_CELLS:
        raise Unreadable("too_many_cells", str(text.count(delimiter)))
    cut = delimited.split(lines, delimiter)
    strays = cut.numbers_of(strays)
    for code, numbers in (
        ("mixed_encodings", strays),
        ("broken_characters", _broken(cut.records) if "\ufffd" in text else ()),
        ("malformed_rows", cut.malformed),
        ("engulfed_rows", cut.engulfing),
    ):
        if numbers:
            notices.append(Notice(code, len(numbers), str(numbers[0])))
    return _shape(cut.records, notices, encoding=encoding, delimiter=delimiter)


def _broken(records):
    return [number for number, cells in enumerate(records, 1) if "\ufffd" in "".join(cells)]


def _shape(records, notices, **origin):
    """Find the titles and give every row as many cells as there are titles."""
    filled = [(line, cells) for line, cells in enumerate(records, 1) if any(cells)]
    if not filled:
        raise Unreadable("empty")
    position = _titles_at(filled)
    if position is None:
        notices.append(Notice("no_titles", 1))
    elif position:
        notices.append(Notice("preamble", position, _told(filled[0][1])))
    titles = () if position is None else _without_blank_end(filled[position][1])
    rows = filled if position is None else filled[position + 1 :]
    _measure(rows, titles)
    width = _width(rows, titles)
    rows = _square(rows, width, notices)
    _note_formulas(rows, notices)
    return Table(_distinct(titles, width), rows, tuple(notices), **origin)


def _told(cells):
    return " ".join(filter(None, cells))[:80]


def _without_blank_end(titles):
    """Rows often end with a delimiter, or with columns that somebody emptied."""
    return titles[: max(number for number, title in enumerate(titles, 1) if title.strip())]


def _measure(rows, titles):
    if not rows:
        raise Unreadable("no_rows")
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows", str(len(rows)))
    if max(len(titles), len(rows[0][1])) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", str(max(len(titles), len(rows[0][1]))))


def _titles_at(filled):
    """The position of the row of titles: the first that is mostly filled, if it holds no data; ``None`` if it does."""
    width = Counter(len(cells) for _, cells in filled[:1000]).most_common(1)[0][0]
    for position, (_, cells) in enumerate(filled[:PREAMBLE]):
        told = [cell for cell in cells if cell.strip()]
        if len(told) * 2 >= width:
            dates = sum(_DATE.fullmatch(cell) is not None for cell in told)
            return None if any(map(_is_data, told)) or dates * 2 > len(told) else position
    return None


_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


def _is_data(cell):
    digits = re.sub(r"[\s./()+-]", "", cell)
    return (digits.isdigit() and len(digits) > 5 and not _DATE.fullmatch(cell)) or columns.has_email(cell)


def _width(rows, titles):
    """As many columns as titles, unless most rows have more to say."""
    longer = Counter(len(cells) for _, cells in rows if len(cells) > len(titles) and any(cells[len(titles) :]))
    if longer.total() * 2 > len(rows):
        return min(longer.most_common(1)[0][0], MOST_COLUMNS)
    return len(titles)


def _square(rows, width, notices):
    """Fill up the rows that are too short, cut those that are too long, and say so."""
    short, long = [], []
    squared = []
    for line, cells in rows:
        if len(cells) != width:
            if len(cells) < width:
                short.append(line)
            elif any(cells[width:]):
                long.append(line)
            cells = [*cells[:width], *[""] * (width - len(cells))]
        squared.append((line, cells))
    notices.extend(Notice(code, len(of), str(of[0])) for code, of in (("short_rows", short), ("long_rows", long)) if of)
    return squared


def _note_formulas(rows, notices):
    """Take ``="0612345678"``, with which spreadsheets protect a text, as that text; note formulas and leave them."""
    formulas = []
    for position, (line, cells) in enumerate(rows):
        text = "\n".join(cells)
        if ("=" in text or "(" in text or "|" in text) and _MAY_BE_ONE.search(text):  # asked first what is quick
            rows[position] = line, [_PROTECTED.sub(r"\1", cell) for cell in cells]
            formulas += [line] if any(map(_is_formula, rows[position][1])) else []
    if formulas:
        notices.append(Notice("formula", len(formulas), str(formulas[0])))


_MAY_BE_ONE = re.compile(r"^[=@+-]", re.MULTILINE)
_PROTECTED = re.compile(r'^="([^"]*)"$')
_CALL = re.compile(r"[@+-](?:[^(|]*[^\w(|])?(\w*)[(|]")


def _is_formula(cell):
    """Whether a spreadsheet would compute it: ``=1+1``, or what is called after a sign: ``+SUM(1)``, ``@cmd|x``."""
    called = _CALL.match(cell)
    return cell.startswith("=") or (called is not None and re.search("[A-Za-z]", called[1]) is not None)


def _distinct(titles, width):
    """Titles that are never empty and all different: ``Nom``, ``Nom (2)``, ``Colonne 3``.

    Square brackets become round ones, because ``[Nom]`` marks the place of a value in a text.
    """
    seen, distinct = Counter(), []
    for number in range(width):
        title = " ".join(titles[number].split()) if number < len(titles) else ""
        title = title.translate(_ROUND) or f"Colonne {number + 1}"
        seen[title.casefold()] += 1
        times = seen[title.casefold()]
        distinct.append(title if times == 1 else f"{title} ({times})")
    return tuple(distinct)


_ROUND = str.maketrans("[]", "()")
