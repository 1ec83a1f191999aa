"""The files that tell the source of an institution's people, each night, who has left.

They stand in ``leavings/<institution>/<day>.csv`` of ``unisms.var``, a day of the institution each;
docs/administrator.md tells their form. A night that was missed is made up for.
"""

import csv
import os
from collections.abc import Sequence, Set
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from pyramid.config import Configurator

from unisms.model.root import Root
from unisms.seams.work import INSTITUTIONS
from unisms.services.replies import leavings
from unisms.services.rules import hours
from unisms.tasks.files import LEAVINGS
from unisms.tasks.worker import Worker

NIGHTS = 7  # of which a missing file is written later
SUFFIX = ".csv"


def includeme(config: Configurator) -> None:
    config.add_nightly_job("leavings_file", write, of=INSTITUTIONS, own_transactions=True)


def write(worker: Worker, name: str, now: int) -> None:
    """Write the files of the institution called ``name`` that are missing; remove old ones.

    What a file tells of somebody who is erased since, or was taken out, is blanked in it.
    """
    found = worker.run(_lines, name, now)
    if found is None:
        return
    folder = worker.var / LEAVINGS / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for day in found.missing:
        if not (folder / f"{day}{SUFFIX}").exists():
            _write(folder / f"{day}{SUFFIX}", found.lines.get(day, ()))
    for file in folder.glob(f"*{SUFFIX}"):
        if file.name < f"{found.oldest}{SUFFIX}":
            file.unlink()
        else:
            _blank(file, {tuple(one) for one in found.of(file)})


class _Found(NamedTuple):
    """The lines of an institution in a night."""

    oldest: date  #: of which a file is kept
    missing: list[date]  #: of which a file is written, if there is none
    lines: dict[date, list[leavings.LeavingLine]]

    def of(self, file: Path) -> list[leavings.LeavingLine]:
        """Return the lines of the day that a file is named by; none: it is none of ours."""
        named = {f"{day}{SUFFIX}": lines for day, lines in self.lines.items()}
        return named.get(file.name, [])


def _lines(root: Root, name: str, now: int) -> _Found | None:
    institution = root["institutions"].get(name)
    if institution is None:
        return None
    today = hours.local_day(institution, now)
    oldest = today - timedelta(days=max(institution.retention, NIGHTS))
    missing = [today - timedelta(days=ago) for ago in range(1, NIGHTS + 1)]
    return _Found(oldest, missing, leavings.lines_since(institution, oldest))


def _blank(file: Path, told: Set[tuple[str, ...]]) -> None:
    """Blank uid and number in the lines of a file that the store tells no more."""
    with file.open(newline="") as kept:
        _, *lines = csv.reader(kept)
    names = leavings.LeavingLine._fields
    whole = [one for one in lines if len(one) == len(names)]
    rest = [leavings.LeavingLine(*one) for one in whole]
    blank = [one if one in told else one._replace(uid="", number="") for one in rest]
    if blank != rest:
        _write(file, blank)


def _write(file: Path, lines: Sequence[leavings.LeavingLine]) -> None:
    """Write the lines under another name first: whoever takes the file away finds it whole."""
    draft = file.with_suffix(".new")
    with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", newline="") as one:
        writer = csv.writer(one)
        writer.writerow(leavings.LeavingLine._fields)
        writer.writerows(lines)
    draft.replace(file)
