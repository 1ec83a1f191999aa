"""The files that tell the source of an institution's people, each night, who has left.

They stand in ``leavings/<institution>/<day>.csv`` of ``unisms.var``, a day of the institution each;
docs/administrator.md tells their form. A night that was missed is made up for.
"""

import csv
import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pyramid.config import Configurator

from unisms.model.root import Root
from unisms.seams.work import INSTITUTIONS
from unisms.services.replies import leavings
from unisms.tasks.files import LEAVINGS
from unisms.tasks.worker import Worker

NIGHTS = 7  # of which a missing file is written later
SUFFIX = ".csv"


def includeme(config: Configurator) -> None:
    config.add_nightly_job("leavings_file", write, of=INSTITUTIONS, own_transactions=True)


def write(worker: Worker, name: str, now: int) -> None:
    """Write the files of the institution called ``name`` that are missing; remove old ones."""
    folder = worker.var / LEAVINGS / name
    known = {file.name for file in folder.glob(f"*{SUFFIX}")} if folder.is_dir() else set()
    found = worker.run(_missing, name, known, now)
    if found is None:
        return
    oldest, lines = found
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for day, of_day in lines:
        _write(folder / f"{day}{SUFFIX}", of_day)
    for file in folder.glob(f"*{SUFFIX}"):
        if file.name < f"{oldest}{SUFFIX}":
            file.unlink()


def _missing(
    root: Root, name: str, known: set[str], now: int
) -> tuple[date, list[tuple[date, list[leavings.LeavingLine]]]] | None:
    """Return the oldest day of which a file is kept, and the lines of the days without one."""
    institution = root["institutions"].get(name)
    if institution is None:
        return None
    today = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)).date()
    days = [today - timedelta(days=ago) for ago in range(1, NIGHTS + 1)]
    wanted = [day for day in days if f"{day}{SUFFIX}" not in known]
    lines = [(day, leavings.lines_of(institution, day)) for day in wanted]
    return today - timedelta(days=institution.retention), lines


def _write(file: Path, lines: Sequence[leavings.LeavingLine]) -> None:
    """Write the lines under another name first: whoever takes the file away finds it whole."""
    draft = file.with_suffix(".new")
    with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", newline="") as one:
        writer = csv.writer(one)
        writer.writerow(leavings.LeavingLine._fields)
        writer.writerows(lines)
    draft.replace(file)
