"""Reports of months by mail: made by the dashboards' own program, in one process for all.

They follow the exports of each night. A report that was not made is tried again the next night.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pyramid.config import Configurator

from unisms import seams
from unisms.model.root import Root
from unisms.services.dashboards import monthly
from unisms.services.dashboards.monthly import MadeReport, ReportWish
from unisms.tasks import exports
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
PROGRAM = [sys.executable, "-m", "dashboards", "report"]
LOWEST = 19  # of priorities
PATIENCE = 600, 10  # seconds that the program has: for all, and for each report
AT_ONCE = 500  # reports of one process
DRAFTS = "reports-"  # folders below ``unisms.var``
DAY = 86400  # seconds, after which a folder is one that a killed worker has left
POSTED, BROKEN, PAST = "posted", "broken", "past"
LINES = 50  # of the program's own words that the log keeps


def includeme(config: Configurator) -> None:
    config.add_task(send_reports, lane=UPKEEP)


def send_reports(worker: Worker) -> None:
    """Let a mail wait for each report that is due."""
    clear(worker.var, time.time())
    folder = exports.folder_of(worker)
    wishes = worker.run(monthly.due, exports.closed_months(folder))
    by_content: dict[tuple, list[ReportWish]] = {}
    for wish in wishes:
        by_content.setdefault(wish.content, []).append(wish)
    groups = list(by_content.values())
    for begin in range(0, len(groups), AT_ONCE):
        if not worker.stopping.is_set():
            _send_some(worker, folder, groups[begin : begin + AT_ONCE])


def clear(var: Path, now: float) -> None:
    """Remove the folders that a killed worker has left."""
    for left in var.glob(f"{DRAFTS}*"):
        if left.stat().st_mtime < now - DAY:
            shutil.rmtree(left, ignore_errors=True)


def _send_some(worker: Worker, folder: Path, groups: Sequence[list[ReportWish]]) -> None:
    """Have reports made, each for all who read the same one, and post their mails."""
    with TemporaryDirectory(prefix=DRAFTS, dir=worker.var) as place:
        links = worker.run(_links, [some[0] for some in groups])
        _make(folder, Path(place), groups, links)  # no transaction is open here
        ends = Counter(
            _post(worker, report, wish)
            for at, some in enumerate(groups)
            for report in [read(Path(place) / str(at))]
            for wish in some
        )
    level = logging.ERROR if ends[BROKEN] else logging.INFO
    log.log(level, "monthly reports: %d posted, %d not made", ends[POSTED], ends[BROKEN])


def _links(root: Root, wishes: Sequence[ReportWish]) -> list[str]:
    known = root["institutions"]
    return [
        monthly.link_of(known[one.institution], one.month) if one.institution in known else ""
        for one in wishes
    ]


def _make(
    folder: Path, place: Path, groups: Sequence[list[ReportWish]], links: Sequence[str]
) -> None:
    """Have the program make a report for each group, in a folder called by its number."""
    wanted = [
        {
            "id": str(at),
            "institution": some[0].institution,
            "accounts": some[0].accounts,
            "month": some[0].month,
            "lang": some[0].language,
            "link": link,
        }
        for at, (some, link) in enumerate(zip(groups, links, strict=True))
    ]
    asked = place / "wanted.json"
    asked.write_text(json.dumps(wanted), "utf-8")
    given = ["--exports", str(folder), "--requests", str(asked), "--out", str(place)]
    _call([*PROGRAM, *given], PATIENCE[0] + PATIENCE[1] * len(groups))


def _call(command: Sequence[str], seconds: float) -> None:
    """Run the program at the lowest priority; what it says of trouble is told in the log."""
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        os.setpriority(os.PRIO_PROCESS, running.pid, LOWEST)
        try:
            _, words = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            log.error("monthly reports: not made in %d s", seconds)
            return
    for line in words.splitlines()[-LINES:] if running.returncode else ():
        log.error("monthly reports: %s", line)


def _post(worker: Worker, report: MadeReport | None, wish: ReportWish) -> str:
    """Post the mail of a report, in a transaction of its own; return what became of it."""
    if report is None:
        return BROKEN
    try:
        is_due = worker.run(monthly.post, wish, report, int(time.time()))
    except Exception as trouble:  # noqa: BLE001 the next one is another person's
        log.error("monthly report of %s: %s", wish.institution, seams.risen(trouble))
        return BROKEN
    return POSTED if is_due else PAST


def read(folder: Path) -> MadeReport | None:
    """Return the report that was made in a folder; ``None``: it was not, or not whole."""
    try:
        told: Mapping[str, str] = json.loads((folder / "report.json").read_text("utf-8"))
        subject, text, html = (str(told[name]) for name in ("subject", "text", "html"))
        document = (folder / "report.pdf").read_bytes()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    picture = folder / "picture.png"
    drawn = picture.read_bytes() if picture.exists() else b""
    return MadeReport(subject, text, html, drawn, document)
