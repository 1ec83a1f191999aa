"""Cells written as a French spreadsheet shows them: ``612345678``, ``1,5``, ``19/11/2026``."""

import datetime
import re
from collections.abc import Callable
from typing import TypeAlias

#: the content of a cell, as the library gives it
Cell: TypeAlias = (
    bool
    | int
    | float
    | str
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
)


def text(cell: Cell) -> str:
    """Return the text of a cell as the library gives it."""
    return cell if type(cell) is str else _WRITE[type(cell)](cell)


def open_text(cell: Cell) -> str:
    """Return the text of a cell of an OpenDocument sheet.

    The library gives a duration as it is stored.
    """
    return _elapsed(cell) if type(cell) is str and cell.startswith(("PT", "-PT")) else text(cell)


def _number(cell: float) -> str:
    whole = cell == int(cell) and abs(cell) < 1e15
    return f"{cell:.0f}" if whole else f"{cell:.15g}".replace(".", ",")


def _moment(cell: datetime.datetime) -> str:
    return f"{cell:%d/%m/%Y}" if cell.time() == datetime.time() else f"{cell:%d/%m/%Y %H:%M}"


def _hour(cell: datetime.time) -> str:
    return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"


def _duration(cell: datetime.timedelta) -> str:
    """Return hours and minutes, and seconds unless there are none; a day has 24 hours more."""
    seconds = round(cell.total_seconds())
    minutes, second = divmod(abs(seconds), 60)
    shown = f"{minutes // 60}:{minutes % 60:02d}" + (f":{second:02d}" if second else "")
    return f"-{shown}" if seconds < 0 else shown


def _elapsed(cell: str) -> str:
    """Return the duration that an OpenDocument sheet stores as ``PT27H30M00S`` (ISO 8601)."""
    found = _ISO.fullmatch(cell)
    if not found:
        return cell
    hours, minutes, seconds = (float(part.replace(",", ".")) for part in found.groups()[1:])
    length = datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return _duration(-length if found[1] else length)


_ISO = re.compile(r"(-?)PT(\d{1,7})H(\d{1,2})M(\d{1,2}(?:[.,]\d{1,9})?)S", re.ASCII)
_WRITE: dict[type, Callable[..., str]] = {
    bool: lambda cell: "VRAI" if cell else "FAUX",
    int: str,
    float: _number,
    datetime.date: lambda cell: f"{cell:%d/%m/%Y}",
    datetime.datetime: _moment,
    datetime.time: _hour,
    datetime.timedelta: _duration,
}
