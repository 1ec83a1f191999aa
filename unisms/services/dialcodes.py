"""Country codes in a column of their own, before the numbers: ``+212`` and ``612345678``."""

import re

from unisms.services import columns

_TITLE = re.compile(
    r"(?:code )?indicatifs?(?: pays| tel(?:ephonique)?)*(?: \d)?|ind|prefixe?s?(?: pays)?"
    r"|code pays|(?:country|dial(?:l?ing)?) (?:code|prefix)"
)
_CODE = re.compile(r"\s*\(?(?:\+|00)?([1-9]\d{0,2})\)?(?:[.,]0+)?\s*")


def joined(titles, rows, number_columns):
    """Return the rows with such a code before each number that lacks one, and the lines that got one.

    A number that begins with ``+`` or ``00``, or with its code already, stays as it is.
    """
    pairs = [column for column in number_columns if column and _holds_codes(titles, rows, column - 1)]
    lines = []
    for column in pairs:
        rows, got = _with_codes(rows, column)
        lines += got
    return rows, lines


def _holds_codes(titles, rows, column):
    if not _TITLE.fullmatch(columns.plain(titles[column])):
        return False
    filled = [cells[column] for _, cells in rows if cells[column].strip()]
    return bool(filled) and all(map(_CODE.fullmatch, filled))


def _with_codes(rows, column):
    made, lines = [], []
    for line, cells in rows:
        number = _with_code(cells[column - 1], cells[column])
        if number != cells[column]:
            cells = [*cells[:column], number, *cells[column + 1 :]]
            lines.append(line)
        made.append((line, cells))
    return made, lines


def _with_code(code, number):
    found = _CODE.fullmatch(code)
    compact = re.sub(r"\W", "", number)
    has_one = number.lstrip().startswith(("+", "00")) or not compact
    if not found or has_one or (compact.startswith(found[1]) and len(compact) > 9):
        return number
    return f"+{found[1]} {number.strip()}"
