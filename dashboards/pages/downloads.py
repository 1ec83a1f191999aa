"""Tables to download: spreadsheets open them as they are, and never take them for formulas."""

import csv
import io
import re
import unicodedata
from datetime import date
from typing import NamedTuple

import xlsxwriter

from dashboards.pages.cells import plain

STEM = 64  # characters of a file's name

#: A sign that begins a formula, and the run of blanks, quotes and delimiters before it. A
#: spreadsheet that is told another delimiter cuts a cell in the run. Some read the wide signs of
#: East Asian keyboards alike. Source: OWASP, CSV Injection.
_SIGN = re.compile(r"""(?:^|(?<![\s",;|])[\s",;|]++)(?=[-=+@＝＋－＠﹦﹢﹣﹫])""")
_ENDS = frozenset(",;|\t\r\n")  # of a cell, for one spreadsheet or another
_TELLING = ("\t", "\r", "\n", "sep=", "SEP=")  # a spreadsheet takes it for an order
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FORMATS = {
    "count": "#,##0",
    "people": "#,##0",
    "share": "0.0%",
    "money": "#,##0.00 €",
    "day": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "seconds": "0",
    "number": "0.0",
    "points": "0.0%",
}


class File(NamedTuple):
    """A file to download."""

    name: str
    type: str
    body: bytes


def file(kind, body, *words):
    """Return a file of a kind, named by these words."""
    return File(f"{file_name(*words)}.{kind}", TYPES[kind], body)


def comma_separated(speech, table, _scope=""):
    """Return the table as CSV: with the mark and the delimiter that French spreadsheets look for.

    In French decimals have a comma, so that they are taken for numbers.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([harmless(column.title) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        cells = (plain(speech, kind, value) for kind, value in zip(kinds, row, strict=True))
        writer.writerow([_cell(speech, cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _cell(speech, value):
    if isinstance(value, float):
        told = f"{value:.6f}".rstrip("0").rstrip(".")
        return told.replace(".", ",") if speech.language == "fr" else told
    return value.isoformat() if isinstance(value, date) else harmless(value)


def workbook(speech, table, scope):
    """Return the table as a workbook: numbers stay numbers, and no text becomes a formula."""
    kept = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(kept, options) as book:
        sheet = book.add_worksheet(_sheet_name(table.caption))
        bold, heading = book.add_format({"bold": True, "font_size": 14}), {"bold": True}
        sheet.write_string(0, 0, table.caption, bold)
        sheet.write_string(1, 0, scope)
        heads = book.add_format(heading | {"bottom": 1, "text_wrap": True, "valign": "top"})
        formats = [
            book.add_format({"num_format": _FORMATS.get(column.kind, "General")})
            for column in table.columns
        ]
        for place, column in enumerate(table.columns):
            sheet.write_string(3, place, column.title, heads)
            sheet.set_column(place, place, 32 if not place else 16)
        for line, row in enumerate(table.rows, 4):
            for place, value in enumerate(row):
                cell = plain(speech, table.columns[place].kind, value)
                _write(sheet, line, place, cell, formats[place])
        sheet.freeze_panes(4, 1)
    return kept.getvalue()


def _write(sheet, line, place, cell, style):
    if isinstance(cell, date):
        sheet.write_datetime(line, place, cell, style)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell, style)
    else:
        sheet.write_string(line, place, cell)


def _sheet_name(caption):
    """A sheet's name has at most 31 signs, and none of these."""
    return re.sub(r"[\[\]:*?/\\']", " ", caption)[:31].strip() or "1"


def harmless(cell):
    """Return the cell with an apostrophe before each sign that makes a spreadsheet compute it."""
    if not isinstance(cell, str):
        return cell
    cell = _SIGN.sub(_shielded, cell)
    return f"'{cell}" if cell.startswith(_TELLING) else cell


def _shielded(found):
    begins_a_cell = found.start() == 0 or not _ENDS.isdisjoint(found[0])
    return f"{found[0]}'" if begins_a_cell else found[0]


def file_name(*words):
    """Return a short name for a file, of the words of titles and of days."""
    plain_words = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", plain_words.lower())
    while len("-".join(parts)) > STEM:
        parts.pop()
    return "-".join(parts) or "table"


#: kinds of files of a table -> how each is written
OF_TABLES = {"csv": comma_separated, "xlsx": workbook}
