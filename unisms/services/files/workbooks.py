"""Open a spreadsheet file in a process of its own, with bounded memory and time.

A workbook of one kilobyte may ask for a sheet of seventeen billion cells, and the library then ends
the whole process. The worker, which carries everybody's messages, must survive that. The other
process runs ``spreadsheets``.
"""

import json
import marshal
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from unisms.services.files.spreadsheets.sheets import Refused, SheetFacts, Wish

MEMORY = 2 << 30  # bytes of addresses
SECONDS = 60
EXAMPLE = 200  # characters of the names in a notice
PROGRAM = (
    "import sys; sys.path.append(sys.argv.pop(1)); from spreadsheets.sheets import main; main()"
)


class Sheet(NamedTuple):
    """A sheet as one sees it."""

    title: str
    #: from the first row of the sheet on; a row that is left out is empty
    rows: list[tuple[str, ...]]
    #: the title of each sheet of cells, and whether it is hidden
    sheets: tuple[tuple[str, bool], ...]
    hidden_rows: tuple[int, ...] = ()  #: numbers of those that hold something, counted from 1
    hidden_columns: tuple[str, ...] = ()  #: the first text of each that holds something
    #: numbers of those that got the text of a cell that spans several
    filled_rows: tuple[int, ...] = ()


def read(content: bytes, wish: Wish) -> Sheet:
    """Return the ``Sheet`` that is wished.

    :raises Refused: the workbook cannot be read: ``password``, ``damaged``, ``no_such_sheet``,
        ``too_many_rows`` …
    """
    asked = json.dumps([MEMORY, SECONDS, wish._asdict()])
    command = [sys.executable, "-I", "-c", PROGRAM, str(Path(__file__).parent), asked]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.SubprocessError:
        raise Refused("damaged") from None
    answer: SheetFacts = marshal.loads(done.stdout)  # noqa: S302 (written by our own process)
    if answer["problem"]:
        raise Refused(answer["problem"], answer["detail"], answer["sheets"])
    return Sheet(
        answer["title"],
        answer["rows"],
        answer["sheets"],
        tuple(answer["hidden_rows"]),
        tuple(answer["hidden_columns"]),
        tuple(answer["filled_rows"]),
    )


def told(sheet: Sheet, with_hidden: Collection[str]) -> list[tuple[str, int, str]]:
    """Return triples of code, count and example: cells hidden in a sheet, or seen elsewhere."""
    others = [title for title, is_hidden in sheet.sheets if title != sheet.title and not is_hidden]
    hidden = [title for title, is_hidden in sheet.sheets if title != sheet.title and is_hidden]
    found = (
        ("other_sheets", others, ", ".join(others)),
        ("hidden_sheets", hidden, ", ".join(hidden)),
        (_code("hidden_rows", with_hidden), sheet.hidden_rows, _first(sheet.hidden_rows)),
        (
            _code("hidden_columns", with_hidden),
            sheet.hidden_columns,
            ", ".join(sheet.hidden_columns),
        ),
        ("filled_rows", sheet.filled_rows, _first(sheet.filled_rows)),
    )
    return [(code, len(things), example[:EXAMPLE]) for code, things, example in found if things]


def _code(code: str, with_hidden: Collection[str]) -> str:
    return f"{code}_read" if code.removeprefix("hidden_") in with_hidden else code


def _first(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if numbers else ""


__all__ = ["Refused", "Sheet", "Wish", "read", "told"]
