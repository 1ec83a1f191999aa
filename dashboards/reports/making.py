"""Reports made one after the other, each in a folder of its own that is whole or not there."""

import json
import logging
import shutil
from pathlib import Path
from typing import NamedTuple

from dashboards.exports.engine import Engine
from dashboards.pages.site import Site
from dashboards.reports import documents, letters, months, wishes
from dashboards.reports.months import Month
from dashboards.reports.wishes import BadWish, Wish

log = logging.getLogger(__name__)
TOLD, PICTURE, DOCUMENT = "report.json", "picture.png", "report.pdf"


class Made(NamedTuple):
    """How many reports were made, and the ids of those that were not."""

    count: int
    broken: tuple[str, ...]


def make(exports: Path, wanted: Path, folder: Path) -> Made:
    """Make the reports that the file ``wanted`` names, in ``folder``.

    One that breaks leaves the others made.

    :raises BadFile: there is no list of wishes in it.
    """
    site = Site(Engine(exports))
    count, broken = 0, []
    for name, wish in wishes.read(wanted):
        try:
            write(site, wish, folder)
            count += 1
        except Exception as fault:  # noqa: BLE001 the next one is another person's
            log.error("report %s: %s", name, _told(fault))
            broken.append(name)
    return Made(count, tuple(broken))


def write(site: Site, wish: Wish | BadWish, folder: Path) -> None:
    """Write one report below ``folder``, whole or not at all."""
    if isinstance(wish, BadWish):
        raise wish
    draft, place = folder / f".{wish.id}", folder / wish.id
    month = months.told(site, wish)
    for former in (draft, place):
        shutil.rmtree(former, ignore_errors=True)
    draft.mkdir(parents=True)
    if month.figure is not None:
        (draft / PICTURE).write_bytes(documents.png(documents.picture(month)))
    (draft / DOCUMENT).write_bytes(documents.pdf(month))
    (draft / TOLD).write_text(json.dumps(_facts(month), ensure_ascii=False), "utf-8")
    draft.rename(place)


def _facts(month: Month) -> dict[str, object]:
    return {
        "subject": letters.subject(month),
        "sentence": month.sentence,
        "text": letters.text(month),
        "html": letters.html(month),
        "facts": [each._asdict() for each in month.facts],
        "table": [each._asdict() for each in month.sheets],
    }


def _told(fault: Exception) -> str:
    """Return a fault without what others wrote: where it rose, and of which kind it is."""
    if isinstance(fault, BadWish | months.NoInstitution):
        return f"{type(fault).__name__}: {fault}"
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace else ""
    return f"{type(fault).__name__}{where}"
