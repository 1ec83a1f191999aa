"""The process that writes exports for a worker: its settings come in, sentences go out."""

import json
import os
import sys
import time

from pyramid.config import Configurator

from unisms.services.exports import folders
from unisms.services.exports.engine import EngineMissing
from unisms.services.exports.plans import ExportWish
from unisms.tasks.exports.run import NotBelieved, run
from unisms.tasks.worker import Worker

LOWEST = 19  # of priorities
PARTS = ("unisms.model.store", "unisms.seams", "unisms.tasks")
MISSING = "DuckDB is not installed: no file is written; pip install unisms[dashboards]"


def main() -> int:
    """Write the files of the days that are over; return the exit code."""
    os.nice(LOWEST)
    worker = _worker(json.load(sys.stdin))
    folder = folders.folder_of(worker.registry.settings, worker.var)
    try:
        done = run(worker, folder, ExportWish(complete=True), int(time.time()))
    except EngineMissing:
        return _told(MISSING, 0)
    except folders.ExportRuns:
        return _told("another process writes them", 0)
    except NotBelieved:
        return _told("the clock made a leap: no day is told before it is believed", 0)
    finally:
        worker.db.close()
    broken = [one.institution for one in done if one.trouble]
    _told(f"{len(done) - len(broken)} institutions, {sum(one.written for one in done)} new files")
    return _told(f"not written: {', '.join(broken)}", 1) if broken else 0


def _worker(settings: dict[str, str]) -> Worker:
    configurator = Configurator(settings=settings)
    for part in PARTS:
        configurator.include(part)
    configurator.commit()
    worker: Worker = configurator.registry.worker
    return worker


def _told(sentence: str, code: int = 0) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
