"""Tables to download: spreadsheets open them as they are, and never take them for formulas."""

import csv
import io
import re
import unicodedata
from datetime import datetime
from urllib.parse import quote

from pyramid.response import Response

LONGEST = 120  # characters of a file name
STEM = 48  # of its words, where there is a day too

#: A sign that begins a formula, and the run of blanks, quotes and delimiters before it. A
#: spreadsheet that is told another delimiter cuts a cell in the run. Some read the wide signs of
#: East Asian keyboards alike. Source: OWASP, CSV Injection.
_SIGN = re.compile(r"""(?:^|(?<![\s",;|])[\s",;|]++)(?=[-=+@＝＋－＠﹦﹢﹣﹫])""")
_ENDS = frozenset(",;|\t\r\n")  # of a cell, for one spreadsheet or another
_TELLING = (
    "\t",
    "\r",
    "\n",
    "sep=",
    "SEP=",
)  # a spreadsheet passes over it, or takes it for an order


def spreadsheet(name, titles, rows):
    """Return the answer that makes a browser save the rows as a file called ``name``."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(map(harmless, titles))
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    response = Response(content_type="text/csv", charset="utf-8")
    response.body = text.getvalue().encode("utf-8-sig")
    response.headers["Content-Disposition"] = attachment(f"{name}.csv")
    return response


def harmless(cell):
    """Return the cell with an apostrophe before each sign that makes a spreadsheet compute it."""
    if not isinstance(cell, str):
        return cell
    cell = _SIGN.sub(_shielded, cell)
    return f"'{cell}" if cell.startswith(_TELLING) else cell


def _shielded(found):
    begins_a_cell = found.start() == 0 or not _ENDS.isdisjoint(found[0])
    return f"{found[0]}'" if begins_a_cell else found[0]


def moment(at, zone):
    """Return epoch seconds as every spreadsheet reads them, in ``zone``: ``2026-11-29 17:42``."""
    return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"


def dated(title, day):
    """Return a short name for a file: the words of a title, and the day (``2026-11-29``)."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    while len("-".join(words)) > STEM:
        words.pop()
    return "-".join([*words, day])


def attachment(name):
    """Return the head ``Content-Disposition`` for a file of any name (RFC 6266, 4.3 and D)."""
    stem, dot, end = name.rpartition(".")
    plain = " ".join(re.sub(r'[<>:"/\\|?*%\x00-\x1f\x7f]', " ", stem).split()).strip(". ")
    full = plain[:LONGEST].rstrip() or "table"
    ascii_only = (
        unicodedata.normalize("NFKD", full).encode("ascii", "ignore").decode().strip() or "table"
    )
    whole = quote(full + dot + end)
    return f"attachment; filename=\"{ascii_only}{dot}{end}\"; filename*=UTF-8''{whole}"
