"""Open a spreadsheet file in a process of its own, with bounded memory and time.

A workbook of one kilobyte may ask for a sheet of seventeen billion cells, and the library then ends the whole process.
The worker, which carries everybody's messages, must survive that. This file is also the program that the other
process runs; it imports nothing of ours, so that it starts in some thirty milliseconds.
"""

import datetime
import io
import marshal
import resource
import subprocess
import sys

import python_calamine

MEMORY = 2 << 30  # bytes of addresses
SECONDS = 60


class Refused(Exception):
    """The workbook cannot be read: ``problem`` is ``password``, ``damaged`` or ``too_many_rows``, ``_columns``…"""

    def __init__(self, problem, detail=""):
        super().__init__(problem, detail)
        self.problem, self.detail = problem, detail


def read(content, most_rows, most_columns, most_cells, most_text):
    """Return the title of the first visible sheet that holds something, the titles of the others, and its rows.

    Rows are tuples of text, from the first row of the sheet on, so that they can be named as the spreadsheet does.
    ``most_text`` is how many characters they may have together: a small file may say one text and show it everywhere.

    :raises Refused: see there.
    """
    command = [sys.executable, "-I", __file__, *map(str, (most_rows, most_columns, most_cells, most_text))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except subprocess.SubprocessError:
        raise Refused("damaged") from None
    problem, *answer = marshal.loads(done.stdout)  # noqa: S302 (written by our own process)
    if problem:
        raise Refused(problem, *answer)
    return answer


def answer(content, *limits):
    """What the other process says: a problem and its detail, or no problem and the three results of ``read``."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return _sheet(workbook, *limits)
    except python_calamine.PasswordError:
        return "password", ""
    except python_calamine.CalamineError:
        return "damaged", ""


def _sheet(workbook, most_rows, most_columns, most_cells, most_text):
    visible = [sheet.name for sheet in workbook.sheets_metadata if _can_be_seen(sheet)]
    for title in visible:
        sheet = workbook.get_sheet_by_name(title)
        if not sheet.height:
            continue
        height, width = (last + 1 for last in sheet.end)
        for problem, size, most in (
            ("too_many_rows", sheet.height - 1, most_rows),  # one of them holds the titles
            ("too_many_columns", width, most_columns),
            ("too_many_cells", height * width, most_cells),
        ):
            if size > most:
                return problem, str(size)
        rows = [tuple(map(text, row)) for row in sheet.to_python(skip_empty_area=False)]
        size = sum(sum(map(len, row)) for row in rows)
        if size > most_text:
            return "too_much_text", str(size)
        return "", title, [other for other in visible if other != title], rows
    return "", "", [], []


def _can_be_seen(sheet):
    is_cells = sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    return is_cells and sheet.visible == python_calamine.SheetVisibleEnum.Visible


def text(cell):
    """The cell as a French spreadsheet shows it: ``612345678``, ``1,5``, ``19/11/2026``."""
    kind = type(cell)
    if kind is str:
        return cell
    return _WRITE[kind](cell)


def _number(cell):
    return f"{cell:.0f}" if cell == int(cell) and abs(cell) < 1e15 else f"{cell:.15g}".replace(".", ",")


def _moment(cell):
    return f"{cell:%d/%m/%Y}" if cell.time() == datetime.time() else f"{cell:%d/%m/%Y %H:%M}"


_WRITE = {
    bool: lambda cell: "VRAI" if cell else "FAUX",
    int: str,
    float: _number,
    datetime.date: lambda cell: f"{cell:%d/%m/%Y}",
    datetime.datetime: _moment,
    datetime.time: lambda cell: f"{cell:%H:%M}",
    datetime.timedelta: str,
}


def main():
    """Read a workbook from the standard input and write the answer to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    limits = map(int, sys.argv[1:])
    marshal.dump(answer(sys.stdin.buffer.read(), *limits), sys.stdout.buffer)


if __name__ == "__main__":  # pragma: no cover (in a process of its own)
    main()
