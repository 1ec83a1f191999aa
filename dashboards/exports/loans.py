"""The library's file of loans: a line a month and branch, read leniently.

Columns, in any order: branch, month, with_sms, loans, late, days_late (this one may lack). French
titles are known too. Separators are semicolons, commas or tabs. A line that cannot be read is left
out and told.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from dashboards.exports import notes
from dashboards.exports.notes import Note

COLUMNS = ("branch", "month", "with_sms", "loans", "late", "days_late")
_TITLES = {
    "bibliotheque": "branch",
    "site": "branch",
    "mois": "month",
    "sms": "with_sms",
    "avec_sms": "with_sms",
    "prets": "loans",
    "retards": "late",
    "en_retard": "late",
    "jours_de_retard": "days_late",
}
_YES, _NO = ("yes", "y", "oui", "o", "1", "true", "vrai"), ("no", "n", "non", "0", "false", "faux")
_MONTHS = (
    re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})([-/]\d{1,2})?"),
    re.compile(r"(\d{1,2}[-/])?(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
)
_LARGEST = 8 << 20  # bytes; forty branches fill a twentieth of it in fifty years
_MOST = 100  # lines told


class Line(NamedTuple):
    """Loans of a branch that fell due in a month."""

    branch: str
    month: date
    with_sms: bool
    loans: int
    late: int
    days_late: int | None


class Unreadable(ValueError):
    """A cell cannot be read; its argument is the column."""


def read(path: Path) -> pd.DataFrame:
    """Return the lines that can be read, with the columns of ``Line``, and notes on the others."""
    institution = path.stem
    try:
        with path.open("rb") as stream:
            text = _decoded(stream.read(_LARGEST))
    except OSError:
        return _framed([], Note(notes.NO_LOANS, institution))
    rows = _rows(text)
    titles = [_title(cell) for cell in next(rows, (0, []))[1]]
    lacking = [name for name in COLUMNS[:5] if name not in titles]
    if lacking:
        return _framed([], Note(notes.LOANS_COLUMNS, institution, detail=" ".join(lacking)))
    lines, faults = _lines(rows, titles)
    told = (
        Note(notes.LOANS_ROW, institution, detail=column, line=number) for number, column in faults
    )
    return _framed(lines, *told)


def _framed(lines: list[Line], *told: Note) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=list(Line._fields))
    frame["month"] = pd.to_datetime(frame["month"])
    return notes.told(frame, *told[:_MOST])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line that has some."""
    head = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=head.count)
    reader = csv.reader(text.splitlines(), delimiter=separator)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _title(cell: str) -> str:
    plain = unicodedata.normalize("NFKD", cell.casefold()).encode("ascii", "ignore").decode()
    name = "_".join(re.findall(r"[a-z]+", plain))
    return _TITLES.get(name, name)


def _lines(
    rows: Iterator[tuple[int, list[str]]], titles: list[str]
) -> tuple[list[Line], list[tuple[int, str]]]:
    lines: dict[tuple[Any, ...], Line] = {}
    faults = []
    for number, cells in rows:
        try:
            line = _line(dict(zip(titles, cells, strict=False)))
        except Unreadable as fault:
            faults.append((number, str(fault)))
            continue
        if line[:3] in lines:
            faults.append((number, "twice"))
        lines.setdefault(line[:3], line)
    return list(lines.values()), faults


def _line(cells: dict[str, str]) -> Line:
    branch, given = cells.get("branch", ""), cells.get("days_late", "")
    if not branch:
        raise Unreadable("branch")
    month, with_sms = _month(cells.get("month", "")), _yes_or_no(cells.get("with_sms", ""))
    loans, late = _count(cells, "loans"), _count(cells, "late")
    if late > loans:
        raise Unreadable("late")
    return Line(branch, month, with_sms, loans, late, _count(cells, "days_late") if given else None)


def _month(cell: str) -> date:
    for spelled in _MONTHS:
        found = spelled.fullmatch(cell)
        if found and 1 <= int(found["month"]) <= 12 and int(found["year"]):
            return date(int(found["year"]), int(found["month"]), 1)
    raise Unreadable("month")


def _yes_or_no(cell: str) -> bool:
    word = cell.casefold()
    if word not in (*_YES, *_NO):
        raise Unreadable("with_sms")
    return word in _YES


def _count(cells: dict[str, str], column: str) -> int:
    """Return a whole number, which spaces may part in groups."""
    digits = re.sub(r"\s", "", cells.get(column, ""))
    if not re.fullmatch(r"[0-9]{1,12}", digits):
        raise Unreadable(column)
    return int(digits)
