"""Tables that people take away: files that spreadsheets open as they are, and never take for formulas."""

import csv
import io

from pyramid.response import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute a cell that begins so


def spreadsheet(name, titles, rows):
    """The answer that makes a browser save the rows as the file ``name``."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(titles)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    response = Response(content_type="text/csv", charset="utf-8")
    response.body = text.getvalue().encode("utf-8-sig")
    response.content_disposition = f'attachment; filename="{name}"'
    return response


def harmless(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
