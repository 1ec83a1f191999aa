"""Open a spreadsheet file in a process of its own, with bounded memory and time.

A workbook of one kilobyte may ask for a sheet of seventeen billion cells, and the library then ends
the whole process. The worker, which carries everybody's messages, must survive that. The other
process runs ``spreadsheets``.
"""

import json
import marshal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from unisms.services.files.spreadsheets.sheets import Refused, Wish

MEMORY = 2 << 30  # bytes of addresses
SECONDS = 60
EXAMPLE = 200  # characters of the names in a notice
PROGRAM = (
    "import sys; sys.path.append(sys.argv.pop(1)); from spreadsheets.sheets import main; main()"
)


class Sheet(NamedTuple):
    """A sheet as one sees it."""

    title: str
    #: tuples of text, from the first row of the sheet on; a row that is left out is empty
    rows: list
    sheets: tuple  #: the title of each sheet of cells, and whether it is hidden
    hidden_rows: tuple = ()  #: numbers of those that hold something, counted from 1
    hidden_columns: tuple = ()  #: the first text of each that holds something
    filled_rows: tuple = ()  #: numbers of those that got the text of a cell that spans several


def read(content, wish: Wish):
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
    facts = marshal.loads(done.stdout)  # noqa: S302 (written by our own process)
    if facts["problem"]:
        raise Refused(facts["problem"], facts["detail"], facts["sheets"])
    del facts["problem"]
    return Sheet(**{name: fact if name == "rows" else _plain(fact) for name, fact in facts.items()})


def told(sheet, with_hidden):
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


def _code(code, with_hidden):
    return f"{code}_read" if code.removeprefix("hidden_") in with_hidden else code


def _first(numbers):
    return str(numbers[0]) if numbers else ""


def _plain(fact):
    return tuple(fact) if isinstance(fact, list) else fact
