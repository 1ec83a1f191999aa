"""The files that dashboards read, written each night in a process of its own.

That process has the lowest priority, and no lock of its interpreter is ours: messages that leave
meanwhile hardly notice it. A night that was missed is made up for by the next one.
"""

import json
import logging
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from pyramid.config import Configurator

from unisms.model.root import holder_names
from unisms.seams.work import ROOT
from unisms.services.exports import folders, manifests, periods
from unisms.tasks.lanes import UPKEEP
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
PATIENCE = 30  # seconds to wait for a run
LONGEST = 6 * 3600  # seconds: a run that takes longer stands still, and the next one mends it
#: It yields first: the imports take a second.
PROGRAM = (
    "import os; os.nice(19); "
    "from unisms.tasks.exports.program import main; raise SystemExit(main())"
)


def includeme(config: Configurator) -> None:
    config.add_task(export, lane=UPKEEP)
    config.add_nightly_job("exports", begin, of=ROOT, own_transactions=True)


def begin(worker: Worker, _root: str, _now: int) -> None:
    """Have the files of all institutions written, once the rest of the night is done."""
    worker.enqueue("export")


def export(worker: Worker) -> None:
    """Write the files of the days that are over, in another process; wait for it."""
    given = json.dumps({**worker.registry.settings}, default=str)
    command = [sys.executable, "-c", PROGRAM]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        log.error("exports: not written in %d h, and ended", LONGEST // 3600)
        return
    for line in done.stderr.splitlines():
        log.log(logging.INFO if done.returncode == 0 else logging.ERROR, "exports: %s", line)
    worker.enqueue("send_reports")  # of a month that is closed by now


def folder_of(worker: Worker) -> Path:
    """Return the folder of the exports."""
    return folders.folder_of(worker.registry.settings, worker.var)


def closed_months(folder: Path) -> dict[str, str]:
    """Return the latest month of each institution that its files have closed, as ``2026-11``."""
    told = manifests.read(folder).institutions.items()
    opened = {name: date.fromisoformat(one.open_since) for name, one in told if one.open_since}
    return {name: periods.month_before(day) for name, day in opened.items()}


def written_at(folder: Path) -> float:
    """Return when files were last written, epoch seconds; 0 where none were."""
    file = folder / manifests.FILE
    return file.stat().st_mtime if file.exists() else 0


def forget(worker: Worker) -> None:
    """Remove the files of institutions that are gone; while others are written, an hour later."""
    folder = folder_of(worker)
    if not folder.exists():
        return
    try:
        with folders.locked(folder, PATIENCE):
            folders.forget(folder, worker.run(holder_names), int(time.time()))
    except folders.ExportRuns:
        log.warning("exports are being written: files of erased institutions go an hour later")
