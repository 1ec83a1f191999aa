"""The rows of a sheet as people see them.

Hidden rows are left out, merged cells are filled, and each cell is written as it is shown.
"""

import io
import json
import marshal
import os
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypedDict
from xml.etree.ElementTree import ParseError

import python_calamine

from . import compounds, merged, records
from .cells import Cell, open_text, text
from .layout import Layout, nothing
from .packages import Package

CALM = 10  # by which the process gives way to those that serve everybody
BOOK = ("Workbook", "Book")  # names of the stream of an XLS workbook, by version
GUARDED = (
    "EncryptedPackage",
    "\tDRMContent",
)  # streams that hold another file, encrypted ([MS-OFFCRYPTO] 1.3)

#: errors that a file raises if it is odd somewhere; the library may read it all the same
ODD = (
    LookupError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
    ParseError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


class Wish(NamedTuple):
    """The sheet to read of a workbook, and the bounds of its size."""

    most_rows: int
    most_columns: int
    most_cells: int
    most_text: int  #: characters: a small file may say one text and show it everywhere
    sheet: str = ""  #: the title of the sheet; empty: the first visible one that holds rows
    #: of ``rows`` and ``columns``: read although one does not see them
    with_hidden: tuple[str, ...] = ()


class SheetFacts(TypedDict, total=False):
    """The facts of a sheet, or why the workbook cannot be read: plain values for ``marshal``."""

    problem: str  #: a code; empty where there is none, and the others follow
    detail: str  #: of the problem
    sheets: tuple[tuple[str, bool], ...]  #: the title of each, and whether it is hidden
    title: str
    rows: list[tuple[str, ...]]
    hidden_rows: list[int]
    hidden_columns: list[str]
    filled_rows: list[int]


#: a workbook in its container; ``None`` where the library alone can open it
_File: TypeAlias = Package | compounds.Compound | None


class Refused(Exception):
    """The workbook cannot be read: ``problem`` is a code, ``detail`` a figure or a title."""

    def __init__(
        self, problem: str, detail: str = "", sheets: Iterable[tuple[str, bool]] = ()
    ) -> None:
        super().__init__(problem, detail)
        self.problem, self.detail, self.sheets = problem, detail, tuple(sheets)


def answer(content: bytes, wish: Wish) -> SheetFacts:
    """Return the sheet that is wished, or why there is none."""
    try:
        return _read(content, wish)
    except Refused as refused:
        return {"problem": refused.problem, "detail": refused.detail, "sheets": refused.sheets}


def _read(content: bytes, wish: Wish) -> SheetFacts:
    file = _file(content)
    if _has_password(file):
        raise Refused("password")
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _sheet(book, file, wish)
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except (python_calamine.CalamineError, merged.TooMany):
        other = isinstance(file, Package) and not file.is_workbook()
        raise Refused("archive" if other else "damaged") from None


def _file(content: bytes) -> _File:
    """Return the ``Package`` or the ``Compound`` that the workbook is, or ``None``."""
    try:
        return Package(content) if content.startswith(b"PK") else compounds.Compound(content)
    except ODD:
        return None


def _has_password(file: _File) -> bool:
    """Whether it is encrypted. The library says only that it does not know such a file."""
    if isinstance(file, compounds.Compound):
        return any(name in file for name in GUARDED) or records.has_password(_stream(file))
    try:
        return file is not None and file.has_password()
    except ODD:
        return False


def _stream(compound: compounds.Compound) -> bytes:
    return next((compound.stream(name) for name in BOOK if name in compound), b"")


def _sheet(book: python_calamine.CalamineWorkbook, file: _File, wish: Wish) -> SheetFacts:
    known = [
        one for one in book.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    sheets = tuple(
        (one.name, one.visible != python_calamine.SheetVisibleEnum.Visible) for one in known
    )
    try:
        sheet = _chosen(book, sheets, wish.sheet)
        if sheet is None:
            return {"problem": "", "sheets": sheets, "title": "", **_seen([], nothing(), wish)}
        _measure(sheet, wish)
        look = _layout(book, file, sheet)
        rows = [tuple(map(_writer(file), row)) for row in sheet.to_python(skip_empty_area=False)]
        facts = _seen(rows, look, wish)
        size = sum(sum(map(len, row)) for row in facts["rows"])  # filled cells too
        if size > wish.most_text:
            raise Refused("too_much_text", str(size))
    except Refused as refused:
        raise Refused(refused.problem, refused.detail, sheets) from None
    return {"problem": "", "sheets": sheets, "title": sheet.name, **facts}


def _chosen(
    book: python_calamine.CalamineWorkbook, sheets: Sequence[tuple[str, bool]], title: str
) -> python_calamine.CalamineSheet | None:
    """Return the sheet of this title.

    Without a title: the first visible sheet of several rows, else the first of a single row.
    """
    if title:
        if title not in dict(sheets):
            raise Refused("no_such_sheet", title)
        return book.get_sheet_by_name(title)
    short = None
    for name, hidden in sheets:
        sheet = None if hidden else book.get_sheet_by_name(name)
        if sheet is not None and sheet.height > 1:
            return sheet
        if sheet is not None and sheet.height:
            short = short or sheet
    return short


def _measure(sheet: python_calamine.CalamineSheet, wish: Wish) -> None:
    if sheet.end is None:  # it holds nothing
        return
    height, width = (last + 1 for last in sheet.end)
    for problem, size, most in (
        ("too_many_rows", sheet.height - 1, wish.most_rows),  # the titles take a row
        ("too_many_columns", width, wish.most_columns),
        ("too_many_cells", height * width, wish.most_cells),
    ):
        if size > most:
            raise Refused(problem, str(size))


def _layout(
    book: python_calamine.CalamineWorkbook, file: _File, sheet: python_calamine.CalamineSheet
) -> Layout:
    """Return the ``Layout`` of the sheet.

    The library has read the file already: a file that is odd enough hides nothing.
    """
    try:
        if isinstance(file, compounds.Compound):
            look = records.xls_layout(_stream(file), book.sheet_names.index(sheet.name))
        else:
            look = nothing() if file is None else file.layout(sheet.name)
    except ODD:
        look = nothing()
    told = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return look._replace(merged=told or look.merged)


def _writer(file: _File) -> Callable[[Cell], str]:
    return open_text if isinstance(file, Package) and not file.book else text


def _seen(rows: list[tuple[str, ...]], look: Layout, wish: Wish) -> SheetFacts:
    """Return the rows, and the numbers of those that were hidden or filled.

    A row stands where it stands in the sheet: a hidden row is empty.
    """
    filled = merged.fill(rows, look.merged, wish.most_cells)
    hidden = sorted(
        number for number in look.rows if number < len(rows) and any(map(str.strip, rows[number]))
    )
    if "rows" not in wish.with_hidden:
        for number in hidden:
            rows[number] = ()
    titles = _titles(rows, look.columns)
    if titles and "columns" not in wish.with_hidden:
        kept = [
            column for column in range(len(rows[0]) or max(map(len, rows))) if column not in titles
        ]
        rows = [tuple(row[column] for column in kept) if row else row for row in rows]
    return {
        "rows": rows,
        "hidden_rows": [number + 1 for number in hidden],
        "hidden_columns": list(titles.values()),
        "filled_rows": [number + 1 for number in filled if rows[number]],
    }


def _titles(rows: list[tuple[str, ...]], columns: Iterable[int]) -> dict[int, str]:
    """Return the first text of each of these columns, unless it is empty: ``{column: text}``."""
    found = {}
    for column in sorted(columns):
        texts = (row[column] for row in rows if column < len(row))
        title = next((cell for cell in texts if cell.strip()), "")
        if title:
            found[column] = title
    return found


def main() -> None:
    """Read a workbook from the standard input and write the answer to the standard output."""
    memory, seconds, wish = json.loads(sys.argv[1])
    os.nice(CALM)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    marshal.dump(dict(answer(sys.stdin.buffer.read(), Wish(**wish))), sys.stdout.buffer)
